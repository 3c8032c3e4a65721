"""Questions about listings, their answers, and who follows them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing

from .codes import PUBLIC, QuestionStatus, RefuseReason

LONGEST_QUESTION, LONGEST_REPLY = 500, 1500


def _codes(enum: type[QuestionStatus] | type[RefuseReason]) -> str:
    return ", ".join(f"'{code.value}'" for code in enum)


class Question(Model):
    """What somebody asked about a listing, and what its people reply. Who asked is told to nobody."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(f"status IN ({_codes(QuestionStatus)})", name="status"),
        CheckConstraint(f"reason IN ({_codes(RefuseReason)})", name="reason"),
        CheckConstraint("(status = 'refused') = (reason IS NOT NULL)", name="refused_with_a_reason"),
        CheckConstraint(
            "status NOT IN ('replied', 'answered') OR (reply <> '' AND replied_at IS NOT NULL)",
            name="answered_with_words",
        ),
        CheckConstraint("body <> ''", name="not_empty"),
        Index("ix_questions_waiting", "status", "status_since", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=QuestionStatus.ASKED)
    status_since: Mapped[datetime] = mapped_column(Moment, default=now)
    locale: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    reason: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")  # to whoever asked
    reply: Mapped[str] = mapped_column(Text, default="")
    reply_locale: Mapped[str] = mapped_column(String(10), default="")
    reply_note: Mapped[str] = mapped_column(Text, default="")  # to whoever replied
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    replied_at: Mapped[datetime | None] = mapped_column(Moment)

    listing: Mapped[Listing] = relationship(lazy="joined")
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    replied_by: Mapped[User | None] = relationship(foreign_keys=[replied_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_public(self) -> bool:
        """Whether a moderator has passed it."""
        return self.status in PUBLIC

    @property
    def is_answered(self) -> bool:
        """Whether its answer is public."""
        return self.status == QuestionStatus.ANSWERED

    @property
    def is_reply_waiting(self) -> bool:
        return self.status == QuestionStatus.REPLIED


class QuestionFollower(Model):
    """Somebody who gets a letter when the answer is public."""

    __tablename__ = "question_followers"

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey(User.id, ondelete="CASCADE"), primary_key=True, index=True
    )
