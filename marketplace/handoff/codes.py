"""The codes of answers, each with its label (VOCABULARY)."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp


class AnswerStatus(StrEnum):
    """Where an answer is."""

    SENT = "sent"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FINISHED = "finished"  # accepted once, and over: either side has said so


ANSWER_STATUSES = {
    AnswerStatus.SENT: _lp("answer status", "Waiting for a reply"),
    AnswerStatus.ASKED_BACK: _lp("answer status", "A question was asked back"),
    AnswerStatus.ACCEPTED: _lp("answer status", "Accepted"),
    AnswerStatus.DECLINED: _lp("answer status", "Declined"),
    AnswerStatus.WITHDRAWN: _lp("answer status", "Withdrawn"),
    AnswerStatus.FINISHED: _lp("answer status", "Finished"),
}


class DeclineReason(StrEnum):
    """Why an answer was not taken up."""

    ALREADY_COVERED = "already_covered"
    NOT_A_FIT = "not_a_fit"
    LATER = "later"
    NEED_CHANGED = "need_changed"
    OUTSIDE_MANDATE = "outside_mandate"
    OTHER = "other"


DECLINE_REASONS = {
    DeclineReason.ALREADY_COVERED: _l("It is covered already"),
    DeclineReason.NOT_A_FIT: _l("It does not fit"),
    DeclineReason.LATER: _l("Not now, perhaps later"),
    DeclineReason.NEED_CHANGED: _l("What we look for has changed"),
    DeclineReason.OUTSIDE_MANDATE: _l("It is outside our mandate"),
    DeclineReason.OTHER: _lp("reason", "Other"),
}
