"""Several simple retrievers, each good at what the others miss, and one sum that says how well a listing answers.

Each hands over ids; the sum is reckoned here, so both engines put the same listings in the same order.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from marketplace.lexicon.loaded import lexicon
from marketplace.lexicon.tagging import TITLE

from . import bitmaps
from .directions import ASKED, nearest_concepts, of_concept, without_language
from .embedder import Vectors, embedder
from .postings import MOST, Field, Postings
from .ranking import Reasons, Table
from .understanding import Asked, Named, mended, spoken_of
from .vectors import Matrix, Numbers, cosines

NEAREST = 300  # listings whose meaning is compared exactly
IN_TITLE, IN_TEXT = 1.0, 0.7
# Who asks for vehicles is glad of a bus, a little less; who asks for a ramp, of what makes buildings accessible.
NARROWER, RELATED, BROADER = 0.85, 0.45, 0.4
DRAWN = 2.0  # how far a query's vector is drawn to the concepts it names
# A concept is guessed from what a query means if its cosine is so high; less will do if a word of it stands there too.
SURE_ENOUGH, SPOKEN, MARGIN = 0.6, 0.12, 0.05
WORDS, LETTERS, CONCEPTS, MEANING = "wlcm"
EVERYTHING = frozenset((WORDS, LETTERS, CONCEPTS, MEANING))
matrix = Matrix()


@dataclass(frozen=True)
class Found:
    """The listings in order, the reasons, and whether there were more than were looked at.

    `asked` is what was looked for in the end: a word that nobody uses was replaced by the nearest that somebody does.
    """

    asked: Asked
    why: Reasons
    more: bool
    postings: Postings

    @property
    def ids(self) -> tuple[int, ...]:
        """Their ids, the best first."""
        return tuple(self.why)


def meaning_of(asked: Asked) -> Vectors | None:
    """The vector of what was typed, drawn to the concepts that it names; None without an embedder.

    A word of a small language says little to the model; the same thing said in eight of the large ones says what is meant.
    """
    typed = _meaning_of_text(asked.typed, asked.languages)
    if typed is None:
        return None
    drawn = np.array(typed)
    for named in asked.named:
        concept = of_concept(named.concept)
        if concept is not None:
            drawn = drawn + DRAWN * named.sure * len(named.at) / len(asked.words) * concept
    return drawn / np.linalg.norm(drawn)


@lru_cache(maxsize=5000)
def _meaning_of_text(typed: str, languages: tuple[str, ...]) -> Vectors | None:
    model = embedder()
    return None if model is None else without_language(model.query(typed), languages, ASKED)


def forget() -> None:
    """Forget what this process has read: for another embedder, or another database."""
    matrix.clear()
    bitmaps.keeper.clear()
    _meaning_of_text.cache_clear()


def find(
    asked: Asked,
    field: Field | None = None,
    use: frozenset[str] = EVERYTHING,
    *,
    only_few: bool = False,
    only_which: bool = False,
    postings: Postings | None = None,
) -> Found:
    """Everything that answers among the listings of `field` (None: the open ones), the best first.

    `use` names retrievers: words, letters, concepts, meaning. `only_few`: where there is more than can be looked at, say
    so, and put nothing in order. `only_which`: their order is not asked, and so not what they mean, unless that decides.
    `postings`: what was read before for the same words.
    """
    if field is None:
        index = bitmaps.keeper.now()
        field = Field(index, index.open)
    found = _Gathering(asked, field, postings or Postings())
    if WORDS in use:
        found.by_words(letters=LETTERS in use)
    if CONCEPTS in use:
        found.by_concepts(guess=MEANING in use)
    if only_few and found.more:
        return Found(found.asked, Reasons.none(), True, found.postings)
    table = found.table() if only_which else None
    if MEANING in use and not (table and table.has_enough):
        found.by_meaning()
        table = None
    why = (table or found.table()).in_order(field.index)
    return Found(found.asked, why, found.more, found.postings)


class _Gathering:
    """One search under way: each retriever adds what it found, by places in the bitmaps."""

    def __init__(self, asked: Asked, field: Field, postings: Postings) -> None:
        self.asked, self.field, self.postings = asked, field, postings
        self.words: list[Numbers] = []  # for each word that was typed
        self.concepts: list[tuple[str, Numbers, Numbers]] = []  # a listing's concept, where, and how much
        self.answers: dict[str, dict[Named, float]] = {}  # a listing's concept → what it answers, how well
        self.near: Mapping[int, float] = {}  # id → cosine
        self.more = False

    def by_words(self, *, letters: bool) -> None:
        """Listings in which a word stands; where none has it, those with the word that was meant."""
        self.words = self.postings.with_words(self.asked.words, self.field)
        for number, places in enumerate(self.words):
            if letters and not len(places) and not any(number in named.at for named in self.asked.named):
                self.asked = mended(self.asked, number)
                [self.words[number]] = self.postings.with_words(
                    self.asked.words[number : number + 1], self.field
                )
            self.more |= len(self.words[number]) == MOST

    def by_concepts(self, *, guess: bool) -> None:
        """Listings that speak of what is named, or of a kind of it, or of what goes with it."""
        if guess:
            self.asked = guessed(self.asked)
        answers: dict[str, dict[Named, float]] = defaultdict(dict)
        for named in self.asked.named:
            for concept, fit in answering(named.concept).items():
                answers[concept][named] = fit * named.sure
        self.answers = answers
        close = sorted(c for c, fits in answers.items() if max(fits.values()) > RELATED)
        self.concepts = self.postings.about(close, self.field)
        enough = len(set().union(*(places.tolist() for _, places, _ in self.concepts))) >= MOST
        self.more |= enough
        if not enough:  # else there is enough without what only goes with it
            self.concepts += self.postings.about(sorted(answers.keys() - close), self.field)

    def by_meaning(self) -> None:
        """Listings whose meaning is near."""
        query = meaning_of(self.asked)
        if query is not None:
            self.near = cosines(query, matrix.nearest(query, NEAREST, self.field.holds))

    def table(self) -> Table:
        """What was found of each listing, to be weighed."""
        index = self.field.index
        near = index.at[np.array(list(self.near), dtype=np.int64)]
        table = Table.of(self.asked, [*self.words, *(places for _, places, _ in self.concepts), near])
        for number, places in enumerate(self.words):
            word = self.asked.words[number]
            in_title = index.titles.having(places, word.forms)
            table.has_word(number, places, np.where(in_title, IN_TITLE, IN_TEXT) * word.weight)
        for concept, places, weights in self.concepts:
            presence = np.where(weights >= TITLE, 1.0, np.where(weights > 1, 0.8, 0.65))
            for named, fit in self.answers[concept].items():
                table.speaks_of(named, places, presence * fit, itself=fit > RELATED)
        table.is_near(near, list(self.near.values()))
        return table


def guessed(asked: Asked) -> Asked:
    """The same with a concept for the words that name none, where the meaning of all of it says which."""
    rest = frozenset(range(len(asked.words))) - frozenset(n for named in asked.named for n in named.at)
    typed = _meaning_of_text(asked.typed, asked.languages) if rest else None
    if typed is None:
        return asked
    near = nearest_concepts(typed)
    known = spoken_of(asked)
    likely = max(near, key=lambda name: near[name] + (SPOKEN if name in known else 0))
    least = max([SURE_ENOUGH, *(near.get(named.concept, 0) + MARGIN for named in asked.named)])
    if near[likely] + (SPOKEN if likely in known else 0) < least:
        return asked
    return replace(asked, named=(*asked.named, Named(likely, rest, "", near[likely])))


def answering(concept: str) -> dict[str, float]:
    """The concepts that answer who asks for this one, and how well (0 to 1)."""
    known = lexicon()
    beside = known.related(concept)
    fits = {kind: RELATED * NARROWER for other in beside for kind in known.narrower(other)}
    fits.update(dict.fromkeys(beside, RELATED))
    if broader := known.broader(concept):
        fits[broader] = max(fits.get(broader, 0), BROADER)
    fits.update(dict.fromkeys(known.narrower(concept), NARROWER))
    for near in known.near(concept):
        fits.pop(near, None)
    return {**fits, concept: 1.0}
