"""Which organisations, people, requests and invitations somebody may see."""

from collections.abc import Collection
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, tuple_

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.accounts.session import hashed
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.pages import Page
from marketplace.core.words import fold, tokens

from . import register
from .codes import OrganisationKind, Role
from .models import Invitation, JoinRequest, Membership, Organisation

PAGE_SIZE = 30
NEGLECTED_AFTER = timedelta(days=7)
ALIKE = 0.86  # how near two names are, by difflib's ratio, before we ask whether they are one


def public() -> Select[Organisation]:
    """What anybody may see: the verified ones."""
    return select(Organisation).where(Organisation.verified_at.is_not(None))


def _of(user: User, *roles: Role) -> ColumnElement[bool]:
    theirs = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return Organisation.id.in_(theirs.where(Membership.role.in_(roles)) if roles else theirs)


def visible_to(user: User | None) -> Select[Organisation]:
    """Those whose profile this person may read: verified, her own, and for moderators all."""
    if user is None:
        return public()
    if is_moderator(user):
        return select(Organisation)
    return select(Organisation).where(or_(Organisation.verified_at.is_not(None), _of(user)))


def managed_by(user: User) -> Select[Organisation]:
    """Those she owns."""
    return select(Organisation).where(_of(user, Role.OWNER))


def whose_people_sees(user: User) -> Select[Organisation]:
    """Those whose members she may see: her own, and for moderators all."""
    return select(Organisation) if is_moderator(user) else select(Organisation).where(_of(user))


def joinable_by(user: User, known: Collection[int] = ()) -> Select[Organisation]:
    """Those she may ask to join, and does not belong to: verified, hromadas, and `known`, whose name she typed herself.

    The name of a hromada is the register's; that of any other is nobody's to read before it is verified.
    """
    in_sight = or_(
        Organisation.verified_at.is_not(None),
        Organisation.kind == OrganisationKind.HROMADA,
        Organisation.id.in_(known),
    )
    return select(Organisation).where(in_sight, ~_of(user))


def registered(katottgs: Collection[str]) -> set[str]:
    """Which of these hromadas are registered already."""
    rows = select(Organisation.katottg).where(Organisation.katottg.in_(katottgs))
    return {code for code in db.session.scalars(rows) if code}


def similar(country: str, *names: str) -> list[Organisation]:
    """Organisations of this country that may be the one of these names, the likeliest first."""
    typed = {fold(name) for name in names if name}
    near = []
    for row in db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.name_latin).filter_by(country=country)
    ):
        ratio = max(
            SequenceMatcher(None, fold(theirs), ours).ratio()
            for theirs in (row.name, row.name_latin)
            for ours in typed
        )
        if ratio >= ALIKE:
            near.append((ratio, row.id))
    ids = [key for _, key in sorted(near, reverse=True)[:5]]
    found = {o.id: o for o in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))}
    return [found[key] for key in ids]


def must_hand_over(user: User) -> Select[Organisation]:
    """Where she alone holds the keys and others belong: she may not leave the site before she hands them over."""
    others = select(Membership.id).where(
        Membership.organisation_id == Organisation.id, Membership.user_id != user.id
    )
    other_owners = others.where(Membership.role == Role.OWNER)
    return managed_by(user).where(others.exists(), ~other_owners.exists()).order_by(Organisation.id)


# The directory


def directory(*, kind: str = "", country: str = "", words: str = "") -> Select[Organisation]:
    """The verified organisations, narrowed; `words` in any script, by name or place."""
    wanted = public()
    if kind:
        wanted = wanted.where(Organisation.kind == kind)
    if country:
        wanted = wanted.where(Organisation.country == country)
    typed = tokens(words)
    if typed:
        # Neither engine folds every script alike, and there are thousands at most: compared here.
        columns = wanted.with_only_columns(
            Organisation.id, Organisation.name, Organisation.name_latin, Organisation.katottg
        )
        ids = [row.id for row in db.session.execute(columns) if _says(row, typed)]
        wanted = wanted.where(Organisation.id.in_(ids))
    return wanted


def _says(row: Any, typed: list[str]) -> bool:
    hromada = register.get(row.katottg) if row.katottg else None
    place = (
        f"{hromada.centre} {hromada.centre_latin} {hromada.raion} {hromada.raion_latin}" if hromada else ""
    )
    said = tokens(f"{row.name} {row.name_latin} {place}")
    return all(any(word.startswith(part) for word in said) for part in typed)


