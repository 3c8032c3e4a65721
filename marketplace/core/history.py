"""Who did what to what, and when. Rows are only ever added."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Model, Moment, db


class HistoryRow(Model):
    """One act. The actor is a number, not a foreign key: history outlives accounts, and core knows no features."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_subject", "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(db.Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    event: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(actor: Any, event: str, subject: Any, **details: Any) -> HistoryRow:
    """Add a row in the present transaction.

    `actor` is a person with an id, or None for the system; `subject` is any stored object; `details` are
    JSON values (codes, notes, never secrets).
    """
    if subject.id is None:
        db.session.flush()
    row = HistoryRow(
        actor_id=getattr(actor, "id", None),
        event=event,
        subject_type=subject.__tablename__,
        subject_id=str(subject.id),
        details={key: value for key, value in details.items() if value is not None},
    )
    db.session.add(row)
    return row


def record_all(actor: Any, event: str, subject_type: str, ids: Sequence[int], **details: Any) -> None:
    """The same act upon many stored objects of one table at once, as `record` for each of them."""
    facts = {"actor_id": getattr(actor, "id", None), "event": event, "subject_type": subject_type}
    rows = [{**facts, "at": now(), "subject_id": str(key), "details": details} for key in ids]
    if rows:
        db.session.execute(HistoryRow.__table__.insert(), rows)  # type: ignore[attr-defined]


def of(subject: Any) -> Select[HistoryRow]:
    """Everything that happened to this object, oldest first."""
    return (
        select(HistoryRow)
        .filter_by(subject_type=subject.__tablename__, subject_id=str(subject.id))
        .order_by(HistoryRow.id)
    )
