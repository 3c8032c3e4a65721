"""Several simple retrievers, each good at what the others miss, and one sum that says how well a listing answers.

Each hands over ids; the sum is reckoned here, so both engines put the same listings in the same order.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Select, func, literal, literal_column, select, table, text, true, union_all
from sqlalchemy import column as sql_column
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.db import among, db
from marketplace.lexicon.loaded import lexicon
from marketplace.lexicon.tagging import TITLE
from marketplace.listings.models import Listing, ListingConcept
from marketplace.listings.queries import public

from .directions import ASKED, nearest_concepts, of_concept, without_language
from .embedder import Vectors, embedder
from .understanding import Asked, Named, Word, mended, spoken_of
from .vectors import Matrix, cosines

MOST = 1000  # of what one word or concept finds, the newest so many are looked at
NEAREST = 300  # listings whose meaning is compared exactly
IN_TITLE, IN_TEXT = 1.0, 0.7
# Who asks for vehicles is glad of a bus, a little less; who asks for a ramp, of what makes buildings accessible.
NARROWER, RELATED, BROADER = 0.85, 0.45, 0.4
DRAWN = 2.0  # how far a query's vector is drawn to the concepts it names
# A concept is guessed from what a query means if its cosine is so high; less will do if a word of it stands there too.
SURE_ENOUGH, SPOKEN, MARGIN = 0.6, 0.12, 0.05
TAIL = 10  # so many are shown at least, where that many are near: more were noise (precision .13 with twenty, .24 with ten)
NEAR = 0.1  # a cosine below this is chance
ENOUGH, ENOUGH_OF_BEST = 0.3, 0.5
NEARNESS = 1.2  # what the nearest meaning may add to a sum whose other part is one at most
COSINE_LOW, COSINE_HIGH = 0.02, 0.5  # below: nothing in common; above: the same thing
WORDS, LETTERS, CONCEPTS, MEANING = "wlcm"
EVERYTHING = frozenset((WORDS, LETTERS, CONCEPTS, MEANING))
matrix = Matrix()

_fts = table("listing_words", sql_column("rowid"))
# On PostgreSQL a generated column (migrations/versions/20261124_search_vector.py), which SQLite's table has not.
_vector: ColumnElement[str] = literal_column("listings.listing_words")


@dataclass(slots=True)
class Why:
    """Why a listing stands in the result: by its own words, by concepts, by its meaning."""

    words: dict[int, float] = field(default_factory=dict)  # number of the typed word → how well it matches
    concepts: dict[str, float] = field(default_factory=dict)
    cosine: float = 0.0
    covered: float = 0.0  # how much of what was typed it has, rare words counting more
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """The ids in order, the reasons, and whether there were more than were looked at.

    `asked` is what was looked for in the end: a word that nobody uses was replaced by the nearest that somebody does.
    """

    asked: Asked
    ids: tuple[int, ...]
    why: Mapping[int, Why]
    more: bool = False


def ids_with(words: Sequence[Word], conditions: Sequence[Any]) -> list[list[int]]:
    """For each word the newest listings with one of its forms; all in one statement."""
    found: list[list[int]] = [[] for _ in words]
    arms = [select(_with(word, number, conditions).subquery()) for number, word in enumerate(words)]
    if arms:
        for number, listing_id in db.session.execute(union_all(*arms)).all():
            found[number].append(listing_id)
    return found


def _with(word: Word, number: int, conditions: Sequence[Any]) -> Select[Any]:
    """The newest listings with this word, each beside the word's number."""
    if db.engine.dialect.name == "postgresql":
        query = func.to_tsquery("simple", " | ".join(f"'{form}'" for form in word.forms))
        wanted = public().where(_vector.op("@@", is_comparison=True)(query), *conditions)
        # Apart, so that the index of words answers, whatever PostgreSQL thinks of walking the newest.
        hits = wanted.with_only_columns(Listing.id).cte(f"hits_{number}").prefix_with("MATERIALIZED")
        return select(literal(number), hits.c.id).order_by(hits.c.id.desc()).limit(MOST)
    # Quoted, a word is a word: AND, OR, NEAR, * and : mean nothing (SQLite, FTS5 §3.1).
    name = f"forms_{number}"
    said = text(f"listing_words MATCH :{name}").bindparams(
        **{name: " OR ".join(f'"{form}"' for form in word.forms)}
    )
    # The index is walked from its end, and the walk ends when there are enough: a common word costs no more.
    walked = select(literal(number), _fts.c.rowid).where(said, _is_open(_fts.c.rowid, conditions))
    return walked.order_by(_fts.c.rowid.desc()).limit(MOST)


