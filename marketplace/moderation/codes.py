"""The codes of decisions, each with its label (VOCABULARY)."""

from enum import StrEnum

from marketplace.core.i18n import lazy_pgettext as _lp


class DecisionMove(StrEnum):
    """What a moderator may decide: the moves of a listing, a change to one and a question that are hers."""

    PUBLISH = "publish"
    RETURN = "return"
    REJECT = "reject"
    HIDE = "hide"
    RESTORE = "restore"
    PASS = "pass"  # noqa: S105  no password
    REFUSE = "refuse"
    PASS_REPLY = "pass_reply"  # noqa: S105  as above


class CaseKind(StrEnum):
    """What waits for a decision."""

    LISTING = "listing"
    REVISION = "revision"
    QUESTION = "question"
    REPLY = "reply"


CASE_KINDS = {
    CaseKind.LISTING: _lp("case", "New"),
    CaseKind.REVISION: _lp("case", "Change"),
    CaseKind.QUESTION: _lp("case", "Question"),
    CaseKind.REPLY: _lp("case", "Answer to a question"),
}


DECISIONS = {
    DecisionMove.PUBLISH: _lp("decision", "Published"),
    DecisionMove.RETURN: _lp("decision", "Returned for changes"),
    DecisionMove.REJECT: _lp("decision", "Rejected"),
    DecisionMove.HIDE: _lp("decision", "Hidden"),
    DecisionMove.RESTORE: _lp("decision", "Restored"),
    DecisionMove.PASS: _lp("decision", "Question published"),
    DecisionMove.REFUSE: _lp("decision", "Question not published"),
    DecisionMove.PASS_REPLY: _lp("decision", "Answer published"),
}
