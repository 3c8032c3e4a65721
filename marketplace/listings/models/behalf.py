"""A listing that an association has posted for one of its members."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.db import Model, Moment
from marketplace.organisations.models import Organisation

from .listing import Listing

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

    listing: Mapped[Listing] = relationship()  # from there it is `on_behalf`
    association: Mapped[Organisation] = relationship()

    @property
    def is_for_another(self) -> bool:
        """An association may post for itself as well."""
        return self.association_id != self.listing.organisation_id
