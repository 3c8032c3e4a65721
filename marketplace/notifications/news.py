"""What of a search's results is worth a letter or a line in a feed, newest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.search import queries as search_queries
from marketplace.search.queries import Search
from marketplace.search.retrieval import Why

from .models import SavedSearch
from .searches import filters_of

log = structlog.get_logger(__name__)
# A page of results may go on into the doubtful; a letter may not. On tests/search/gold, where every query has near misses:
# three of four that pass are right. Who changes how words are covered or cosines are made measures both anew.
ENOUGH_WORDS = 0.5  # of what was typed, by words or concepts, rare words counting more
STRONG_MEANING = (
    0.33  # a cosine, the languages' own directions taken out, at which the meaning alone is enough
)


def fits(why: Why) -> bool:
    """Whether a listing that was found is told of: it has most of what was typed, or means the very same."""
    return why.covered >= ENOUGH_WORDS or why.cosine >= STRONG_MEANING


def newest(search: Search, *conditions: Any, most: int | None = None) -> list[int]:
    """The ids of what fits the search and the conditions, newest first, at most so many."""
    wanted = search_queries.found(search).where(*conditions).with_only_columns(Listing.id)
    wanted = wanted.order_by(Listing.published_at.desc(), Listing.id.desc())
    if not search.has_words:
        return list(db.session.scalars(wanted.limit(most)))
    why = search.found().why
    return [number for number in db.session.scalars(wanted) if number in why and fits(why[number])][:most]


def published_since(saved: SavedSearch, until: datetime, own: Iterable[int] = ()) -> list[int]:
    """What the search finds of that which was published since it was last looked at; `own` organisations' left out.

    A search that cannot be carried out finds nothing, is logged, and stops nobody else's.
    """
    fresh = (
        Listing.published_at > saved.looked_at,
        Listing.published_at <= until,
        Listing.organisation_id.not_in(list(own)),
    )
    try:
        return newest(Search.begin(filters_of(saved), saved.locale), *fresh)
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("saved search failed", search=saved.id)
        return []
