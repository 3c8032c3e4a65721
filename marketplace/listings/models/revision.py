"""Changes to a listing that is public: beside its text until they are decided on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment

from ..codes import ACTIVE_REVISIONS, RevisionStatus
from .listing import Listing

_statuses = ", ".join(f"'{status.value}'" for status in RevisionStatus)
_ACTIVE = f"status IN ({', '.join(repr(status.value) for status in ACTIVE_REVISIONS)})"


class Revision(Model):
    """What its people want changed in a public listing: `changes` is field → [as it was, as it shall be].

    Values are facts as `actions.save` takes them, dates written as ISO 8601. What a field was is compared again when
    the revision is published, so that nothing is overwritten unseen.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        CheckConstraint(f"status IN ({_statuses})", name="status"),
        CheckConstraint("status <> 'waiting' OR waiting_since IS NOT NULL", name="waiting_since_some_time"),
        CheckConstraint("status <> 'returned' OR moderator_note <> ''", name="returned_with_a_note"),
        # One a listing that is written, waits, or came back.
        Index(
            "uq_revisions_active",
            "listing_id",
            unique=True,
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
        Index("ix_revisions_waiting", "status", "waiting_since", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=RevisionStatus.DRAFT)
    status_since: Mapped[datetime] = mapped_column(Moment, default=now)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    begun_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changes: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)
    moderator_note: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # field, reason, note

    listing: Mapped[Listing] = relationship(back_populates="revisions")
    author: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        return self.status == RevisionStatus.WAITING

    @property
    def is_returned(self) -> bool:
        return self.status == RevisionStatus.RETURNED

    @property
    def is_written(self) -> bool:
        """Whether its text is open to its people."""
        return self.status in (RevisionStatus.DRAFT, RevisionStatus.RETURNED)
