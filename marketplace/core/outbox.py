"""Letters as rows, written with the change they announce, sent after it by the worker (`core.post`)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy import JSON, CheckConstraint, Index, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Model, Moment, db, only_reading, transaction
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
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    state: Mapped[str] = mapped_column(String(10), default=LetterState.QUEUED)
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)
    due_at: Mapped[datetime] = mapped_column(Moment, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


def write(
    event: str,
    *,
    to: str,
    name: str,
    locale: str,
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Letter:
    """Put a letter into the outbox, in its reader's language, in the present transaction.

    The words are in templates/emails/<event>/: subject.txt, body.txt, body.html. Subjects are one line;
    line breaks in what people wrote become blanks, so no header can be smuggled in (RFC 5322 §2.2).
    `headers` are further ones, of ours: printable ASCII, or ValueError.
    """
    for header, value in (headers or {}).items():
        if not f"{header}{value}".isascii() or not f"{header}{value}".isprintable():
            raise ValueError(f"{header} is no header")
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
            headers=dict(headers or {}),
        )
    db.session.add(letter)
    return letter


def _one_line(words: str) -> str:
    return " ".join(words.split())


def address_of(endpoint: str, *, locale: str, **values: Any) -> str:
    """The full address of a page in this language, built from BASE_URL and never from the Host header."""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    # Bound by hand rather than by url_for: commands and the worker write letters too, and have no request.
    addresses = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return addresses.build(endpoint, {"locale": locale, **values}, force_external=True)


# On its way. Whoever takes a letter moves its `due_at` on by a lease, and counts the attempt: if she dies, it comes
# back by itself; if she was only slow, the number of the attempt tells her that it is hers no more.

LEASE = timedelta(minutes=5)  # longer than one conversation with a mail server may last (core.post)
PAUSES = (  # after the first failure, the second …; then it is given up
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
LONGEST_ERROR = 500


def claim() -> Letter | None:
    """Take the letter that has been due longest, in a transaction of its own; None if none is due.

    Of several workers one gets it. The letter comes detached: what it says may be read without the database.
    """
    moment = now()
    due = (
        select(Letter.id)
        .where(Letter.state == LetterState.QUEUED, Letter.due_at <= moment)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
    )
    with only_reading(), transaction():
        if db.session.scalar(due) is None:
            return None  # without asking for the write lock
    with transaction():
        taken = (
            update(Letter)
            .where(Letter.id == due.with_for_update(skip_locked=True).scalar_subquery())
            .values(due_at=moment + LEASE, attempts=Letter.attempts + 1)
            .returning(Letter)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        letter = db.session.scalars(taken).one_or_none()
        if letter is not None:
            db.session.expunge(letter)
    return letter


def _settle(letter: Letter, **values: object) -> bool:
    with transaction():
        mine = update(Letter).where(
            Letter.id == letter.id, Letter.attempts == letter.attempts, Letter.state == LetterState.QUEUED
        )
        done = db.session.execute(mine.values(**values).execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def sent(letter: Letter) -> bool:
    """The mail server has it. False if the letter is no longer this worker's."""
    return _settle(letter, state=LetterState.SENT, sent_at=now(), last_error="")


def refused(letter: Letter, reason: str) -> bool:
    """It will never be taken: given up, for an administrator to see."""
    return _settle(letter, state=LetterState.GIVEN_UP, last_error=reason[:LONGEST_ERROR])


def failed(letter: Letter, reason: str) -> bool:
    """Not now: again after a pause that grows, until it is given up."""
    if letter.attempts > len(PAUSES):
        return refused(letter, reason)
    return _settle(letter, due_at=now() + PAUSES[letter.attempts - 1], last_error=reason[:LONGEST_ERROR])


def retry(*letter_ids: int) -> int:
    """Put given-up letters (all, if none is named) into the queue again; how many. Those without words stay."""
    again = update(Letter).where(Letter.state == LetterState.GIVEN_UP, Letter.text != "")
    if letter_ids:
        again = again.where(Letter.id.in_(letter_ids))
    done = db.session.execute(again.values(state=LetterState.QUEUED, due_at=now(), attempts=0, last_error=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget_words(older_than: timedelta) -> int:
    """Empty the letters that were sent or given up so long ago; how many. Who was written to, and when, stays."""
    old = update(Letter).where(
        Letter.state != LetterState.QUEUED, Letter.text != "", Letter.due_at < now() - older_than
    )
    return int(db.session.execute(old.values(text="", html="", headers={})).rowcount)  # type: ignore[attr-defined]