def ids_about(concepts: Sequence[str], conditions: Sequence[Any]) -> dict[int, dict[str, int]]:
    """The newest listings that speak of one of these concepts: id → concept → weight."""
    row = ListingConcept
    # An arm for each, in order: the index hands them over so, they are merged, and nothing is sorted.
    spoken = select(row.listing_id, row.concept, row.weight).where(_is_open(row.listing_id, conditions))
    spoken = spoken.order_by(row.listing_id.desc())
    arms = [select(spoken.where(row.concept == concept).subquery()) for concept in concepts]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    if arms:
        newest = union_all(*arms).order_by(text("listing_id DESC")).limit(MOST * 2)
        for listing_id, concept, weight in db.session.execute(newest).all():
            found[listing_id][concept] = weight
    return found


def _is_open(listing_id: Any, conditions: Sequence[Any]) -> ColumnElement[bool]:
    """This very listing is open and fulfils the conditions: asked for each as it comes, not for all beforehand."""
    one = public().where(Listing.id == listing_id, *conditions).with_only_columns(true())
    # No EXISTS: PostgreSQL would make a join of it, and look at all listings first.
    return one.correlate_except(Listing).scalar_subquery()


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
    _meaning_of_text.cache_clear()


def find(
    asked: Asked, conditions: Sequence[Any] = (), use: frozenset[str] = EVERYTHING, *, only_few: bool = False
) -> Found:
    """Everything that answers, the best first. `use` names retrievers: words, letters, concepts, meaning.

    `only_few`: where there is more than can be looked at, say so, and put nothing in order.
    """
    found = _Gathering(asked, conditions)
    if WORDS in use:
        found.by_words(letters=LETTERS in use)
    if CONCEPTS in use:
        found.by_concepts(guess=MEANING in use)
    if only_few and found.more:
        return Found(found.asked, (), {}, more=True)
    if MEANING in use:
        found.by_meaning()
    return found.in_order()


