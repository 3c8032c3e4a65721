"""Several simple retrievers, each good at what the others miss, and one sum that says how well a listing answers.

Each hands over ids; the sum is reckoned here, so both engines put the same listings in the same order.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Select, func, literal_column, select, table, text
from sqlalchemy import column as sql_column
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.db import db
from marketplace.core.pages import PAGE_SIZE
from marketplace.lexicon.loaded import lexicon
from marketplace.lexicon.tagging import TITLE
from marketplace.listings.models import Listing, ListingConcept
from marketplace.listings.queries import public

from .directions import ASKED, without_language
from .embedder import Vectors, embedder
from .understanding import Asked, Named, Word, mended
from .vectors import Matrix, cosines

MOST = 1000  # of what one word or concept finds, the newest so many are looked at
NEAREST = 200  # listings whose meaning is compared exactly
IN_TITLE, IN_TEXT = 1.0, 0.7
# Who asks for vehicles is glad of a bus, a little less; who asks for a ramp, of what makes buildings accessible.
NARROWER, RELATED, BROADER = 0.85, 0.45, 0.3
SPOKEN_FOR = (
    "uk",
    "en",
    "de",
    "fr",
    "pl",
    "es",
    "sv",
    "it",
)  # what the model knows best stands for a concept
DRAWN = 1.0  # how far a query's vector is drawn to the concepts it names
NEAR = 0.1  # a cosine below this is chance
ENOUGH, ENOUGH_OF_BEST = 0.3, 0.5
MEANING = 1.2  # what the nearest meaning may add to a sum whose other part is one at most
COSINE_LOW, COSINE_HIGH = 0.02, 0.5  # below: nothing in common; above: the same thing
EVERYTHING = frozenset("wlcm")
matrix = Matrix()

_fts = table("listing_words", sql_column("rowid"))
# Written exactly as the index has it (migrations/versions/20261123_begin.py), or PostgreSQL would not use it.
_vector: ColumnElement[str] = literal_column(
    "(setweight(to_tsvector('simple', listings.words_title), 'A')"
    " || setweight(to_tsvector('simple', listings.words_text), 'B'))"
)


@dataclass
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


def with_form(forms: Sequence[str]) -> ColumnElement[bool]:
    """Listings in which one of these folded forms stands as a word."""
    if db.engine.dialect.name == "postgresql":
        query = " | ".join(f"'{form}'" for form in forms)
        return _vector.op("@@", is_comparison=True)(func.to_tsquery("simple", query))
    # Quoted, a word is a word: AND, OR, NEAR, * and : mean nothing (SQLite, FTS5 §3.1).
    query = " OR ".join(f'"{form}"' for form in forms)
    hits = select(_fts.c.rowid).where(text("listing_words MATCH :words").bindparams(words=query))
    return Listing.id.in_(hits)


def ids_with(word: Word, conditions: Iterable[Any]) -> list[int]:
    """The newest listings with this word."""
    return _newest(public().where(with_form(word.forms), *conditions))


def ids_about(concepts: Sequence[str], conditions: Iterable[Any]) -> dict[int, dict[str, int]]:
    """The newest listings that speak of one of these concepts: id → concept → weight."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    about = select(ListingConcept.listing_id, ListingConcept.concept, ListingConcept.weight)
    about = about.where(ListingConcept.concept.in_(concepts))
    within = public().where(*conditions).with_only_columns(Listing.id)
    wanted = about.where(ListingConcept.listing_id.in_(within)).order_by(ListingConcept.listing_id.desc())
    for listing_id, concept, weight in db.session.execute(wanted.limit(MOST * 2)):
        found[listing_id][concept] = weight
    return found


def _newest(wanted: Select[Any]) -> list[int]:
    ids = wanted.with_only_columns(Listing.id).order_by(Listing.id.desc()).limit(MOST)
    return list(db.session.scalars(ids))


def meaning_of(asked: Asked) -> Vectors | None:
    """The vector of what was typed, drawn to the concepts that it names; None without an embedder.

    A word of a small language says little to the model; the same thing said in eight languages says what is meant.
    """
    typed = _meaning_of_text(asked.typed, asked.languages)
    if typed is None:
        return None
    drawn = np.array(typed)
    for named in asked.named:
        concept = _meaning_of_concept(named.concept)
        if concept is not None:
            drawn = drawn + DRAWN * named.sure * len(named.at) / len(asked.words) * concept
    return drawn / np.linalg.norm(drawn)  # type: ignore[no-any-return]


@lru_cache(maxsize=5000)
def _meaning_of_text(typed: str, languages: tuple[str, ...]) -> Vectors | None:
    model = embedder()
    return None if model is None else without_language(model.query(typed), languages, ASKED)


@lru_cache(maxsize=5000)
def _meaning_of_concept(concept: str) -> Vectors | None:
    model = embedder()
    if model is None:
        return None
    said = [(tag, lexicon().label(concept, tag)) for tag in SPOKEN_FOR]
    vectors = [without_language(model.query(term), [tag], ASKED) for tag, term in said]
    mean = np.mean(vectors, axis=0)
    return mean / np.linalg.norm(mean)  # type: ignore[no-any-return]


def forget() -> None:
    """Forget what this process has read: for another embedder, or another database."""
    matrix.clear()
    _meaning_of_text.cache_clear()
    _meaning_of_concept.cache_clear()


