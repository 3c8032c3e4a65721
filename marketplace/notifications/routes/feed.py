"""Any search as a feed, without an account: Atom 1.0 (RFC 4287), with what the list shows and nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, render_template, request, url_for
from sqlalchemy import select

from marketplace.core.clock import KYIV, today
from marketplace.core.db import db
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.i18n import current_locale
from marketplace.listings.cards import cards
from marketplace.listings.models import Listing
from marketplace.search.filters import Filters
from marketplace.search.queries import Search

from ..news import newest
from ..searches import address_of, in_words
from .blueprint import bp

MOST_ENTRIES = 50


@bp.get("/listings.atom")
@open_to(everyone)
@same_for_everybody
def feed():
    filters = Filters.read(request.args.to_dict(flat=False))
    entries = _entries(newest(Search.begin(filters, current_locale()), most=MOST_ENTRIES))
    address = address_of(filters)
    xml = render_template(
        "notifications/feed.xml",
        title=in_words(filters),
        base=current_app.config["BASE_URL"],
        feed_url=url_for("notifications.feed", **address),
        list_url=url_for("search.index", **address),
        updated=_moment(max((entry["changed"] for entry in entries), default=_this_morning())),
        entries=entries,
    )
    return Response(xml, mimetype="application/atom+xml")


def _entries(ids: Sequence[int]) -> list[dict[str, Any]]:
    """Each with an id that is the same in every language and for ever (RFC 4151)."""
    days = select(Listing.id, Listing.published_at, Listing.updated_at).where(Listing.id.in_(ids))
    moments = {row[0]: (row[1] or row[2], row[2]) for row in db.session.execute(days)}
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    made = []
    for card in cards(ids):
        published, changed = moments[card.id]
        made.append(
            {
                "card": card,
                "id": f"tag:{host},{card.reference.split('-')[1]}:{card.reference}",
                "published": _moment(published),
                "changed": max(published, changed),
                "updated": _moment(max(published, changed)),
            }
        )
    return made


def _this_morning() -> datetime:
    return datetime.combine(today(), time.min, KYIV)


def _moment(moment: datetime) -> str:
    """RFC 3339, as Atom writes dates (RFC 4287 §3.3)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
