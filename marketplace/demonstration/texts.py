"""Some listings of the demonstration in more languages: by their authors, by a machine, one that waits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import TextSource
from marketplace.listings.models import Listing
from marketplace.listings.texts import TRANSLATABLE, ListingText, digest_of

from . import content

OLDER = "0" * 64  # the digest of an original that has changed since


def seed(listings: Sequence[Listing], moderator: User) -> None:
    """Write them beside the listings, which are in the order of their file."""
    for record in content.read("texts"):
        listing = listings[record["listing"]]
        db.session.add(_text(record, listing, moderator))
        db.session.flush()
        changed = listing.updated_at
        refresh_words(listing)
        db.session.flush()  # which takes the words for a change of today
        listing.updated_at = changed


def _text(record: dict[str, Any], listing: Listing, moderator: User) -> ListingText:
    made = now() - timedelta(days=record["age_days"])
    machine, waits = record["source"] == TextSource.MACHINE, record.get("waits", False)
    return ListingText(
        listing=listing,
        locale=record["locale"],
        is_public=not waits,
        source=record["source"],
        made_by=None if machine else listing.author,
        service="LibreTranslate" if machine else "",
        made_at=made,
        of_digest=OLDER if record.get("stale") else digest_of(listing),
        checked_at=now() if machine else None,
        waits_since=made if waits else None,
        passed_at=None if machine or waits else made,
        passed_by_id=None if machine or waits else moderator.id,
        **{name: record.get(name, "") for name in TRANSLATABLE[listing.kind]},
    )
