"""The page behind a link of a letter: one button, and nobody signs in. Reading it changes nothing: mail scanners do."""

from flask import Response, request, url_for

from marketplace.accounts.models import Purpose
from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.handoff import actions as handoff
from marketplace.handoff import queries as answers

from .. import actions, queries
from ..by_letter import Words, hindrance_of, question_of
from ..codes import CloseReason, ListingStatus
from ..expiry import ExpiryLink
from ..forms import FollowForm, MetForm
from ..models import Listing
from .blueprint import bp


@bp.route("/listings/by-letter/<token>", methods=["GET", "POST"])
@open_to(everyone)
def by_letter(token: str):
    opened = _opened(token)
    if opened is None:
        return _dead()
    hindrance = hindrance_of(opened)
    if hindrance is not None:
        return _what_is_the_case(opened, hindrance)
    form = _form(opened)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        words = question_of(opened)
        return render("listings/by_letter.html", status=status, opened=opened, words=words, form=form)
    by = actions.follow(opened, token, form.data.get("reason"))
    if opened.listing.status == ListingStatus.CLOSED:
        handoff.listing_closed(opened.listing, by=by)
    return see_other(url_for("listings.by_letter", token=token))  # which says what is the case now


def _opened(token: str) -> ExpiryLink | None:
    """What the link opens. To do something, the listing is held until that is done: of two at once one is second."""
    wanted = queries.letter_link(token)
    if request.method == "POST":
        wanted = wanted.with_for_update(of=Listing)
    return db.session.scalar(wanted)


def _form(opened: ExpiryLink) -> FollowForm:
    if opened.link.purpose != Purpose.MET:
        return FollowForm()
    met_here = answers.was_accepted(opened.listing)
    return MetForm(reason=CloseReason.MET_HERE if met_here else CloseReason.MET_ELSEWHERE)


def _what_is_the_case(opened: ExpiryLink, words: Words) -> Response:
    """After the deed it is the receipt; otherwise it says what came between."""
    came_between = 409 if opened.link.used_at is None else 200
    status = 410 if words.is_dead else came_between
    return render("listings/by_letter.html", status=status, opened=opened, words=words, form=None)


def _dead() -> Response:
    return render(
        "accounts/dead_link.html",
        status=410,
        action_url=url_for("listings.mine"),
        action_label=_("My listings"),
    )
