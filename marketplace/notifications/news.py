"""What of a search's results is worth a letter or a line in a feed, newest first."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from marketplace.search import queries as search_queries
from marketplace.search.queries import Search
from marketplace.search.ranking import Why

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


def newest(
    search: Search,
    since: datetime | None = None,
    until: datetime | None = None,
    but_of: Iterable[int] = (),
    most: int | None = None,
) -> list[int]:
    """The ids of what fits the search, newest first, at most so many; the rest as `search.queries.newest` has it."""
    ids = search_queries.newest(search, since, until, but_of)
    if search.has_words:
        why = search.found().why
        ids = [number for number in ids if fits(why[number])]
    return ids[:most]


def published_since(saved: SavedSearch, until: datetime, own: Iterable[int] = ()) -> list[int]:
    """What the search finds of that which was published since it was last looked at; `own` organisations' left out.

    A search that cannot be carried out finds nothing, is logged, and stops nobody else's.
    """
    try:
        search = Search.begin(filters_of(saved), saved.locale)
        return newest(search, saved.looked_at, until, own)
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("saved search failed", search=saved.id)
        return []
