"""The life of a published one: paused, resumed, renewed, closed."""

from marketplace.accounts.models import User
from marketplace.core import freshness, history
from marketplace.core.db import db
from marketplace.core.lifecycle import NotAllowed, advance

from .. import emails
from ..codes import CloseReason
from ..lifecycle import MOVES
from ..models import Listing
from ..policy import may_renew, renewed_until
from .revising import lapse_revision


def pause(listing: Listing, by: User) -> None:
    """Take no answers for a while."""
    advance(listing, "pause", by, MOVES)
    freshness.public_changed()


def resume(listing: Listing, by: User) -> None:
    """Take answers again, until the day it had."""
    advance(listing, "resume", by, MOVES)
    freshness.public_changed()


def close(listing: Listing, by: User, reason: str) -> None:
    """End it for good, and say why."""
    with db.session.no_autoflush:
        advance(listing, "close", by, MOVES, reason=reason)
        listing.close_reason = CloseReason(reason)
    lapse_revision(listing, by)
    freshness.public_changed()
    emails.closed(listing)


def renew(listing: Listing, by: User) -> None:
    """Still open: 90 more days, within a year of the first publication. Raises `NotAllowed`."""
    until = renewed_until(listing)
    if until is None or not may_renew(by, listing):
        raise NotAllowed("renew", listing)
    if listing.is_expired:
        lapse_revision(listing, by)
    history.record(by, "renew", listing, until=until.isoformat())
    listing.expires_on = until
    if listing.open_until is not None and listing.open_until < until:
        listing.open_until = None  # the wish of another day
    freshness.public_changed()
