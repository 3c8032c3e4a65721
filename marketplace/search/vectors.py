"""Vectors kept small, and a matrix of their signs in memory: near ones first by signs, then exactly.

Cosines of e5 lie close together around a common direction; signs are therefore taken after that direction is subtracted.
A hundred thousand listings are 10 MB here; the exact numbers stay in the database and are fetched for the few that matter.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import select

from marketplace.core.db import among, db

from .embedder import DIMENSIONS, Vectors
from .models import ListingVectors

SIGN_BYTES = DIMENSIONS // 8
SEEN = 2  # of each text of a listing, so many are in the matrix: the title and the whole of it
Numbers = np.ndarray[Any, np.dtype[Any]]


def small(vectors: Vectors) -> bytes:
    """Unit vectors as signed bytes, each by its own largest number; their length is given back by `whole`."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return bytes(np.round(vectors / largest * 127).astype(np.int8).tobytes())


def whole(kept: bytes) -> Vectors:
    """The unit vectors again, a row each."""
    rows = np.frombuffer(kept, dtype=np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def signs(vectors: Vectors) -> bytes:
    """A bit a number: whether it lies above the mean of the vector's own numbers."""
    return np.packbits(vectors > vectors.mean(axis=1, keepdims=True), axis=1).tobytes()


class Matrix:
    """The signs of every listing that has vectors, as far as this process has read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._batch = -1
        self._most = SEEN  # rows of one listing
        self._signs: Numbers = np.zeros((0, SIGN_BYTES // 8), dtype=np.uint64)
        self._owners: Numbers = np.zeros(0, dtype=np.int64)
        self._asked_last: tuple[bytes, Numbers, Numbers] | None = None

    def nearest(
        self, query: Vectors, most: int, among: Callable[[Numbers], Numbers] | None = None
    ) -> list[int]:
        """The ids of the listings whose signs agree most with the query's, at most `most`.

        `among` says for an array of ids which of them may be: a flag each.
        """
        with self._lock:
            self._read_on()
            known, owners, seen = self._signs, self._owners, self._most
        if not len(owners):
            return []
        apart = self._apart(known, query)
        if among is not None:
            allowed = among(owners)
            apart, owners = apart[allowed], owners[allowed]
        # Distances are small numbers: counted, they say how far the nearest so many lie.
        farthest = np.searchsorted(np.cumsum(np.bincount(apart)), most * seen)
        near = (apart <= farthest).nonzero()[0]
        near = near[np.lexsort((owners[near], apart[near]))]
        return list(dict.fromkeys(owners[near].tolist()))[:most]

    def _apart(self, known: Numbers, query: Vectors) -> Numbers:
        """How many signs of each row are others; the last query's are kept, for other filters of the same search."""
        asked, last = signs(query.reshape(1, -1)), self._asked_last
        if last is not None and last[0] == asked and last[1] is known:
            return last[2]
        apart: Numbers = np.bitwise_count(known ^ np.frombuffer(asked, dtype=np.uint64)).sum(
            axis=1, dtype=np.uint16
        )
        self._asked_last = (asked, known, apart)
        return apart

    def _read_on(self) -> None:
        row = ListingVectors
        wanted = select(row.listing_id, row.signs, row.batch, row.translations)
        rows = db.session.execute(wanted.where(ListingVectors.batch > self._batch)).all()
        if not rows:
            return
        renewed = np.array([r[0] for r in rows], dtype=np.int64)
        stays = ~np.isin(self._owners, renewed)
        fresh = [
            _heads(np.frombuffer(r[1], dtype=np.uint64).reshape(-1, SIGN_BYTES // 8), r[3]) for r in rows
        ]
        self._most = max(self._most, *map(len, fresh))
        owners = np.repeat(renewed, [len(part) for part in fresh])
        self._signs = np.concatenate([self._signs[stays], *fresh])
        self._owners = np.concatenate([self._owners[stays], owners])
        self._batch = max(r[2] for r in rows)


def _heads(rows: Numbers, translations: int) -> Numbers:
    """Of the original and of each translation the title and the whole text; sentences are looked at later."""
    return np.concatenate([rows[:SEEN], rows[len(rows) - SEEN * translations :]])


def cosines(query: Vectors, listing_ids: Sequence[int]) -> dict[int, float]:
    """How near each of these listings is to the query: in the language in which it is nearest, weighed by `_near`."""
    if not listing_ids:
        return {}
    kept = select(ListingVectors.listing_id, ListingVectors.vectors, ListingVectors.translations)
    kept = kept.where(among(ListingVectors.listing_id, listing_ids))
    rows = db.session.execute(kept.order_by(ListingVectors.listing_id)).all()
    if not rows:
        return {}
    texts = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.int8).reshape(-1, DIMENSIONS)
    texts = texts.astype(np.float32)
    # As `whole` @ query, but in one pass each and in this thread: BLAS would call others, and wait for them.
    found = np.einsum("ij,j->i", texts, query) / np.sqrt(np.einsum("ij,ij->i", texts, texts))
    lengths = np.array([len(row[1]) // DIMENSIONS for row in rows])
    translations = np.array([row[2] for row in rows])
    return dict(zip((row[0] for row in rows), _nearest(found, lengths, translations).tolist(), strict=True))


def _nearest(cosines: Vectors, lengths: Numbers, translations: Numbers) -> Vectors:
    """Of each listing the nearest of its languages; `lengths` are the numbers of its texts, one after the other."""
    starts = np.cumsum(lengths) - lengths
    own = lengths - SEEN * translations
    nearest = _near(cosines, starts, own)
    for pair in range(translations.max(initial=0)):
        some = (translations > pair).nonzero()[0]
        theirs = _near(cosines, starts[some] + own[some] + SEEN * pair, np.full(len(some), SEEN))
        nearest[some] = np.maximum(nearest[some], theirs)
    return nearest


def _near(cosines: Vectors, starts: Numbers, lengths: Numbers) -> Vectors:
    """Title + whole text + best sentence, as measured best (docs/search.md); without sentences the whole text again."""
    title, whole = cosines[starts], cosines[starts + 1]
    sentences = np.arange(SEEN, lengths.max(initial=SEEN))
    at = np.minimum(starts[:, None] + sentences, len(cosines) - 1)
    said = np.where(sentences < lengths[:, None], cosines[at], -np.inf)
    best = np.where(lengths > SEEN, said.max(axis=1, initial=-np.inf), whole)
    nearest: Vectors = (title + whole + best) / 3
    return nearest
