"""Translations that were added to what is public already: which wait, and the decision on one."""

from typing import Any

from flask import Response, flash, g, request, url_for

from marketplace.accounts.policy import moderators
from marketplace.core.db import db, find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import page_of

from .. import actions, policy
from ..forms import ReturnTextForm
from ..pieces import pieces_of
from ..texts import WAITING_LONGEST, ListingText, text_in, waiting
from .blueprint import bp

# What was decided on stays at its address, so that a second press meets a page that says so.
_once_handed_in = db.select(ListingText).where(
    db.or_(ListingText.waits_since.is_not(None), ListingText.passed_at.is_not(None), ListingText.note != "")
)


@bp.get("/moderation/texts")
@open_to(moderators)
def texts_waiting():
    page = page_of(waiting(), WAITING_LONGEST, cursor=request.args.get("page", ""))
    return render("listings/texts_waiting.html", page=page, is_own=_is_own)


@bp.get("/moderation/texts/<int:text_id>")
@open_to(moderators)
def text_case(text_id: int):
    return _case(find(_once_handed_in, id=text_id))


@bp.post("/moderation/texts/<int:text_id>/pass")
@open_to(moderators)
def pass_text(text_id: int):
    text = find(_once_handed_in, id=text_id)
    actions.pass_text(text, by=g.user, version=VersionForm().seen)
    flash(_("Published: %(title)s", title=text.title), "success")
    return see_other(url_for("listings.texts_waiting"))


@bp.post("/moderation/texts/<int:text_id>/return")
@open_to(moderators)
def return_text(text_id: int):
    text = find(_once_handed_in, id=text_id)
    form = ReturnTextForm()
    if not form.validate():
        return _case(text, status=422, form=form)
    actions.return_text(text, form.note.data, by=g.user, version=form.seen)
    flash(_("Returned for changes: %(title)s", title=text.title), "success")
    return see_other(url_for("listings.texts_waiting"))


def _case(text: ListingText, status: int = 200, form: ReturnTextForm | None = None) -> Response:
    form = form or ReturnTextForm(formdata=None)
    form.version.data = form.version.data or str(text.version)
    return render(
        "listings/text_case.html",
        status=status,
        text=text,
        listing=text.listing,
        pieces=pieces_of(text.listing),
        public=text_in(text.listing, text.locale, public=True),
        own=_is_own(text.listing),
        form=form,
    )


def _is_own(listing: Any) -> bool:
    return not policy.moderates_it(g.user, listing)
