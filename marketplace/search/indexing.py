"""What the worker does for search: vectors of meaning, and the words that a slip may have meant.

Words and concepts are indexed with the listing itself, in the transaction that publishes it (`listings.actions`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.core import freshness
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.i18n import LOCALES
from marketplace.core.letters import grams, skeletons
from marketplace.listings.models import Listing
from marketplace.listings.queries import public
from marketplace.listings.texts import ListingText, public_texts

from .directions import without_language
from .embedder import Embedder, Vectors, embedder
from .models import ListingVectors, WordGram
from .vectors import signs, small

AT_ONCE = 4  # letters wait meanwhile: about a second
MANY_AT_ONCE = 64  # where nobody waits
MOST_AT_ONCE = 400
MOST_SENTENCES = 6
MOST_TRANSLATIONS = 4  # texts in other languages that are read of one listing
SHORTEST_SENTENCE = 20
SHORTEST_WORD = 4
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class _Text:
    """What is read of one listing, as it stood."""

    listing_id: int
    version: int
    locale: str
    texts: list[str]
    translations: list[tuple[str, list[str]]]  # in which language, and what of it
    words: frozenset[str]

    def digest(self, model: Embedder | None) -> str:
        others = [word for locale, texts in self.translations for word in (locale, *texts)]
        read = "\0".join([model.name if model else "", self.locale, *self.texts, *others])
        return hashlib.sha256(read.encode()).hexdigest()[:32]

    def read_by(self, model: Embedder) -> Vectors:
        """Its vectors, each freed of its own language's direction."""
        each = ((self.locale, self.texts), *self.translations)
        return np.concatenate([without_language(model.passages(texts), [tag]) for tag, texts in each])


def index_next(most: int = AT_ONCE) -> int:
    """Index open listings that are new or changed, at most so many; how many there were.

    Reading takes seconds, so no transaction is open meanwhile; what changed in between is read again.
    """
    with only_reading(), transaction():
        read, digests = _waiting(most)
    if not read:
        return 0
    model = embedder()
    fresh = [text for text in read if digests.get(text.listing_id) != text.digest(model)]
    vectors = {text.listing_id: text.read_by(model) for text in fresh if model is not None}
    with transaction():
        _keep_words(frozenset().union(*(text.words for text in read)))
        _keep_vectors(read, vectors, model)
        freshness.public_changed(of=())  # pages of results are others now
    return len(read)


def waiting() -> Select[Listing]:
    """The open listings that are new or changed since they were indexed."""
    stale = or_(ListingVectors.listing_id.is_(None), ListingVectors.version != Listing.version)
    wanted = public().outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id).where(stale)
    return wanted.order_by(Listing.id)


def _waiting(most: int) -> tuple[list[_Text], dict[int, str]]:
    listings = list(db.session.scalars(waiting().limit(most)).unique())
    read = [
        _Text(row.id, row.version, row.locale, texts_of(row), _translations(row), _longer_words(row))
        for row in listings
    ]
    kept = select(ListingVectors.listing_id, ListingVectors.digest)
    kept = kept.where(ListingVectors.listing_id.in_([text.listing_id for text in read]))
    return read, {row[0]: row[1] for row in db.session.execute(kept)}


def texts_of(listing: Listing) -> list[str]:
    """What is read of a listing: its title, its text in one piece, and its first sentences."""
    parts = _body(listing)
    sentences = [
        s.strip() for part in parts for s in SENTENCE.split(part or "") if len(s.strip()) >= SHORTEST_SENTENCE
    ]
    return [listing.title, _whole(listing), *sentences[:MOST_SENTENCES]]


def _translations(listing: Listing) -> list[tuple[str, list[str]]]:
    """Title and text of its public texts in other languages: those of the site first, and people's before machines'."""
    found = sorted(
        public_texts(listing).values(),
        key=lambda text: (text.locale not in LOCALES, text.is_machine, text.locale),
    )
    return [(text.locale, [text.title, _whole(text)]) for text in found[:MOST_TRANSLATIONS]]


def _whole(text: Listing | ListingText) -> str:
    return f"{text.title}. {' '.join(part.strip() for part in _body(text) if part and part.strip())}"


def _body(text: Listing | ListingText) -> tuple[str, ...]:
    return (text.summary, text.problem, text.shares, text.result, text.example)


def _longer_words(listing: Listing) -> frozenset[str]:
    return frozenset(
        word
        for word in f"{listing.words_title} {listing.words_text}".split()
        if len(word) >= SHORTEST_WORD and not any(letter.isdigit() for letter in word)
    )


def _keep_vectors(read: Sequence[_Text], vectors: Mapping[int, Vectors], model: Embedder | None) -> None:
    # The count is taken under a lock, so that batches become visible in the order of their numbers.
    batch = freshness.grown(freshness.VECTORS)
    there = set(
        db.session.scalars(select(Listing.id).where(Listing.id.in_([text.listing_id for text in read])))
    )
    rows = select(ListingVectors).where(ListingVectors.listing_id.in_(there))
    kept = {row.listing_id: row for row in db.session.scalars(rows)}
    for text in read:
        if text.listing_id not in there:
            continue  # discarded meanwhile
        row = kept.get(text.listing_id)
        if row is None:
            row = ListingVectors(listing_id=text.listing_id, batch=batch, signs=b"", vectors=b"")
            db.session.add(row)
        if text.listing_id in vectors:
            numbers = vectors[text.listing_id]
            row.vectors, row.signs, row.batch = small(numbers), signs(numbers), batch
            row.translations = len(text.translations)
        row.digest, row.version, row.matched = text.digest(model), text.version, 0
    db.session.flush()


def _keep_words(found: frozenset[str]) -> None:
    """The words, by the three-letter pieces of their rough forms; those already kept stay."""
    known: set[str] = set()
    sorted_words = sorted(found)
    for start in range(0, len(sorted_words), MOST_AT_ONCE):
        some = sorted_words[start : start + MOST_AT_ONCE]
        known.update(db.session.scalars(select(WordGram.word).where(WordGram.word.in_(some)).distinct()))
    rows = [
        {"gram": gram, "word": word}
        for word in sorted_words
        if word not in known
        for gram in sorted({gram for rough in skeletons(word) for gram in grams(rough)})
    ]
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    if rows:
        db.session.execute(insert(WordGram).on_conflict_do_nothing(), rows)
