"""What can be done with a question: one function for each business event."""

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.models import User
from marketplace.core import freshness, history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed, advance
from marketplace.core.throttle import throttle
from marketplace.listings.models import Listing

from . import emails, queries
from .codes import RefuseReason
from .lifecycle import MOVES
from .models import Question, QuestionFollower
from .policy import may_ask, may_follow

QUESTIONS_A_DAY = "10 per day"
REPLIES_AN_HOUR = "30 per hour"


def ask(listing: Listing, body: str, locale: str, by: User) -> Question:
    """Ask about a listing; whoever asks follows. The same words sent twice (a double click) are one question.

    Raises `Refused` (409) if it takes no questions of hers, and `errors.TooMany` after ten in a day.
    """
    db.session.execute(select(Listing.id).filter_by(id=listing.id).with_for_update())
    db.session.refresh(listing)
    if not may_ask(by, listing):
        raise Refused(409, _("It takes no questions at the moment."))
    asked = queries.same(listing, by, body)
    if asked is not None:
        return asked
    throttle(QUESTIONS_A_DAY, "ask", str(by.id))
    question = Question(listing=listing, author_id=by.id, body=body, locale=locale)
    db.session.add(question)
    db.session.flush()
    history.record(by, "ask", question)
    _follow(question, by)
    return question


def withdraw(question: Question, by: User) -> None:
    """Take one's own question back before a moderator has read it. Raises `NotAllowed`."""
    advance(question, "withdraw", by, MOVES)


def pass_(question: Question, by: User) -> None:
    """Let the question be seen, tell whoever asked, and ask the listing's people to answer. Raises `NotAllowed`."""
    advance(question, "pass", by, MOVES)
    freshness.public_changed(of=())
    emails.passed(question)
    emails.received(question)


def refuse(question: Question, by: User, reason: str, note: str = "") -> None:
    """Do not publish it, or take it down, with a coded reason; whoever asked is told. Raises `NotAllowed`."""
    with db.session.no_autoflush:
        advance(question, "refuse", by, MOVES, reason=reason, note=note)
        question.reason, question.note = RefuseReason(reason), note
    freshness.public_changed(of=())
    emails.refused(question)


def reply(question: Question, body: str, locale: str, by: User, version: int | None = None) -> None:
    """Answer it for the listing's organisation; a moderator reads that too.

    Raises `NotAllowed`, and `Refused` (409) if a colleague was faster.
    """
    if version is not None and version != question.version:
        raise Refused(409, _("This question has changed since you opened it. Look at it as it is now."))
    throttle(REPLIES_AN_HOUR, "reply", str(by.id))
    with db.session.no_autoflush:
        advance(question, "reply", by, MOVES)
        question.reply, question.reply_locale, question.reply_note = body, locale, ""
        question.replied_by_id, question.replied_at = by.id, now()


def pass_reply(question: Question, by: User) -> None:
    """Let the answer be seen, and tell everybody who follows the question. Raises `NotAllowed`."""
    advance(question, "pass_reply", by, MOVES)
    freshness.public_changed(of=())
    emails.answered(question)


def return_reply(question: Question, by: User, reason: str, note: str) -> None:
    """Send the answer back to be changed; its words are kept for its writers. Raises `NotAllowed`."""
    advance(question, "return", by, MOVES, reason=reason, note=note)
    question.reply_note = note
    emails.reply_returned(question, reason, note)


def follow(question: Question, by: User) -> None:
    """Get a letter when the answer is public. Raises `NotAllowed`."""
    if not may_follow(by, question):
        raise NotAllowed("follow", question)
    _follow(question, by)


def unfollow(question: Question, by: User) -> None:
    """No letter about it. Nothing happens if she does not follow it."""
    db.session.execute(delete(QuestionFollower).filter_by(question_id=question.id, user_id=by.id))


def forget(user: User) -> None:
    """She leaves the site: what she asked stays without her, and she follows nothing."""
    db.session.execute(delete(QuestionFollower).filter_by(user_id=user.id))
    db.session.execute(update(Question).where(Question.author_id == user.id).values(author_id=None))


def _follow(question: Question, by: User) -> None:
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    row = insert(QuestionFollower).values(question_id=question.id, user_id=by.id)
    db.session.execute(row.on_conflict_do_nothing())
