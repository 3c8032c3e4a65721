"""What an organisation has set aside, and the pairs that brokers propose. What fits is search's (`search.models.Match`)."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing
from marketplace.organisations.models import Organisation

LONGEST_NOTE = 500


class Dismissal(Model):
    """One organisation says of a pair that it is not for them; gone when they take it back."""

    __tablename__ = "dismissals"
    __table_args__ = (
        Index("ix_dismissals_need", "need_id", "organisation_id"),
        Index("ix_dismissals_offer", "offer_id", "organisation_id"),
    )

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey(Organisation.id, ondelete="CASCADE"), primary_key=True
    )
    need_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Proposal(Model):
    """A broker thinks that this need and this offer belong together. What becomes of it is derived (`outcomes`)."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("need_id <> offer_id", name="two_listings"),
        Index("uq_proposals_pair", "need_id", "offer_id", unique=True),
        Index("ix_proposals_broker", "broker_id", "proposed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    # The association she did it for; none for a moderator.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    locale: Mapped[str] = mapped_column(String(10))  # what the note is written in
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    need_seen_at: Mapped[datetime | None] = mapped_column(Moment)  # when that side went to answer it
    offer_seen_at: Mapped[datetime | None] = mapped_column(Moment)

    need: Mapped[Listing] = relationship(foreign_keys=[need_id], lazy="joined")
    offer: Mapped[Listing] = relationship(foreign_keys=[offer_id], lazy="joined")
    broker: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether both can still be answered."""
        return all(one.is_open and one.organisation.is_verified for one in (self.need, self.offer))
