"""MOVES: the whole life of a listing, one row an arrow; and REVISION_MOVES, of a change to a public one."""

from marketplace.core.lifecycle import Move

from .codes import ACTIVE_REVISIONS, RevisionStatus
from .codes import ListingStatus as Status
from .policy import (
    applies_revision,
    ends_with_listing,
    may_be_published,
    may_publish_revision,
    moderates_it,
    moderates_revision,
    writes_it,
    writes_revision,
)

MOVES = {
    #               from                                              to                by whom
    "submit": Move(frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED, by=writes_it),
    "publish": Move(frozenset({Status.SUBMITTED}), Status.PUBLISHED, by=may_be_published),
    "return": Move(frozenset({Status.SUBMITTED}), Status.RETURNED, by=moderates_it),
    "reject": Move(frozenset({Status.SUBMITTED}), Status.REJECTED, by=moderates_it),
    "pause": Move(frozenset({Status.PUBLISHED}), Status.PAUSED, by=writes_it),
    "resume": Move(frozenset({Status.PAUSED}), Status.PUBLISHED, by=writes_it),
    "close": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.CLOSED, by=writes_it),
    "hide": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.HIDDEN, by=moderates_it),
    "restore": Move(frozenset({Status.HIDDEN}), Status.PUBLISHED, by=moderates_it),
}

_WRITTEN = frozenset({RevisionStatus.DRAFT, RevisionStatus.RETURNED})
_WAITING = frozenset({RevisionStatus.WAITING})

REVISION_MOVES = {
    # What is small in it is public at once, what is material waits: `actions.hand_in` parts the two.
    "apply": Move(_WRITTEN, RevisionStatus.APPLIED, by=applies_revision),
    "hand_in": Move(_WRITTEN, RevisionStatus.WAITING, by=writes_revision),
    "edit": Move(_WAITING, RevisionStatus.DRAFT, by=writes_revision),
    "publish": Move(_WAITING, RevisionStatus.PUBLISHED, by=may_publish_revision),
    "return": Move(_WAITING, RevisionStatus.RETURNED, by=moderates_revision),
    "withdraw": Move(frozenset(ACTIVE_REVISIONS), RevisionStatus.WITHDRAWN, by=writes_revision),
    "lapse": Move(frozenset(ACTIVE_REVISIONS), RevisionStatus.LAPSED, by=ends_with_listing),
}
