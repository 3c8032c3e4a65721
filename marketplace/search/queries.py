"""The list: how many there are under each choice, and which stand on a page; asked of the bitmaps, whatever the size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np

from marketplace.core.pages import PAGE_SIZE, Cursor, Order, Page, page_of
from marketplace.listings.codes import Kind
from marketplace.listings.models import Listing
from marketplace.listings.queries import public

from . import bitmaps, retrieval
from .bitmaps import Bitmaps, Bits, number_of
from .facets import FACETS, UKRAINE
from .filters import CLOSING, RELEVANCE, WAITING, Filters
from .places import Place, place_of
from .postings import Field
from .retrieval import Found
from .understanding import understand

LAST_PAGE = 10_000
ORDERED, FEW, WHICH = "ordered", "few", "which"  # all of it; unless there is too much; in no order
MOST_KEPT = 32  # searches; of a common word one has a megabyte
_found: dict[Any, Found] = {}


def forget() -> None:
    """Forget what was found: for another database."""
    _found.clear()


@dataclass
class Search:
    """Filters, and what the words among them found: looked for once for each set of conditions, until something changes."""

    filters: Filters
    place: Place | None = None  # the words are a place, and so a filter
    locale: str = ""

    @classmethod
    def begin(cls, filters: Filters, locale: str) -> "Search":
        """Understand the words of `filters` for a reader of `locale` (BCP 47)."""
        place = place_of(filters.typed) if filters.words and not filters.as_words else None
        return cls(filters, place, locale=locale)

    @property
    def has_words(self) -> bool:
        """Whether there are words to be found by, and to be ranked by."""
        return bool(self.filters.words) and self.place is None

    @cached_property
    def index(self) -> Bitmaps:
        """What is open, as it is now."""
        return bitmaps.keeper.now()

    def found(self, but: str = "") -> Found:
        """What the words find, the best first; with the other filters inside, once there is more than can be looked at.

        Without the facet `but` only which they are is asked, and not their order.
        """
        if not self.looks_within:
            return self._kept({}, FEW if self.filters.chosen else ORDERED)
        chosen = {name: values for name, values in self.filters.chosen.items() if name != but}
        return self._kept(chosen, WHICH if but else ORDERED)

    @property
    def looks_within(self) -> bool:
        """Whether what is found lies within the filters: there are some, and more was found than can be looked at."""
        return bool(self.filters.chosen) and self._kept({}, FEW).more

    def _kept(self, chosen: Mapping[str, tuple[str, ...]], how: str) -> Found:
        """What the words find within these filters: other pages, orders and sets of filters of this search ask it too."""
        about = (
            self.index.version,
            self.index.day,
            self.filters.typed,
            self.locale,
            tuple(sorted(chosen.items())),
        )
        found = _found.get((*about, ORDERED)) or _found.get((*about, how))
        if found is None:
            all_over = self._kept({}, FEW) if chosen or how == WHICH else None
            found = retrieval.find(
                all_over.asked if all_over else understand(self.filters.typed, self.locale),
                Field(self.index, self.index.having(chosen)),
                only_few=how == FEW,
                only_which=how == WHICH,
                postings=all_over.postings if all_over else None,
            )
            _found[(*about, how if how != FEW or found.more else ORDERED)] = found
            while len(_found) > MOST_KEPT:
                _found.pop(next(iter(_found)), None)
        return found

    def matching(self, but: str = "") -> Bits:
        """The open listings that it finds; `but` sets one facet aside (`q`: the words)."""
        chosen = {name: values for name, values in self.filters.chosen.items() if name != but}
        kept = self.index.having(chosen)
        if but == "q" or not self.filters.words:
            return kept
        if self.place is not None:
            return kept & self.place.among(self.index)
        return kept & self.index.at_places(self.found(but).why.places)


@dataclass(frozen=True)
class Counts:
    """How many listings the search finds, and how many each choice would leave, its own facet set aside."""

    total: int
    of: Mapping[tuple[str, str], int]  # (facet, code)

    def __getitem__(self, choice: tuple[str, str]) -> int:
        return self.of.get(choice, 0)


def counts(search: Search) -> Counts:
    """All the numbers of the filter panel."""
    everything = search.matching()
    of: dict[tuple[str, str], int] = {}
    for facet in FACETS:
        without = search.matching(facet.name) if facet.name in search.filters.chosen else everything
        of |= search.index.counts(facet.name, without)
    return Counts(number_of(everything), of)


def drops(search: Search) -> dict[str, int]:
    """How many there would be without each of the facets that are on (`q`: without the words)."""
    names = [*search.filters.chosen, *(["q"] if search.filters.words else [])]
    return {name: number_of(search.matching(name)) for name in names}


def order_of(filters: Filters) -> Order:
    """How the page is sorted, where the words do not say it."""
    if filters.sort == WAITING:
        return Order(WAITING, (Listing.published_at, Listing.id))
    if filters.sort == CLOSING:
        return Order(CLOSING, (Listing.expires_on, Listing.id))
    return Order("newest", (Listing.published_at, Listing.id), descending=True)


def page(search: Search, cursor: str = "") -> Page:
    """One page of ids: each row begins with the id."""
    if search.has_words and search.filters.sort == RELEVANCE:
        return _ranked_page(search, cursor)
    order = order_of(search.filters)
    ids = _window(search, order, Cursor.read(cursor, order) if cursor else None)
    columns = [Listing.id.label("listing_id"), *order.columns]
    return page_of(public().where(Listing.id.in_(ids)).with_only_columns(*columns), order, cursor=cursor)


def _window(search: Search, order: Order, place: Cursor | None) -> list[int]:
    """The ids of those that the page shows in this order, and of one more."""
    index, found = search.index, bitmaps.flags(search.matching()).nonzero()[0]
    ids = index.ids[found]
    keys = index.expires[found] if order.name == CLOSING else index.published[found]
    backwards = place is not None and place.backwards
    if place is not None:
        key, last = _number(place.values[0]), place.values[1]
        later = (keys > key) | ((keys == key) & (ids > last))
        earlier = (keys < key) | ((keys == key) & (ids < last))
        there = earlier if order.descending != backwards else later
        ids, keys = ids[there], keys[there]
    if order.descending != backwards:
        keys, ids = -keys, -ids
    if len(keys) > PAGE_SIZE:  # all that are as near as the last one shown
        near = keys <= np.partition(keys, PAGE_SIZE)[PAGE_SIZE]
        keys, ids = keys[near], ids[near]
    return np.abs(ids[np.lexsort((ids, keys))][: PAGE_SIZE + 1]).tolist()  # type: ignore[no-any-return]


def _number(value: date | datetime) -> int:
    """A day or a moment as the bitmaps have it."""
    if isinstance(value, datetime):
        return bitmaps.microseconds(value)
    return value.toordinal()


def newest(
    search: Search,
    since: datetime | None = None,
    until: datetime | None = None,
    but_of: Iterable[int] = (),
) -> list[int]:
    """The ids of all that it finds, the newest first: published after `since` and not after `until`, `but_of` these organisations."""
    index = search.index
    has = bitmaps.flags(search.matching() & ~index.of_organisations(list(but_of)))
    if since is not None:
        has &= index.published > bitmaps.microseconds(since)
    if until is not None:
        has &= index.published <= bitmaps.microseconds(until)
    found = has.nonzero()[0]
    order = np.lexsort((index.ids[found], index.published[found]))[::-1]
    return index.ids[found[order]].tolist()  # type: ignore[no-any-return]


def ranked(search: Search) -> list[int]:
    """All that is found, the best first."""
    places = search.found().why.places
    return search.index.ids[places[bitmaps.flags(search.matching())[places]]].tolist()  # type: ignore[no-any-return]


def _ranked_page(search: Search, cursor: str) -> Page:
    """The best match has no key to go on from: such pages are counted, and there are never many."""
    known = cursor.isascii() and cursor.isdigit() and len(cursor) < len(str(LAST_PAGE))
    number = max(1, int(cursor)) if known else 1
    ids = ranked(search)
    start = (number - 1) * PAGE_SIZE
    return Page(
        [(listing_id,) for listing_id in ids[start : start + PAGE_SIZE]],
        number,
        str(number + 1) if start + PAGE_SIZE < len(ids) else None,
        str(number - 1) if number > 1 else None,
        cursor_ignored=bool(cursor) and not known,
    )


# For the first page


def needs_by_region() -> dict[str, int]:
    """How many needs are open in each oblast (ISO 3166-2)."""
    places = _places_of(Kind.NEED)
    return {code: number for code, number in places.items() if code.startswith(UKRAINE) and code != UKRAINE}


def offers_by_country() -> dict[str, int]:
    """How many offers are open in each country but Ukraine (ISO 3166-1)."""
    return {code: number for code, number in _places_of(Kind.OFFER).items() if not code.startswith(UKRAINE)}


def open_of(kind: Kind) -> int:
    """How many needs, or offers, are open."""
    index = bitmaps.keeper.now()
    return number_of(index.having({"kind": [kind]}))


def waiting_longest(most: int = 6) -> list[int]:
    """The ids of the open needs that have waited longest."""
    return [row[0] for row in page(Search(Filters({"kind": (Kind.NEED,)}, sort=WAITING))).rows[:most]]


def _places_of(kind: Kind) -> dict[str, int]:
    index = bitmaps.keeper.now()
    counted = index.counts("place", index.having({"kind": [kind]}))
    return {code: number for (_, code), number in counted.items() if number}
