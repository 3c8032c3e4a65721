"""Which open listings have which value of each facet: a bitmap index in memory, renewed by what changes.

A row of bits for each value, a bit in it for each listing. Filters are ANDs and ORs of rows, the number beside a choice is
a count of bits: less than a millisecond for all of them at a hundred thousand listings. A listing keeps its place in the
rows as long as the index lives; what is no longer public has no bit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Text, cast, func, select

from marketplace.core.clock import today
from marketplace.core.db import among, db
from marketplace.core.freshness import changed_between, public_version
from marketplace.listings.codes import FAMILY_MEMBERS, PartStatus
from marketplace.listings.models import Listing, ListingCode, Part
from marketplace.listings.queries import public

from .facets import FACETS, UKRAINE, UNLISTED
from .titles import Titles
from .vectors import Numbers

Bits = np.ndarray[Any, np.dtype[np.uint64]]  # packed, sixty-four listings a number
Flags = np.ndarray[Any, np.dtype[np.bool_]]  # one a listing
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORD = 64
ROOM = 1024  # so many more listings find room before the rows grow
MOST_AT_ONCE = 1000  # of what has changed; for more, all is read anew
WORDS_OVER = 65_536  # of titles that were: so many may be kept, and as many as there are
ORGANISATION = UNLISTED[0].name
_FAMILY_OF = {str(form): str(family) for family, forms in FAMILY_MEMBERS.items() for form in forms}


@cache
def _row_of() -> Mapping[tuple[str, str], int]:
    """(facet, code) → its row of bits; the rows of a facet stand together."""
    pairs = ((facet.name, code) for facet in FACETS for code in facet.codes())
    return {pair: number for number, pair in enumerate(pairs)}


@cache
def _rows_of(facet: str) -> tuple[list[tuple[str, str]], slice]:
    """The pairs of a facet, and their rows."""
    pairs = [pair for pair in _row_of() if pair[0] == facet]
    return pairs, slice(_row_of()[pairs[0]], _row_of()[pairs[-1]] + 1)


@dataclass(frozen=True)
class Bitmaps:
    """The index as of one version of what is public, on one day. Never changed: another one takes its place."""

    version: int
    day: date
    used: int  # places taken
    at: Numbers  # id of a listing → its place, or -1
    ids: Numbers  # by place, as all that follows
    published: Numbers  # microseconds since 1970
    expires: Numbers  # days (proleptic ordinal); zero where it is not public
    organisations: Numbers
    titles: Titles
    rows: Bits
    open: Bits

    @property
    def is_worn(self) -> bool:
        """Whether more than half of it is what has ended or changed since it was read."""
        used, ended = number_of(self.open), self.used - number_of(self.open)
        return ended > ROOM + used or self.titles.unused > WORDS_OVER + self.titles.used

    @cached_property
    def newest(self) -> Numbers:
        """All places, in the order of their listings' ids, the greatest first."""
        return np.argsort(self.ids[: self.used])[::-1]

    def having(self, chosen: Mapping[str, Collection[str]]) -> Bits:
        """The open listings with at least one of the chosen values of each facet."""
        kept = self.open
        for name, values in chosen.items():
            if name == ORGANISATION:
                kept = kept & self.of_organisations([int(value) for value in values])
            else:
                kept = kept & self.any_of(name, values)
        return kept

    def any_of(self, facet: str, codes: Iterable[str]) -> Bits:
        """What has at least one of these values, open or not."""
        rows = [_row_of()[facet, code] for code in codes if (facet, code) in _row_of()]
        found: Bits = np.bitwise_or.reduce(self.rows[rows], axis=0)
        return found

    def of_organisations(self, ids: Collection[int]) -> Bits:
        """What is of one of these organisations, open or not."""
        return packed(np.isin(self.organisations, list(ids)))

    def at_places(self, places: Numbers) -> Bits:
        """The listings that stand there."""
        has = np.zeros(len(self.ids), dtype=np.bool_)
        has[places] = True
        return packed(has)

    def counts(self, facet: str, among: Bits) -> dict[tuple[str, str], int]:
        """(facet, code) → how many of these listings have it."""
        pairs, rows = _rows_of(facet)
        numbers = np.bitwise_count(self.rows[rows] & among).sum(axis=1)
        return dict(zip(pairs, numbers.tolist(), strict=True))

    def places(self, ids: Numbers) -> Numbers:
        """Where these listings stand; those that the index does not know are left out."""
        found = self.at[ids[ids < len(self.at)]]
        return found[found >= 0]


