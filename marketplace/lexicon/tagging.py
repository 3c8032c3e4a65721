"""Which concepts a text speaks of, and where: words in any form and order, phrases with a word between, compounds split."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from marketplace.core.morphology import Morphology
from marketplace.core.morphology import words as words_of
from marketplace.core.stopwords import is_stopword
from marketplace.core.words import fold

from .compiled import Lexicon, Term

COMPOUNDING = ("de", "nl", "sv", "da", "fi", "et", "hu")
SHORTEST_COMPOUND = 9
SHORTEST_PART = 4
TITLE = 10  # a mention in a title counts as so many
PARTLY = 1  # … of only a word of its term there, as one in the text; in the text that is nothing
SHORTEST_ROOT = 6
LONGEST_SUFFIX = 5
BETWEEN = 1  # words that may stand between those of a phrase


@dataclass(frozen=True)
class Mention:
    """A concept named by a text: by which term, and by which of its words (numbers of `words`)."""

    concept: str
    term: int
    language: str
    at: frozenset[int]
    whole: bool = True  # False where only a word of the term stands there, which no other concept shares


def mentions(
    words: Sequence[str], language: str, lexicon: Lexicon, morphology: Morphology, *, guess: bool = False
) -> list[Mention]:
    """What these words of one language speak of. A phrase hides the shorter terms within it (*water tower* is no water).

    `guess`: also what other words of the same root would speak of; for what somebody typed, not for whole texts.
    """
    content = [number for number, word in enumerate(words) if not is_stopword(fold(word), language)]
    seen: dict[int, dict[int, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )  # term → position → ordinals
    lengths: dict[int, int] = {}
    partly: set[int] = set()
    for ordinal, number in enumerate(content):
        records = _terms(words[number], language, lexicon, morphology)
        if guess and not records:
            records = _begun(words[number], language, lexicon, morphology)
            partly.update(number for number, _, _ in records)
        for term, position, length in records:
            seen[term][position].append(ordinal)
            lengths[term] = length
    found = []
    for term, places in seen.items():
        if len(places) < lengths[term]:
            continue
        known = lexicon.terms[term]
        whole = known.whole and term not in partly
        found += [
            Mention(known.concept, term, language, frozenset(content[ordinal] for ordinal in at), whole)
            for at in _spans(places, lengths[term], content, known)
        ]
    if language in COMPOUNDING:
        found += _written_apart(words, content, language, lexicon, morphology)
    phrases = [mention.at for mention in found if len(mention.at) > 1]
    taken = {number for mention in found if mention.whole for number in mention.at}
    return [
        m for m in found if not any(m.at < phrase for phrase in phrases) and (m.whole or not m.at & taken)
    ]


def _written_apart(
    words: Sequence[str], content: Sequence[int], language: str, lexicon: Lexicon, morphology: Morphology
) -> Iterable[Mention]:
    """Compounds whose parts stand side by side: *tűzoltó készülék* is a *tűzoltókészülék*."""
    for one, other in pairwise(content):
        parts = product(*(morphology.forms(words[number], language) for number in (one, other)))
        for term, _, length in {record for pair in parts for record in lexicon.find("".join(pair), language)}:
            if length == 1:
                yield Mention(lexicon.terms[term].concept, term, language, frozenset((one, other)))


def _spans(
    places: dict[int, list[int]], length: int, numbers: Sequence[int], term: Term
) -> Iterable[frozenset[int]]:
    """Sets of ordinals, one for each position, close together. `numbers`: which of all the words each ordinal is."""
    if length == 1:
        yield from (frozenset((ordinal,)) for ordinal in places[0])
        return
    reach = length - 1 + BETWEEN
    for first in places[0]:
        at = [first]
        for position in range(1, length):
            near = [o for o in places[position] if o not in at and abs(o - first) <= reach]
            if not near:
                break
            at.append(min(near, key=lambda o: abs(o - first)))
        if len(at) == length and _together(at, numbers, term):
            yield frozenset(at)


def _together(at: Sequence[int], numbers: Sequence[int], term: Term) -> bool:
    """Whether these words are one phrase: side by side in any order, or in its own order with one word between.

    With a preposition of theirs beside that word they are two things: *schools below the ground*, *school grounds*.
    """
    first, last = min(at), max(at)
    if last - first == len(at) - 1:
        return True
    prepositions = numbers[last] - numbers[first] - (last - first)
    own = len(words_of(term.said)) - len(at)
    return last - first < len(at) + BETWEEN and list(at) == sorted(at) and prepositions <= own


@lru_cache(maxsize=20_000)
def _terms(
    word: str, language: str, lexicon: Lexicon, morphology: Morphology
) -> frozenset[tuple[int, int, int]]:
    found: set[tuple[int, int, int]] = set()
    for form in morphology.forms(word, language):
        found.update(lexicon.find(form, language))
    if not found and language in COMPOUNDING and len(word) >= SHORTEST_COMPOUND:
        found.update(_of_parts(fold(word), language, lexicon, morphology))
    return frozenset(found)


def _of_parts(
    word: str, language: str, lexicon: Lexicon, morphology: Morphology
) -> Iterable[tuple[int, int, int]]:
    """The longest beginning and the longest end of a compound that are a term of their own."""
    sides: tuple[tuple[range, Callable[[int], slice]], ...] = (
        (range(len(word) - SHORTEST_PART, SHORTEST_PART, -1), slice),
        (range(SHORTEST_PART, len(word) - SHORTEST_PART), lambda cut: slice(cut, None)),
    )
    for cuts, part_of in sides:
        for cut in cuts:
            part = word[part_of(cut)]
            single = [
                record
                for form in morphology.forms(part, language)
                for record in lexicon.find(form, language)
                if record[2] == 1 and lexicon.terms[record[0]].whole
            ]
            if single:
                yield from single
                break


@lru_cache(maxsize=20_000)
def _begun(
    word: str, language: str, lexicon: Lexicon, morphology: Morphology
) -> frozenset[tuple[int, int, int]]:
    """What another word of the same root is a term of, where all such are of one concept: who keeps bees, beekeeping."""
    root = min(morphology.forms(word, language), key=len)
    if len(root) < SHORTEST_ROOT:
        return frozenset()
    # Not much longer: *kopio* is a copy, *kopiokone* a machine.
    longest = len(root) + LONGEST_SUFFIX
    single = [r for form, r in lexicon.beginning(root, language) if r[2] == 1 and len(form) <= longest]
    if len({lexicon.terms[record[0]].concept for record in single}) != 1:
        return frozenset()
    return frozenset(single[:1])


def concepts_of(
    title: str, text: str, language: str, lexicon: Lexicon, morphology: Morphology
) -> dict[str, int]:
    """What a listing speaks of: concept → how often it is named, one in the title counting ten times."""
    counted: dict[str, int] = defaultdict(int)
    for said, weight in ((title, TITLE), (text, 1)):
        for mention in mentions(words_of(said), language, lexicon, morphology):
            if mention.whole or weight == TITLE:
                counted[mention.concept] += weight if mention.whole else PARTLY
    return dict(counted)
