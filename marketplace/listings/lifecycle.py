"""MOVES: the whole life of a listing, one row an arrow."""

from marketplace.core.lifecycle import Move

from .codes import ListingStatus as Status
from .policy import may_be_published, moderates_it, writes_it, writes_it_in_date

MOVES = {
    #               from                                              to                by whom
    "submit": Move(frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED, by=writes_it),
    "publish": Move(frozenset({Status.SUBMITTED}), Status.PUBLISHED, by=may_be_published),
    "return": Move(frozenset({Status.SUBMITTED}), Status.RETURNED, by=moderates_it),
    "reject": Move(frozenset({Status.SUBMITTED}), Status.REJECTED, by=moderates_it),
    "pause": Move(frozenset({Status.PUBLISHED}), Status.PAUSED, by=writes_it_in_date),
    "resume": Move(frozenset({Status.PAUSED}), Status.PUBLISHED, by=writes_it_in_date),
    "close": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.CLOSED, by=writes_it),
    "hide": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.HIDDEN, by=moderates_it),
    "restore": Move(frozenset({Status.HIDDEN}), Status.PUBLISHED, by=moderates_it),
}
