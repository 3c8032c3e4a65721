"""The blueprint, and where a case of the queue is."""

from flask import Blueprint, url_for

from ..codes import CaseKind
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
