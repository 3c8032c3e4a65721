"""Names under the beginnings of their words: what begins as somebody has typed is found by bisection, however many there are."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from marketplace.core.letters import skeletons
from marketplace.core.words import tokens

MOST_READ = 1000  # names that begin alike; two letters have no more in any language
SHORTEST_SOUND = 3  # letters of a rough form: fewer begin everything


@dataclass(frozen=True, order=True)
class Fit:
    """How well a name answers: one that begins so before one with a later word that does, then the shorter."""

    within: bool
    length: int
    name: str


class Beginnings:
    """Names, each with the number of what it names. `sounds`: in other scripts and spellings too."""

    def __init__(self, names: Iterable[tuple[str, int]], *, sounds: bool = False) -> None:
        self._sounds = sounds
        entries: set[tuple[str, int, int]] = set()
        for name, number in dict.fromkeys(names):  # a place and its centre often share one
            words = tokens(name)
            # Word by word as long as the name: what a name sounds like from a later word on is the end of it.
            heard = [rough.split(" ") for rough in skeletons(" ".join(words))] if sounds else []
            for at in range(len(words)):
                entries.add((" ".join(words[at:]), at, number))
                entries.update(("~" + " ".join(rough[at:]), at, number) for rough in heard)
        self._entries = sorted(entries)

    def find(self, typed: str) -> list[int]:
        """The numbers of those in which a word begins as what was typed, the best first."""
        said = " ".join(tokens(typed))
        found = self._begin(said)
        if (
            self._sounds and not found
        ):  # sounds are rough: «Хар» is no Greece where Kharkiv is known by its letters
            for rough in skeletons(said):
                if len(rough) >= SHORTEST_SOUND:
                    found.update(self._begin(f"~{rough}"))
        return sorted(found, key=lambda number: (found[number], number))

    def _begin(self, said: str) -> dict[int, Fit]:
        found: dict[int, Fit] = {}
        start = bisect_left(self._entries, (said,))
        for name, at, number in islice(self._entries, start, start + MOST_READ):
            if not name.startswith(said):
                break
            fit = Fit(at > 0, len(name), name)
            found[number] = min(found.get(number, fit), fit)
        return found
