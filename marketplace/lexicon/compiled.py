"""The lexicon as the machine asks it: every form of every word → its terms, in mapped memory shared by processes.

Compiled from the text files when they, or the dictionaries of word forms, have changed; then read in milliseconds.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from marisa_trie import RecordTrie

from marketplace.core.aside import written_aside
from marketplace.core.letters import skeleton
from marketplace.core.morphology import Morphology, words
from marketplace.core.stopwords import is_stopword
from marketplace.core.words import fold

from .reading import SECTORS, Concept, read

FORMAT = "<IBB"  # term, position of the word in it, how many words it has
VERSION = 12
SHORTEST_COMPARED = 4
SHORTEST_ALONE = 5
HEAD_FIRST = ("es", "fr", "ga", "it", "mt", "pt", "ro")  # elsewhere what a phrase is about comes last


@dataclass(frozen=True)
class Term:
    """One word or phrase of one language, and the concept it stands for."""

    concept: str
    language: str
    said: str
    whole: bool = True  # False for one word of several phrases that no other concept shares: it stands for it less surely


@dataclass(frozen=True)
class Facts:
    """What a concept is, beside its words."""

    sector: str
    broader: str
    near: tuple[str, ...]
    related: tuple[str, ...]


class Lexicon:
    """All concepts: `find` asks what a word may be part of."""

    def __init__(
        self,
        trie: RecordTrie,
        terms: list[Term],
        concepts: dict[str, Facts],
        vocabulary: dict[str, str],
    ) -> None:
        self._trie = trie
        self.terms = terms
        self._concepts = concepts
        self.vocabulary = vocabulary  # every longer folded word of every term → its rough form

    def find(self, form: str, language: str) -> list[tuple[int, int, int]]:
        """The terms of this language with this folded form in them: (number of the term, position, its words)."""
        return self._trie.get(f"{language}\t{form}", [])  # type: ignore[no-any-return]

    def beginning(self, root: str, language: str) -> list[tuple[str, tuple[int, int, int]]]:
        """The same for all forms that begin so, each with the form."""
        before = len(language) + 1
        return [(key[before:], record) for key, record in self._trie.iteritems(f"{language}\t{root}")]

    def has(self, form: str, language: str) -> bool:
        """Whether a term of this language has this folded form in it."""
        return f"{language}\t{form}" in self._trie

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(self._concepts)

    def sector(self, concept: str) -> str:
        """The sector whose file it stands in."""
        return self._concepts[concept].sector

    def broader(self, concept: str) -> str:
        """What it is a kind of; empty if nothing."""
        return self._concepts[concept].broader if concept in self._concepts else ""

    def near(self, concept: str) -> tuple[str, ...]:
        """What it must not be taken for."""
        return self._concepts[concept].near if concept in self._concepts else ()

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = defaultdict(list)
        for name, facts in self._concepts.items():
            if facts.broader:
                below[facts.broader].append(name)
        return below

    def narrower(self, concept: str) -> list[str]:
        """The kinds of it."""
        return self._narrower.get(concept, [])

    @cached_property
    def _related(self) -> dict[str, set[str]]:
        beside: dict[str, set[str]] = defaultdict(set)
        for name, facts in self._concepts.items():
            for other in facts.related:
                beside[name].add(other)
                beside[other].add(name)
        return beside

    def related(self, concept: str) -> set[str]:
        """What who asks for this is glad of as well."""
        return self._related.get(concept, set())

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        labels: dict[tuple[str, str], str] = {}
        for term in self.terms:
            labels.setdefault((term.concept, term.language), term.said)
        return labels

    def label(self, concept: str, language: str) -> str:
        """What it is usually called in this language (BCP 47); in English where that is unknown."""
        return self._labels.get((concept, language)) or self._labels.get((concept, "en"), concept)


def _digest(morphology: Morphology, folder: Path) -> str:
    digest = hashlib.sha256(f"{VERSION} {morphology.missing}".encode())
    for path in sorted(folder.glob("*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def load(morphology: Morphology, kept_in: Path, source: Path = SECTORS) -> Lexicon:
    """The lexicon, compiled into `kept_in` first if what is there is not of these files (some seconds, once)."""
    name = f"lexicon-{_digest(morphology, source)}"
    trie_path, facts_path = kept_in / f"{name}.trie", kept_in / f"{name}.json"
    if not (trie_path.exists() and facts_path.exists()):
        kept_in.mkdir(parents=True, exist_ok=True)
        _compile(read(source), morphology, trie_path, facts_path)
    facts = json.loads(facts_path.read_text(encoding="utf-8"))
    trie = RecordTrie(FORMAT).mmap(str(trie_path))
    terms = [Term(*row) for row in facts["terms"]]
    concepts = {
        name: Facts(sector, broader, tuple(near), tuple(related))
        for name, sector, broader, near, related in facts["concepts"]
    }
    return Lexicon(trie, terms, concepts, facts["vocabulary"])


def _compile(concepts: Iterable[Concept], morphology: Morphology, trie_path: Path, facts_path: Path) -> None:
    terms: list[tuple[str, str, str, bool]] = []
    records: set[tuple[str, tuple[int, int, int]]] = set()
    concepts = list(concepts)
    for concept in concepts:
        for language, said_here in concept.terms.items():
            for said in said_here:
                content = content_words(said, language)
                for position, word in enumerate(content):
                    for form in morphology.forms(word, language):
                        records.add((f"{language}\t{form}", (len(terms), position, len(content))))
                terms.append((concept.id, language, said, True))
    for (language, form), (concept_id, said) in _alone(concepts, morphology).items():
        records.add((f"{language}\t{form}", (len(terms), 0, 1)))
        terms.append((concept_id, language, said, False))
    vocabulary = {fold(word) for _, _, said, _ in terms for word in words(said)}
    facts = {
        "terms": terms,
        "concepts": [[c.id, c.sector, c.broader, c.near, c.related] for c in concepts],
        "vocabulary": {word: skeleton(word) for word in sorted(vocabulary) if len(word) >= SHORTEST_COMPARED},
    }
    for path, write in (
        (trie_path, RecordTrie(FORMAT, sorted(records)).save),
        (
            facts_path,
            lambda name: Path(name).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8"),
        ),
    ):
        with written_aside(path) as aside:
            write(str(aside))


def _alone(concepts: list[Concept], morphology: Morphology) -> dict[tuple[str, str], tuple[str, str]]:
    """Forms that two phrases of a concept share and no other has: (language, form) → (concept, the word).

    One of the phrases must be about it: *first aid* is about aid, and «перша» is no name for it.
    """
    where: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    single: set[tuple[str, str]] = set()
    heads: set[tuple[str, str]] = set()
    above = {concept.id: concept.broader for concept in concepts}
    for concept in concepts:
        for language, said_here in concept.terms.items():
            for said in said_here:
                content = content_words(said, language)
                head = content[0 if language in HEAD_FIRST else -1]
                for word in content:
                    for form in morphology.forms(word, language):
                        where[language, form][concept.id][said] = word
                        if word == head:
                            (heads if len(content) > 1 else single).add((language, form))
    found = {}
    for key, phrases in where.items():
        if key in single or key not in heads or len(key[1]) < SHORTEST_ALONE:
            continue
        tops = [name for name in phrases if above[name] not in phrases]
        if len(tops) == 1 and len(phrases[tops[0]]) > 1:
            found[key] = (tops[0], next(iter(phrases[tops[0]].values())))
    return found


def content_words(said: str, language: str) -> list[str]:
    """The words that carry the meaning; all of them where nothing else is left."""
    every = words(said)
    return [word for word in every if not is_stopword(fold(word), language)] or every
