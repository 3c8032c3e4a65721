"""Following one listing."""

from flask import flash, g, url_for

from marketplace.core.db import find
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import see_other
from marketplace.core.i18n import gettext as _
from marketplace.listings import queries as listings

from .. import actions
from .blueprint import bp


@bp.post("/listings/<reference>/follow")
@open_to(people)
def follow(reference: str):
    listing = find(listings.readable(), reference=reference)
    try:
        actions.follow(listing, by=g.user)
    except actions.TooManyFollowed:
        flash(
            _(
                "You follow %(most)s listings, as many as one can. Give one up first.",
                most=actions.MOST_FOLLOWED,
            ),
            "error",
        )
    else:
        flash(_("You follow it: we write when it is paused, resumed or closed."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/unfollow")
@open_to(people)
def unfollow(reference: str):
    listing = find(listings.readable(), reference=reference)
    actions.unfollow(listing.id, by=g.user)
    flash(_("You follow it no more."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))
