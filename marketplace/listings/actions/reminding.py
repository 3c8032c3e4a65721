"""A last day draws near: letters about it, each written once."""

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.actions import links
from marketplace.accounts.models import Purpose, User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db

from .. import emails, queries
from ..expiry import ExpiryLetter, ExpiryLink, due_before, links_live_until
from ..models import Listing
from ..policy import may_renew


def remind(listing_id: int) -> bool:
    """Write to its people if a letter about its last day is due and nobody has written it; whether one was.

    Only the most urgent is written, however long nobody looked.
    """
    due = queries.ending().where(Listing.id == listing_id).with_for_update(of=Listing)
    listing = db.session.scalars(due.execution_options(populate_existing=True)).unique().one_or_none()
    letter_id = None if listing is None else _once(listing)
    if listing is None or letter_id is None:
        return False
    for reader in emails.who_may_act(listing):
        emails.expires(listing, reader, _links(listing, letter_id, reader))
    assert listing.expires_on is not None
    history.record(None, "remind", listing, until=listing.expires_on.isoformat())
    return True


def pass_over(listing: Listing) -> None:
    """Its last day was set today: the letter whose day that is already would tell its people what they know."""
    _once(listing)


def _once(listing: Listing) -> int | None:
    """Record that the letter of today is written; None if there is none, or another has recorded it first."""
    assert listing.expires_on is not None
    days = due_before(listing.expires_on)
    if days is None:
        return None
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    row = insert(ExpiryLetter).values(
        listing_id=listing.id, expires_on=listing.expires_on, days_before=days, written_at=now()
    )
    return db.session.scalar(row.on_conflict_do_nothing().returning(ExpiryLetter.id))


def _links(listing: Listing, letter_id: int, reader: User) -> dict[Purpose, str]:
    """The token of each thing that she may do about it."""
    assert listing.expires_on is not None
    tokens = {}
    for purpose in (Purpose.RENEW, Purpose.MET, Purpose.TAKE_DOWN):
        if purpose == Purpose.RENEW and not may_renew(reader, listing):
            continue  # it has been open for a year
        until = links_live_until(listing.expires_on)
        link, tokens[purpose] = links.add(purpose, reader, reader.email, until)
        db.session.add(ExpiryLink(link=link, letter_id=letter_id))
    return tokens
