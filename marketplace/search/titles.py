"""The words of titles in memory, as hashes: whether a word that was found stands in the title."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from .vectors import Numbers


@dataclass(frozen=True)
class Titles:
    """By place in the bitmaps: which stretch of `words` a title is. A hash is four bytes, a word some fifteen."""

    starts: Numbers
    lengths: Numbers
    words: Numbers

    @property
    def used(self) -> int:
        """How many words the titles have."""
        return int(self.lengths.sum())

    @property
    def unused(self) -> int:
        """How many words of titles that were are kept still."""
        return len(self.words) - self.used

    @classmethod
    def none(cls) -> "Titles":
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing, nothing, np.zeros(0, dtype=np.uint32))

    def with_those(self, used: int, places: Numbers, titles: Sequence[str]) -> "Titles":
        """A copy in which the listings at these places have these titles; `used` places in all."""
        said = map(str.encode, " ".join(titles).split())
        fresh = np.fromiter(map(crc32, said), dtype=np.uint32)
        starts, lengths = np.zeros((2, used), dtype=np.int64)
        starts[: len(self.starts)], lengths[: len(self.lengths)] = self.starts, self.lengths
        counted = np.array([len(title.split()) for title in titles], dtype=np.int64)
        starts[places] = len(self.words) + np.cumsum(counted) - counted
        lengths[places] = counted
        return Titles(starts, lengths, np.concatenate([self.words, fresh]))

    def having(self, places: Numbers, words: Collection[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """For each of these places whether one of the words stands in the title."""
        lengths = self.lengths[places]
        owners = np.repeat(np.arange(len(places)), lengths)
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        stretch = np.repeat(self.starts[places], lengths) + np.arange(len(owners)) - before
        hits = np.isin(
            self.words[stretch], np.array([crc32(word.encode()) for word in words], dtype=np.uint32)
        )
        return np.bincount(owners[hits], minlength=len(places)) > 0
