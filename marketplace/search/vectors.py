"""Vectors kept small, and a matrix of their signs in memory: near ones first by signs, then exactly.

Cosines of e5 lie close together around a common direction; signs are therefore taken after that direction is subtracted.
A hundred thousand listings are 10 MB here; the exact numbers stay in the database and are fetched for the few that matter.
"""

from collections.abc import Sequence
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

    def nearest(self, query: Vectors, most: int) -> list[int]:
        """The ids of the listings whose signs agree most with the query's, at most `most`."""
        with self._lock:
            self._read_on()
            known, owners, seen = self._signs, self._owners, self._most
        if not len(owners):
            return []
        asked = np.frombuffer(signs(query.reshape(1, -1)), dtype=np.uint64)
        apart = np.bitwise_count(known ^ asked).sum(axis=1, dtype=np.uint16)
        some = min(most * seen, len(apart))
        near = np.argpartition(apart, some - 1)[:some]
        near = near[np.lexsort((owners[near], apart[near]))]
        return list(dict.fromkeys(int(owner) for owner in owners[near]))[:most]

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
    ends = np.cumsum([len(row[1]) // DIMENSIONS for row in rows])
    return {
        row[0]: _nearest(part, row[2]) for row, part in zip(rows, np.split(found, ends[:-1]), strict=True)
    }


def _nearest(cosines: Vectors, translations: int) -> float:
    own = len(cosines) - SEEN * translations
    pairs = [cosines[at : at + SEEN] for at in range(own, len(cosines), SEEN)]
    return max(_near(part) for part in (cosines[:own], *pairs))


def _near(cosines: Vectors) -> float:
    """Title + whole text + best sentence, as measured best (docs/search.md)."""
    best = float(cosines[2:].max()) if len(cosines) > 2 else float(cosines[1])
    return (float(cosines[0]) + float(cosines[1]) + best) / 3
