"""The moves of its own people, each at its address."""

from flask import flash, g, request, url_for

from marketplace.core.db import find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed, open_moves
from marketplace.handoff import actions as handoff
from marketplace.organisations.policy import writers

from .. import actions, meter, policy, queries
from ..forms import CloseForm
from ..lifecycle import MOVES
from .blueprint import bp
from .writing import preview_page


@bp.post("/listings/<reference>/submit")
@open_to(writers)
def submit(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    if "submit" in open_moves(listing, g.user, MOVES) and meter.missing(listing):
        return preview_page(listing, status=422)
    actions.submit(listing, by=g.user)
    flash(_("Handed in. A moderator will read it, and you get a letter."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/pause")
@open_to(writers)
def pause(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.pause(listing, by=g.user)
    flash(_("Paused. It takes no answers until you resume it."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/resume")
@open_to(writers)
def resume(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.resume(listing, by=g.user)
    handoff.keep_to_capacity(listing)
    if listing.is_open:
        flash(_("It is open again."), "success")
    else:
        flash(_("It is full. It opens by itself as soon as one of its cases ends."), "info")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/keep-paused")
@open_to(writers)
def keep_paused(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.keep_paused(listing, by=g.user)
    flash(_("It stays paused until you resume it."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/renew")
@open_to(writers)
def renew(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.renew(listing, by=g.user)
    handoff.keep_to_capacity(listing)  # it may have become full while it was over
    flash(_("Renewed."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.route("/listings/<reference>/close", methods=["GET", "POST"])
@open_to(writers)
def close(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    if "close" not in open_moves(listing, g.user, MOVES):
        raise NotAllowed("close", listing)
    form = CloseForm()
    if not form.validate_on_submit():
        return render(
            "listings/close.html", status=422 if request.method == "POST" else 200, listing=listing, form=form
        )
    actions.close(listing, by=g.user, reason=form.reason.data)
    handoff.listing_closed(listing, by=g.user)
    flash(_("Closed. Thank you for telling why."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.route("/listings/<reference>/discard", methods=["GET", "POST"])
@open_to(writers)
def discard(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    if not policy.may_discard(g.user, listing):
        raise NotAllowed("discard", listing)
    if request.method != "POST":
        return render("listings/discard.html", listing=listing)
    actions.discard(listing, by=g.user)
    flash(_("The draft is gone."), "success")
    return see_other(url_for("listings.mine"))
