"""Writing one: begun, a page a step, kept as one goes, looked at before it is handed in."""

from types import SimpleNamespace
from typing import Any

from babel.dates import format_time
from flask import Response, abort, flash, g, jsonify, request, url_for

from marketplace.accounts.models import ContactCard, User
from marketplace.core.clock import KYIV, now
from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed
from marketplace.core.throttle import throttle
from marketplace.organisations.models import Membership
from marketplace.organisations.policy import may_write_for, memberships, writers

from .. import actions, meter, policy, queries
from ..codes import PRINCIPLES
from ..fields import STEPS
from ..forms import FileForms, NewForm, StepForm, file_forms, step_form
from ..forms.parts import WithParts
from ..forms.steps import WORDS
from ..models import MOST_PARTS, Listing
from .blueprint import bp
from .reading import remarks_of


@bp.route("/listings/new", methods=["GET", "POST"])
@open_to(writers)
def new():
    bodies = [m.organisation for m in memberships(g.user) if may_write_for(g.user, m.organisation_id)]
    kind = request.args.get("kind") if request.args.get("kind") in ("need", "offer") else None
    form = NewForm(kind=kind, organisation=str(bodies[0].id), locale=bodies[0].locale)
    form.organisation.choices = [(str(body.id), body.shown_name) for body in bodies]
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render("listings/new.html", status=status, form=form, bodies=bodies)
    throttle("40 per day", "begin a listing", str(g.user.id))
    body = next(body for body in bodies if str(body.id) == form.organisation.data)
    listing = actions.begin(form.kind.data, body, by=g.user, locale=form.locale.data)
    return see_other(url_for("listings.edit", reference=listing.reference, step=1))


@bp.post("/listings/<reference>/copy")
@open_to(writers)
def copy(reference: str):
    old = find(queries.written_by(g.user), reference=reference)
    throttle("40 per day", "begin a listing", str(g.user.id))
    new = actions.copy(old, by=g.user)
    flash(
        _(
            "This is a copy of %(reference)s. Dates, answers and history were not copied.",
            reference=old.reference,
        ),
        "success",
    )
    if len(new.attachments) < len(old.attachments):
        flash(
            _("Pictures and documents were not copied: your organisation has no more room for files."), "info"
        )
    return see_other(url_for("listings.edit", reference=new.reference, step=1))


@bp.route("/listings/<reference>/edit/<int:step>", methods=["GET", "POST"])
@open_to(writers)
def edit(reference: str, step: int):
    listing = _writable(reference, step)
    if isinstance(listing, Response):
        return listing
    form = step_form(listing, step, people_of(listing))
    if request.method != "POST":
        return edit_page(listing, step, form)
    if not form.validate():
        return edit_page(listing, step, form, status=422)
    if _stale(listing):
        return edit_page(listing, step, form, status=409)
    actions.save(listing, form.facts(), by=g.user, version=listing.version)
    return see_other(_next(listing, step))


@bp.post("/listings/<reference>/autosave/<int:step>")
@open_to(writers)
def autosave(reference: str, step: int):
    listing = find(queries.written_by(g.user), reference=reference)
    if not 1 <= step <= len(STEPS[listing.kind]):
        abort(404)
    if not policy.may_edit(g.user, listing):
        raise NotAllowed("save", listing)
    if _stale(listing):
        return jsonify(saved=_("Not saved: somebody else has changed this.")), 409
    form = step_form(listing, step, people_of(listing))
    form.validate()
    actions.save(listing, form.facts(), by=g.user, version=listing.version)
    time = format_time(now(), "short", tzinfo=KYIV, locale=current_locale())
    return jsonify(saved=_("Saved %(time)s", time=time), version=listing.version)


@bp.get("/listings/<reference>/preview")
@open_to(writers)
def preview(reference: str):
    return preview_page(find(queries.written_by(g.user), reference=reference))


def preview_page(listing: Listing, status: int = 200) -> Response:
    """The real card and page, and what is missing."""
    return render(
        "listings/preview.html",
        status=status,
        listing=listing,
        card=queries.card_of(listing),
        missing=meter.missing(listing),
        refused=status == 422,
        questions=_questions(listing),
        may_edit=policy.may_edit(g.user, listing),
    )


def edit_page(
    listing: Listing, step: int, form: StepForm, status: int = 200, files: FileForms | None = None
) -> Response:
    """One step, with what was typed."""
    steps = STEPS[listing.kind]
    remarks = remarks_of(listing)
    return render(
        "listings/edit.html",
        status=status,
        listing=listing,
        form=form,
        step=step,
        fields=steps[step - 1].fields,
        steps=_progress(listing),
        remarks=remarks,
        remarked={remark["field"]: remark for remark in remarks},
        questions=_questions(listing),
        words=WORDS,
        required={field for field, _sentence, _said in meter.REQUIRED[listing.kind]},
        stale=status == 409,
        files=files or file_forms(listing),
        part_rows=form.part_rows(_rows_asked_for()) if isinstance(form, WithParts) else [],
        evidence=[form[f"evidence_{code}"] for code in PRINCIPLES] if "principles" in form else [],
    )


def people_of(listing: Listing) -> list[User]:
    """Who may be its contact: everybody of the organisation who has a contact card."""
    chosen = db.select(User).join(Membership, Membership.user_id == User.id).join(ContactCard)
    chosen = chosen.where(Membership.organisation_id == listing.organisation_id, User.left_at.is_(None))
    return list(db.session.scalars(chosen.order_by(User.name, User.id)))


def _writable(reference: str, step: int) -> Any:
    listing = find(queries.written_by(g.user), reference=reference)
    if not 1 <= step <= len(STEPS[listing.kind]):
        abort(404)
    if policy.may_edit(g.user, listing):
        return listing
    if request.method == "POST":
        raise NotAllowed("save", listing)
    flash(_("Its text cannot be changed in its present state."), "info")
    return see_other(url_for("listings.show", reference=listing.reference))


def _stale(listing: Listing) -> bool:
    """Whether the form was drawn from an older version; one without a version is not asked."""
    typed = request.form.get("version", "")
    return typed.isascii() and typed.isdigit() and typed != str(listing.version)


def _next(listing: Listing, step: int) -> str:
    if request.form.get("then") == "stop":
        flash(_("Saved. You find it here when you come back."), "success")
        return url_for("listings.mine")
    if request.form.get("then") == "stay":
        return url_for("listings.edit", reference=listing.reference, step=step)
    if request.form.get("then") == "another":
        row = min(len(listing.parts) + 1, MOST_PARTS)
        page = url_for("listings.edit", reference=listing.reference, step=step, rows=row)
        return f"{page}#part{row}_title"
    if step < len(STEPS[listing.kind]):
        return url_for("listings.edit", reference=listing.reference, step=step + 1)
    return url_for("listings.preview", reference=listing.reference)


def _rows_asked_for() -> int:
    """How many rows of parts shall stand in sight: the button that adds one says so in the address."""
    asked = request.args.get("rows", "")
    return min(int(asked), MOST_PARTS) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1


def _progress(listing: Listing) -> list[SimpleNamespace]:
    lacking = {lack.step for lack in meter.missing(listing)}
    return [
        SimpleNamespace(
            label=step.label,
            url=url_for("listings.edit", reference=listing.reference, step=step.number),
            done=step.number not in lacking,
        )
        for step in STEPS[listing.kind]
    ]


def _questions(listing: Listing) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            label=question.label,
            done=question.done,
            url=url_for("listings.edit", reference=listing.reference, step=question.step)
            + f"#{question.field}",
        )
        for question in meter.questions(listing)
    ]
