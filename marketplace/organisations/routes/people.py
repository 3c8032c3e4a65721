"""Who speaks for an organisation, and in which role."""

from typing import Any

from flask import Response, flash, g, url_for

from marketplace.accounts.limits import LETTERS_TO
from marketplace.core.db import db, find
from marketplace.core.errors import Refused
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle

from .. import actions, policy, queries
from ..codes import ROLES, Role
from ..forms import InviteForm, RoleForm
from ..models import Organisation
from .blueprint import bp


@bp.get("/organisations/<int:organisation_id>/people")
@open_to(people)
def members(organisation_id: int):
    organisation = find(queries.whose_people_sees(g.user), id=organisation_id)
    return _people(organisation, InviteForm(role=Role.EDITOR))


def _people(organisation: Organisation, form: Any, status: int = 200) -> Response:
    # Owners first, then as they came.
    rows = sorted(organisation.memberships, key=lambda m: (list(ROLES).index(Role(m.role)), m.id))
    requests = db.session.scalars(queries.requests_to(organisation.id)).all()
    return render(
        "organisations/members.html",
        status=status,
        organisation=organisation,
        memberships=rows,
        requests=requests,
        invitations=db.session.scalars(queries.invitations_from(organisation.id)).all(),
        form=form,
        role=policy.role_in(g.user, organisation.id),
        manages=policy.may_manage(g.user, organisation.id),
        lets_in=policy.may_let_in(g.user, organisation.id),
        alone=sum(m.role == Role.OWNER for m in rows) == 1,
        roles=ROLES,
    )


@bp.post("/organisations/<int:organisation_id>/people/invite")
@open_to(people)
def invite(organisation_id: int):
    organisation = find(queries.managed_by(g.user), id=organisation_id)
    form = InviteForm()
    sound = form.validate()
    if sound and any(m.user.email == form.email.data for m in organisation.memberships):
        form.email.errors = [_("This person speaks for your organisation already.")]
        sound = False
    if not sound:
        return _people(organisation, form, status=422)
    throttle("20 per hour", "invite", str(g.user.id))
    throttle(LETTERS_TO, "letters", form.email.data)  # shared with everybody else who has letters sent there
    actions.invite(organisation, form.email.data, Role(form.role.data), by=g.user)
    flash(_("An invitation is on its way to %(email)s.", email=form.email.data), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation.id))


@bp.post("/organisations/<int:organisation_id>/people/<int:membership_id>/role")
@open_to(people)
def change_role(organisation_id: int, membership_id: int):
    membership = find(queries.members_managed_by(g.user, organisation_id), id=membership_id)
    form = RoleForm()
    if not form.validate():
        raise Refused(422, _("Choose one role of the list."))
    actions.change_role(membership, Role(form.role.data), by=g.user)
    flash(_("The role of %(name)s is saved.", name=membership.user.name), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))


@bp.post("/organisations/<int:organisation_id>/people/<int:membership_id>/remove")
@open_to(people)
def remove(organisation_id: int, membership_id: int):
    membership = find(queries.members_managed_by(g.user, organisation_id), id=membership_id)
    name, herself = membership.user.name, membership.user_id == g.user.id
    if herself:
        actions.leave(membership)
        return see_other(url_for("organisations.mine"))
    actions.remove(membership, by=g.user)
    flash(_("%(name)s no longer speaks for your organisation.", name=name), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))


@bp.post("/organisations/<int:organisation_id>/people/<int:membership_id>/hand-over")
@open_to(people)
def hand_over(organisation_id: int, membership_id: int):
    membership = find(queries.members_managed_by(g.user, organisation_id), id=membership_id)
    actions.hand_over(membership, by=g.user)
    flash(_("%(name)s is an owner now, and you are an editor.", name=membership.user.name), "success")
    return see_other(url_for("organisations.members", organisation_id=organisation_id))


@bp.post("/organisations/<int:organisation_id>/leave")
@open_to(people)
def leave(organisation_id: int):
    membership = find(queries.own_membership(g.user, organisation_id))
    name = membership.organisation.shown_name
    actions.leave(membership)
    flash(_("You no longer speak for %(name)s.", name=name), "success")
    return see_other(url_for("organisations.mine"))
