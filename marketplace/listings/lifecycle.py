"""MOVES: the whole life of a listing, one row an arrow; and PART_MOVES, of a part of a need."""

from marketplace.core.lifecycle import Move

from .codes import ListingStatus as Status
from .codes import PartStatus
from .policy import (
    marks_part,
    may_be_published,
    moderates_it,
    took_part,
    when_free,
    when_full,
    writes_it,
    writes_it_in_date,
)

MOVES = {
    #               from                                              to                by whom
    "submit": Move(frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED, by=writes_it),
    "publish": Move(frozenset({Status.SUBMITTED}), Status.PUBLISHED, by=may_be_published),
    "return": Move(frozenset({Status.SUBMITTED}), Status.RETURNED, by=moderates_it),
    "reject": Move(frozenset({Status.SUBMITTED}), Status.REJECTED, by=moderates_it),
    "pause": Move(frozenset({Status.PUBLISHED}), Status.PAUSED, by=writes_it_in_date),
    "resume": Move(frozenset({Status.PAUSED}), Status.PUBLISHED, by=writes_it_in_date),
    "fill": Move(frozenset({Status.PUBLISHED}), Status.PAUSED, by=when_full),
    "reopen": Move(frozenset({Status.PAUSED}), Status.PUBLISHED, by=when_free),
    "close": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.CLOSED, by=writes_it),
    "hide": Move(frozenset({Status.PUBLISHED, Status.PAUSED}), Status.HIDDEN, by=moderates_it),
    "restore": Move(frozenset({Status.HIDDEN}), Status.PUBLISHED, by=moderates_it),
}

PART_MOVES = {
    # A part that was covered elsewhere is covered too: the bar shows what is still wanted.
    "promise": Move(frozenset({PartStatus.OPEN}), PartStatus.PROMISED, by=marks_part),
    "give_back": Move(frozenset({PartStatus.PROMISED}), PartStatus.OPEN, by=took_part),
    "cover": Move(frozenset({PartStatus.OPEN, PartStatus.PROMISED}), PartStatus.COVERED, by=marks_part),
    "free": Move(frozenset({PartStatus.PROMISED, PartStatus.COVERED}), PartStatus.OPEN, by=marks_part),
}
