"""What somebody typed, understood: its words under all their endings, the languages it may be in, what it speaks of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.core.morphology import LANGUAGES, likely
from marketplace.core.morphology import words as words_of
from marketplace.core.stopwords import is_stopword
from marketplace.core.words import fold
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.tagging import mentions

from .spelling import nearest

MOST_WORDS = 12
LONGEST_WORD = 40
LONGEST_TEXT = 200  # of what was typed; more is not read
KNOWN_BY_LEXICON = 1.0
KNOWN_BY_DICTIONARY = 0.6
STOPWORD = 0.4
MOST_LANGUAGES = 6
PARTLY = 0.6  # a word that stands only in phrases, but in those of one concept, names it so surely
AS_GOOD = 0.02  # words as near as this to the nearest are looked for with it


@dataclass(frozen=True)
class Word:
    """One word that was typed, and the folded forms it is looked for under."""

    written: str
    forms: tuple[str, ...]
    weight: float = 1.0  # less than one for what is only spelt alike
    meant: str = ""  # the word that was looked for instead, where nobody uses what was written


@dataclass(frozen=True)
class Named:
    """A concept that the typed words name, by which of them, in which language, and how surely (0 to 1)."""

    concept: str
    at: frozenset[int]
    language: str
    sure: float


@dataclass(frozen=True)
class Asked:
    """What is looked for."""

    typed: str
    words: tuple[Word, ...]
    named: tuple[Named, ...] = ()
    languages: tuple[str, ...] = ()


def one_line(typed: str) -> str:
    """What was typed, without line breaks and what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())


def words_read(typed: str) -> tuple[str, ...]:
    """The words of it that are looked for, as written: each once, no more than twelve."""
    found = {fold(word): word[:LONGEST_WORD] for word in reversed(words_of(typed[:LONGEST_TEXT]))}
    return tuple(reversed(found.values()))[:MOST_WORDS]


def understand(typed: str, locale: str) -> Asked:
    """Read at most twelve words of `typed`. `locale`, the reader's language (BCP 47), decides where several would do."""
    written = words_read(typed)
    if not written:
        return Asked(typed, ())
    spoken = languages_of(written, typed, locale)
    content = [w for w in written if not any(is_stopword(fold(w), tag) for tag in spoken)] or written
    forms = tuple(Word(word, _forms(word, spoken)) for word in content)
    return Asked(typed, forms, _named(content, spoken, locale), spoken)


def spoken_of(asked: Asked) -> frozenset[str]:
    """The concepts in whose names one of the words stands."""
    known = lexicon()
    return frozenset(
        known.terms[term].concept
        for word in asked.words
        for tag in asked.languages[:MOST_LANGUAGES]
        for form in morphology().forms(word.meant or word.written, tag)
        for term, _, _ in known.find(form, tag)
    )


def mended(asked: Asked, number: int, locale: str = "") -> Asked:
    """The same with one word replaced by those spelt most alike that somebody uses; unchanged where none is."""
    word = asked.words[number]
    near = nearest(word.written)
    if not near:
        return asked
    likeliest = [other for other in near if other.alike >= near[0].alike - AS_GOOD]
    forms: dict[str, None] = {}
    named = {(found.concept, found.at): found for found in asked.named}
    for other in likeliest:
        said = [w.meant or w.written for w in asked.words]
        said[number] = other.word
        spoken = languages_of(said, other.word, locale)
        forms.update(dict.fromkeys(_forms(other.word, spoken)))
        for found in _named(said, spoken, locale):
            if number in found.at:
                named.setdefault((found.concept, found.at), replace(found, sure=found.sure * other.alike))
    renewed = Word(word.written, tuple(forms), near[0].alike, near[0].word)
    longest = [n for n in named.values() if not any(n.at < other.at for other in named.values())]
    return replace(
        asked, words=(*asked.words[:number], renewed, *asked.words[number + 1 :]), named=tuple(longest)
    )


def languages_of(written: Sequence[str], typed: str, locale: str) -> tuple[str, ...]:
    """The languages that most of the words are known in, the reader's first; those of the script where none is."""
    scored: dict[str, float] = {}
    for tag in likely(typed):
        scored[tag] = sum(_known(word, tag) for word in written)
    best = max(scored.values())
    if best < KNOWN_BY_DICTIONARY:
        return tuple(sorted(scored, key=lambda tag: (tag != locale, tag not in ("uk", "en"))))
    # A word that several languages share is looked for in all of them.
    kept = [tag for tag, score in scored.items() if score >= best - STOPWORD]
    return tuple(sorted(kept, key=lambda tag: (-scored[tag], tag != locale)))


def _known(word: str, language: str) -> float:
    if is_stopword(fold(word), language):
        return STOPWORD
    known = morphology()
    if any(lexicon().has(form, language) for form in known.forms(word, language)):
        return KNOWN_BY_LEXICON
    return KNOWN_BY_DICTIONARY if known.knows(word, language) else 0.0


def _forms(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    forms = {fold(word): None}
    for tag in languages if len(languages) < len(LANGUAGES) // 2 else languages[:4]:
        forms.update(dict.fromkeys(morphology().forms(word, tag)))
    return tuple(forms)


def _named(content: Sequence[str], languages: Sequence[str], locale: str) -> tuple[Named, ...]:
    """The concepts, each with how surely: a phrase hides the shorter ones in it, many languages outweigh one."""
    said: dict[tuple[str, frozenset[int]], list[str]] = defaultdict(list)
    whole: set[tuple[str, frozenset[int]]] = set()
    for tag in languages:
        for mention in mentions(content, tag, lexicon(), morphology(), guess=True):
            said[mention.concept, mention.at].append(tag)
            if mention.whole:
                whole.add((mention.concept, mention.at))
    kept = {
        key: tags
        for key, tags in said.items()
        if not any(key[1] < other[1] for other in said)
        and (key in whole or not any(key[1] & other[1] for other in whole))
    }
    most: dict[frozenset[int], int] = defaultdict(int)
    for (_, at), tags in kept.items():
        most[at] = max(most[at], len(set(tags)))
    return tuple(
        Named(
            concept,
            at,
            locale if locale in tags else tags[0],
            (1.0 if (concept, at) in whole else PARTLY)
            * (1.0 if locale in tags else (len(set(tags)) / most[at]) ** 0.5),
        )
        for (concept, at), tags in kept.items()
    )
