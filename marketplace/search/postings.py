"""Where a word or a concept stands: the newest listings that have it, looked for no further back than is needed.

What may be found is known beforehand (`bitmaps`): of those the newest are asked about first, then so many more as the
share that was found promises. Both engines look into their index; neither sorts, nor reads a listing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import Select, case, func, literal, select, table, text, union_all
from sqlalchemy import column as sql_column

from marketplace.core.db import LARGEST_KEY, db
from marketplace.lexicon.tagging import TITLE
from marketplace.listings.models import ListingConcept

from .bitmaps import Bitmaps, Bits, Flags, flags, joined, numbers
from .understanding import Word
from .vectors import Numbers

MOST = 1000  # of what one word or concept finds, the newest so many are looked at
FIRST = 2 * MOST  # so many are asked about first, and at least each time
FIRST_ON_POSTGRESQL = 16 * MOST  # whose index of words is read from end to end for each question
MORE = 1.3  # what is reckoned to be enough, and a little more
NOTHING: Numbers = np.zeros(0, dtype=np.int64)
LEVELS = 16  # a listing's number and how much it speaks of a concept in one number

# Kept by triggers (migrations): FTS5 on SQLite; on PostgreSQL a table with an index, asked through a function.
_fts = table("listing_words", sql_column("rowid"))


@dataclass(frozen=True)
class Field:
    """The listings among which is looked."""

    index: Bitmaps
    bits: Bits

    @cached_property
    def has(self) -> Flags:
        """By place: whether it is one of them."""
        return flags(self.bits)

    @cached_property
    def ids(self) -> Numbers:
        """The newest first."""
        newest = self.index.newest
        return self.index.ids[newest[self.has[newest]]]

    def holds(self, ids: Numbers) -> Flags:
        """Whether each of these listings is one of them."""
        places = self.index.at[np.minimum(ids, len(self.index.at) - 1)]
        return (places >= 0) & self.has[places] & (ids < len(self.index.at))

    def places(self, ids: Numbers) -> Numbers:
        """Where those of these listings stand that are among them."""
        return self.index.at[ids[self.holds(ids)]]


@dataclass(frozen=True)
class _Read:
    """What an index has told: all that it has of listings from the id `depth` on, the newest first, and what it says of each."""

    depth: int
    ids: Numbers
    says: Numbers

    def next(self, field: Field, found: int, enough: int, first: int) -> tuple[int, int] | None:
        """Between which ids to read on, so that enough of the field is found; None where it is, or nothing is left."""
        seen = int((field.ids >= self.depth).sum())
        if found >= enough or seen == len(field.ids):
            return None
        size = int((enough - found) * seen / max(found, 1) * MORE) if seen else first
        return int(field.ids[min(seen + max(size, first), len(field.ids)) - 1]), self.depth - 1

    def with_these(self, depth: int, ids: Numbers, says: Numbers) -> "_Read":
        """Read on, down to `depth`."""
        order = np.argsort(ids)[::-1]
        return _Read(depth, np.concatenate([self.ids, ids[order]]), np.concatenate([self.says, says[order]]))


_UNREAD = _Read(LARGEST_KEY + 1, NOTHING, NOTHING)


class Postings:
    """What was read for one search: for the next filters of the same words it is not read again."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, ...], _Read] = {}
        self._concepts: dict[tuple[str, ...], _Read] = {}

    def with_words(self, words: Sequence[Word], field: Field) -> list[Numbers]:
        """For each word the places of the newest listings of the field with one of its forms."""
        first = FIRST_ON_POSTGRESQL if db.engine.dialect.name == "postgresql" else FIRST
        while True:
            read = [self._words.get(word.forms, _UNREAD) for word in words]
            found = [field.places(one.ids) for one in read]
            on = {
                number: between
                for number, one in enumerate(read)
                if (between := one.next(field, len(found[number]), MOST, first))
            }
            if not on:
                return [places[:MOST] for places in found]
            arms = [
                select(_with(words[number], number, *between).subquery()) for number, between in on.items()
            ]
            for number, said in db.session.execute(union_all(*arms)).all():
                ids = numbers(said)
                self._words[words[number].forms] = read[number].with_these(on[number][0], ids, ids)

    def about(self, concepts: Sequence[str], field: Field) -> list[tuple[str, Numbers, Numbers]]:
        """The newest listings of the field that speak of one of these concepts: concept, places, how much each says."""
        key = tuple(concepts)
        read = self._concepts.get(key, _UNREAD)
        inside = field.holds(read.ids).nonzero()[0]
        while concepts and (between := read.next(field, len(inside), 2 * MOST, FIRST)):
            read = self._concepts[key] = read.with_these(between[0], *_about(key, *between))
            inside = field.holds(read.ids).nonzero()[0]
        newest = inside[: 2 * MOST]
        places, says = field.index.at[read.ids[newest]], read.says[newest]
        return [
            (concept, places[of], says[of] % LEVELS)
            for number, concept in enumerate(concepts)
            for of in [says // LEVELS == number]
        ]


def _with(word: Word, number: int, lowest: int, highest: int) -> Select[Any]:
    """Which listings between these ids have the word, beside the word's number."""
    if db.engine.dialect.name == "postgresql":
        query = func.to_tsquery("simple", " | ".join(f"'{form}'" for form in word.forms))
        return select(literal(number), func.listings_with_words(query, lowest, highest))
    # Quoted, a word is a word: AND, OR, NEAR, * and : mean nothing (SQLite, FTS5 §3.1).
    name = f"forms_{number}"
    matches = text(f"listing_words MATCH :{name}").bindparams(
        **{name: " OR ".join(f'"{form}"' for form in word.forms)}
    )
    return select(literal(number), joined(_fts.c.rowid)).where(matches, _fts.c.rowid.between(lowest, highest))


def _about(concepts: Sequence[str], lowest: int, highest: int) -> tuple[Numbers, Numbers]:
    """Listings between these ids that speak of one of the concepts, and of which, how much, in one number."""
    row = ListingConcept
    # Ten and more is in the title, and says no more than ten.
    level = case((row.weight >= TITLE, TITLE), else_=row.weight)
    told = select(row.concept, joined(row.listing_id * LEVELS + level)).group_by(row.concept)
    told = told.where(row.concept.in_(concepts), row.listing_id.between(lowest, highest))
    ids, says = [NOTHING], [NOTHING]
    for concept, said in db.session.execute(told).all():
        levels = numbers(said)
        ids.append(levels // LEVELS)
        says.append(levels % LEVELS + LEVELS * concepts.index(concept))
    return np.concatenate(ids), np.concatenate(says)
