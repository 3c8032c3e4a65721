"""The word that a slip of the finger, or a foreign spelling, may have meant."""

from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.core.letters import grams, skeletons
from marketplace.core.words import fold
from marketplace.lexicon.loaded import lexicon

from .models import WordGram

SHORTEST = 4
MOST_COMPARED = 80
MOST = 6
# How alike two words must be: one slip in a word of five letters, two in one of nine.
ALIKE = 0.78
ALIKE_SHORT = 0.75  # four letters: exactly one of them


@dataclass(frozen=True)
class Near:
    """A word that exists, and how alike it is to what was typed: one is the same sound in another spelling."""

    word: str
    alike: float


def nearest(written: str) -> list[Near]:
    """Words of the listings and of the lexicon that `written` may have meant, the likeliest first."""
    typed = fold(written)
    if len(typed) < SHORTEST or typed.isdigit():
        return []
    enough = ALIKE if len(typed) > SHORTEST else ALIKE_SHORT
    wanted = skeletons(typed)
    found: dict[str, float] = {}
    for word in _sharing_grams(wanted):
        found[word] = max(
            _alike(typed, word, rough, theirs) for rough in wanted for theirs in skeletons(word)
        )
    vocabulary = lexicon().vocabulary
    for rough in wanted:
        near: Any = process.extract(
            rough, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=enough, limit=MOST_COMPARED
        )
        for theirs, _, word in near:
            found[word] = max(found.get(word, 0), _alike(typed, word, rough, theirs))
    kept = [Near(word, round(alike, 4)) for word, alike in found.items() if alike >= enough]
    return sorted(kept, key=lambda near: (-near.alike, near.word))[:MOST]


def _alike(typed: str, word: str, rough: str, theirs: str) -> float:
    by_letters = float(OSA.normalized_similarity(typed, word))
    by_sound = float(OSA.normalized_similarity(rough, theirs))
    return max(by_letters, by_sound - 0.02)  # the same letters are a little more than the same sound


def _sharing_grams(wanted: tuple[str, ...]) -> list[str]:
    """The words whose rough form shares most three-letter pieces with one of these."""
    pieces = sorted({gram for rough in wanted for gram in grams(rough)})
    shared = func.count()
    words = select(WordGram.word).where(WordGram.gram.in_(pieces)).group_by(WordGram.word)
    return list(db.session.scalars(words.order_by(shared.desc(), WordGram.word).limit(MOST_COMPARED)))
