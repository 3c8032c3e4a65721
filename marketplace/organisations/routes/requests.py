"""Asking to join, and the answer."""

from flask import flash, g, session, url_for

from marketplace.core.db import find
from marketplace.core.errors import Refused
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle

from .. import actions, queries
from ..codes import ORGANISATION_KINDS, Role
from ..forms import JoinForm, RoleForm
from .blueprint import bp


@bp.get("/organisations/<int:organisation_id>/join")
@open_to(people)
def join(organisation_id: int):
    organisation = find(
        queries.joinable_by(g.user, session.get("known_organisations", ())), id=organisation_id
    )
    return render(
        "organisations/join.html", organisation=organisation, form=JoinForm(), kinds=ORGANISATION_KINDS
    )


@bp.post("/organisations/<int:organisation_id>/join")
@open_to(people)
def ask(organisation_id: int):
    organisation = find(
        queries.joinable_by(g.user, session.get("known_organisations", ())), id=organisation_id
    )
    form = JoinForm()
    if not form.validate():
        return render(
            "organisations/join.html",
            status=422,
            organisation=organisation,
            form=form,
            kinds=ORGANISATION_KINDS,
        )
    throttle("20 per hour", "ask to join", str(g.user.id))
    actions.ask_to_join(organisation, form.message.data or "", by=g.user)
    flash(_("Your request is with the owners of %(name)s.", name=organisation.shown_name), "success")
    return see_other(url_for("organisations.mine"))


@bp.post("/organisations/<int:organisation_id>/requests/<int:request_id>/grant")
@open_to(people)
def grant(organisation_id: int, request_id: int):
    request = find(queries.requests_decided_by(g.user), id=request_id, organisation_id=organisation_id)
    form = RoleForm()
    if not form.validate():
        raise Refused(422, _("Choose one role of the list."))
    actions.grant(request, Role(form.role.data), by=g.user)
    flash(_("%(name)s can speak for your organisation now.", name=request.user.name), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))


@bp.post("/organisations/<int:organisation_id>/requests/<int:request_id>/refuse")
@open_to(people)
def refuse(organisation_id: int, request_id: int):
    request = find(queries.requests_decided_by(g.user), id=request_id, organisation_id=organisation_id)
    actions.refuse(request, by=g.user)
    flash(_("The request of %(name)s was refused.", name=request.user.name), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))
