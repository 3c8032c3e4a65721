"""Cities and regions under the names that others have for them: *Fünfkirchen* is Pécs, «Лвов» is Lviv.

`places.txt` has a line a place: country (ISO 3166-1), its own names, the names elsewhere. Compiled like the lexicon.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marketplace.core.aside import written_aside
from marketplace.core.letters import skeleton, skeletons
from marketplace.core.words import tokens

SOURCE = Path(__file__).parent / "places.txt"
PARTS = 3
VERSION = 1


@dataclass(frozen=True)
class Named:
    """A place: its country, and its own names as sets of rough words."""

    country: str
    own: tuple[frozenset[str], ...]


class Gazetteer:
    """Names in anybody's spelling → places."""

    def __init__(self, places: list[tuple[str, list[list[str]]]], by_name: dict[str, list[int]]) -> None:
        self._places = [Named(country, tuple(frozenset(words) for words in own)) for country, own in places]
        self._by_name = by_name

    def find(self, name: str) -> list[Named]:
        """The places that somebody calls so; a folded name first, else one that sounds the same."""
        said = " ".join(tokens(name))
        for key in (said, *(f"~{rough}" for rough in skeletons(said))):
            if key in self._by_name:
                return [self._places[number] for number in self._by_name[key]]
        return []


def lines(source: Path = SOURCE) -> Iterator[tuple[str, list[str], list[str]]]:
    """Country, own names, other names of each line. Raises `ValueError` for a line that is none."""
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != PARTS or not parts[1]:
            raise ValueError(f"{source.name}: «{line}» is no place")
        own, others = ([name.strip() for name in part.split(",") if name.strip()] for part in parts[1:])
        yield parts[0], own, others


def load(kept_in: Path, source: Path = SOURCE) -> Gazetteer:
    """The places, compiled into `kept_in` first if what is there is not of this file."""
    digest = hashlib.sha256(f"{VERSION}".encode() + source.read_bytes()).hexdigest()[:20]
    path = kept_in / f"places-{digest}.json"
    if not path.exists():
        kept_in.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as aside:
            aside.write_text(json.dumps(_compiled(source), ensure_ascii=False), encoding="utf-8")
    return Gazetteer(*json.loads(path.read_text(encoding="utf-8")))


def _compiled(source: Path) -> tuple[list[tuple[str, list[list[str]]]], dict[str, list[int]]]:
    places: list[tuple[str, list[list[str]]]] = []
    by_name: dict[str, set[int]] = defaultdict(set)
    for country, own, others in lines(source):
        for name in (*own, *others):
            said = " ".join(tokens(name))
            for key in (said, *(f"~{rough}" for rough in skeletons(said))):
                by_name[key].add(len(places))
        rough_words = sorted({tuple(skeleton(word) for word in tokens(name)) for name in own})
        places.append((country, [list(words) for words in rough_words]))
    return places, {name: sorted(numbers) for name, numbers in by_name.items()}
