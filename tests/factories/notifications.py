"""Saved searches for tests."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.notifications.models import FollowedListing, SavedSearch
from marketplace.notifications.searches import address_of, digest_of
from marketplace.search.filters import Filters


def saved_search(
    address: dict[str, Any] | None = None, *, by: User, frequency: str = "at_once", **facts: Any
) -> SavedSearch:
    """A search that this person keeps; `address` is as a page's: {"q": "насос", "kind": ["need"]}."""
    filters = Filters.read(
        {name: value if isinstance(value, list) else [value] for name, value in (address or {}).items()}
    )
    facts.setdefault("locale", by.locale)
    row = SavedSearch(
        user=by, address=address_of(filters), digest=digest_of(filters), frequency=frequency, **facts
    )
    db.session.add(row)
    db.session.commit()
    return row


def followed(listing: Listing, *, by: User, status: str = "") -> FollowedListing:
    """A listing that this person follows; `status` is what she knows of it."""
    row = FollowedListing(user=by, listing=listing, status=status or listing.status)
    db.session.add(row)
    db.session.commit()
    return row
