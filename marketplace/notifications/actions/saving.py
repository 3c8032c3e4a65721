"""Searches: kept, changed, given up."""

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.history import record
from marketplace.search.filters import Filters

from ..codes import Frequency
from ..models import SavedSearch
from ..searches import address_of, digest_of

MOST_SEARCHES = 50


class TooManySearches(Exception):
    """She keeps as many as one can."""


def save(filters: Filters, *, by: User, name: str, frequency: str, locale: str) -> SavedSearch:
    """Keep the search, or change how it is kept: of one search there is one. Raises `TooManySearches`.

    `locale` is the language of the page, in which the words are understood. Only what comes from now on is new.
    """
    # One after another, so that a double click finds the first, and fifty are fifty.
    db.session.execute(select(User.id).where(User.id == by.id).with_for_update())
    mine = select(SavedSearch).where(SavedSearch.user_id == by.id)
    saved = db.session.scalar(mine.where(SavedSearch.digest == digest_of(filters)))
    if saved is not None:
        saved.name = name
        change(saved, frequency, by=by)
        return saved
    if (
        db.session.scalar(mine.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    ) >= MOST_SEARCHES:
        raise TooManySearches
    saved = SavedSearch(
        user=by,
        name=name,
        address=address_of(filters),
        digest=digest_of(filters),
        locale=locale,
        frequency=Frequency(frequency),
    )
    db.session.add(saved)
    record(by, "search_saved", saved, frequency=frequency)  # never its words: history is for ever
    return saved


def change(saved: SavedSearch, frequency: str, *, by: User) -> None:
    """Write at once, weekly, or never. What was published while it was silent is not sent afterwards."""
    if saved.frequency == frequency:
        return
    if saved.frequency == Frequency.NEVER:
        saved.looked_at = now()
    saved.frequency = Frequency(frequency)
    record(by, "search_changed", saved, frequency=frequency)


def forget(saved: SavedSearch, *, by: User) -> None:
    """Keep it no more."""
    record(by, "search_forgotten", saved)
    db.session.delete(saved)
