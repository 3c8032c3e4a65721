"""A change to a public listing: published, or returned."""

from collections.abc import Collection, Mapping

from marketplace.accounts.models import User
from marketplace.core.errors import Refused
from marketplace.listings import actions as listings
from marketplace.listings.lifecycle import REVISION_MOVES
from marketplace.listings.models import Revision

from .holding import Overtaken, decided, may_decide
from .listings import kept


def publish_revision(
    revision: Revision, *, by: User, version: int | None = None, answered: Collection[int] = ()
) -> bool:
    """Let it replace the public text; False if she has done so already. Raises as `may_decide` does.

    `answered` are the parts of the need (their ids) that somebody has answered for: they stay.
    """
    if not may_decide(revision, "publish", REVISION_MOVES, by, version, publishes=True):
        return False
    try:
        listings.publish_revision(revision, by, answered)
    except Refused as refusal:  # the public text has moved on
        raise Overtaken(revision, str(refusal.description)) from refusal
    decided(revision, "publish", by)
    return True


def return_revision(
    revision: Revision,
    note: str,
    remarks: Mapping[str, tuple[str, str]],
    *,
    by: User,
    version: int | None = None,
) -> None:
    """Give it back for changes, in general and by field; the public text stays as it is."""
    if may_decide(revision, "return", REVISION_MOVES, by, version):
        listings.return_revision(revision, by, note, remarks)
        decided(revision, "return", by, note=note, remarks=kept(remarks))
