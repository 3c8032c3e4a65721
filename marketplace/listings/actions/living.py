"""The life of a published one: paused, resumed, full, renewed, closed."""

from marketplace.accounts.models import User
from marketplace.core import freshness, history
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import THE_SITE, NotAllowed, advance

from .. import emails
from ..codes import CloseReason
from ..lifecycle import MOVES
from ..models import Listing
from ..policy import may_keep_paused, may_renew, renewed_until, writes_it
from .reminding import pass_over
from .revising import lapse_revision


def pause(listing: Listing, by: User) -> None:
    """Take no answers for a while."""
    advance(listing, "pause", by, MOVES)
    freshness.public_changed(of=[listing.id])


def resume(listing: Listing, by: User) -> None:
    """Take answers again, until the day it had. Raises `Refused` (409) if that has passed: it is renewed first."""
    if listing.is_expired and writes_it(by, listing):
        raise Refused(409, _("Its last day has passed. Renew it first, then resume it."))
    with db.session.no_autoflush:
        advance(listing, "resume", by, MOVES)
        listing.resumes_by_itself = False
    freshness.public_changed(of=[listing.id])


def fill(listing: Listing) -> None:
    """As many cases as it takes at once are under way: the site pauses it, and tells its people."""
    with db.session.no_autoflush:
        advance(listing, "fill", THE_SITE, MOVES, cases=listing.capacity_cases)
        listing.resumes_by_itself = True
    freshness.public_changed(of=[listing.id])
    emails.full(listing)


def reopen(listing: Listing) -> None:
    """One of its cases has ended: the site opens it again, and tells its people."""
    with db.session.no_autoflush:
        advance(listing, "reopen", THE_SITE, MOVES, cases=listing.capacity_cases)
        listing.resumes_by_itself = False
    freshness.public_changed(of=[listing.id])
    emails.reopened(listing)


def keep_paused(listing: Listing, by: User) -> None:
    """It is full, and shall wait for its people even when a case ends. Raises `NotAllowed`."""
    if not may_keep_paused(by, listing):
        raise NotAllowed("keep_paused", listing)
    history.record(by, "keep_paused", listing)
    listing.resumes_by_itself = False
    freshness.public_changed(of=())


def close(listing: Listing, by: User, reason: str, via: str | None = None) -> None:
    """End it for good, and say why. `via` is kept in the history: a letter."""
    with db.session.no_autoflush:
        advance(listing, "close", by, MOVES, reason=reason, via=via)
        listing.close_reason = CloseReason(reason)
        listing.resumes_by_itself = False
    lapse_revision(listing, by)
    freshness.public_changed(of=[listing.id])
    emails.closed(listing)


def renew(listing: Listing, by: User, via: str | None = None) -> None:
    """Still wanted: 90 more days, within a year of the first publication. A paused one stays paused.

    `via` is kept in the history: a letter. Raises `NotAllowed`.
    """
    until = renewed_until(listing)
    if until is None or not may_renew(by, listing):
        raise NotAllowed("renew", listing)
    if listing.is_expired:
        lapse_revision(listing, by)
    history.record(by, "renew", listing, until=until.isoformat(), via=via)
    listing.expires_on = until
    if listing.open_until is not None and listing.open_until < until:
        listing.open_until = None  # the wish of another day
    pass_over(listing)
    freshness.public_changed(of=[listing.id])
