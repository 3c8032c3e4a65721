"""A change to what is public: looked over, handed in, taken back, given up."""

from flask import Response, flash, g, request, url_for

from marketplace.core.db import find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import ngettext
from marketplace.core.lifecycle import NotAllowed, open_moves
from marketplace.handoff import queries as answers
from marketplace.organisations.policy import writers

from .. import actions, meter, policy, queries
from ..actions import HandedIn
from ..changes import after as wanted
from ..changes import differing, material_in, revised, version_of
from ..differences import differences
from ..lifecycle import REVISION_MOVES
from ..meter import Lack
from ..models import Listing, Revision
from .blueprint import bp
from .reading import remarks_of


@bp.get("/listings/<reference>/revision")
@open_to(writers)
def revision(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    if policy.may_edit(g.user, listing):  # a draft is changed itself
        return see_other(url_for("listings.edit", reference=listing.reference, step=1))
    return _page(listing)


@bp.post("/listings/<reference>/revision/hand-in")
@open_to(writers)
def hand_in_revision(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    change = _active(listing)
    version = version_of(change)
    if request.form.get("version", "") not in ("", version):
        return _page(listing, status=409)
    lacking = meter.missing(revised(listing, change))
    if lacking:
        return _page(listing, status=422, missing=lacking)
    _tell(actions.hand_in(listing, by=g.user, version=version, answered=answers.parts_answered(listing)))
    return see_other(url_for("listings.show", reference=listing.reference))


@bp.post("/listings/<reference>/revision/edit")
@open_to(writers)
def edit_revision(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.edit_again(_active(listing), by=g.user)
    flash(_("The change is yours again. Hand it in when it is ready."), "success")
    return see_other(url_for("listings.edit", reference=listing.reference, step=1))


@bp.post("/listings/<reference>/revision/withdraw")
@open_to(writers)
def withdraw_revision(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    actions.withdraw(_active(listing), by=g.user)
    flash(_("The change is given up. The public text stays as it is."), "success")
    return see_other(url_for("listings.show", reference=listing.reference))


def _active(listing: Listing) -> Revision:
    """Its change; 409 where it has none: somebody else has decided on it, or given it up."""
    found = queries.active_revision(listing)
    if found is None:
        raise NotAllowed("revise", listing)
    return found


def _tell(done: HandedIn) -> None:
    if done.public:
        flash(
            ngettext(
                "%(num)s small change is public now.",
                "%(num)s small changes are public now.",
                len(done.public),
            ),
            "success",
        )
    if done.waiting:
        flash(
            _("Handed in. A moderator reads the change, and until then the present text stays public."),
            "success",
        )
    if not done.public and not done.waiting:
        flash(_("Nothing is different from the public text."), "info")


def _page(listing: Listing, status: int = 200, missing: list[Lack] | None = None) -> Response:
    change = queries.active_revision(listing)
    text = revised(listing, change)
    changes = differing(listing, wanted(change.changes)) if change else {}
    return render(
        "listings/revision.html",
        status=status,
        listing=listing,
        revision=change,
        version=version_of(change),
        differences=differences(listing.kind, changes, material_in(listing, changes)),
        moves=open_moves(change, g.user, REVISION_MOVES) if change else [],
        may_revise=policy.may_revise(g.user, listing) and (change is None or change.is_written),
        remarks=remarks_of(text),
        missing=missing or [],
        stale=status == 409,
    )
