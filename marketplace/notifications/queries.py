"""What somebody keeps and follows, and who is to be written to."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from marketplace.accounts.models import User
from marketplace.accounts.tokens import hashed
from marketplace.core.clock import KYIV
from marketplace.core.db import db
from marketplace.listings.codes import CloseReason, ListingStatus
from marketplace.listings.models import Listing
from marketplace.listings.queries import public, readable
from marketplace.search.models import ListingVectors

from .codes import Frequency
from .models import FollowedListing, SavedSearch, SearchDelivery, UnsubscribeLink

SETTLED = timedelta(seconds=30)  # whoever publishes has committed by then: nothing appears behind our back
GATHERED = timedelta(minutes=2)  # what is published within so short a while stands in one letter
PATIENCE = timedelta(minutes=5)  # longer nobody waits until the meaning of a listing is read
MONDAY_AT = time(8)  # in Kyiv
MET = (CloseReason.MET_HERE, CloseReason.MET_ELSEWHERE)


def searches_of(user: User) -> Select[SavedSearch]:
    """What she keeps, the newest first."""
    mine = select(SavedSearch).where(SavedSearch.user_id == user.id)
    return mine.order_by(SavedSearch.saved_at.desc(), SavedSearch.id.desc())


def followed_by(user: User | None) -> Select[FollowedListing]:
    """The listings that she follows and may still read, the newest first."""
    if user is None:
        return select(FollowedListing).where(false())
    seen = FollowedListing.listing_id.in_(readable().with_only_columns(Listing.id))
    mine = select(FollowedListing).where(FollowedListing.user_id == user.id, seen)
    return mine.order_by(FollowedListing.followed_at.desc(), FollowedListing.listing_id.desc())


def follows(user: User | None, listing: Listing) -> bool:
    """Whether she follows it."""
    mine = followed_by(user).where(FollowedListing.listing_id == listing.id)
    return user is not None and db.session.scalar(mine) is not None


def link_of(token: str) -> Select[UnsubscribeLink]:
    """The way out that carries this token."""
    return select(UnsubscribeLink).where(UnsubscribeLink.token_hash == hashed(token))


# Who is due


@dataclass(frozen=True)
class Look:
    """How far one can look at a moment: up to `until` everything is settled, and read for search or past waiting for."""

    until: datetime
    newest: datetime | None  # the last publication before it that has waited for others to gather
    monday: datetime  # the last time that weekly letters left


def look(moment: datetime) -> Look:
    """How far one can look now."""
    has_vectors = select(ListingVectors.listing_id).where(ListingVectors.listing_id == Listing.id).exists()
    awaited = public().where(Listing.published_at > moment - PATIENCE, ~has_vectors)
    first = db.session.scalar(awaited.with_only_columns(func.min(Listing.published_at)))
    until = moment - SETTLED
    if first is not None:
        until = min(until, first - timedelta(microseconds=1))
    gathered = public().where(Listing.published_at <= min(until, moment - GATHERED))
    newest = db.session.scalar(gathered.with_only_columns(func.max(Listing.published_at)))
    return Look(until, newest, last_monday(moment))


def last_monday(moment: datetime) -> datetime:
    """The last Monday morning in Kyiv."""
    local = moment.astimezone(KYIV)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), MONDAY_AT, KYIV)
    return monday if monday <= local else monday - timedelta(days=7)


def _is_due(seen: Look) -> ColumnElement[bool]:
    due: list[ColumnElement[bool]] = []
    if seen.newest is not None:
        at_once = SavedSearch.frequency == Frequency.AT_ONCE
        due.append(and_(at_once, SavedSearch.looked_at < seen.newest))
    if seen.monday <= seen.until:
        weekly = SavedSearch.frequency == Frequency.WEEKLY
        due.append(and_(weekly, SavedSearch.looked_at < seen.monday))
    return or_(false(), *due)


def next_reader(seen: Look) -> Select[User]:
    """The person who has waited longest for somebody to look."""
    due = select(User).join(SavedSearch, SavedSearch.user_id == User.id).where(_is_due(seen))
    here = due.where(User.left_at.is_(None), User.confirmed_at.is_not(None))
    return here.order_by(SavedSearch.looked_at, SavedSearch.id).limit(1)


def due_searches(user: User, seen: Look) -> Select[SavedSearch]:
    """Those of her searches that are due, in the order in which they are taken."""
    return select(SavedSearch).where(SavedSearch.user_id == user.id, _is_due(seen)).order_by(SavedSearch.id)


def met_since(user: User) -> Select[SearchDelivery]:
    """What she was shown by letter and has been met since, and nobody has told her."""
    met = readable().where(Listing.status == ListingStatus.CLOSED, Listing.close_reason.in_(MET))
    shown = select(SearchDelivery).where(
        SearchDelivery.user_id == user.id, SearchDelivery.met_told.is_(False)
    )
    return shown.where(SearchDelivery.listing_id.in_(met.with_only_columns(Listing.id)))


def changed_follows() -> Select[FollowedListing]:
    """Whose listing stands otherwise than its follower knows."""
    changed = select(FollowedListing).join(Listing, Listing.id == FollowedListing.listing_id)
    changed = changed.where(
        Listing.status != FollowedListing.status, Listing.id.in_(readable().with_only_columns(Listing.id))
    )
    return changed.order_by(FollowedListing.listing_id, FollowedListing.user_id)
