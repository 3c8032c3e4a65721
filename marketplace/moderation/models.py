"""The moderator's tables: who holds a case, and what was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV, now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing, Revision
from marketplace.questions.models import Question

LOCK_MINUTES = 30
Subject = Listing | Revision | Question  # what a case is about


def listing_of(subject: Subject) -> Listing:
    """The listing that a case is about or belongs to."""
    return subject if isinstance(subject, Listing) else subject.listing


class _Lock:
    """One moderator has taken a case; nobody else decides it until then."""

    until: Mapped[datetime] = mapped_column(Moment)

    @declared_attr
    def moderator_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)

    @declared_attr
    def moderator(self) -> Mapped[User]:
        return relationship()

    @property
    def until_words(self) -> str:
        """Until when, as a clock in Kyiv shows it."""
        return f"{self.until.astimezone(KYIV):%H:%M}"


class CaseLock(_Lock, Model):
    """Of a listing."""

    __tablename__ = "case_locks"

    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)


class RevisionLock(_Lock, Model):
    """Of a change to a public listing."""

    __tablename__ = "revision_locks"

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True)


class QuestionLock(_Lock, Model):
    """Of a question, or of the answer to it."""

    __tablename__ = "question_locks"

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)


Lock = CaseLock | RevisionLock | QuestionLock
LOCKS: dict[type, tuple[type[Any], str]] = {
    Listing: (CaseLock, "listing_id"),
    Revision: (RevisionLock, "revision_id"),
    Question: (QuestionLock, "question_id"),
}


class Decision(Model):
    """What a moderator decided about a listing, a change to it or a question about it, and why, as people were told."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(
            "move IN ('publish', 'return', 'reject', 'hide', 'restore', 'pass', 'refuse', 'pass_reply')",
            name="move",
        ),
        CheckConstraint(
            "move NOT IN ('reject', 'hide', 'refuse') OR reason IS NOT NULL", name="refused_with_a_reason"
        ),
        CheckConstraint("revision_id IS NULL OR question_id IS NULL", name="about_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    move: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # field, reason, note
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(Moment, default=now)

    listing: Mapped[Listing] = relationship()
    moderator: Mapped[User | None] = relationship()
