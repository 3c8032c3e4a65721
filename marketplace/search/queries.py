"""The list: how many there are under each choice, and which stand on a page. Three questions, whatever the size.

The counts are one statement over the listings themselves, kept until what is public changes; a cube kept with each
publication takes its place when there are too many to count even then, behind the same `counts()`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, Select, case, func, literal, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.clock import today
from marketplace.core.db import among, db
from marketplace.core.freshness import public_version
from marketplace.core.pages import PAGE_SIZE, Order, Page, page_of
from marketplace.listings.codes import FAMILY_MEMBERS, Kind
from marketplace.listings.models import Listing, ListingCode
from marketplace.listings.queries import public

from . import retrieval
from .facets import FACETS, UKRAINE, Facet
from .filters import CLOSING, RELEVANCE, WAITING, Filters
from .places import Place, place_of
from .retrieval import Found
from .understanding import understand

_FAMILY_OF = {str(form): str(family) for family, forms in FAMILY_MEMBERS.items() for form in forms}
LAST_PAGE = 10_000
MOST_KEPT = 32  # searches; of a common word one has a megabyte
MOST_COUNTED = 200  # sets of filters; each has some ten kilobytes
_found: dict[Any, Found] = {}
_counted: dict[Any, "Counts"] = {}


def forget() -> None:
    """Forget what was found and counted: for another database."""
    _found.clear()
    _counted.clear()


def _leave(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.pop(next(iter(kept)), None)


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

    def found(self, but: str = "") -> Found:
        """What the words find, the best first; with the other filters inside, once there is more than can be looked at."""
        if not self.looks_within:
            return self._kept(Filters(), only_few=bool(self.filters.chosen))
        chosen = {name: values for name, values in self.filters.chosen.items() if name != but}
        return self._kept(Filters(chosen))

    @property
    def looks_within(self) -> bool:
        """Whether what is found lies within the filters: there are some, and more was found than can be looked at."""
        return bool(self.filters.chosen) and self._kept(Filters(), only_few=True).more

    @cached_property
    def _now(self) -> tuple[int, date]:
        return public_version(), today()

    def _key(self, within: Filters) -> tuple[Any, ...]:
        return self._now, self.filters.typed, self.locale, tuple(sorted(within.chosen.items()))

    @property
    def key(self) -> tuple[Any, ...]:
        """What the numbers of this search depend on: not its page, nor its order."""
        if not self.filters.words:
            return self._now, tuple(sorted(self.filters.chosen.items()))
        return *self._key(self.filters), self.filters.as_words

    def _kept(self, within: Filters, *, only_few: bool = False) -> Found:
        """What the words find within these filters: other pages, orders and sets of filters of this search ask it too."""
        key = self._key(within)
        found = _found.get(key) or (_found.get((*key, "more")) if only_few else None)
        if found is None:
            if within.chosen:
                asked = self._kept(Filters(), only_few=True).asked
            else:
                asked = understand(self.filters.typed, self.locale)
            found = retrieval.find(asked, within.conditions(each=True), only_few=only_few)
            _found[(*key, "more") if only_few and found.more else key] = found
            _leave(_found, MOST_KEPT)
        return found

    def conditions(self, but: str = "") -> list[ColumnElement[bool]]:
        """What a listing must fulfil; `but` leaves one facet out (`q`: the words)."""
        said = self.filters.conditions(but=but, each=self.has_words and but != "q")
        if but != "q" and self.place is not None:
            said.append(self.place.condition)
        elif but != "q" and self.has_words:
            said.append(among(Listing.id, self.found(but).ids))
        return said


@dataclass(frozen=True)
class Counts:
    """How many listings the search finds, and how many each choice would leave, its own facet set aside."""

    total: int
    of: Mapping[tuple[str, str], int]  # (facet, code)

    def __getitem__(self, choice: tuple[str, str]) -> int:
        return self.of.get(choice, 0)


def found(search: Search, *, but: str = "") -> Select[Any]:
    """The open listings that the search finds; `but` sets one facet aside."""
    return public().where(*search.conditions(but))


def counts(search: Search) -> Counts:
    """All the numbers of the filter panel: counted once, until something changes."""
    kept = _counted.get(search.key)
    if kept is None:
        kept = _counted[search.key] = _count(search)
        _leave(_counted, MOST_COUNTED)
    return kept


def _count(search: Search) -> Counts:
    """In one statement."""
    everything = _base(search, "", "found")
    arms = [
        select(literal("").label("facet"), literal("").label("code"), func.count().label("n")).select_from(
            everything
        )
    ]
    for facet in FACETS:
        base = (
            _base(search, facet.name, f"but_{facet.name}")
            if facet.name in search.filters.chosen
            else everything
        )
        arms += _arms(facet, base)
    of: Counter[tuple[str, str]] = Counter()
    for facet_name, code, number in db.session.execute(union_all(*arms)).all():
        if code is not None:
            of[facet_name, code] = number
    # Ukraine is the sum of its oblasts, and of what has none.
    of["place", UKRAINE] = sum(
        n for (name, code), n in of.items() if name == "place" and code.startswith(UKRAINE)
    )
    return Counts(of["", ""], of)


def _base(search: Search, but: str, name: str) -> CTE:
    columns = [Listing.id, *(f.column.label(f.name) for f in FACETS if f.column is not None)]
    return found(search, but=but).with_only_columns(*columns).cte(name)


def _arms(facet: Facet, base: CTE) -> list[Select[Any]]:
    if not facet.scheme:
        code = base.c[facet.name]
        return [select(literal(facet.name), code, func.count()).select_from(base).group_by(code)]
    joined = select().join_from(base, ListingCode, ListingCode.listing_id == base.c.id)
    joined = joined.where(ListingCode.scheme == facet.scheme)
    arms = [
        joined.add_columns(literal(facet.name), ListingCode.code, func.count()).group_by(ListingCode.code)
    ]
    if facet.name == "help":
        family = case(_FAMILY_OF, value=ListingCode.code)
        # A listing that asks for two forms of a family counts once.
        each = func.count(ListingCode.listing_id.distinct())
        arms.append(joined.add_columns(literal(facet.name), family, each).group_by(family))
    return arms


def drops(search: Search) -> dict[str, int]:
    """How many there would be without each of the facets that are on (`q`: without the words)."""
    names = [*search.filters.chosen, *(["q"] if search.filters.words else [])]
    if not names:
        return {}
    arms = [
        found(search, but=name).with_only_columns(literal(name), func.count(), maintain_column_froms=True)
        for name in names
    ]
    return {str(name): int(number) for name, number in db.session.execute(union_all(*arms))}


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
    columns = [Listing.id.label("listing_id"), *order.columns]
    return page_of(found(search).with_only_columns(*columns), order, cursor=cursor)


def ranked(search: Search) -> list[int]:
    """All that is found, the best first."""
    if search.looks_within or not search.filters.chosen:
        return list(search.found().ids)
    inside = set(db.session.scalars(found(search).with_only_columns(Listing.id)))
    return [listing_id for listing_id in search.found().ids if listing_id in inside]


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
    wanted = public().where(Listing.kind == Kind.NEED, Listing.country == UKRAINE)
    rows = db.session.execute(wanted.with_only_columns(Listing.region, func.count()).group_by(Listing.region))
    return {region: number for region, number in rows if region}


def offers_by_country() -> dict[str, int]:
    """How many offers are open in each country but Ukraine (ISO 3166-1)."""
    wanted = public().where(Listing.kind == Kind.OFFER, Listing.country != UKRAINE)
    rows = db.session.execute(
        wanted.with_only_columns(Listing.country, func.count()).group_by(Listing.country)
    )
    return {row[0]: row[1] for row in rows}


def waiting_longest(most: int = 6) -> Select[Any]:
    """The ids of the open needs that have waited longest."""
    wanted = public().where(Listing.kind == Kind.NEED).with_only_columns(Listing.id)
    return wanted.order_by(Listing.published_at, Listing.id).limit(most)
