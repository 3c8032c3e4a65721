"""For whom do you speak? Choosing a hromada, entering any other body, and its profile later."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from flask import Response, flash, g, request, session, url_for

from marketplace.core.db import db, find
from marketplace.core.forms import choices
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle
from marketplace.listings.models import Listing
from marketplace.search import pairing

from .. import actions, policy, queries, register
from ..codes import HROMADA_KINDS, OBLASTS
from ..forms import BY_HAND, HromadaForm, ProfileForm, RegisterForm, lines_of, same_words
from ..models import Organisation
from .blueprint import bp

REGISTRATIONS = "20 per hour"


@bp.get("/organisations/start")
@open_to(people)
def start():
    return render(
        "organisations/start.html",
        memberships=policy.memberships(g.user),
        invitations=db.session.scalars(queries.invitations_to(g.user)).all(),
        requests=db.session.scalars(queries.requests_of(g.user)).all(),
    )


@bp.get("/organisations/hromadas")
@open_to(people)
def choose_hromada():
    return _hromadas(HromadaForm(request.args, meta={"csrf": False}))


@bp.post("/organisations/hromadas")
@open_to(people)
def register_hromada():
    form = HromadaForm()
    if not form.validate():
        return _hromadas(form, status=422)
    throttle(REGISTRATIONS, "register organisation", str(g.user.id))
    try:
        organisation = actions.register_hromada(register.all_hromadas()[form.katottg.data], by=g.user)
    except actions.AlreadyRegistered as there:
        return _to(there.organisation)
    flash(_("%(name)s is registered, and you are its owner.", name=organisation.shown_name), "success")
    return see_other(url_for("organisations.show", organisation_id=organisation.id))


def _to(organisation: Organisation) -> Response:
    """Where somebody is led whose organisation is here already: to her own, or to the page where she asks to join."""
    if policy.belongs_to(g.user, organisation.id):
        return see_other(url_for("organisations.show", organisation_id=organisation.id))
    return see_other(url_for("organisations.join", organisation_id=organisation.id))


def _hromadas(form: HromadaForm, status: int = 200) -> Response:
    typed, region = (form.q.data or "")[: register.LONGEST_TYPED], form.region.data or ""
    found = register.search(typed, register.MOST_FOUND + 1)
    of_region = register.of_region(region) if region in OBLASTS and not typed.strip() else []
    return render(
        "organisations/choose_hromada.html",
        fragment="results",
        status=status,
        form=form,
        typed=typed,
        region=region if region in OBLASTS else "",
        found=found[: register.MOST_FOUND],
        more=len(found) > register.MOST_FOUND,
        by_raion=[(raion, list(rows)) for raion, rows in groupby(of_region, key=lambda h: h.shown_raion)],
        registered=queries.registered({h.katottg for h in [*found, *of_region]}),
        oblasts=[(oblast.value, oblast.label) for oblast in choices(OBLASTS, by_name=True)()],
        kinds=HROMADA_KINDS,
    )


@bp.get("/organisations/new", endpoint="register")
@open_to(people)
def new():
    form = RegisterForm()
    if request.args.get("kind") in BY_HAND:
        form.kind.data = request.args["kind"]
    return render("organisations/register.html", form=form, similar=[])


@bp.post("/organisations/new")
@open_to(people)
def register_other():
    form = RegisterForm()
    if not form.validate():
        return render("organisations/register.html", status=422, form=form, similar=[])
    alike = queries.similar(form.country.data, form.name.data, form.name_latin.data)
    own = next(
        (o for o in alike if policy.belongs_to(g.user, o.id) and same_words(o.name, form.name.data)), None
    )
    if own is not None:  # a double click
        return see_other(url_for("organisations.show", organisation_id=own.id))
    if alike and "another" not in request.form:
        session["known_organisations"] = [o.id for o in alike]
        return render("organisations/register.html", status=422, form=form, similar=alike)
    throttle(REGISTRATIONS, "register organisation", str(g.user.id))
    organisation = actions.register(by=g.user, **_facts(form))
    flash(_("%(name)s is registered, and you are its owner.", name=organisation.shown_name), "success")
    return see_other(url_for("organisations.show", organisation_id=organisation.id))


def _facts(form: Any) -> dict[str, Any]:
    """The form's values as columns: nothing typed is an empty text."""
    return {
        name: "" if value is None and name != "population" else value for name, value in form.kept().items()
    }


@bp.get("/organisations/<int:organisation_id>/edit")
@open_to(people)
def edit(organisation_id: int):
    organisation = find(queries.managed_by(g.user), id=organisation_id)
    form = ProfileForm(
        obj=organisation,
        partners="\n".join(organisation.partners),
        seen=organisation.updated_at.isoformat(),
    )
    form.partners.data = "\n".join(organisation.partners)
    return render("organisations/edit.html", form=form, organisation=organisation)


@bp.post("/organisations/<int:organisation_id>/edit")
@open_to(people)
def save(organisation_id: int):
    organisation = find(queries.managed_by(g.user), id=organisation_id)
    form = ProfileForm()
    if not form.validate():
        return render("organisations/edit.html", status=422, form=form, organisation=organisation)
    facts = _facts(form)
    seen = _moment(facts.pop("seen"))
    actions.edit(organisation, by=g.user, seen=seen, **{**facts, "partners": lines_of(form.partners.data)})
    pairing.again(Listing.organisation_id == organisation.id)  # size and languages bear on what fits
    flash(_("The profile is saved."), "success")
    return see_other(url_for("organisations.show", organisation_id=organisation.id))


def _moment(typed: str) -> datetime:
    """The hidden moment of the form; one that was tampered with is simply never the last."""
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
