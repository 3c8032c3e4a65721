"""The codes of questions, each with its label."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp


class QuestionStatus(StrEnum):
    """Where a question and its answer are."""

    ASKED = "asked"
    OPEN = "open"
    REPLIED = "replied"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PUBLIC = (QuestionStatus.OPEN, QuestionStatus.REPLIED, QuestionStatus.ANSWERED)
QUESTION_STATUSES = {
    QuestionStatus.ASKED: _lp("question status", "With the moderators"),
    QuestionStatus.OPEN: _lp("question status", "Not answered yet"),
    QuestionStatus.REPLIED: _lp("question status", "The answer is with the moderators"),
    QuestionStatus.ANSWERED: _lp("question status", "Answered"),
    QuestionStatus.REFUSED: _lp("question status", "Not published"),
    QuestionStatus.WITHDRAWN: _lp("question status", "Withdrawn"),
}
QUESTION_TONES = {
    QuestionStatus.ASKED: "wait",
    QuestionStatus.OPEN: "wait",
    QuestionStatus.REPLIED: "wait",
    QuestionStatus.ANSWERED: "good",
    QuestionStatus.REFUSED: "bad",
    QuestionStatus.WITHDRAWN: "plain",
}


class RefuseReason(StrEnum):
    """Why a moderator does not publish a question, or sends an answer back."""

    SAID_ALREADY = "said_already"
    UNCLEAR = "unclear"
    PERSONAL_DATA = "personal_data"
    SENSITIVE_PLACE = "sensitive_place"
    COMMERCIAL = "commercial"
    OFFENSIVE = "offensive"
    OUTSIDE_SCOPE = "outside_scope"
    OTHER = "other"


REFUSE_REASONS = {
    RefuseReason.SAID_ALREADY: _l("The listing or an earlier answer says it already"),
    RefuseReason.UNCLEAR: _l("It is not clear what is meant"),
    RefuseReason.PERSONAL_DATA: _l("It contains personal data"),
    RefuseReason.SENSITIVE_PLACE: _l("It gives away a sensitive place, or asks for it"),
    RefuseReason.COMMERCIAL: _l("It is an advertisement"),
    RefuseReason.OFFENSIVE: _l("It is offensive"),
    RefuseReason.OUTSIDE_SCOPE: _l("It is not about this listing"),
    RefuseReason.OTHER: _lp("reason", "Other"),
}
