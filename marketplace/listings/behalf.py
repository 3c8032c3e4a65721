"""On whose behalf: what an association has posted for its members, and when its turn in the queue comes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.db import Model, Moment, db
from marketplace.organisations.models import Organisation

from .models import Listing

LONGEST_EXTERNAL_ID = 80


class OnBehalf(Model):
    """A listing that an association has posted for a member. From then on it is the member's own, like any other."""

    __tablename__ = "listings_on_behalf"
    __table_args__ = (
        UniqueConstraint("association_id", "external_id"),  # the same row twice is posted once
        Index("ix_listings_on_behalf_told", "told_at", "listing_id"),
    )

    listing_id: Mapped[int] = mapped_column(
        ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    association_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"))
    external_id: Mapped[str] = mapped_column(
        String(LONGEST_EXTERNAL_ID)
    )  # what the association calls the row
    turn_at: Mapped[datetime] = mapped_column(Moment)  # as if it had been submitted then
    told_at: Mapped[datetime | None] = mapped_column(Moment)  # when the member's people were told

    listing: Mapped[Listing] = relationship()
    association: Mapped[Organisation] = relationship()


# When a case's turn in the queue comes: by the moment it was submitted; what came by the hundred waits behind the
# single ones of its day, and of the days after, a few each day.
TURN = func.coalesce(OnBehalf.turn_at, Listing.submitted_at)


def posted_by(listing: Listing) -> Organisation | None:
    """The association that has posted it for its organisation; None for what its own people wrote."""
    theirs = select(Organisation).join(OnBehalf, OnBehalf.association_id == Organisation.id)
    theirs = theirs.where(
        OnBehalf.listing_id == listing.id, OnBehalf.association_id != listing.organisation_id
    )
    return db.session.scalar(theirs)
