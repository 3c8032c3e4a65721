"""An invitation is read by whoever holds its link, and accepted by the invited address alone."""

from flask import flash, g, url_for

from marketplace.core.db import find
from marketplace.core.gate import everyone, open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _

from .. import actions, queries
from ..codes import ROLES, Role
from .blueprint import bp


@bp.get("/invitations/<token>")
@open_to(everyone)
def invitation(token: str):
    found = queries.invitation_with(token)
    return render(
        "organisations/invitation.html",
        status=200 if found else 410,
        invitation=found,
        token=token,
        meant_for_her=found is not None and g.user is not None and queries.is_to(found, g.user),
        role_label=ROLES[Role(found.role)] if found else "",
    )


@bp.post("/invitations/<int:invitation_id>/accept")
@open_to(people)
def accept_invitation(invitation_id: int):
    found = find(queries.invitations_to(g.user), id=invitation_id)
    actions.accept_invitation(found, by=g.user)
    flash(_("You now speak for %(name)s.", name=found.organisation.shown_name), "success")
    return see_other(url_for("organisations.members", organisation_id=found.organisation_id))


@bp.post("/organisations/<int:organisation_id>/invitations/<int:invitation_id>/withdraw")
@open_to(people)
def withdraw_invitation(organisation_id: int, invitation_id: int):
    found = find(queries.invitations_managed_by(g.user, organisation_id), id=invitation_id)
    actions.withdraw_invitation(found, by=g.user)
    flash(_("The invitation was withdrawn; its link no longer works."), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))
