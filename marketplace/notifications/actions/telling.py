"""What the worker does: looks for what is new for one person, and writes her one letter of it.

That it was shown, how far was looked, and the letter itself stand in one transaction: two workers, or one that dies,
double nothing and lose nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db, only_reading, transaction
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing
from marketplace.listings.queries import public, readable
from marketplace.organisations.policy import memberships

from .. import emails, news, queries
from ..models import FollowedListing, SavedSearch, SearchDelivery
from .unsubscribing import make


def tell_next() -> bool:
    """Look for one person, or tell one follower of a change; False if nobody waits."""
    return _tell_news() or _tell_change()


# What is new


def _tell_news() -> bool:
    with only_reading(), transaction():  # words are understood here, which takes a while: no lock is held
        seen = queries.look(now())
        reader = db.session.scalar(queries.next_reader(seen))
        if reader is None:
            return False
        reader_id, own = reader.id, [m.organisation_id for m in memberships(reader)]
        due = {one.id: one.looked_at for one in db.session.scalars(queries.due_searches(reader, seen))}
        found: dict[int, list[int]] = defaultdict(list)  # listing → the searches that find it
        for search_id in due:
            for listing_id in news.published_since(
                db.session.get_one(SavedSearch, search_id), seen.until, own
            ):
                found[listing_id].append(search_id)
    with transaction():
        taken = _take(due, seen.until)
        mine = {listing: [s for s in searches if s in taken] for listing, searches in found.items()}
        shown = _deliver(reader_id, [listing for listing, searches in mine.items() if searches])
        if shown:
            _write(db.session.get_one(User, reader_id), {listing: mine[listing] for listing in shown})
    return True


def _take(due: Mapping[int, datetime], until: datetime) -> set[int]:
    """Those of the searches that nobody else has looked through meanwhile, nor their owner given up."""
    taken = set()
    for search_id, looked_at in due.items():
        as_it_was = update(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.looked_at == looked_at)
        if db.session.execute(as_it_was.values(looked_at=until)).rowcount:  # type: ignore[attr-defined]
            taken.add(search_id)
    return taken


def _deliver(reader_id: int, found: Sequence[int]) -> list[int]:
    """Note what she is shown now: what is still open and she has never been shown, newest first."""
    if not found:
        return []
    still = public().where(Listing.id.in_(found)).with_only_columns(Listing.id)
    order = list(db.session.scalars(still.order_by(Listing.published_at.desc(), Listing.id.desc())))
    if not order:
        return []
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    rows = [
        {"user_id": reader_id, "listing_id": listing_id, "delivered_at": now(), "met_told": False}
        for listing_id in order
    ]
    noted = insert(SearchDelivery).values(rows).on_conflict_do_nothing().returning(SearchDelivery.listing_id)
    first = set(db.session.scalars(noted))
    return [listing_id for listing_id in order if listing_id in first]


def _write(reader: User, shown: Mapping[int, Sequence[int]]) -> None:
    wanted = {search_id for searches in shown.values() for search_id in searches}
    searches = {
        one.id: one
        for one in db.session.scalars(
            select(SavedSearch).where(SavedSearch.id.in_(wanted)).order_by(SavedSearch.id)
        )
    }
    for saved in searches.values():
        saved.written_at = now()
    met = list(db.session.scalars(queries.met_since(reader)))
    for delivery in met:
        delivery.met_told = True
    found_by = {listing: [searches[one] for one in ids] for listing, ids in shown.items()}
    token = make(reader, searches.values())
    emails.news(reader, found_by, [delivery.listing_id for delivery in met], token)


# What has changed


def _tell_change() -> bool:
    with only_reading(), transaction():
        changed = db.session.scalar(queries.changed_follows().limit(1))
        if changed is None:
            return False
        reader_id, listing_id, known = changed.user_id, changed.listing_id, changed.status
    with transaction():
        listing = db.session.scalar(readable().where(Listing.id == listing_id))
        if listing is None or listing.status == known:
            return True  # it has changed back
        hers = update(FollowedListing).where(
            FollowedListing.user_id == reader_id,
            FollowedListing.listing_id == listing_id,
            FollowedListing.status == known,
        )
        if not db.session.execute(hers.values(status=listing.status)).rowcount:  # type: ignore[attr-defined]
            return True  # another worker tells her, or she follows it no more
        reader = db.session.get_one(User, reader_id)
        if ListingStatus(listing.status) in emails.CHANGES:
            emails.changed(reader, listing, make(reader, listing=listing))
    return True
