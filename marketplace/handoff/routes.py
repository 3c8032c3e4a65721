"""Answering a listing, the inbox, and everything that may be done with an answer."""

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from marketplace.accounts.models import User
from marketplace.core.db import find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import open_moves
from marketplace.core.pages import page_of
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing, Part
from marketplace.matches import queries as matches
from marketplace.organisations.policy import belongs_to, memberships, writers
from marketplace.search import pairing

from . import actions, policy, queries
from .codes import ANSWER_STATUSES, DECLINE_REASONS, AnswerStatus, DeclineReason
from .forms import WORDS, AcceptForm, AnswerForm, DeclineForm, MessageForm
from .lifecycle import MOVES
from .models import Answer

bp = Blueprint("handoff", __name__)
TONES = {
    "sent": "wait",
    "asked_back": "info",
    "accepted": "good",
    "declined": "plain",
    "withdrawn": "plain",
    "finished": "plain",
}


@bp.app_context_processor
def header() -> dict[str, Any]:
    """What the frame of a page asks about whoever is signed in; a public page read by nobody does not ask."""
    return {"answers_waiting": lambda: queries.waiting_for(g.user)}


@bp.route("/listings/<reference>/answer", methods=["GET", "POST"])
@open_to(people)
def new(reference: str):
    if request.method == "POST":
        return _send(find(queries.once_answerable(), reference=reference))
    listing = find(listings.public(), reference=reference)
    given = queries.mine_for(g.user, listing)
    if given is not None and given.status in queries.STANDING:
        flash(_("Your organisation has answered already: here it is."), "info")
        return see_other(url_for("handoff.show", answer_id=given.id))
    if listing.is_met:
        flash(_("Every part of it is covered, so it takes no more answers."), "info")
        return see_other(url_for("listings.show", reference=listing.reference))
    return _new(listing, AnswerForm(policy.may_answer_for(g.user, listing), listing.open_parts))


