"""Texts of listings in more languages, for tests."""

from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import TextSource
from marketplace.listings.models import Listing
from marketplace.listings.texts import ListingText, digest_of, said_by

COLUMNS = ("note", "made_at")  # what else may be given
WORDS = {"title": "Pumps for the water supply", "summary": "In short, about the need."}


def text_of(
    listing: Listing,
    locale: str = "en",
    *,
    by: User | None = None,
    public: bool = True,
    waits: bool = False,
    machine: bool = False,
    **words: Any,
) -> ListingText:
    """A text in this language, as a person made it, or a machine."""
    facts = {name: f"English words of {name}." for name in said_by(listing)} | WORDS | words
    row = ListingText(
        listing=listing,
        locale=locale,
        is_public=public and not waits,
        source=TextSource.MACHINE if machine else TextSource.AUTHOR,
        service="LibreTranslate" if machine else "",
        made_by=None if machine else by or listing.author,
        of_digest=digest_of(listing),
        waits_since=now() if waits else None,
        checked_at=now() if machine else None,
        passed_at=now() if public and not waits and not machine else None,
        more={},
        **{name: value for name, value in words.items() if name in COLUMNS},
    )
    row.say(facts)
    db.session.add(row)
    db.session.flush()
    refresh_words(listing)
    db.session.commit()
    return row


def texts() -> list[ListingText]:
    """All of them, as they stand in the database, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(ListingText).order_by(ListingText.id)))
