"""What search keeps of public listings, beside the words and concepts that stand with the listing itself."""

from sqlalchemy import JSON, Float, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model
from marketplace.listings.models import Listing


class ListingVectors(Model):
    """The meaning of one listing: its title, its whole text, then sentences; last, of each public text in another
    language, the title and the whole. Made by the worker.

    `vectors` has 384 bytes a text (signed), `signs` 48: the sign of each number, to look through many quickly.
    """

    __tablename__ = "listing_vectors"
    __table_args__ = (
        Index(
            "ix_listing_vectors_unmatched",
            "listing_id",
            sqlite_where=text("matched = 0"),
            postgresql_where=text("matched = 0"),
        ),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(
        String(32)
    )  # of the texts and the model: unchanged texts are not read again
    version: Mapped[int]  # the listing's version when it was looked at
    batch: Mapped[int] = mapped_column(index=True)  # grows with each writing: what a process has not read yet
    # The listing's version when its pairs were made; 0 where they are to be made (`pairing`).
    matched: Mapped[int] = mapped_column(default=0, server_default="0")
    # How many texts in other languages stand at the end, two vectors each.
    translations: Mapped[int] = mapped_column(default=0, server_default="0")
    signs: Mapped[bytes] = mapped_column(LargeBinary)
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


class WordGram(Model):
    """Three letters of the rough form of a word that stands in public listings: how a slip finds the word it meant."""

    __tablename__ = "word_grams"
    __table_args__ = (Index("ix_word_grams_word", "word"),)

    gram: Mapped[str] = mapped_column(String(3), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)


class Match(Model):
    """A need and an offer that may fit, how well, and why: codes such as "sector:energy", the weightiest first."""

    __tablename__ = "matches"
    __table_args__ = (
        Index("ix_matches_need", "need_id", "score"),
        Index("ix_matches_offer", "offer_id", "score"),
    )

    need_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    score: Mapped[float] = mapped_column(Float)
    reasons: Mapped[list[str]] = mapped_column(JSON)
