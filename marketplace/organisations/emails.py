"""What each event tells whom, in the reader's language."""

from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import outbox
from marketplace.core.db import db
from marketplace.core.i18n import LOCALES, SOURCE

from .codes import ROLES, VERIFIED_BY, Role, VerifiedBy
from .models import Invitation, JoinRequest, Membership, Organisation


def _write(event: str, reader: User, endpoint: str, organisation: Organisation, **context: Any) -> None:
    address = outbox.address_of(endpoint, locale=reader.locale, organisation_id=organisation.id)
    outbox.write(
        event,
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        address=address,
        organisation=organisation,
        **context,
    )


def _owners(organisation: Organisation) -> list[User]:
    rows = select(User).join(Membership, Membership.user_id == User.id).order_by(User.id)
    return list(
        db.session.scalars(
            rows.where(Membership.organisation_id == organisation.id, Membership.role == Role.OWNER)
        )
    )


def asked_to_join(request: JoinRequest) -> None:
    """Its owners learn who asks."""
    for owner in _owners(request.organisation):
        _write(
            "organisation_join_request", owner, "organisations.members", request.organisation,
            person=request.user.name, message=request.message,
        )  # fmt: skip


def granted(request: JoinRequest, role: Role) -> None:
    """Who asked learns that she is in."""
    _write(
        "organisation_join_granted",
        request.user,
        "organisations.members",
        request.organisation,
        role_label=ROLES[role],
    )


def refused(request: JoinRequest) -> None:
    """Who asked learns that she is not let in."""
    reader = request.user
    outbox.write(
        "organisation_join_refused",
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        address=outbox.address_of("organisations.mine", locale=reader.locale),
        organisation=request.organisation,
    )


def invited(invitation: Invitation, token: str, known: User | None) -> None:
    """The link goes to the invited address alone; greeted by name only where the address is known to be hers."""
    theirs = known.locale if known else invitation.organisation.locale
    locale = theirs if theirs in LOCALES else SOURCE
    outbox.write(
        "organisation_invitation",
        to=invitation.email,
        name=known.name if known and known.confirmed_at else "",
        locale=locale,
        address=outbox.address_of("organisations.invitation", locale=locale, token=token),
        organisation=invitation.organisation,
        person=invitation.invited_by.name,
        role_label=ROLES[Role(invitation.role)],
        until=invitation.expires_at.date(),
    )


def role_changed(membership: Membership, by: User) -> None:
    """She learns her new role."""
    _write(
        "organisation_role_changed", membership.user, "organisations.members", membership.organisation,
        role_label=ROLES[Role(membership.role)], person=by.name,
    )  # fmt: skip


def removed(membership: Membership, by: User) -> None:
    """She learns that she no longer speaks for it."""
    reader = membership.user
    outbox.write(
        "organisation_removed",
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        address=outbox.address_of("organisations.mine", locale=reader.locale),
        organisation=membership.organisation,
        person=by.name,
    )


def verified(organisation: Organisation) -> None:
    """Its owners learn that the profile and what they publish are public now."""
    how = VERIFIED_BY[VerifiedBy(organisation.verified_by or "")]
    for owner in _owners(organisation):
        _write("organisation_verified", owner, "organisations.show", organisation, how=how)


def unverified(organisation: Organisation, reason: str) -> None:
    """Its owners learn that the badge was taken back, and why."""
    for owner in _owners(organisation):
        _write("organisation_unverified", owner, "organisations.show", organisation, reason=reason)
