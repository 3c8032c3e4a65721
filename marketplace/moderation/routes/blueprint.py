"""The blueprint, where a case of the queue is, and what the page of every case says."""

from typing import Any

from flask import Blueprint, g, url_for

from marketplace.core.lifecycle import open_moves
from marketplace.listings.fields import LABELS

from .. import policy, queries
from ..codes import DECISIONS, CaseKind
from ..queries import Case

bp = Blueprint("moderation", __name__)


def case_address(case: Case) -> str:
    """The page on which it is decided."""
    if case.what == CaseKind.LISTING:
        return url_for("moderation.case", reference=case.reference)
    if case.what == CaseKind.REVISION:
        return url_for("moderation.revision", revision_id=case.key)
    return url_for("moderation.question", question_id=case.key)


bp.add_app_template_global(case_address, "case_address")


def case_words(subject: Any, moves: Any) -> dict[str, Any]:
    """What the page of every case says, be it a listing, a change or a question: whose it is, and what can be done."""
    lock = queries.lock_of(subject)
    return {
        "lock": lock,
        "holding": policy.holds(g.user, lock),
        "may_take": policy.may_take(g.user, subject, lock),
        "moves": open_moves(subject, g.user, moves),
        "decisions": queries.decisions_of(subject),
        "move_labels": DECISIONS,
        "field_labels": LABELS,
    }
