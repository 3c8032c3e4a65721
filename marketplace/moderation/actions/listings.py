"""A need or an offer: published, returned, rejected, hidden, restored."""

from collections.abc import Mapping

from marketplace.accounts.models import User
from marketplace.listings import actions as listings
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing

from .holding import decided, may_decide


def publish(listing: Listing, *, by: User, version: int | None = None) -> None:
    """Let it be seen. Raises as `may_decide` does."""
    if may_decide(listing, "publish", MOVES, by, version, publishes=True):
        listings.publish(listing, by)
        decided(listing, "publish", by)


def return_(
    listing: Listing,
    note: str,
    remarks: Mapping[str, tuple[str, str]],
    *,
    by: User,
    version: int | None = None,
) -> None:
    """Give it back for changes: what in general, and in which fields (field → reason code, note)."""
    if may_decide(listing, "return", MOVES, by, version):
        listings.return_(listing, by, note, remarks)
        decided(listing, "return", by, note=note, remarks=kept(remarks))


def reject(listing: Listing, reason: str, note: str, *, by: User, version: int | None = None) -> None:
    """Refuse it for good."""
    if may_decide(listing, "reject", MOVES, by, version):
        listings.reject(listing, by, reason, note)
        decided(listing, "reject", by, reason=reason, note=note)


def hide(listing: Listing, reason: str, note: str, *, by: User, version: int | None = None) -> None:
    """Take what is public out of sight."""
    if may_decide(listing, "hide", MOVES, by, version):
        listings.hide(listing, by, reason, note)
        decided(listing, "hide", by, reason=reason, note=note)


def restore(listing: Listing, *, by: User, version: int | None = None) -> None:
    """Let what was hidden be seen again."""
    if may_decide(listing, "restore", MOVES, by, version):
        listings.restore(listing, by)
        decided(listing, "restore", by)


def kept(remarks: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Remarks as a decision keeps them."""
    return [{"field": field, "reason": reason, "note": words} for field, (reason, words) in remarks.items()]
