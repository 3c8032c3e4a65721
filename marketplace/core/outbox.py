"""Letters as rows, written with the change they announce, sent after it by the worker."""

from datetime import datetime
from email.utils import make_msgid
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template, url_for
from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Model, Moment, db
from .i18n import speaking


class LetterState(StrEnum):
    """Where a letter is on its way."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Letter(Model):
    """One letter to one reader. `message_id` is its own for ever, so that a second delivery is recognised (RFC 5322)."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'given_up')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when_sent"),
        Index("ix_letters_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    event: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=LetterState.QUEUED)
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)
    due_at: Mapped[datetime] = mapped_column(Moment, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


def write(event: str, *, to: str, name: str, locale: str, reply_to: str = "", **context: Any) -> Letter:
    """Put a letter into the outbox, in its reader's language, in the present transaction.

    The words are in templates/emails/<event>/: subject.txt, body.txt, body.html. Subjects are one line;
    line breaks in what people wrote become blanks, so no header can be smuggled in (RFC 5322 §2.2).
    """
    with speaking(locale):
        folder = f"emails/{event}"
        context = {"recipient_name": name, "locale": locale, **context}
        letter = Letter(
            message_id=make_msgid(domain=urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"),
            event=event,
            to_address=to,
            to_name=_one_line(name),
            reply_to=reply_to,
            locale=locale,
            subject=_one_line(render_template(f"{folder}/subject.txt", **context))[:300],
            text=render_template(f"{folder}/body.txt", **context).strip() + "\n",
            html=render_template(f"{folder}/body.html", **context),
        )
    db.session.add(letter)
    return letter


def _one_line(words: str) -> str:
    return " ".join(words.split())


def address_of(endpoint: str, *, locale: str, **values: Any) -> str:
    """The full address of a page in this language, built from BASE_URL and never from the Host header."""
    path = url_for(endpoint, locale=locale, _external=False, **values)
    return str(current_app.config["BASE_URL"]) + path