def _send(listing: Listing) -> Response:
    if not listing.is_public:
        raise actions.NoLongerOpen  # its page would show what is hidden; the page of the refusal keeps the words
    organisations = policy.may_answer_for(g.user, listing)
    form = AnswerForm(organisations, listing.open_parts)
    if not organisations or g.user.card is None:
        return _new(listing, form, status=409)
    if not form.validate():
        return _new(listing, form, status=422)
    organisation = next(one for one in organisations if str(one.id) == form.organisation.data)
    try:
        answer = actions.send(listing, organisation, by=g.user, **form.facts)
    except actions.AnsweredAlready as already:
        return _new(listing, form, status=409, given=already.answer)
    flash(_("Your answer is sent. You will have a letter as soon as they say something."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


def _new(listing: Listing, form: AnswerForm, *, status: int = 200, given: Answer | None = None) -> Response:
    return render(
        "handoff/new.html",
        status=status,
        listing=listing,
        form=form,
        given=given,
        organisations=policy.may_answer_for(g.user, listing),
        speaks_for_any=bool(memberships(g.user)),
        has_card=g.user.card is not None,
        words=WORDS,
        part_hints=_hints(listing.open_parts),
    )


def _hints(parts: list[Part]) -> dict[str, str]:
    """What stands under the title of each part: how much, and the sentence."""
    told = {str(part.id): " · ".join(filter(None, (part.quantity, part.detail))) for part in parts}
    return {code: words for code, words in told.items() if words}


@bp.get("/inbox")
@open_to(people)
def inbox():
    sent = request.args.get("side") == "sent"
    state = request.args.get("state", "")
    state = state if state in ANSWER_STATUSES else "waiting" if state == "waiting" else ""
    rows, order = queries.inbox(g.user, sent=sent, state=state, waiting=state == "waiting")
    page = page_of(rows, order, cursor=request.args.get("page", ""))
    return render(
        "handoff/inbox.html",
        page=page,
        lines=queries.lines(list(page.rows), sent=sent),
        sent=sent,
        side="sent" if sent else "received",
        state=state,
        counts=queries.counts(g.user),
        states=ANSWER_STATUSES,
        tones=TONES,
        proposals=[] if sent else matches.proposed_to(g.user),
    )


@bp.get("/answers/<int:answer_id>")
@open_to(people)
def show(answer_id: int):
    return _show(find(queries.visible_to(g.user), id=answer_id))


def _show(answer: Answer, *, status: int = 200, form: Any = None, move: str = "") -> Response:
    """The answer with the buttons that are open to her; `form` is one that came back, of `move`."""
    moves = open_moves(answer, g.user, MOVES)
    forms = {"ask_back": MessageForm, "reply": MessageForm, "decline": DeclineForm}
    made = {
        name: form if name == move else kind(formdata=None) for name, kind in forms.items() if name in moves
    }
    for one in made.values():
        if one is not form:
            one.version.data = str(answer.version)
    return render(
        "handoff/show.html",
        status=status,
        answer=answer,
        listing=answer.listing,
        received=belongs_to(g.user, answer.listing.organisation_id),
        moves=moves,
        forms=made,
        failed=form if form is not None and form.errors else None,
        move=move,
        state=ANSWER_STATUSES[AnswerStatus(answer.status)],
        tone=TONES[answer.status],
        waits=policy.waits_for(g.user, answer),
        reason=DECLINE_REASONS[DeclineReason(answer.decline_reason)] if answer.decline_reason else "",
        parts=answer.parts,
        promised=policy.promised_by(answer),
        cards=[one for one in answer.reveals if policy.sees_card(g.user, one)],
        own_cards=[one for one in answer.reveals if policy.may_withdraw_card(g.user, one)],
        withdrawn=[one for one in answer.reveals if one.withdrawn_at is not None],
        is_member=belongs_to,
        words=WORDS,
    )


@bp.route("/answers/<int:answer_id>/accept", methods=["GET", "POST"])
@open_to(writers)
def accept(answer_id: int):
    answer = find(queries.received_by(g.user), id=answer_id)
    candidates = [
        one for one in policy.people_to_introduce(answer.listing.organisation) if one is not answer.author
    ]
    contact = answer.listing.contact if answer.listing.contact in candidates else _herself(candidates)
    could = policy.parts_to_promise(answer)
    form = AcceptForm(candidates, contact, could, named=bool(answer.parts))
    if form.is_submitted() and form.validate():
        chosen = next(one for one in candidates if one.id == int(form.contact.data))
        actions.accept(answer, by=g.user, contact=chosen, part_ids=form.part_ids, version=form.seen)
        pairing.again(Listing.id == answer.listing_id)  # an offer may have no more places free
        flash(_("Accepted. You both have a letter with the other’s contacts."), "success")
        return see_other(url_for("handoff.show", answer_id=answer.id))
    if not form.is_submitted():
        if "accept" not in open_moves(answer, g.user, MOVES):
            return see_other(url_for("handoff.show", answer_id=answer.id))
        form.version.data = str(answer.version)
    return render(
        "handoff/accept.html",
        status=422 if form.is_submitted() else 200,
        answer=answer,
        listing=answer.listing,
        form=form,
        candidates=candidates,
        has_card=g.user.card is not None,
        capacity=queries.capacity_of(answer.listing),
        gone=bool(answer.parts) and not could,
        part_hints=_hints(could),
        ready=policy.can_be_introduced(answer.author, answer.organisation_id),
    )


def _herself(candidates: list[User]) -> User | None:
    return g.user if g.user in candidates else next(iter(candidates), None)


@bp.post("/answers/<int:answer_id>/ask-back")
@open_to(writers)
def ask_back(answer_id: int):
    answer = find(queries.received_by(g.user), id=answer_id)
    form = MessageForm()
    if not form.validate():
        return _show(answer, status=422, form=form, move="ask_back")
    actions.ask_back(answer, by=g.user, body=form.body.data, locale=form.locale.data, version=form.seen)
    flash(_("Your question is sent."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


@bp.post("/answers/<int:answer_id>/reply")
@open_to(writers)
def reply(answer_id: int):
    answer = find(queries.sent_by(g.user), id=answer_id)
    form = MessageForm()
    if not form.validate():
        return _show(answer, status=422, form=form, move="reply")
    actions.reply(answer, by=g.user, body=form.body.data, locale=form.locale.data, version=form.seen)
    flash(_("Your reply is sent."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


@bp.post("/answers/<int:answer_id>/decline")
@open_to(writers)
def decline(answer_id: int):
    answer = find(queries.received_by(g.user), id=answer_id)
    form = DeclineForm()
    if not form.validate():
        return _show(answer, status=422, form=form, move="decline")
    actions.decline(answer, by=g.user, reason=form.reason.data, note=form.note.data or "", version=form.seen)
    flash(_("Declined. They have a letter that says why."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


@bp.post("/answers/<int:answer_id>/withdraw")
@open_to(writers)
def withdraw(answer_id: int):
    answer = find(queries.sent_by(g.user), id=answer_id)
    actions.withdraw(answer, by=g.user, version=VersionForm().seen)
    flash(_("Your answer is withdrawn."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


@bp.post("/answers/<int:answer_id>/finish")
@open_to(writers)
def finish(answer_id: int):
    answer = find(queries.visible_to(g.user), id=answer_id)
    actions.finish(answer, by=g.user, version=VersionForm().seen)
    flash(_("The case is finished. The other side has a letter."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))


@bp.post("/answers/<int:answer_id>/withdraw-card")
@open_to(people)
def withdraw_card(answer_id: int):
    answer = find(queries.visible_to(g.user), id=answer_id)
    actions.withdraw_card(answer, by=g.user)
    flash(_("Your contact card is not shown here any more."), "success")
    return see_other(url_for("handoff.show", answer_id=answer.id))
