"""Letters about what is new and what has changed, in the reader's language, each with its way out (RFC 8058)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import current_app
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV
from marketplace.core.config import Settings
from marketplace.core.db import db
from marketplace.core.i18n import speaking
from marketplace.core.outbox import address_of, write
from marketplace.listings.cards import Card, cards
from marketplace.listings.codes import CLOSE_REASONS, ListingStatus
from marketplace.listings.models import Listing

from .models import SavedSearch
from .searches import name_of

MOST_SHOWN = 50  # in one letter; the others are counted
CHANGES = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.CLOSED)


@dataclass(frozen=True)
class Item:
    """One listing of a letter: what it says, when it was published, where it stands, and by what it was found."""

    card: Card
    published: date
    address: str
    found_by: str


def news(reader: User, found_by: Mapping[int, Sequence[SavedSearch]], met: Sequence[int], token: str) -> None:
    """What is new, newest first, each with the searches that found it; `met` are those she was shown earlier."""
    with speaking(reader.locale):
        names = {saved.id: name_of(saved) for searches in found_by.values() for saved in searches}
        days = select(Listing.id, Listing.published_at).where(Listing.id.in_(found_by))
        published = {row[0]: row[1].astimezone(KYIV).date() for row in db.session.execute(days) if row[1]}
        items = [
            Item(
                card,
                published[card.id],
                address_of("listings.show", locale=reader.locale, reference=card.reference),
                ", ".join(dict.fromkeys(names[saved.id] for saved in found_by[card.id])),
            )
            for card in cards(list(found_by)[:MOST_SHOWN])
        ]
        _write(
            "saved_search_news",
            reader,
            token,
            address=address_of("notifications.index", locale=reader.locale),
            items=items,
            count=len(found_by),
            more=len(found_by) - len(items),
            met=cards(met),
            names=sorted(set(names.values())),
        )


def changed(reader: User, listing: Listing, token: str) -> None:
    """A listing that she follows was paused, is open again, or was closed, and why."""
    with speaking(reader.locale):
        _write(
            "followed_listing_changed",
            reader,
            token,
            address=address_of("listings.show", locale=reader.locale, reference=listing.reference),
            title=listing.title,
            is_open=listing.is_open,
            reason=str(CLOSE_REASONS[listing.close_reason]) if listing.close_reason else "",  # type: ignore[index]
        )


def _write(event: str, reader: User, token: str, **context: Any) -> None:
    way_out = address_of("notifications.unsubscribe", locale=reader.locale, token=token)
    write(
        event,
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        headers=_unsubscribe_headers(way_out),
        unsubscribe_url=way_out,
        **context,
    )


def _unsubscribe_headers(way_out: str) -> dict[str, str]:
    """RFC 2369 §3.2 and RFC 8058 §3.1; the mail goes to people, where there are any to answer."""
    settings: Settings = current_app.config["SETTINGS"]
    ways = [f"<{way_out}>"]
    if settings.contact_email:
        ways.append(f"<mailto:{quote(settings.contact_email, safe='@')}?subject=unsubscribe>")
    return {
        "List-Unsubscribe": ", ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
