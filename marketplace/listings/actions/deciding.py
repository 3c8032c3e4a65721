"""What a moderator decides. The room of moderation calls these; the letters about it are written here."""

from collections.abc import Mapping

from marketplace.accounts.models import User
from marketplace.core import freshness
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.lifecycle import advance

from .. import emails, meter
from ..lifecycle import MOVES
from ..models import FieldRemark, Listing
from .finding import refresh_words
from .reminding import pass_over
from .revising import lapse_revision
from .translating import pass_with


def publish(listing: Listing, by: User) -> None:
    """Let it be seen, for 90 days or until the day its author wished.

    Raises `NotAllowed`, and `Refused` (409) while a picture has no words for those who cannot see it.
    """
    if lacks := meter.undescribed(listing):
        raise Refused(409, lacks[0].sentence)
    with db.session.no_autoflush:
        advance(listing, "publish", by, MOVES)
        listing.published_at = now()
        listing.expires_on = listing.expiry_from_now()
        listing.moderator_note = ""
    pass_over(listing)
    pass_with(listing, by)
    refresh_words(listing)
    freshness.public_changed(of=[listing.id])
    emails.published(listing)


def return_(
    listing: Listing, by: User, note: str, remarks: Mapping[str, tuple[str, str]] | None = None
) -> None:
    """Give it back for changes. `remarks`: field → (reason code, note); `fields.fields_of(kind)` names the fields.

    `note` may not be empty: the author is owed a reason (DSA, article 17).
    """
    if not note.strip():
        raise ValueError("returned without a note")
    remarks = remarks or {}
    with db.session.no_autoflush:
        advance(listing, "return", by, MOVES, note=note, fields=sorted(remarks))
        listing.moderator_note = note
    listing.remarks = []
    db.session.flush()  # the old remarks are gone before new ones about the same fields come
    listing.remarks = [
        FieldRemark(field=field, reason=reason, note=words) for field, (reason, words) in remarks.items()
    ]
    emails.returned(listing)


def reject(listing: Listing, by: User, reason: str, note: str) -> None:
    """Refuse it for good, with a coded reason and a note to its author."""
    with db.session.no_autoflush:
        advance(listing, "reject", by, MOVES, reason=reason, note=note)
        listing.decision_reason = reason
        listing.moderator_note = note
    emails.rejected(listing)


def hide(listing: Listing, by: User, reason: str, note: str) -> None:
    """Take it out of sight everywhere at once."""
    with db.session.no_autoflush:
        advance(listing, "hide", by, MOVES, reason=reason, note=note)
        listing.resumes_by_itself = False
        listing.decision_reason = reason
        listing.moderator_note = note
    lapse_revision(listing, by)
    freshness.public_changed(of=[listing.id])
    emails.hidden(listing)


def restore(listing: Listing, by: User) -> None:
    """Let it be seen again."""
    with db.session.no_autoflush:
        advance(listing, "restore", by, MOVES)
        listing.decision_reason = None
        listing.moderator_note = ""
    freshness.public_changed(of=[listing.id])
    emails.restored(listing)
