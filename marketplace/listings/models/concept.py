"""What a listing speaks of, in the words of the lexicon."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

from .listing import Listing


class ListingConcept(Model):
    """A concept of the lexicon that a listing speaks of, and how much: ten and more is in the title."""

    __tablename__ = "listing_concepts"
    __table_args__ = (Index("ix_listing_concepts_concept", "concept", "listing_id", "weight"),)

    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    concept: Mapped[str] = mapped_column(String(60), primary_key=True)
    weight: Mapped[int]
