"""What moderators see: the queue, the cases, who holds one, what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV, now, today
from marketplace.core.db import db
from marketplace.core.pages import Order
from marketplace.listings.behalf import TURN, OnBehalf
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import memberships

from .models import CaseLock, Decision
from .policy import late_before, working_days

OLDEST_FIRST = Order("queue", (TURN, Listing.id))
NEWEST_FIRST = Order("decided", (Decision.decided_at, Decision.id), descending=True)


@dataclass(frozen=True)
class Case:
    """One line of the queue."""

    reference: str
    kind: str
    title: str
    locale: str
    organisation: Organisation
    submitted_at: datetime
    days: int  # working days
    late: bool
    holder: str  # who has taken it, or empty
    until: str  # as a clock in Kyiv shows it
    mine: bool  # the reader holds it
    own: bool  # it is for her own organisation
    imported: bool  # posted by an association, many at once

    @property
    def is_need(self) -> bool:
        return self.kind == "need"


@dataclass(frozen=True)
class Counts:
    """The queue in figures."""

    waiting: int
    late: int
    mine: int
    unverified: int


def cases() -> Select[Listing]:
    """What a moderator may look at: everything but drafts."""
    return select(Listing).where(Listing.status != ListingStatus.DRAFT)


def _waiting(*columns: Any) -> Select[Any]:
    held = and_(CaseLock.listing_id == Listing.id, CaseLock.until > now())
    rows = (
        select(*columns).select_from(Listing).join(Organisation, Organisation.id == Listing.organisation_id)
    )
    rows = rows.outerjoin(OnBehalf, OnBehalf.listing_id == Listing.id)
    return rows.outerjoin(CaseLock, held).where(Listing.status == ListingStatus.SUBMITTED)


def waiting() -> Select[Any]:
    """The rows of the queue, for `lines`; sorted by whoever pages them."""
    rows = _waiting(
        Listing.reference,
        Listing.kind,
        Listing.title,
        Listing.locale,
        Organisation,
        User.name.label("holder"),
        CaseLock.moderator_id,
        CaseLock.until,
        Listing.submitted_at,
        OnBehalf.association_id,
        TURN.label("turn"),
        *OLDEST_FIRST.columns,
    )
    return rows.outerjoin(User, User.id == CaseLock.moderator_id)


def lines(rows: list[Any], reader: User) -> list[Case]:
    """The rows of `waiting` as this moderator sees them."""
    late, day = late_before(today()), today()
    hers = {membership.organisation_id for membership in memberships(reader)}
    return [
        Case(
            row.reference,
            row.kind,
            row.title,
            row.locale,
            row.Organisation,
            row.submitted_at,
            working_days(row.turn.astimezone(KYIV).date(), day),
            row.turn < late,
            row.holder or "",
            f"{row.until.astimezone(KYIV):%H:%M}" if row.until else "",
            mine=row.moderator_id == reader.id,
            own=row.Organisation.id in hers,
            imported=row.association_id is not None,
        )
        for row in rows
    ]


def counts(reader: User) -> Counts:
    """How much waits, how much of it too long, how much this moderator holds; in one statement."""
    row = db.session.execute(
        _waiting(
            func.count(),
            func.count().filter(late_before(today()) > TURN),
            func.count().filter(CaseLock.moderator_id == reader.id),
            func.count().filter(Organisation.verified_at.is_(None)),
        )
    ).one()
    return Counts(*row)


def lock_of(listing: Listing) -> CaseLock | None:
    """Who holds this case now; None if nobody does."""
    held = select(CaseLock).filter_by(listing_id=listing.id).where(CaseLock.until > now())
    return db.session.scalar(held.execution_options(populate_existing=True))


def decisions_of(listing: Listing) -> list[Decision]:
    """What was decided about it, newest first."""
    decided = select(Decision).filter_by(listing_id=listing.id)
    return list(db.session.scalars(decided.order_by(Decision.decided_at.desc(), Decision.id.desc())))


def decided() -> Select[Any]:
    """The decisions of all moderators, with their listings."""
    rows = select(
        Decision.move,
        Decision.reason,
        Listing.reference,
        Listing.kind,
        Listing.title,
        Listing.locale,
        Organisation,
        User.name.label("moderator"),
        *NEWEST_FIRST.columns,
    )
    rows = rows.join(Listing, Listing.id == Decision.listing_id)
    rows = rows.join(Organisation, Organisation.id == Listing.organisation_id)
    return rows.outerjoin(User, User.id == Decision.moderator_id)
