"""The moderator's table: who holds a case, and what was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV, now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing

LOCK_MINUTES = 30


class CaseLock(Model):
    """One moderator has taken a case; nobody else decides it until then."""

    __tablename__ = "case_locks"

    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    until: Mapped[datetime] = mapped_column(Moment)

    moderator: Mapped[User] = relationship()

    @property
    def until_words(self) -> str:
        """Until when, as a clock in Kyiv shows it."""
        return f"{self.until.astimezone(KYIV):%H:%M}"


class Decision(Model):
    """What a moderator decided about a listing, and why, as its author was told."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("move IN ('publish', 'return', 'reject', 'hide', 'restore')", name="move"),
        CheckConstraint("move NOT IN ('reject', 'hide') OR reason IS NOT NULL", name="refused_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    move: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # field, reason, note
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(Moment, default=now)

    listing: Mapped[Listing] = relationship()
    moderator: Mapped[User | None] = relationship()
