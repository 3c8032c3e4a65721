"""Changing what is public: small changes at once, material ones after a moderator, the present text public until then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import freshness, history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import THE_SITE, NotAllowed, Rule, advance

from .. import emails, meter, queries
from ..changes import (
    Changes,
    after,
    differing,
    facts_of,
    from_json,
    material_in,
    must_stay,
    parts_left_out,
    revised,
    version_of,
)
from ..codes import RevisionStatus
from ..expiry import changes_over
from ..fields import labels_of
from ..lifecycle import REVISION_MOVES as MOVES
from ..models import Listing, Revision
from ..policy import last_day, lives, may_revise
from .reminding import pass_over
from .writing import put


@dataclass(frozen=True)
class HandedIn:
    """What became of the changes that were handed in: fields that are public now, fields that wait."""

    public: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def revise(
    listing: Listing,
    facts: Mapping[str, Any],
    by: User,
    version: str | None = None,
    answered: Collection[int] = (),
) -> Revision:
    """Keep these facts beside the public text, to be handed in later; begins a revision if there is none.

    `version` is what `changes.version_of` said when the form was drawn; `answered` are the parts (their ids) that
    somebody has answered for. Raises `NotAllowed` if it is not public or not hers, or waits for a moderator; `Refused`
    (409) if somebody else has saved it meanwhile, or a part is left out that must stay.
    """
    revision = _held(listing)
    if not may_revise(by, listing) or (revision is not None and not revision.is_written):
        raise NotAllowed("revise", listing)
    if version is not None and version != version_of(revision):
        raise Refused(409, _("Somebody else, or you in another tab, has saved this in the meantime."))
    if revision is None:
        revision = Revision(listing=listing, author_id=by.id, changes={}, status=RevisionStatus.DRAFT)
        db.session.add(revision)
    changes = differing(listing, {**after(revision.changes), **facts})
    _keep_promises(listing, {name: pair for name, pair in changes.items() if name in facts}, answered)
    if changes != revision.changes:
        revision.changes = changes
    db.session.flush()
    return revision


def hand_in(
    listing: Listing, by: User, version: str | None = None, answered: Collection[int] = ()
) -> HandedIn:
    """Make what is small in it public at once, and hand what is material to the moderators.

    Raises `NotAllowed` if there is nothing to hand in or something is missing (ask `meter.missing` first), `Refused`
    (409) if it has been saved since it was looked over, or leaves out a part that must stay by now (as in `revise`).
    """
    revision = _held(listing)
    if revision is None or meter.missing(revised(listing, revision)):
        raise NotAllowed("hand_in", listing)
    if version is not None and version != version_of(revision):
        raise Refused(409, _("It has changed since you opened it. Look at it as it is now."))
    changes = differing(listing, after(revision.changes))
    if not changes:  # all was put back as it is
        advance(revision, "withdraw", by, MOVES)
        return HandedIn()
    _keep_promises(listing, changes, answered)
    material = material_in(listing, changes)
    small = {name: pair for name, pair in changes.items() if name not in material}
    large = {name: pair for name, pair in changes.items() if name in material}
    if small:
        _make_public_at_once(revision, small, by)
        if large:
            revision = Revision(listing=listing, status=RevisionStatus.DRAFT)
    if large:
        _hand_over(revision, large, by)
    return HandedIn(tuple(small), tuple(large))


def _make_public_at_once(revision: Revision, changes: Changes, by: User) -> None:
    with db.session.no_autoflush:
        advance(revision, "apply", by, MOVES)
        revision.author_id, revision.changes = by.id, dict(changes)
        revision.moderator_note, revision.remarks = "", []
    db.session.flush()
    _write_into(revision.listing, changes)
    history.record(by, "mend", revision.listing, changed=sorted(changes))


def _hand_over(revision: Revision, changes: Changes, by: User) -> None:
    with db.session.no_autoflush:
        db.session.add(revision)
        revision.author_id, revision.changes = by.id, dict(changes)
        revision.waiting_since = now()
        revision.moderator_note, revision.remarks = "", []
    _move(revision, "hand_in", by, changed=sorted(changes))
    emails.revision_waiting(revision)


def edit_again(revision: Revision, by: User) -> None:
    """Take it back from the moderators to change it once more. Raises `NotAllowed`."""
    _held(revision.listing)
    _move(revision, "edit", by)


def withdraw(revision: Revision, by: User) -> None:
    """Give it up: the public text stays as it is. Raises `NotAllowed`."""
    _held(revision.listing)
    _move(revision, "withdraw", by)


def publish_revision(revision: Revision, by: User, answered: Collection[int] = ()) -> None:
    """Let it replace the public text, in one transaction, and index the words anew.

    Raises `NotAllowed`, and `Refused` (409) if the public text is no longer what the revision was written against, or
    it leaves out a part that must stay by now (as in `revise`).
    """
    listing = revision.listing
    present = facts_of(listing)
    moved = [name for name, (before, _wanted) in revision.changes.items() if present.get(name) != before]
    if moved:
        fields = ", ".join(str(label) for label in labels_of(moved))
        raise Refused(
            409,
            _(
                "The public text has changed since this was written: %(fields)s. Return it, so that its author looks again.",
                fields=fields,
            ),
        )
    _keep_promises(listing, revision.changes, answered)
    _move(revision, "publish", by, changed=sorted(revision.changes))
    _write_into(listing, revision.changes)
    emails.revision_published(revision)


def return_revision(
    revision: Revision, by: User, note: str, remarks: Mapping[str, tuple[str, str]] | None = None
) -> None:
    """Give it back for changes, as a listing is (`deciding.return_`); the public text stays as it is."""
    if not note.strip():
        raise ValueError("returned without a note")
    remarks = remarks or {}
    with db.session.no_autoflush:
        revision.moderator_note = note
        revision.remarks = [
            {"field": field, "reason": reason, "note": words} for field, (reason, words) in remarks.items()
        ]
    _move(revision, "return", by, note=note, fields=sorted(remarks))
    emails.revision_returned(revision)


def lapse_revision(listing: Listing, by: User | Rule) -> None:
    """Its listing has ended, so nobody decides on its changes any more. Nothing happens where there are none.

    Whoever wrote the change gets a letter, unless it is she who ends the listing.
    """
    revision = queries.active_revision(listing)
    if revision is not None:
        _move(revision, "lapse", by)
        if revision.author_id != by.id:
            emails.revision_lapsed(revision)


def lapse_expired(listing_id: int) -> bool:
    """The last day of this listing has passed: its change has ended with it; whether it had one."""
    over = changes_over().where(Revision.listing_id == listing_id)
    revision = db.session.scalar(over)
    if revision is None or _held(revision.listing) is None or lives(revision.listing):
        return False
    lapse_revision(revision.listing, THE_SITE)
    return True


def _held(listing: Listing) -> Revision | None:
    """Its active revision, read as whoever came before has left it; nobody else changes the two meanwhile."""
    db.session.execute(select(Listing.id).filter_by(id=listing.id).with_for_update())
    db.session.flush()
    db.session.expire(listing)
    revision = queries.active_revision(listing)
    if revision is not None:
        db.session.refresh(revision)
    return revision


def _move(revision: Revision, name: str, by: User | Rule, **details: Any) -> None:
    """Along the table; the listing's own history says it too."""
    with db.session.no_autoflush:
        advance(revision, name, by, MOVES, **details)
    history.record(by, f"{name}_revision", revision.listing, **details)
    db.session.flush()


def _keep_promises(listing: Listing, changes: Changes, answered: Collection[int]) -> None:
    """No part goes that somebody relies on."""
    held = [part.title for part in parts_left_out(listing, changes) if must_stay(part, answered)]
    if held:
        words = _(
            "This part cannot be removed: it is promised or covered, or somebody has answered for it: %(part)s",
            part=held[0],
        )
        raise Refused(409, words)


def _write_into(listing: Listing, changes: Changes) -> None:
    facts = from_json(after(changes))
    if "open_until" in facts:
        listing.expires_on = last_day(listing, facts["open_until"])
        pass_over(listing)
    put(listing, facts)
    db.session.expire(listing, ["contact"])
    freshness.public_changed(of=[listing.id])
