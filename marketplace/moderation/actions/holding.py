"""One case, one moderator, one decision: the lock, the second look, the record; the same for every kind of case."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import Moves

from .. import queries
from ..models import LOCK_MINUTES, LOCKS, Decision, Subject, listing_of
from ..policy import has_ended, moderates, waits, why_a_colleague


class Overtaken(Refused):
    """It cannot be decided so, by her, now; `kind` and `subject_id` say which case, to be shown as it is (409)."""

    def __init__(self, subject: Subject, sentence: str, *, unverified: bool = False) -> None:
        self.kind = type(subject)
        self.subject_id = subject.id
        self.unverified = unverified
        super().__init__(409, sentence)


def take(subject: Subject, *, by: User) -> None:
    """Take the case for half an hour, or for half an hour more.

    Raises `Overtaken` if a colleague holds it or it waits no more, `Refused` (403) if it is her own.
    """
    look_again(subject)
    _not_her_own(subject, by)
    if not waits(subject):
        raise Overtaken(subject, _decided_by(subject))
    hold(subject, by)
    history.record(by, "take", subject)


def release(subject: Subject, *, by: User) -> None:
    """Give the case back to the others. Nothing happens if she does not hold it."""
    lock, key = LOCKS[type(subject)]
    hers = delete(lock).filter_by(**{key: subject.id}, moderator_id=by.id)
    if db.session.execute(hers).rowcount:  # type: ignore[attr-defined]
        history.record(by, "release", subject)


def may_decide(
    subject: Subject, move: str, moves: Moves, by: User, version: int | None, *, publishes: bool = False
) -> bool:
    """Whether she may decide so now; False if she has decided just so already (a double click).

    Raises `Overtaken` (409) if somebody was faster, it has changed, a colleague holds it, or (where the move
    `publishes` it) its organisation is not verified; `Refused` (403) if it is her own.
    """
    look_again(subject)
    _not_her_own(subject, by)
    if subject.status not in moves[move].source:
        last = next(iter(queries.decisions_of(subject)), None)
        if last is not None and last.moderator_id == by.id and last.move == move:
            return False
        raise Overtaken(subject, _decided_by(subject))
    if move != "refuse" and has_ended(subject):
        raise Overtaken(subject, _("This case no longer waits for a decision."))
    if version is not None and version != subject.version:
        raise Overtaken(subject, _("It has changed since you opened it. Look at it as it is now."))
    if publishes and not listing_of(subject).organisation.is_verified:
        sentence = _("Its organisation is not verified. Nothing of it can be public until it is.")
        raise Overtaken(subject, sentence, unverified=True)
    hold(subject, by)
    return True


def look_again(subject: Subject) -> None:
    """One moderator at a time: the row is ours until the end, and read as the one before has left it.

    The listing's row first, as its people's own acts take it: a change is not decided while it is taken back.
    """
    listing, kind = listing_of(subject), type(subject)
    db.session.execute(select(type(listing).id).filter_by(id=listing.id).with_for_update())
    if subject is not listing:
        db.session.execute(select(kind.id).filter_by(id=subject.id).with_for_update())
        db.session.refresh(listing)
    db.session.refresh(subject)


def _not_her_own(subject: Subject, by: User) -> None:
    if not moderates(by, subject):
        raise Refused(403, why_a_colleague(by, subject))


def _decided_by(subject: Subject) -> str:
    last = next(iter(queries.decisions_of(subject)), None)
    if last is not None and last.moderator is not None:
        return _("%(name)s has already decided.", name=last.moderator.name)
    return _("This case no longer waits for a decision.")


def hold(subject: Subject, by: User) -> None:
    """Take the lock, or hers anew; one statement, so that of two at once one gets it. Raises `Overtaken`."""
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    lock, key = LOCKS[type(subject)]
    moment = now()
    until = moment + timedelta(minutes=LOCK_MINUTES)
    row = insert(lock).values(**{key: subject.id}, moderator_id=by.id, until=until)
    taken = row.on_conflict_do_update(
        index_elements=[getattr(lock, key)],
        set_={"moderator_id": by.id, "until": until},
        where=or_(lock.until <= moment, lock.moderator_id == by.id),
    )
    if db.session.execute(taken.returning(getattr(lock, key))).first() is not None:
        return
    held = queries.lock_of(subject)
    assert held is not None
    words = _("%(name)s has taken this case until %(time)s.", name=held.moderator.name, time=held.until_words)
    raise Overtaken(subject, words)


def decided(subject: Subject, move: str, by: User, **facts: Any) -> None:
    """Put the decision on record, and free the case."""
    lock, key = LOCKS[type(subject)]
    keys = {"listing_id": listing_of(subject).id, key: subject.id}
    db.session.add(Decision(**keys, moderator_id=by.id, move=move, **facts))
    db.session.execute(delete(lock).filter_by(**{key: subject.id}))
