"""A need or an offer before a moderator, and the decisions on it."""

from typing import Any

from flask import Response, flash, g, url_for

from marketplace.accounts.policy import moderators
from marketplace.core.db import find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import open_moves
from marketplace.handoff import actions as handoff
from marketplace.listings.codes import DECISION_REASONS, LISTING_STATUSES, ListingStatus
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing

from .. import actions, policy, queries
from ..forms import RefuseForm, return_form
from .blueprint import bp, case_words


@bp.get("/moderation/<reference>")
@open_to(moderators)
def case(reference: str):
    return case_page(find(queries.cases(), reference=reference))


@bp.post("/moderation/<reference>/take")
@open_to(moderators)
def take(reference: str):
    listing = find(queries.cases(), reference=reference)
    actions.take(listing, by=g.user)
    return see_other(url_for("moderation.case", reference=reference))


@bp.post("/moderation/<reference>/release")
@open_to(moderators)
def release(reference: str):
    listing = find(queries.cases(), reference=reference)
    actions.release(listing, by=g.user)
    flash(_("The case is free again: %(title)s", title=listing.title), "info")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/<reference>/publish")
@open_to(moderators)
def publish(reference: str):
    listing = find(queries.cases(), reference=reference)
    actions.publish(listing, by=g.user, version=VersionForm().seen)
    flash(_("Published: %(title)s", title=listing.title), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/<reference>/return")
@open_to(moderators)
def return_(reference: str):
    listing = find(queries.cases(), reference=reference)
    form = return_form(listing)
    if not form.validate():
        return case_page(listing, status=422, returning=form)
    actions.return_(listing, form.note.data, form.remarks, by=g.user, version=form.seen)
    flash(_("Returned for changes: %(title)s", title=listing.title), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/<reference>/reject")
@open_to(moderators)
def reject(reference: str):
    listing = find(queries.cases(), reference=reference)
    form = RefuseForm(prefix="reject-")
    if not form.validate():
        return case_page(listing, status=422, rejecting=form)
    actions.reject(listing, form.reason.data, form.note.data, by=g.user, version=form.seen)
    flash(_("Rejected: %(title)s", title=listing.title), "success")
    return see_other(url_for("moderation.queue"))


@bp.route("/moderation/<reference>/hide", methods=["GET", "POST"])
@open_to(moderators)
def hide(reference: str):
    listing = find(queries.cases(), reference=reference)
    form = RefuseForm()
    if form.is_submitted() and form.validate():
        actions.hide(listing, form.reason.data, form.note.data, by=g.user, version=form.seen)
        flash(_("Hidden everywhere: %(title)s", title=listing.title), "success")
        return see_other(url_for("moderation.case", reference=reference))
    if not form.is_submitted() and "hide" not in open_moves(listing, g.user, MOVES):
        return see_other(url_for("moderation.case", reference=reference))
    form.version.data = form.version.data or str(listing.version)
    status = 422 if form.is_submitted() else 200
    return render("moderation/hide.html", status=status, listing=listing, form=form)


@bp.post("/moderation/<reference>/restore")
@open_to(moderators)
def restore(reference: str):
    listing = find(queries.cases(), reference=reference)
    actions.restore(listing, by=g.user, version=VersionForm().seen)
    handoff.keep_to_capacity(listing)  # it may have become full while nobody saw it
    flash(_("Public again: %(title)s", title=listing.title), "success")
    return see_other(url_for("moderation.case", reference=reference))


def case_page(
    listing: Listing,
    *,
    status: int = 200,
    returning: Any = None,
    rejecting: Any = None,
    refusal: actions.Overtaken | None = None,
    kept: list[str] | None = None,
) -> Response:
    """The case as it is now; `refusal` says what was not done, `kept` what was typed for it."""
    returning = returning or return_form(listing)
    rejecting = rejecting or RefuseForm(prefix="reject-")
    for form in (returning, rejecting):
        if not form.errors:
            form.version.data = str(listing.version)
    return render(
        "moderation/case.html",
        status=status,
        listing=listing,
        own=not policy.moderates(g.user, listing),
        **case_words(listing, MOVES),
        reasons=DECISION_REASONS,
        state=LISTING_STATUSES[ListingStatus(listing.status)],
        returning=returning,
        rejecting=rejecting,
        refusal=refusal,
        kept=kept or [],
    )
