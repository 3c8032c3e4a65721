"""The queue, a case, and the decisions on it."""

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from marketplace.accounts.policy import moderators
from marketplace.core.db import db, find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import open_moves
from marketplace.core.pages import page_of
from marketplace.handoff import actions as handoff
from marketplace.listings.codes import DECISION_REASONS, LISTING_STATUSES, ListingStatus
from marketplace.listings.fields import LABELS
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing
from marketplace.organisations import queries as organisations

from . import actions, policy, queries
from .codes import DECISIONS
from .forms import RefuseForm, return_form

bp = Blueprint("moderation", __name__)


@bp.get("/moderation")
@open_to(moderators)
def queue():
    page = page_of(queries.waiting(), queries.OLDEST_FIRST, cursor=request.args.get("page", ""))
    return render(
        "moderation/queue.html",
        page=page,
        cases=queries.lines(list(page.rows), g.user),
        counts=queries.counts(g.user),
        to_verify=organisations.count(organisations.unverified()),
        target=policy.TARGET_WORKING_DAYS,
    )


@bp.get("/moderation/decided")
@open_to(moderators)
def decided():
    page = page_of(queries.decided(), queries.NEWEST_FIRST, cursor=request.args.get("page", ""))
    return render("moderation/decided.html", page=page, moves=DECISIONS, reasons=DECISION_REASONS)


@bp.get("/moderation/<reference>")
@open_to(moderators)
def case(reference: str):
    return _case(find(queries.cases(), reference=reference))


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
        return _case(listing, status=422, returning=form)
    actions.return_(listing, form.note.data, form.remarks, by=g.user, version=form.seen)
    flash(_("Returned for changes: %(title)s", title=listing.title), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/<reference>/reject")
@open_to(moderators)
def reject(reference: str):
    listing = find(queries.cases(), reference=reference)
    form = RefuseForm(prefix="reject-")
    if not form.validate():
        return _case(listing, status=422, rejecting=form)
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


@bp.errorhandler(actions.Overtaken)
def overtaken(refusal: actions.Overtaken) -> Response:
    """The case as it is now, with what happened; what was typed is not lost."""
    db.session.rollback()
    listing = find(queries.cases(), id=refusal.listing_id)
    kept = [value for name, value in request.form.items() if "note" in name and value.strip()]
    return _case(listing, status=409, refusal=refusal, kept=kept)


def _case(
    listing: Listing,
    *,
    status: int = 200,
    returning: Any = None,
    rejecting: Any = None,
    refusal: actions.Overtaken | None = None,
    kept: list[str] | None = None,
) -> Response:
    lock = queries.lock_of(listing)
    returning = returning or return_form(listing)
    rejecting = rejecting or RefuseForm(prefix="reject-")
    for form in (returning, rejecting):
        if not form.errors:
            form.version.data = str(listing.version)
    return render(
        "moderation/case.html",
        status=status,
        listing=listing,
        lock=lock,
        holding=policy.holds(g.user, lock),
        may_take=policy.may_take(g.user, listing, lock),
        own=policy.is_own(g.user, listing),
        moves=open_moves(listing, g.user, MOVES),
        decisions=queries.decisions_of(listing),
        move_labels=DECISIONS,
        reasons=DECISION_REASONS,
        field_labels=LABELS,
        state=LISTING_STATUSES[ListingStatus(listing.status)],
        returning=returning,
        rejecting=rejecting,
        refusal=refusal,
        kept=kept or [],
    )