class _Gathering:
    """One search under way: each retriever adds its reasons."""

    def __init__(self, asked: Asked, conditions: Sequence[Any]) -> None:
        self.asked = asked
        self.conditions = conditions
        self.why: dict[int, Why] = defaultdict(Why)
        self.having: dict[int, set[int]] = {number: set() for number in range(len(asked.words))}  # word → ids
        self.more = False

    def by_words(self, *, letters: bool) -> None:
        """Listings in which a word stands; where none has it, those with the word that was meant."""
        for number, listings in enumerate(ids_with(self.asked.words, self.conditions)):
            ids = listings
            if letters and not ids and not any(number in named.at for named in self.asked.named):
                self.asked = mended(self.asked, number)
                [ids] = ids_with(self.asked.words[number : number + 1], self.conditions)
            self.more |= len(ids) == MOST
            self.having[number].update(ids)
            for listing_id in ids:
                self.why[listing_id].words[number] = IN_TEXT * self.asked.words[number].weight

    def by_concepts(self, *, guess: bool) -> None:
        """Listings that speak of what is named, or of a kind of it, or of what goes with it."""
        if guess:
            self.asked = guessed(self.asked)
        answers: dict[str, dict[Named, float]] = defaultdict(
            dict
        )  # a listing's concept → what it answers, how well
        for named in self.asked.named:
            for concept, fit in answering(named.concept).items():
                answers[concept][named] = fit * named.sure
        close = sorted(c for c, fits in answers.items() if max(fits.values()) > RELATED)
        found = ids_about(close, self.conditions)
        self.more |= len(found) >= MOST
        if len(found) < MOST:  # else there is enough without what only goes with it
            for listing_id, spoken in ids_about(sorted(answers.keys() - close), self.conditions).items():
                found.setdefault(listing_id, {}).update(spoken)
        for listing_id, spoken in found.items():
            held = self.why[listing_id].concepts
            for concept, weight in spoken.items():
                presence = _presence(weight)
                for named, fit in answers[concept].items():
                    held[named.concept] = max(held.get(named.concept, 0), presence * fit)
                    if fit > RELATED:
                        for number in named.at:
                            self.having[number].add(listing_id)

    def by_meaning(self) -> None:
        """Listings whose meaning is near."""
        query = meaning_of(self.asked)
        if query is not None:
            for listing_id, cosine in cosines(query, matrix.nearest(query, NEAREST)).items():
                self.why[listing_id].cosine = cosine

    def in_order(self) -> Found:
        """What of it is open and worth showing, the best first."""
        facts = _open_among(self.why, self.conditions)
        rarity = {n: math.log(1 + MOST / (1 + len(ids))) for n, ids in self.having.items()}
        total = sum(rarity.values()) or 1
        spaced = [tuple(f" {form} " for form in word.forms) for word in self.asked.words]
        for listing_id, (title, _) in facts.items():
            reasons = self.why[listing_id]
            for number in reasons.words:
                if any(form in title for form in spaced[number]):
                    reasons.words[number] = IN_TITLE * self.asked.words[number].weight
            _weigh(reasons, self.asked, rarity, total)
        ranked = sorted(facts, key=lambda i: (round(self.why[i].score, 6), facts[i][1]), reverse=True)
        kept = _worth_showing(ranked, self.why)
        return Found(self.asked, tuple(kept), {i: self.why[i] for i in kept}, self.more)


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


def _presence(weight: int) -> float:
    """How much a listing speaks of a concept: in its title, several times, once."""
    return 1.0 if weight >= TITLE else 0.8 if weight > 1 else 0.65


def _weigh(reasons: Why, asked: Asked, rarity: Mapping[int, float], total: float) -> None:
    """How much of what was typed a listing has, and how near its meaning is."""
    matched = dict(reasons.words)
    for named in asked.named:
        strength = reasons.concepts.get(named.concept, 0)
        for number in named.at:
            matched[number] = max(matched.get(number, 0), strength)
    reasons.covered = sum(rarity[n] * strength for n, strength in matched.items()) / total
    near = min(1.0, max(0.0, (reasons.cosine - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)))
    reasons.score = reasons.covered + NEARNESS * near


def _worth_showing(ranked: Sequence[int], why: Mapping[int, Why]) -> list[int]:
    """What has enough of what was typed; where that is little, the nearest in meaning too, up to ten in all."""
    best = max((why[i].covered for i in ranked), default=0)
    enough = max(ENOUGH, best * ENOUGH_OF_BEST)
    room = TAIL - sum(why[i].covered >= enough for i in ranked)
    kept = []
    for listing_id in ranked:
        reasons = why[listing_id]
        if reasons.covered >= enough:
            kept.append(listing_id)
        elif room > 0 and (reasons.cosine >= NEAR or reasons.covered > 0):
            kept.append(listing_id)
            room -= 1
    return kept


def _open_among(ids: Collection[int], conditions: Sequence[Any]) -> dict[int, tuple[str, int]]:
    """Which of these are open and fulfil the conditions: id → (the words of its title, how many were published before)."""
    if not ids:
        return {}
    wanted = public().where(among(Listing.id, ids), *conditions).order_by(Listing.published_at, Listing.id)
    rows = db.session.execute(wanted.with_only_columns(Listing.id, Listing.words_title)).all()
    return {listing_id: (f" {title} ", number) for number, (listing_id, title) in enumerate(rows)}
