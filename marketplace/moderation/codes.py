"""The codes of decisions, each with its label (VOCABULARY)."""

from enum import StrEnum

from marketplace.core.i18n import lazy_pgettext as _lp


class DecisionMove(StrEnum):
    """What a moderator may decide: the moves of a listing that are hers."""

    PUBLISH = "publish"
    RETURN = "return"
    REJECT = "reject"
    HIDE = "hide"
    RESTORE = "restore"


DECISIONS = {
    DecisionMove.PUBLISH: _lp("decision", "Published"),
    DecisionMove.RETURN: _lp("decision", "Returned for changes"),
    DecisionMove.REJECT: _lp("decision", "Rejected"),
    DecisionMove.HIDE: _lp("decision", "Hidden"),
    DecisionMove.RESTORE: _lp("decision", "Restored"),
}
