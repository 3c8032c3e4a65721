"""Writing one: begun, a page a step, kept as one goes, looked at before it is handed in."""

from dataclasses import replace
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
from marketplace.handoff import queries as answers
from marketplace.organisations.models import Membership
from marketplace.organisations.policy import may_write_for, memberships, writers

from .. import actions, cards, meter, policy, queries
from ..changes import is_revised, must_stay, revisable, revised
from ..codes import PRINCIPLES
from ..fields import STEPS
from ..forms import FileForms, NewForm, StepForm, file_forms, step_form
from ..forms.parts import WithParts
from ..forms.steps import WORDS
from ..models import MOST_PARTS, Listing, Part
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


@bp.route("/listings/<reference>/edit/<int:step>", methods=["GET", "POST"])
@open_to(writers)
def edit(reference: str, step: int):
    listing = _writable(reference, step)
    if isinstance(listing, Response):
        return listing
    text = written_text(listing)
    form = _form(listing, text, step)
    if request.method != "POST":
        return edit_page(text, step, form)
    if not form.validate():
        return edit_page(text, step, form, status=422)
    if _stale(text):
        return edit_page(text, step, form, status=409)
    if isinstance(form, WithParts):
        form.move_earlier(_row_to_move())
    _keep(listing, text, form)
    return see_other(_next(listing, step))


@bp.post("/listings/<reference>/autosave/<int:step>")
@open_to(writers)
def autosave(reference: str, step: int):
    listing = find(queries.written_by(g.user), reference=reference)
    if not 1 <= step <= len(STEPS[listing.kind]):
        abort(404)
    if not _open_to_writing(listing):
        raise NotAllowed("save", listing)
    text = written_text(listing)
    if _stale(text):
        return jsonify(saved=_("Not saved: somebody else has changed this.")), 409
    form = _form(listing, text, step)
    form.validate()
    _keep(listing, text, form)
    time = format_time(now(), "short", tzinfo=KYIV, locale=current_locale())
    return jsonify(saved=_("Saved %(time)s", time=time), version=written_text(listing).version)


@bp.get("/listings/<reference>/preview")
@open_to(writers)
def preview(reference: str):
    return preview_page(written_text(find(queries.written_by(g.user), reference=reference)))


def preview_page(listing: Listing, status: int = 200) -> Response:
    """The real card and page, and what is missing."""
    return render(
        "listings/preview.html",
        status=status,
        listing=listing,
        card=_card(listing),
        missing=meter.missing(listing),
        refused=status == 422,
        questions=_questions(listing),
        may_edit=policy.may_edit(g.user, listing),
        revising=is_revised(listing),
    )


def _card(listing: Listing) -> cards.Card:
    card = cards.card_of(listing)
    if not is_revised(listing):
        return card
    return replace(
        card,
        title=listing.title,
        summary=listing.summary,
        locale=listing.locale,
        urgency=listing.urgency,
        format=listing.format,
        sectors=tuple(listing.sectors),
        helps=tuple(listing.helps),
        languages=tuple(listing.languages),
        gives_back=listing.gives_back or listing.learns,
        expires_on=listing.expires_on,
        place=cards.place_of(listing),
    )


def edit_page(
    listing: Listing, step: int, form: StepForm, status: int = 200, files: FileForms | None = None
) -> Response:
    """One step, with what was typed."""
    remarks = remarks_of(listing)
    return render(
        "listings/edit.html",
        status=status,
        listing=listing,
        form=form,
        step=step,
        fields=_fields(listing, step),
        steps=_progress(listing),
        remarks=remarks,
        remarked={remark["field"]: remark for remark in remarks},
        questions=_questions(listing),
        words=WORDS,
        required={field for field, _sentence, _said in meter.REQUIRED[listing.kind]},
        stale=status == 409,
        revising=is_revised(listing),
        correcting=policy.may_correct(g.user, listing),
        files=files or file_forms(listing),
        part_rows=form.part_rows(_rows_asked_for()) if isinstance(form, WithParts) else [],
        relied_on=_relied_on(listing, form),
        evidence=[form[f"evidence_{code}"] for code in PRINCIPLES] if "principles" in form else [],
    )


def _form(listing: Listing, text: Listing, step: int) -> StepForm:
    """The form of this step; of what waits for a moderator nothing may be left empty that she asks for."""
    form = step_form(text, step, people_of(listing), answers.parts_answered(listing))
    if policy.may_correct(g.user, listing):
        form.must_say = meter.asked_of(listing.kind)
    return form


