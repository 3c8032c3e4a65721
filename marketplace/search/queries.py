"""The list: how many there are under each choice, and which stand on a page. Three questions, whatever the size.

The counts are one statement over the listings themselves; a cube kept with each publication takes its place when
there are too many to count each time, behind the same `counts()`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, case, func, literal, select, union_all

from marketplace.core.db import db
from marketplace.core.pages import Order, Page, page_of
from marketplace.listings.codes import FAMILY_MEMBERS, Kind
from marketplace.listings.models import Listing, ListingCode
from marketplace.listings.queries import public

from .facets import FACETS, UKRAINE, Facet
from .filters import CLOSING, RELEVANCE, WAITING, Filters
from .words import RANKED, in_title

_FAMILY_OF = {str(form): str(family) for family, forms in FAMILY_MEMBERS.items() for form in forms}


@dataclass(frozen=True)
class Counts:
    """How many listings the search finds, and how many each choice would leave, its own facet set aside."""

    total: int
    of: Mapping[tuple[str, str], int]  # (facet, code)

    def __getitem__(self, choice: tuple[str, str]) -> int:
        return self.of.get(choice, 0)


def found(filters: Filters, *, but: str = "") -> Select[Any]:
    """The open listings that the search finds; `but` sets one facet aside."""
    return public().where(*filters.conditions(but=but))


def counts(filters: Filters) -> Counts:
    """All the numbers of the filter panel, in one statement."""
    everything = _base(filters, "", "found")
    arms = [
        select(literal("").label("facet"), literal("").label("code"), func.count().label("n")).select_from(
            everything
        )
    ]
    for facet in FACETS:
        base = _base(filters, facet.name, f"but_{facet.name}") if facet.name in filters.chosen else everything
        arms += _arms(facet, base)
    of: Counter[tuple[str, str]] = Counter()
    for facet_name, code, number in db.session.execute(union_all(*arms)):
        if code is not None:
            of[facet_name, code] = number
    # Ukraine is the sum of its oblasts, and of what has none.
    of["place", UKRAINE] = sum(
        n for (name, code), n in of.items() if name == "place" and code.startswith(UKRAINE)
    )
    return Counts(of["", ""], of)


def _base(filters: Filters, but: str, name: str) -> CTE:
    columns = [Listing.id, *(f.column.label(f.name) for f in FACETS if f.column is not None)]
    return found(filters, but=but).with_only_columns(*columns).cte(name)


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


def drops(filters: Filters) -> dict[str, int]:
    """How many there would be without each of the facets that are on (`q`: without the words)."""
    names = [*filters.chosen, *(["q"] if filters.words else [])]
    if not names:
        return {}
    arms = [
        found(filters, but=name).with_only_columns(literal(name), func.count(), maintain_column_froms=True)
        for name in names
    ]
    return {str(name): int(number) for name, number in db.session.execute(union_all(*arms))}


def order_of(filters: Filters, total: int) -> Order:
    """How the page is sorted. Above a thousand hits the best match is the newest: the rest would only cost time."""
    if filters.sort == WAITING:
        return Order(WAITING, (Listing.published_at, Listing.id))
    if filters.sort == CLOSING:
        return Order(CLOSING, (Listing.expires_on, Listing.id))
    newest = (Listing.published_at, Listing.id)
    if filters.sort == RELEVANCE and total <= RANKED:
        return Order(RELEVANCE, (in_title(filters.words), *newest), descending=True)
    return Order("newest", newest, descending=True)


def page(filters: Filters, total: int, cursor: str = "") -> Page:
    """One page of ids: each row is (id, the values it is sorted by)."""
    order = order_of(filters, total)
    columns = [Listing.id.label("listing_id"), *order.columns]
    return page_of(found(filters).with_only_columns(*columns), order, cursor=cursor)


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
