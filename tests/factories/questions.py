"""Questions for tests."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.questions.codes import QuestionStatus
from marketplace.questions.models import Question, QuestionFollower


def question(
    listing: Listing,
    *,
    by: User,
    status: str = QuestionStatus.ASKED,
    replied_by: User | None = None,
    **facts: Any,
) -> Question:
    """A question of this person, who follows it; a replied or answered one has its reply."""
    if status in (QuestionStatus.REPLIED, QuestionStatus.ANSWERED):
        facts.setdefault("reply", "Так, насоси однакові.")
        facts.setdefault("reply_locale", "uk")
        facts.setdefault("replied_at", now())
    if status == QuestionStatus.REFUSED:
        facts.setdefault("reason", "outside_scope")
    row = Question(
        listing=listing,
        author_id=by.id,
        status=status,
        locale=facts.pop("locale", "en"),
        body=facts.pop("body", "Are all the pumps of one make?"),
        replied_by_id=replied_by.id if replied_by else None,
        **facts,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(QuestionFollower(question_id=row.id, user_id=by.id))
    db.session.commit()
    return row
