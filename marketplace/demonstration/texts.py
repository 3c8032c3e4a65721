"""Some listings of the demonstration in more languages: by their authors, by a machine, one that waits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import TextSource
from marketplace.listings.models import PART_FACTS, Listing
from marketplace.listings.pieces import TRANSLATABLE, of_evidence, of_part, of_picture
from marketplace.listings.texts import ListingText, digest_of

from . import content

OLDER = "0" * 64  # the digest of an original that has changed since


def seed(listings: Sequence[Listing], moderator: User) -> None:
    """Write them beside the listings, which are in the order of their file."""
    db.session.flush()  # they name the pictures by their numbers
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
    text = ListingText(
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
    )
    text.say({name: record.get(name, "") for name in TRANSLATABLE[listing.kind]} | _hanging(record, listing))
    return text


def _hanging(record: dict[str, Any], listing: Listing) -> dict[str, str]:
    """Of its parts, evidence and pictures, which the record tells in their order."""
    rows = listing.principles
    said = {of_evidence(row): record.get("evidence", {}).get(row.principle, "") for row in rows}
    for part, words in zip(listing.parts, record.get("parts", ()), strict=False):
        said |= {of_part(part, fact): words.get(fact, "") for fact in PART_FACTS}
    for picture, shows in zip(listing.pictures, record.get("pictures", ()), strict=False):
        said[of_picture(picture)] = shows
    return said
