"""The addresses of questions: asked, read, followed, answered."""

from types import SimpleNamespace

from flask import Blueprint, Response, flash, g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.errors import Refused
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import open_moves
from marketplace.handoff import queries as answers
from marketplace.listings import queries as listings
from marketplace.organisations.policy import belongs_to, writers

from . import actions, policy, queries
from .codes import QUESTION_STATUSES, QUESTION_TONES, REFUSE_REASONS
from .forms import QuestionForm, ReplyForm
from .lifecycle import MOVES
from .models import Question

bp = Blueprint("questions", __name__)
question_words = SimpleNamespace(
    statuses=QUESTION_STATUSES, tones=QUESTION_TONES, refuse_reasons=REFUSE_REASONS
)
bp.add_app_template_global(question_words, "question_words")  # type: ignore[arg-type]  # an object does as well
bp.add_app_template_global(policy.may_follow, "may_follow")


@bp.route("/listings/<reference>/questions/new", methods=["GET", "POST"])
@open_to(people)
def ask(reference: str):
    # Somebody who was writing while it closed is told so, and keeps her words.
    sight = answers.once_answerable() if request.method == "POST" else listings.readable()
    listing = find(sight, reference=reference)
    if not policy.may_ask(g.user, listing):
        raise Refused(409, _("It takes no questions at the moment."))
    form = QuestionForm()
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render("questions/ask.html", status=status, listing=listing, form=form)
    question = actions.ask(listing, form.body.data, form.locale.data, by=g.user)
    flash(_("Sent. A moderator reads it first, and you get a letter."), "success")
    return see_other(url_for("questions.show", question_id=question.id))


@bp.get("/questions/<int:question_id>")
@open_to(people)
def show(question_id: int):
    return _page(find(queries.visible_to(g.user), id=question_id))


@bp.post("/questions/<int:question_id>/reply")
@open_to(writers)
def reply(question_id: int):
    question = find(queries.received_by(g.user), id=question_id)
    form = ReplyForm()
    if not form.validate():
        return _page(question, status=422, form=form)
    actions.reply(question, form.body.data, form.locale.data, by=g.user, version=form.seen)
    flash(_("Sent. A moderator reads it, then it is public."), "success")
    return see_other(url_for("questions.show", question_id=question.id))


@bp.post("/questions/<int:question_id>/withdraw")
@open_to(people)
def withdraw(question_id: int):
    question = find(db.select(Question).where(Question.author_id == g.user.id), id=question_id)
    actions.withdraw(question, by=g.user)
    flash(_("The question is withdrawn."), "success")
    return see_other(url_for("listings.show", reference=question.listing.reference))


@bp.post("/questions/<int:question_id>/follow")
@open_to(people)
def follow(question_id: int):
    question = find(queries.visible_to(g.user), id=question_id)
    actions.follow(question, by=g.user)
    flash(_("You get a letter when the answer is public."), "success")
    return see_other(url_for("questions.show", question_id=question.id))


@bp.post("/questions/<int:question_id>/unfollow")
@open_to(people)
def unfollow(question_id: int):
    question = find(queries.visible_to(g.user), id=question_id)
    actions.unfollow(question, by=g.user)
    flash(_("You get no letter about this question."), "success")
    return see_other(url_for("questions.show", question_id=question.id))


def _page(question: Question, status: int = 200, form: ReplyForm | None = None) -> Response:
    moves = open_moves(question, g.user, MOVES)
    if form is None:
        kept = {"body": question.reply, "locale": question.reply_locale} if question.reply else {}
        form = ReplyForm(formdata=None, **kept)
    form.version.data = form.version.data or str(question.version)
    own = belongs_to(g.user, question.listing.organisation_id)
    return render(
        "questions/show.html",
        status=status,
        question=question,
        listing=question.listing,
        asked=policy.asked_it(g.user, question),
        own=own,
        shows_reply=question.is_answered or (own and bool(question.reply)),
        moves=moves,
        form=form,
        follows=question.id in queries.followed_by(g.user, [question]),
    )
