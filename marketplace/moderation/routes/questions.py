"""A question, or the answer to it, before a moderator. Who asked is not told to her either."""

from typing import Any

from flask import Response, flash, g, url_for

from marketplace.accounts.policy import moderators
from marketplace.core.db import db, find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.questions.codes import REFUSE_REASONS
from marketplace.questions.lifecycle import MOVES
from marketplace.questions.models import Question

from .. import actions, policy
from ..forms import QuestionRefuseForm
from .blueprint import bp, case_words


@bp.get("/moderation/questions/<int:question_id>")
@open_to(moderators)
def question(question_id: int):
    return question_page(_found(question_id))


@bp.post("/moderation/questions/<int:question_id>/take")
@open_to(moderators)
def take_question(question_id: int):
    asked = _found(question_id)
    actions.take(asked, by=g.user)
    return see_other(url_for("moderation.question", question_id=asked.id))


@bp.post("/moderation/questions/<int:question_id>/release")
@open_to(moderators)
def release_question(question_id: int):
    asked = _found(question_id)
    actions.release(asked, by=g.user)
    flash(_("The case is free again: %(title)s", title=asked.listing.title), "info")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/questions/<int:question_id>/pass")
@open_to(moderators)
def pass_(question_id: int):
    asked = _found(question_id)
    actions.pass_(asked, by=g.user, version=VersionForm().seen)
    flash(_("The question is public, and the other side is asked to answer."), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/questions/<int:question_id>/refuse")
@open_to(moderators)
def refuse(question_id: int):
    asked = _found(question_id)
    form = QuestionRefuseForm()
    if not form.validate():
        return question_page(asked, status=422, refusing=form)
    actions.refuse(asked, form.reason.data, form.note.data or "", by=g.user, version=form.seen)
    flash(_("The question is not public, and whoever asked is told why."), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/questions/<int:question_id>/pass-reply")
@open_to(moderators)
def pass_reply(question_id: int):
    asked = _found(question_id)
    actions.pass_reply(asked, by=g.user, version=VersionForm().seen)
    flash(_("The answer is public, and everybody who follows the question gets a letter."), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/questions/<int:question_id>/return-reply")
@open_to(moderators)
def return_reply(question_id: int):
    asked = _found(question_id)
    form = QuestionRefuseForm()
    if not form.validate():
        return question_page(asked, status=422, refusing=form)
    actions.return_reply(asked, form.reason.data, form.note.data or "", by=g.user, version=form.seen)
    flash(_("The answer is sent back to be changed."), "success")
    return see_other(url_for("moderation.queue"))


def _found(question_id: int) -> Question:
    return find(db.select(Question), id=question_id)


def question_page(
    asked: Question,
    *,
    status: int = 200,
    refusing: Any = None,
    refusal: actions.Overtaken | None = None,
    kept: list[str] | None = None,
) -> Response:
    """The question as it is now; `refusal` says what was not done, `kept` what was typed for it."""
    refusing = refusing or QuestionRefuseForm(formdata=None)
    if not refusing.errors:
        refusing.version.data = str(asked.version)
    return render(
        "moderation/question.html",
        status=status,
        subject=asked,
        question=asked,
        listing=asked.listing,
        waits=policy.waits(asked),
        why_a_colleague="" if policy.moderates(g.user, asked) else policy.why_a_colleague(g.user, asked),
        **case_words(asked, MOVES),
        reasons=REFUSE_REASONS,
        refusing=refusing,
        refusal=refusal,
        kept=kept or [],
    )
