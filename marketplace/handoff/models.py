"""Answers to listings, what was asked back, and the record of contacts shown."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing, Part
from marketplace.organisations.models import Organisation

from .codes import AnswerStatus, DeclineReason

_OPEN = "status IN ('sent', 'asked_back', 'accepted')"


def _codes(enum: type[AnswerStatus] | type[DeclineReason]) -> str:
    return ", ".join(f"'{code.value}'" for code in enum)


class Answer(Model):
    """One organisation's answer to another's listing."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint(f"status IN ({_codes(AnswerStatus)})", name="status"),
        CheckConstraint(f"decline_reason IN ({_codes(DeclineReason)})", name="decline_reason"),
        CheckConstraint(
            "(status = 'declined') = (decline_reason IS NOT NULL)", name="declined_with_a_reason"
        ),
        CheckConstraint(
            # An answer may be withdrawn before it is decided on, and after it was accepted.
            "status = 'withdrawn' OR (status IN ('accepted', 'declined', 'finished')) = (decided_at IS NOT NULL)",
            name="decided_with_a_date",
        ),
        # One open answer a listing and organisation; after a refusal one may answer again: circumstances change.
        Index(
            "uq_answers_open",
            "listing_id",
            "organisation_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_answers_waiting", "status", "sent_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=AnswerStatus.SENT)
    status_since: Mapped[datetime] = mapped_column(Moment, default=now)
    locale: Mapped[str] = mapped_column(String(10))
    proposal: Mapped[str] = mapped_column(Text)
    unclear: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text)
    first_step: Mapped[str] = mapped_column(Text, default="")
    first_step_on: Mapped[date | None]
    sent_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)
    decline_reason: Mapped[str | None] = mapped_column(String(20))
    decline_note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))

    listing: Mapped[Listing] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    messages: Mapped[list["AnswerMessage"]] = relationship(
        cascade="all, delete-orphan", order_by="AnswerMessage.id"
    )
    parts: Mapped[list[Part]] = relationship(secondary="answer_parts", order_by=[Part.position, Part.id])
    reveals: Mapped[list["Reveal"]] = relationship(cascade="all, delete-orphan", order_by="Reveal.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        return self.status in (AnswerStatus.SENT, AnswerStatus.ASKED_BACK)

    @property
    def is_accepted(self) -> bool:
        return self.status == AnswerStatus.ACCEPTED

    @property
    def is_introduced(self) -> bool:
        """Accepted, and perhaps over by now: the two have each other's contacts."""
        return self.status in (AnswerStatus.ACCEPTED, AnswerStatus.FINISHED)


class AnswerPart(Model):
    """A part of the need that an answer takes; what was promised of it says the part."""

    __tablename__ = "answer_parts"

    answer_id: Mapped[int] = mapped_column(ForeignKey(Answer.id, ondelete="CASCADE"), primary_key=True)
    part_id: Mapped[int] = mapped_column(
        ForeignKey(Part.id, ondelete="CASCADE"), primary_key=True, index=True
    )


class AnswerMessage(Model):
    """A question asked back, or the reply to one."""

    __tablename__ = "answer_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey(Answer.id, ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    locale: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User | None] = relationship()


class Reveal(Model):
    """The contact card of `of_id` was shown to `to_id` because this answer was accepted; the record of it."""

    __tablename__ = "reveals"
    __table_args__ = (Index("uq_reveals_pair", "answer_id", "of_id", "to_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey(Answer.id, ondelete="CASCADE"))
    of_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    revealed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    of: Mapped[User] = relationship(foreign_keys=[of_id])
    to: Mapped[User] = relationship(foreign_keys=[to_id])
