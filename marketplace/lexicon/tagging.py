"""Which concepts a text speaks of, and where: words in any form and order, phrases with a word between, compounds split."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marketplace.core.morphology import Morphology
from marketplace.core.morphology import words as words_of
from marketplace.core.stopwords import is_stopword
from marketplace.core.words import fold

from .compiled import Lexicon

COMPOUNDING = ("de", "nl", "sv", "da", "fi", "et", "hu")
SHORTEST_COMPOUND = 9
SHORTEST_PART = 4
TITLE = 10  # a mention in a title counts as so many
BETWEEN = 1  # words that may stand between those of a phrase


@dataclass(frozen=True)
class Mention:
    """A concept named by a text: by which term, and by which of its words (numbers of `words`)."""

    concept: str
    term: int
    language: str
    at: frozenset[int]


def mentions(words: Sequence[str], language: str, lexicon: Lexicon, morphology: Morphology) -> list[Mention]:
    """What these words of one language speak of. A phrase hides the shorter terms within it (*water tower* is no water)."""
    content = [number for number, word in enumerate(words) if not is_stopword(fold(word), language)]
    seen: dict[int, dict[int, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )  # term → position → ordinals
    lengths: dict[int, int] = {}
    for ordinal, number in enumerate(content):
        for term, position, length in _terms(words[number], language, lexicon, morphology):
            seen[term][position].append(ordinal)
            lengths[term] = length
    found = []
    for term, places in seen.items():
        if len(places) < lengths[term]:
            continue
        concept = lexicon.terms[term].concept
        found += [
            Mention(concept, term, language, frozenset(content[ordinal] for ordinal in at))
            for at in _spans(places, lengths[term])
        ]
    phrases = [mention.at for mention in found if len(mention.at) > 1]
    return [m for m in found if not any(m.at < phrase for phrase in phrases)]


def _spans(places: dict[int, list[int]], length: int) -> Iterable[frozenset[int]]:
    """Sets of ordinals, one for each position, close together."""
    if length == 1:
        yield from (frozenset((ordinal,)) for ordinal in places[0])
        return
    reach = length - 1 + BETWEEN
    for first in places[0]:
        at = {first}
        for position in range(1, length):
            near = [o for o in places[position] if o not in at and abs(o - first) <= reach]
            if not near:
                break
            at.add(min(near, key=lambda o: abs(o - first)))
        if len(at) == length and max(at) - min(at) <= reach:
            yield frozenset(at)


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
                if record[2] == 1
            ]
            if single:
                yield from single
                break


def concepts_of(
    title: str, text: str, language: str, lexicon: Lexicon, morphology: Morphology
) -> dict[str, int]:
    """What a listing speaks of: concept → how often it is named, one in the title counting ten times."""
    counted: dict[str, int] = defaultdict(int)
    for said, weight in ((title, TITLE), (text, 1)):
        for mention in mentions(words_of(said), language, lexicon, morphology):
            counted[mention.concept] += weight
    return dict(counted)
