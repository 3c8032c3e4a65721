"""The queue of all kinds of case, what was decided lately, and what a moderator reads who was overtaken."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request

from marketplace.accounts.policy import moderators
from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render
from marketplace.core.pages import page_of
from marketplace.listings.codes import DECISION_REASONS
from marketplace.listings.models import Listing, Revision
from marketplace.organisations import queries as organisations
from marketplace.questions.codes import REFUSE_REASONS
from marketplace.questions.models import Question

from .. import actions, policy, queries
from ..codes import CASE_KINDS, DECISIONS
from .blueprint import bp
from .listings import case_page
from .questions import question_page
from .revisions import revision_page

PAGES: dict[type, tuple[Callable[[], Any], Callable[..., Response]]] = {
    Listing: (queries.cases, case_page),
    Revision: (queries.revisions, revision_page),
    Question: (lambda: db.select(Question), question_page),
}


@bp.get("/moderation")
@open_to(moderators)
def queue():
    wanted, order = queries.waiting()
    page = page_of(wanted, order, cursor=request.args.get("page", ""))
    return render(
        "moderation/queue.html",
        page=page,
        cases=queries.lines(list(page.rows), g.user),
        kinds=CASE_KINDS,
        counts=queries.counts(g.user),
        to_verify=organisations.count(organisations.unverified()),
        target=policy.TARGET_WORKING_DAYS,
    )


@bp.get("/moderation/decided")
@open_to(moderators)
def decided():
    page = page_of(queries.decided(), queries.NEWEST_FIRST, cursor=request.args.get("page", ""))
    labels: tuple[dict[Any, Any], ...] = (DECISION_REASONS, REFUSE_REASONS)
    reasons = {code: label for table in labels for code, label in table.items()}
    return render("moderation/decided.html", page=page, moves=DECISIONS, reasons=reasons, kinds=CASE_KINDS)


@bp.errorhandler(actions.Overtaken)
def overtaken(refusal: actions.Overtaken) -> Response:
    """The case as it is now, with what happened; what was typed is not lost."""
    db.session.rollback()
    sight, page = PAGES[refusal.kind]
    kept = [value for name, value in request.form.items() if "note" in name and value.strip()]
    return page(find(sight(), id=refusal.subject_id), status=409, refusal=refusal, kept=kept)
