"""The lexicon's plain text files, read and judged: one file a sector, one block a concept, one line a language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marketplace.core.morphology import LANGUAGES, words
from marketplace.core.words import tokens

SECTORS = Path(__file__).parent / "sectors"
ORDER = tuple(sorted(LANGUAGES))  # bg … uk: the lines of a block
HEADER = re.compile(r"\[([a-z0-9_]+)\]")
SHARED = "~"  # behind a word that is known to stand under another concept too
MOST_WORDS = 5


@dataclass(frozen=True)
class Concept:
    """One thing of the field. `terms`: language → its words there, dictionary forms, the usual one first."""

    id: str
    sector: str
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[str, ...] = ()  # what it must not be taken for
    broader: str = ""  # who asks for that wants this too
    related: tuple[str, ...] = ()  # who asks for one of these is glad of this as well; it counts both ways
    shared: frozenset[tuple[str, str]] = frozenset()  # (language, term) marked as ambiguous


def read(folder: Path = SECTORS) -> list[Concept]:
    """All concepts, in the order of the files. Raises `ValueError` for a line that is none."""
    return [concept for path in sorted(folder.glob("*.txt")) for concept in _blocks(path)]


def _blocks(path: Path) -> Iterator[Concept]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if not lines:
            continue
        header = HEADER.fullmatch(lines[0].strip())
        if header is None:
            raise ValueError(f"{path.name}: «{lines[0]}» is no concept")
        facts: dict[str, str] = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon or name in facts:
                raise ValueError(f"{path.name}, {header[1]}: «{line}» is no line, or stands there twice")
            facts[name] = value.strip()
        near, broader, related = (facts.pop(name, "") for name in ("near", "in", "with"))
        split = {tag: [term.strip() for term in value.split(",")] for tag, value in facts.items()}
        yield Concept(
            header[1],
            path.stem,
            {tag: tuple(term.rstrip(SHARED) for term in terms) for tag, terms in split.items()},
            _names(near),
            broader,
            _names(related),
            frozenset(
                (tag, term.rstrip(SHARED))
                for tag, terms in split.items()
                for term in terms
                if term.endswith(SHARED)
            ),
        )


def _names(said: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in said.split(",") if name.strip())


def mistakes(concepts: Iterable[Concept]) -> Iterator[str]:
    """A sentence for each thing that is wrong: what a contributor sees, and what a test holds at none."""
    concepts = list(concepts)
    known = {concept.id: concept for concept in concepts}
    if len(known) < len(concepts):
        ids = [concept.id for concept in concepts]
        yield from (f"{name} stands there twice" for name in known if ids.count(name) > 1)
    for concept in concepts:
        if tuple(concept.terms) != ORDER:
            wrong = sorted(set(ORDER) ^ set(concept.terms))
            yield f"{concept.id}: its languages are not {' '.join(ORDER)} ({' '.join(wrong) or 'the order is another'})"
        for name in (*concept.near, *concept.related, *([concept.broader] if concept.broader else [])):
            if name not in known:
                yield f"{concept.id} names {name}, which is not there"
        for name in set(concept.near) & {*concept.related, concept.broader}:
            yield f"{concept.id}: {name} cannot be both a near miss and wanted too"
        if concept.id in _above(concept, known):
            yield f"{concept.id} is broader than itself"
        for tag, terms in concept.terms.items():
            for term in terms:
                yield from (f"{concept.id}, {tag}: {what}" for what in _about(term))
    yield from _twice(concepts)


def _about(term: str) -> Iterator[str]:
    if not term:
        yield "an empty word"
    elif not tokens(term):
        yield f"«{term}» has no letters"
    elif len(words(term)) > MOST_WORDS:
        yield f"«{term}» is longer than {MOST_WORDS} words"


def _above(concept: Concept, known: dict[str, Concept]) -> list[str]:
    found: list[str] = []
    while concept.broader in known and concept.broader not in found:
        found.append(concept.broader)
        concept = known[concept.broader]
    return found


def _twice(concepts: list[Concept]) -> Iterator[str]:
    """One word under two concepts, unless both say that they know."""
    where: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for concept in concepts:
        for tag, terms in concept.terms.items():
            for term in terms:
                said = " ".join(tokens(term))
                where[tag, said].append((concept.id, (tag, term) in concept.shared))
    for (tag, said), places in where.items():
        names = [name for name, _ in places]
        if len(set(names)) < len(names):
            yield f"{tag}: «{said}» stands twice under {names[0]}"
        elif len(names) > 1 and not all(shared for _, shared in places):
            yield f"{tag}: «{said}» stands under {' and '.join(names)}"