def find(asked: Asked, conditions: Sequence[Any] = (), use: frozenset[str] = EVERYTHING) -> Found:
    """Everything that answers, the best first. `use` names retrievers: words, letters, concepts, meaning."""
    why: dict[int, Why] = defaultdict(Why)
    more = False
    frequency: dict[int, set[int]] = {number: set() for number in range(len(asked.words))}
    if "w" in use:
        by_word = {number: ids_with(word, conditions) for number, word in enumerate(asked.words)}
        if "l" in use:
            for number, ids in by_word.items():
                if not ids and not any(number in named.at for named in asked.named):
                    asked = mended(asked, number)
                    by_word[number] = ids_with(asked.words[number], conditions)
        for number, ids in by_word.items():
            more |= len(ids) == MOST
            frequency[number].update(ids)
            for listing_id in ids:
                why[listing_id].words[number] = IN_TEXT * asked.words[number].weight
    if "c" in use and asked.named:
        more |= _concepts(asked, conditions, why, frequency)
    if "m" in use and (query := meaning_of(asked)) is not None:
        near = cosines(query, matrix.nearest(query, NEAREST))
        for listing_id, cosine in near.items():
            why[listing_id].cosine = cosine
    facts = _open_among(why, conditions)
    rarity = {n: math.log(1 + MOST / (1 + len(ids))) for n, ids in frequency.items()}
    for listing_id, reasons in why.items():
        if listing_id not in facts:
            continue
        title = facts[listing_id][0]
        for number in reasons.words:
            if any(form in title for form in asked.words[number].forms):
                reasons.words[number] = IN_TITLE * asked.words[number].weight
        reasons.score = _score(asked, reasons, rarity, meaning="m" in use)
    ranked = sorted(facts, key=lambda i: (-round(why[i].score, 6), -facts[i][1], -i))
    kept = _worth_showing(ranked, why)
    return Found(asked, tuple(kept), {i: why[i] for i in kept}, more)


def _concepts(
    asked: Asked, conditions: Sequence[Any], why: dict[int, Why], frequency: dict[int, set[int]]
) -> bool:
    """Listings that speak of what is named, or of a kind of it, or of what goes with it."""
    wanted: dict[str, dict[Named, float]] = defaultdict(
        dict
    )  # concept of a listing → what it answers, how well
    for named in asked.named:
        for concept, fit in answering(named.concept).items():
            wanted[concept][named] = fit * named.sure
    found = ids_about(sorted(wanted), conditions)
    for listing_id, counted in found.items():
        held = why[listing_id].concepts
        for concept, weight in counted.items():
            for named, fit in wanted[concept].items():
                held[named.concept] = max(held.get(named.concept, 0), _presence(weight) * fit)
                if fit > RELATED:
                    for number in named.at:
                        frequency[number].add(listing_id)
    return len(found) >= MOST


def answering(concept: str) -> dict[str, float]:
    """The concepts that answer who asks for this one, and how well (0 to 1)."""
    known = lexicon()
    fits = dict.fromkeys(known.related(concept), RELATED)
    if broader := known.broader(concept):
        fits[broader] = max(fits.get(broader, 0), BROADER)
    fits.update(dict.fromkeys(known.narrower(concept), NARROWER))
    for near in known.near(concept):
        fits.pop(near, None)
    return {**fits, concept: 1.0}


def _presence(weight: int) -> float:
    """How much a listing speaks of a concept: in its title, several times, once."""
    return 1.0 if weight >= TITLE else 0.8 if weight > 1 else 0.65


def _score(asked: Asked, reasons: Why, rarity: Mapping[int, float], *, meaning: bool) -> float:
    matched = dict(reasons.words)
    for named in asked.named:
        strength = reasons.concepts.get(named.concept, 0)
        for number in named.at:
            matched[number] = max(matched.get(number, 0), strength)
    total = sum(rarity.values())
    covered = sum(rarity[number] * strength for number, strength in matched.items()) / total if total else 0
    reasons.covered = covered
    near = min(1.0, max(0.0, (reasons.cosine - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)))
    return covered + MEANING * near if meaning else covered


def _worth_showing(ranked: Sequence[int], why: Mapping[int, Why]) -> list[int]:
    """What has enough of what was typed; where that is little, the nearest in meaning too, up to a page."""
    best = max((why[i].covered for i in ranked), default=0)
    enough = max(ENOUGH, best * ENOUGH_OF_BEST)
    room = PAGE_SIZE - sum(why[i].covered >= enough for i in ranked)
    kept = []
    for listing_id in ranked:
        reasons = why[listing_id]
        if reasons.covered >= enough:
            kept.append(listing_id)
        elif room > 0 and (reasons.cosine >= NEAR or reasons.covered > 0):
            kept.append(listing_id)
            room -= 1
    return kept


def _open_among(ids: Iterable[int], conditions: Sequence[Any]) -> dict[int, tuple[set[str], float]]:
    """Which of these are open and fulfil the conditions: id → (the words of its title, when it was published)."""
    columns = (Listing.id, Listing.words_title, Listing.published_at)
    wanted = public().where(Listing.id.in_(list(ids)), *conditions).with_only_columns(*columns)
    return {row[0]: (set(row[1].split()), row[2].timestamp()) for row in db.session.execute(wanted)}
