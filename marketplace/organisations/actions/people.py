"""Who speaks for an organisation changes: roles, leaving, removal, handing over. Somebody always holds the keys."""

from sqlalchemy import delete, func, select

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _

from .. import emails
from ..codes import Role
from ..models import Invitation, JoinRequest, Membership, Organisation


class LastOwner(Refused):
    """She alone holds the keys of `organisation`: another owner must be made first (409)."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(
            409,
            _(
                "Somebody has to hold the keys of %(name)s. Make another person an owner first.",
                name=organisation.shown_name,
            ),
        )


def _lock(organisation_id: int) -> None:
    """One change of its people at a time, so that two owners cannot each demote the other."""
    db.session.execute(select(Organisation.id).filter_by(id=organisation_id).with_for_update())


def _keep_an_owner(membership: Membership) -> None:
    _lock(membership.organisation_id)
    if membership.role != Role.OWNER:
        return
    owners = select(func.count()).select_from(Membership)
    owners = owners.filter_by(organisation_id=membership.organisation_id, role=Role.OWNER)
    if (db.session.scalar(owners) or 0) < 2:
        raise LastOwner(membership.organisation)


def change_role(membership: Membership, role: Role, *, by: User) -> None:
    """An owner gives somebody another role. Raises `LastOwner`."""
    if role == membership.role:
        return
    if role != Role.OWNER:
        _keep_an_owner(membership)
    before, membership.role = membership.role, role
    history.record(
        by, "role_changed", membership.organisation, user_id=membership.user_id, before=before, after=role
    )
    if membership.user_id != by.id:
        emails.role_changed(membership, by)


def remove(membership: Membership, *, by: User) -> None:
    """An owner takes somebody out. Raises `LastOwner`."""
    _keep_an_owner(membership)
    history.record(by, "removed", membership.organisation, user_id=membership.user_id)
    emails.removed(membership, by)
    _end(membership)


def leave(membership: Membership) -> None:
    """She no longer speaks for it. Raises `LastOwner`."""
    _keep_an_owner(membership)
    history.record(membership.user, "left", membership.organisation, user_id=membership.user_id)
    _end(membership)


def _end(membership: Membership) -> None:
    db.session.delete(membership)
    db.session.flush()


def hand_over(membership: Membership, *, by: User) -> None:
    """An owner makes this person an owner and becomes an editor herself.

    Raises `Refused` (409) where they are one person, or she no longer owns it.
    """
    _lock(membership.organisation_id)
    own = db.session.scalar(
        select(Membership).filter_by(user_id=by.id, organisation_id=membership.organisation_id)
    )
    if own is None or own.role != Role.OWNER or own.id == membership.id:
        raise Refused(409, _("The keys can be handed over by an owner, to somebody else."))
    membership.role, own.role = Role.OWNER, Role.EDITOR
    history.record(by, "handed_over", membership.organisation, user_id=membership.user_id)
    emails.role_changed(membership, by)


def remove_person(user: User) -> None:
    """Take somebody who leaves the site out of everything here: memberships, requests, invitations to her address.

    Raises `LastOwner` where she alone holds the keys of an organisation that has other people.
    """
    theirs = db.session.scalars(
        select(Membership).filter_by(user_id=user.id).order_by(Membership.organisation_id)
    ).all()
    for membership in theirs:
        _lock(membership.organisation_id)
        others = select(Membership.role).where(
            Membership.organisation_id == membership.organisation_id, Membership.user_id != user.id
        )
        roles = db.session.scalars(others).all()
        if roles and membership.role == Role.OWNER and Role.OWNER not in roles:
            raise LastOwner(membership.organisation)
        history.record(user, "left", membership.organisation, user_id=user.id)
        db.session.delete(membership)
    db.session.flush()
    db.session.execute(
        delete(JoinRequest).where(JoinRequest.user_id == user.id, JoinRequest.decided_at.is_(None))
    )
    db.session.execute(delete(Invitation).where(Invitation.email == user.email))
    db.session.expire(user, ["memberships"])