def microseconds(moment: datetime) -> int:
    """Since 1970: exact, and so in the order of the database."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def packed(flags: Flags) -> Bits:
    """A flag a listing as bits; a multiple of sixty-four of them."""
    return np.packbits(flags, bitorder="little").view(np.uint64)


def flags(bits: Bits) -> Flags:
    """A flag a listing."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def number_of(bits: Bits) -> int:
    """How many listings."""
    return int(np.bitwise_count(bits).sum())


def joined(column: Any) -> Any:
    """All numbers of a column as one text: read by `numbers`, thirty times as quick as a row each."""
    if db.engine.dialect.name == "postgresql":
        return func.string_agg(cast(column, Text), ",")
    return func.group_concat(column)


def numbers(text: str | None) -> Numbers:
    """The numbers of `joined`."""
    return np.fromstring(text or "", dtype=np.int64, sep=",")


class Keeper:
    """The index of this process: read once, then only what has changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Bitmaps | None = None

    def clear(self) -> None:
        """Begin anew: for another database."""
        self._kept = None

    def now(self) -> Bitmaps:
        """As of the present version of what is public, today.

        Not to be asked after `public_changed` in the same transaction: what is rolled back would be kept.
        """
        day = today()
        with self._lock:
            # Within: a thread that has waited here asks what is the case now.
            kept, version = self._kept, public_version()
            if kept is None or kept.version > version or kept.day > day:
                kept = _read(version, day)
            elif kept.version < version:
                changed = changed_between(kept.version, version)
                anew = changed is None or len(changed) > MOST_AT_ONCE or kept.is_worn
                kept = _read(version, day) if anew else _renewed(kept, version, sorted(changed or ()))
            if kept.day != day:
                kept = _on(replace(kept, day=day))
            self._kept = kept
        return kept


keeper = Keeper()


def _on(kept: Bitmaps) -> Bitmaps:
    return replace(kept, open=packed(kept.expires >= kept.day.toordinal()))


def _read(version: int, day: date) -> Bitmaps:
    """All that is public."""
    nothing, nobody = np.zeros(0, dtype=np.int64), np.full(1, -1, dtype=np.int64)
    rows = np.zeros((len(_row_of()), 0), dtype=np.uint64)
    empty = Bitmaps(version, day, 0, nobody, nothing, nothing, nothing, nothing, Titles.none(), rows, rows[0])
    return _renewed(empty, version, None)


def _renewed(before: Bitmaps, version: int, changed: Collection[int] | None) -> Bitmaps:
    """The index after these listings (None: any) have changed: without them as they were, with what of them is public."""
    if changed is not None and not changed:
        return replace(before, version=version)
    columns = (
        Listing.id, Listing.kind, Listing.country, Listing.region, Listing.hromada_kind, Listing.format, Listing.urgency,
        Listing.published_at, Listing.expires_on, Listing.organisation_id, Listing.words_title,
    )  # fmt: skip
    wanted = public().with_only_columns(*columns).order_by(Listing.id)
    listings = db.session.execute(
        wanted if changed is None else wanted.where(among(Listing.id, changed))
    ).all()
    ids = np.array([row.id for row in listings], dtype=np.int64)
    after = _with_room(before, ids)
    if changed:
        gone = after.places(np.array(changed, dtype=np.int64))
        after.expires[gone] = 0
        for place, bit in zip(gone // WORD, _bit_of(gone), strict=True):
            after.rows[:, place] &= ~bit
    places = after.at[ids]
    after.published[places] = [microseconds(row.published_at) for row in listings]
    after.expires[places] = [row.expires_on.toordinal() for row in listings]
    after.organisations[places] = [row.organisation_id for row in listings]
    for name, codes in _values(listings):
        _set(after, np.array([_row_of().get((name, code), -1) for code in codes], dtype=np.int64), places)
    for (name, code), has in _many_values(changed):
        if (name, code) in _row_of():
            found = after.places(has)
            _set(after, np.full(len(found), _row_of()[name, code]), found)
    titles = before.titles.with_those(after.used, places, [row.words_title for row in listings])
    return _on(replace(after, version=version, titles=titles))


def _with_room(before: Bitmaps, ids: Numbers) -> Bitmaps:
    """A copy in which each of these listings has a place."""
    at = np.full(max(len(before.at), int(ids.max(initial=0)) + 1), -1, dtype=np.int64)
    at[: len(before.at)] = before.at
    fresh = ids[at[ids] < 0]
    used = before.used + len(fresh)
    at[fresh] = np.arange(before.used, used)
    room = max(len(before.ids), -(-used // ROOM) * ROOM, ROOM)
    rows = np.zeros((len(before.rows), room // WORD), dtype=np.uint64)
    rows[:, : before.rows.shape[1]] = before.rows
    known = _longer(before.ids, room)
    known[at[fresh]] = fresh
    return replace(
        before,
        used=used,
        at=at,
        ids=known,
        published=_longer(before.published, room),
        expires=_longer(before.expires, room),
        organisations=_longer(before.organisations, room),
        rows=rows,
    )


def _longer(array: Numbers, size: int) -> Numbers:
    """A copy, with zeros behind."""
    return np.concatenate([array, np.zeros(size - len(array), dtype=array.dtype)])


def _bit_of(places: Numbers) -> Bits:
    return np.left_shift(np.uint64(1), (places % WORD).astype(np.uint64))


def _set(into: Bitmaps, rows: Numbers, places: Numbers) -> None:
    """Set the bit of each place in its row; row -1 is none."""
    known = rows >= 0
    np.bitwise_or.at(into.rows, (rows[known], places[known] // WORD), _bit_of(places[known]))


def _values(listings: Sequence[Any]) -> Iterable[tuple[str, list[str]]]:
    """A facet, and what each listing has of it. Who is in an oblast is in Ukraine too."""
    yield "kind", [row.kind for row in listings]
    yield "urgency", [row.urgency or "" for row in listings]
    yield "hromada", [row.hromada_kind or "" for row in listings]
    yield "format", [row.format or "" for row in listings]
    yield "place", [row.country for row in listings]
    yield "place", [row.region if row.country == UKRAINE else "" for row in listings]


def _many_values(changed: Collection[int] | None) -> Iterable[tuple[tuple[str, str], Numbers]]:
    """(facet, code) and the ids of the listings that have it, for what a listing may have several of."""

    coded = select(ListingCode.scheme, ListingCode.code, joined(ListingCode.listing_id))
    parted = select(joined(Part.listing_id)).where(Part.status == PartStatus.OPEN)
    if changed is not None:  # else what is not open has no place, and is left out there
        coded = coded.where(among(ListingCode.listing_id, changed))
        parted = parted.where(among(Part.listing_id, changed))
    for scheme, code, ids in db.session.execute(coded.group_by(ListingCode.scheme, ListingCode.code)):
        yield (scheme, code), numbers(ids)
        if scheme == "help" and code in _FAMILY_OF:
            yield (scheme, _FAMILY_OF[code]), numbers(ids)
    yield ("parts", PartStatus.OPEN.value), numbers(db.session.scalar(parted))