def _relied_on(listing: Listing, form: StepForm) -> dict[int, Part]:
    """By its id each part of what is public that is promised or covered, or answered for: it cannot be removed."""
    if not is_revised(listing) or not isinstance(form, WithParts):
        return {}
    return {part.id: part for part in form.public_parts if must_stay(part, form.answered)}


def _fields(listing: Listing, step: int) -> list[str]:
    """The fields of this page; of what is public those that a revision may change, and its files."""
    fields = STEPS[listing.kind][step - 1].fields
    if not is_revised(listing):
        return list(fields)
    return [name for name in fields if name in (*revisable(listing.kind), "pictures", "documents")]


def written_text(listing: Listing) -> Listing:
    """What the form writes on: the listing while its text is open; of a public one the text with its changes."""
    if not policy.may_revise(g.user, listing):
        return listing
    return revised(listing, queries.active_revision(listing))


def _keep(listing: Listing, text: Listing, form: StepForm) -> None:
    if is_revised(text):
        answered = answers.parts_answered(listing)
        actions.revise(listing, form.facts(), by=g.user, version=str(text.version), answered=answered)
    else:
        actions.save(listing, form.facts(), by=g.user, version=listing.version)


def _open_to_writing(listing: Listing) -> bool:
    """Its text, or a change to it that nobody reads at the moment."""
    revision = queries.active_revision(listing)
    if policy.may_revise(g.user, listing):
        return revision is None or revision.is_written
    return policy.may_edit(g.user, listing) or policy.may_correct(g.user, listing)


def people_of(listing: Listing) -> list[User]:
    """Who may be its contact: everybody of the organisation who has a contact card."""
    chosen = db.select(User).join(Membership, Membership.user_id == User.id).join(ContactCard)
    chosen = chosen.where(Membership.organisation_id == listing.organisation_id, User.left_at.is_(None))
    return list(db.session.scalars(chosen.order_by(User.name, User.id)))


def _writable(reference: str, step: int) -> Any:
    listing = find(queries.written_by(g.user), reference=reference)
    if not 1 <= step <= len(STEPS[listing.kind]):
        abort(404)
    if _open_to_writing(listing):
        return listing
    if request.method == "POST":
        raise NotAllowed("save", listing)
    if policy.may_revise(g.user, listing):
        flash(_("Your change is with a moderator. To go on writing, press “Edit it again”."), "info")
        return see_other(url_for("listings.revision", reference=listing.reference))
    flash(_("Its text cannot be changed in its present state."), "info")
    return see_other(url_for("listings.show", reference=listing.reference))


def _stale(listing: Listing) -> bool:
    """Whether the form was drawn from another version; one without a version is not asked."""
    typed = request.form.get("version", "")
    return typed not in ("", str(listing.version))


def _next(listing: Listing, step: int) -> str:
    if request.form.get("then") == "stop":
        flash(_("Saved. You find it here when you come back."), "success")
        return url_for("listings.mine")
    if request.form.get("then") == "stay":
        return url_for("listings.edit", reference=listing.reference, step=step)
    if request.form.get("then") == "another":
        row = min(len(written_text(listing).parts) + 1, MOST_PARTS)
        page = url_for("listings.edit", reference=listing.reference, step=step, rows=row)
        return f"{page}#part{row}_title"
    if row := _row_to_move():
        page = url_for("listings.edit", reference=listing.reference, step=step)
        return f"{page}#part{row - 1}_title"
    if step < len(STEPS[listing.kind]):
        return url_for("listings.edit", reference=listing.reference, step=step + 1)
    return _after_the_last_step(listing)


def _after_the_last_step(listing: Listing) -> str:
    if policy.may_correct(g.user, listing):
        flash(_("Saved. It waits as before, and the moderator reads it as it is now."), "success")
        return url_for("listings.show", reference=listing.reference)
    last = "listings.revision" if policy.may_revise(g.user, listing) else "listings.preview"
    return url_for(last, reference=listing.reference)


def _row_to_move() -> int:
    """The part whose button says that it shall come earlier; 0 if none does."""
    button, _dash, number = request.form.get("then", "").partition("-")
    return int(number) if button == "earlier" and number in "2 3 4 5 6 7 8".split() else 0


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
