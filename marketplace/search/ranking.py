"""What was found, weighed and put in order: one column a listing, one row a word that was typed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .bitmaps import Bitmaps, Flags
from .postings import MOST, NOTHING
from .understanding import Asked, Named
from .vectors import Numbers

TAIL = 10  # so many are shown at least, where that many are near: more were noise (precision .13 with twenty, .24 with ten)
NEAR = 0.1  # a cosine below this is chance
ENOUGH, ENOUGH_OF_BEST = 0.3, 0.5
NEARNESS = 1.2  # what the nearest meaning may add to a sum whose other part is one at most
COSINE_LOW, COSINE_HIGH = 0.02, 0.5  # below: nothing in common; above: the same thing


@dataclass(slots=True)
class Why:
    """Why a listing stands in the result: by its own words, by concepts, by its meaning."""

    words: dict[int, float] = field(default_factory=dict)  # number of the typed word → how well it matches
    concepts: dict[str, float] = field(default_factory=dict)
    cosine: float = 0.0
    covered: float = 0.0  # how much of what was typed it has, rare words counting more


@dataclass(frozen=True)
class Table:
    """What was found of each listing."""

    asked: Asked
    places: Numbers  # a column each
    words: Numbers  # word × listing: how well it matches
    concepts: dict[str, Numbers]  # how well it speaks of what was named
    having: Flags  # word × listing: whether it has the word, or the thing itself
    cosine: Numbers

    @classmethod
    def of(cls, asked: Asked, found: Sequence[Numbers]) -> "Table":
        """An empty one for all places that were found."""
        places = np.unique(np.concatenate(found))
        shape = (len(asked.words), len(places))
        concepts = {named.concept: np.zeros(len(places)) for named in asked.named}
        return cls(
            asked, places, np.zeros(shape), concepts, np.zeros(shape, dtype=np.bool_), np.zeros(len(places))
        )

    def has_word(self, number: int, places: Numbers, strength: Numbers) -> None:
        """These listings have that word."""
        columns = np.searchsorted(self.places, places)
        self.words[number, columns] = strength
        self.having[number, columns] = True

    def speaks_of(self, named: Named, places: Numbers, strength: Numbers, *, itself: bool) -> None:
        """These listings speak of what was named; of the thing `itself`, or of what goes with it."""
        columns = np.searchsorted(self.places, places)
        held = self.concepts[named.concept]
        held[columns] = np.maximum(held[columns], strength)
        for number in named.at if itself else ():
            self.having[number, columns] = True

    def is_near(self, places: Numbers, cosines: Sequence[float]) -> None:
        """These listings mean something near."""
        self.cosine[np.searchsorted(self.places, places)] = cosines

    @cached_property
    def covered(self) -> Numbers:
        """How much of what was typed each listing has, rare words counting more."""
        matched = self.words.copy()
        for named in self.asked.named:
            for number in named.at:
                matched[number] = np.maximum(matched[number], self.concepts[named.concept])
        rarity = np.array([math.log(1 + MOST / (1 + int(count))) for count in self.having.sum(axis=1)])
        return rarity @ matched / (rarity.sum() or 1)

    @cached_property
    def _enough(self) -> Flags:
        """Which have enough of what was typed."""
        return self.covered >= max(ENOUGH, self.covered.max(initial=0) * ENOUGH_OF_BEST)  # type: ignore[no-any-return]

    @property
    def has_enough(self) -> bool:
        """Whether so many have that none is shown for its meaning alone."""
        return bool(self._enough.sum() >= TAIL)

    def in_order(self, index: Bitmaps) -> "Reasons":
        """What is worth showing, the best first; equal ones the newer first."""
        near = np.clip((self.cosine - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW), 0, 1)
        score = np.round(self.covered + NEARNESS * near, 6)
        order = np.lexsort((index.ids[self.places], index.published[self.places], score))[::-1]
        kept = order[self._worth_showing(order)]
        return Reasons(self, index.ids[self.places[kept]], kept)

    def _worth_showing(self, order: Numbers) -> Flags:
        """What has enough of what was typed; where that is little, the nearest in meaning too, up to ten in all."""
        enough = self._enough[order]
        doubtful = ~enough & ((self.cosine[order] >= NEAR) | (self.covered[order] > 0))
        return enough | (doubtful & (np.cumsum(doubtful) <= TAIL - enough.sum()))  # type: ignore[no-any-return]


class Reasons(Mapping[int, Why]):
    """Why each listing of a result stands there, by its id, the best first; said when it is asked."""

    def __init__(self, table: Table, ids: Numbers, columns: Numbers) -> None:
        self._table, self._ids, self._at = table, ids, columns

    @classmethod
    def none(cls) -> "Reasons":
        """Of an empty result."""
        return cls(Table.of(Asked("", ()), [NOTHING]), NOTHING, NOTHING)

    @property
    def places(self) -> Numbers:
        """Where they stand in the bitmaps, the best first."""
        return self._table.places[self._at]

    @cached_property
    def _columns(self) -> dict[int, int]:
        return dict(zip(self._ids.tolist(), self._at.tolist(), strict=True))

    def __getitem__(self, listing_id: int) -> Why:
        column, table = self._columns[listing_id], self._table
        return Why(
            {number: float(row[column]) for number, row in enumerate(table.words) if row[column]},
            {concept: float(held[column]) for concept, held in table.concepts.items() if held[column]},
            float(table.cosine[column]),
            float(table.covered[column]),
        )

    def __iter__(self) -> Iterator[int]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._ids)
