"""The parts of a need: what different partners can take, each on its own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.organisations.models import Organisation

from ..codes import PartStatus

if TYPE_CHECKING:
    from .listing import Listing

MOST_PARTS = 8
PART_FACTS = ("title", "detail", "quantity")  # what is written of it; the rest is how it stands
_statuses = ", ".join(f"'{status.value}'" for status in PartStatus)


class Part(Model):
    """A part of a need: open, promised by an organisation, or covered (by one, or elsewhere)."""

    __tablename__ = "parts"
    __table_args__ = (
        CheckConstraint(f"status IN ({_statuses})", name="status"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("status <> 'promised' OR taken_by_id IS NOT NULL", name="promised_by_somebody"),
        CheckConstraint("status <> 'open' OR taken_by_id IS NULL", name="open_for_everybody"),
        Index("ix_parts_status", "status", "listing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(90))
    detail: Mapped[str] = mapped_column(String(300), default="")
    quantity: Mapped[str] = mapped_column(String(40), default="")  # with its unit: "3 pumps", "12 km"
    status: Mapped[str] = mapped_column(String(10), default=PartStatus.OPEN)
    status_since: Mapped[datetime] = mapped_column(Moment, default=now)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)

    listing: Mapped["Listing"] = relationship(back_populates="parts")
    taken_by: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_promised(self) -> bool:
        return self.status == PartStatus.PROMISED

    @property
    def is_taken(self) -> bool:
        """Promised or covered: somebody relies on what it says."""
        return self.status != PartStatus.OPEN


@dataclass(frozen=True)
class Tally:
    """How many parts are open, promised and covered; false where there are none."""

    open: int = 0
    promised: int = 0
    covered: int = 0

    @classmethod
    def of(cls, statuses: Iterable[str]) -> "Tally":
        """Counted."""
        counted = Counter(str(status) for status in statuses)
        return cls(*(counted[status] for status in PartStatus))

    @property
    def total(self) -> int:
        return self.open + self.promised + self.covered

    def __bool__(self) -> bool:
        return self.total > 0