def count(wanted: Select[Organisation]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def page_of(wanted: Select[Organisation], *, after: int | None = None, before: int | None = None) -> Page:
    """One page by Latin name; `after` and `before` are ids at the edge of another page."""
    place = (func.lower(Organisation.name_latin), Organisation.id)
    # One that is not in the list marks no place in it: it would tell how its name begins.
    at = None if after is None and before is None else wanted.where(Organisation.id == (after or before))
    edge = None if at is None else db.session.scalar(at)
    backwards = edge is not None and after is None
    if edge is not None:
        there = tuple_(func.lower(edge.name_latin), edge.id)
        wanted = wanted.where(tuple_(*place) < there if backwards else tuple_(*place) > there)
    order = [part.desc() for part in place] if backwards else list(place)
    rows = list(db.session.scalars(wanted.order_by(*order).limit(PAGE_SIZE + 1)))
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    return Page(
        rows,
        next=str(rows[-1].id) if rows and (more or backwards) else None,
        previous=str(rows[0].id) if rows and ((more and backwards) or (edge and not backwards)) else None,
    )


# People, requests, invitations


def members_managed_by(user: User, organisation_id: int) -> Select[Membership]:
    """Who speaks for an organisation that she owns."""
    return select(Membership).where(
        Membership.organisation_id == organisation_id, _managed(Membership.organisation_id, user)
    )


def own_membership(user: User, organisation_id: int) -> Select[Membership]:
    """Her own, where she has one."""
    return select(Membership).filter_by(user_id=user.id, organisation_id=organisation_id)


def _managed(column: Any, user: User) -> ColumnElement[bool]:
    owned = select(Membership.organisation_id).filter_by(user_id=user.id, role=Role.OWNER)
    return and_(column.in_(owned))


def requests_to(organisation_id: int) -> Select[JoinRequest]:
    """Who has asked to join and waits."""
    waiting = select(JoinRequest).filter_by(organisation_id=organisation_id, decided_at=None)
    return waiting.order_by(JoinRequest.asked_at, JoinRequest.id)


def requests_decided_by(user: User) -> Select[JoinRequest]:
    """Those she may decide on, now or before: of what she owns; for moderators all but their own."""
    if is_moderator(user):
        return select(JoinRequest).where(JoinRequest.user_id != user.id)
    return select(JoinRequest).where(_managed(JoinRequest.organisation_id, user))


def requests_of(user: User) -> Select[JoinRequest]:
    """Her own that wait."""
    return select(JoinRequest).filter_by(user_id=user.id, decided_at=None).order_by(JoinRequest.id)


def neglected_requests() -> Select[JoinRequest]:
    """Requests that no owner has decided on for a week, or that have no owner to decide."""
    an_owner = exists().where(
        Membership.organisation_id == JoinRequest.organisation_id, Membership.role == Role.OWNER
    )
    old = JoinRequest.asked_at < now() - NEGLECTED_AFTER
    return (
        select(JoinRequest)
        .where(JoinRequest.decided_at.is_(None), or_(old, ~an_owner))
        .order_by(JoinRequest.asked_at, JoinRequest.id)
    )


def open_invitations() -> Select[Invitation]:
    """Those that may still be accepted."""
    return select(Invitation).where(
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now()
    )


def invitations_from(organisation_id: int) -> Select[Invitation]:
    """Those of an organisation that wait."""
    return open_invitations().filter_by(organisation_id=organisation_id).order_by(Invitation.id)


def invitations_managed_by(user: User, organisation_id: int) -> Select[Invitation]:
    """Those of an organisation that she owns."""
    return invitations_from(organisation_id).where(_managed(Invitation.organisation_id, user))


def invitations_to(user: User) -> Select[Invitation]:
    """Those sent to her confirmed address: nobody else may accept them."""
    if user.confirmed_at is None:
        return select(Invitation).where(false())
    return open_invitations().where(Invitation.email == user.email).order_by(Invitation.id)


def is_to(invitation: Invitation, user: User) -> bool:
    """Whether this person may accept it."""
    return db.session.scalar(invitations_to(user).filter_by(id=invitation.id)) is not None


def invitation_with(token: str) -> Invitation | None:
    """The open invitation that this link was made for."""
    return db.session.scalar(open_invitations().where(Invitation.token_hash == hashed(token)))


# For moderators


def unverified() -> Select[Organisation]:
    """Those that wait to be verified, the longest first."""
    waiting = select(Organisation).where(Organisation.verified_at.is_(None))
    return waiting.order_by(Organisation.registered_at, Organisation.id)
