"""Owners ask people in, by e-mail."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from marketplace.accounts.models import User
from marketplace.accounts.session import hashed
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _

from .. import emails, queries
from ..codes import Role
from ..models import Invitation, Membership, Organisation

GOOD_FOR = timedelta(days=14)


def invite(organisation: Organisation, email: str, role: Role, *, by: User) -> Invitation:
    """Invite whoever reads this address; an older invitation to it is withdrawn. The link itself is only in the letter."""
    older = queries.invitations_from(organisation.id).filter_by(email=email)
    for invitation in db.session.scalars(older):
        invitation.withdrawn_at = now()
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hashed(token),
        invited_by=by,
        expires_at=now() + GOOD_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    history.record(by, "invited", organisation, invitation_id=invitation.id, role=role)
    known = db.session.scalar(select(User).filter_by(email=email))
    emails.invited(invitation, token, known)
    return invitation


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """The link no longer works."""
    _close(invitation, "withdrawn_at")
    history.record(by, "invitation_withdrawn", invitation.organisation, invitation_id=invitation.id)


def accept_invitation(invitation: Invitation, *, by: User) -> None:
    """She comes in. Her address must be the invited one; the caller's Select sees to it."""
    _close(invitation, "accepted_at")
    there = select(Membership).filter_by(user_id=by.id, organisation_id=invitation.organisation_id)
    if db.session.scalar(there) is None:
        db.session.add(Membership(user=by, organisation=invitation.organisation, role=invitation.role))
    history.record(
        by, "invitation_accepted", invitation.organisation, invitation_id=invitation.id, role=invitation.role
    )


def _close(invitation: Invitation, how: str) -> None:
    """Once: a second press finds no row that is open."""
    closed = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values({how: now()})
    )
    if not closed.rowcount:  # type: ignore[attr-defined]
        raise Refused(409, _("This invitation has been used or withdrawn already."))
