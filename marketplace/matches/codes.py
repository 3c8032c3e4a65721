"""What became of a proposal, each code with its label."""

from enum import StrEnum

from marketplace.core.i18n import lazy_pgettext as _lp


class Outcome(StrEnum):
    """Derived from what the two sides did; nothing of it is stored."""

    WAITING = "waiting"
    SEEN = "seen"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    NOT_FOR_US = "not_for_us"
    ENDED = "ended"


OUTCOMES = {
    Outcome.WAITING: _lp("proposal", "Not opened yet"),
    Outcome.SEEN: _lp("proposal", "Seen"),
    Outcome.ANSWERED: _lp("proposal", "Answered"),
    Outcome.ACCEPTED: _lp("proposal", "Accepted: they have each other’s contacts"),
    Outcome.NOT_FOR_US: _lp("proposal", "Not for them"),
    Outcome.ENDED: _lp("proposal", "One of the two is no longer open"),
}
TONES = {
    Outcome.WAITING: "plain",
    Outcome.SEEN: "info",
    Outcome.ANSWERED: "wait",
    Outcome.ACCEPTED: "good",
    Outcome.NOT_FOR_US: "plain",
    Outcome.ENDED: "plain",
}
