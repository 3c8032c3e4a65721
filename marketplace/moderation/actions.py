"""What a moderator does with a case. The listing's own room moves it and writes the letters; here are lock and record."""

from collections.abc import Mapping
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
from marketplace.listings import actions as listings
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing
from marketplace.listings.policy import moderates_it

from . import queries
from .models import LOCK_MINUTES, CaseLock, Decision


class Overtaken(Refused):
    """It cannot be decided so, by her, now; `listing_id` is the case, to be shown as it is (409)."""

    def __init__(self, listing: Listing, sentence: str, *, unverified: bool = False) -> None:
        self.listing_id = listing.id
        self.unverified = unverified
        super().__init__(409, sentence)


def take(listing: Listing, *, by: User) -> None:
    """Take the case for half an hour, or for half an hour more.

    Raises `Overtaken` if a colleague holds it or it waits no more, `Refused` (403) if it is her own.
    """
    _look_again(listing)
    _not_her_own(listing, by)
    if listing.status not in MOVES["publish"].source:
        raise Overtaken(listing, _decided_by(listing))
    _hold(listing, by)
    history.record(by, "take", listing)


def release(listing: Listing, *, by: User) -> None:
    """Give the case back to the others. Nothing happens if she does not hold it."""
    hers = delete(CaseLock).where(CaseLock.listing_id == listing.id, CaseLock.moderator_id == by.id)
    if db.session.execute(hers).rowcount:  # type: ignore[attr-defined]
        history.record(by, "release", listing)


def publish(listing: Listing, *, by: User, version: int | None = None) -> None:
    """Let it be seen. Raises as `_open` does."""
    if _open(listing, "publish", by, version):
        listings.publish(listing, by)
        _decided(listing, "publish", by)


def return_(
    listing: Listing,
    note: str,
    remarks: Mapping[str, tuple[str, str]],
    *,
    by: User,
    version: int | None = None,
) -> None:
    """Give it back for changes: what in general, and in which fields (field → reason code, note)."""
    if _open(listing, "return", by, version):
        listings.return_(listing, by, note, remarks)
        kept = [
            {"field": field, "reason": reason, "note": words} for field, (reason, words) in remarks.items()
        ]
        _decided(listing, "return", by, note=note, remarks=kept)


def reject(listing: Listing, reason: str, note: str, *, by: User, version: int | None = None) -> None:
    """Refuse it for good."""
    if _open(listing, "reject", by, version):
        listings.reject(listing, by, reason, note)
        _decided(listing, "reject", by, reason=reason, note=note)


def hide(listing: Listing, reason: str, note: str, *, by: User, version: int | None = None) -> None:
    """Take what is public out of sight."""
    if _open(listing, "hide", by, version):
        listings.hide(listing, by, reason, note)
        _decided(listing, "hide", by, reason=reason, note=note)


def restore(listing: Listing, *, by: User, version: int | None = None) -> None:
    """Let what was hidden be seen again."""
    if _open(listing, "restore", by, version):
        listings.restore(listing, by)
        _decided(listing, "restore", by)


def _look_again(listing: Listing) -> None:
    """One moderator at a time: the row is ours until the end, and read as the one before has left it."""
    db.session.execute(select(Listing.id).filter_by(id=listing.id).with_for_update())
    db.session.refresh(listing)


def _not_her_own(listing: Listing, by: User) -> None:
    if not moderates_it(by, listing):
        raise Refused(403, _("You belong to this organisation, so a colleague decides."))


def _open(listing: Listing, move: str, by: User, version: int | None) -> bool:
    """Whether she may decide so now; False if she has decided just so already (a double click).

    Raises `Overtaken` (409) if somebody was faster, it has changed, a colleague holds it, or its organisation is not
    verified; `Refused` (403) if it is her own.
    """
    _look_again(listing)
    _not_her_own(listing, by)
    if listing.status not in MOVES[move].source:
        last = next(iter(queries.decisions_of(listing)), None)
        if last is not None and last.moderator_id == by.id and last.move == move:
            return False
        raise Overtaken(listing, _decided_by(listing))
    if version is not None and version != listing.version:
        raise Overtaken(listing, _("It has changed since you opened it. Look at it as it is now."))
    if move == "publish" and not listing.organisation.is_verified:
        sentence = _("Its organisation is not verified. Nothing of it can be public until it is.")
        raise Overtaken(listing, sentence, unverified=True)
    _hold(listing, by)
    return True


def _decided_by(listing: Listing) -> str:
    last = next(iter(queries.decisions_of(listing)), None)
    if last is not None and last.moderator is not None:
        return _("%(name)s has already decided.", name=last.moderator.name)
    return _("This case no longer waits for a decision.")


def _hold(listing: Listing, by: User) -> None:
    """Take the lock, or hers anew; one statement, so that of two at once one gets it."""
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    moment = now()
    until = moment + timedelta(minutes=LOCK_MINUTES)
    row = insert(CaseLock).values(listing_id=listing.id, moderator_id=by.id, until=until)
    taken = row.on_conflict_do_update(
        index_elements=[CaseLock.listing_id],
        set_={"moderator_id": by.id, "until": until},
        where=or_(CaseLock.until <= moment, CaseLock.moderator_id == by.id),
    )
    if db.session.execute(taken.returning(CaseLock.listing_id)).first() is not None:
        return
    lock = queries.lock_of(listing)
    assert lock is not None
    words = _("%(name)s has taken this case until %(time)s.", name=lock.moderator.name, time=lock.until_words)
    raise Overtaken(listing, words)


def _decided(listing: Listing, move: str, by: User, **facts: Any) -> None:
    db.session.add(Decision(listing_id=listing.id, moderator_id=by.id, move=move, **facts))
    db.session.execute(delete(CaseLock).filter_by(listing_id=listing.id))
