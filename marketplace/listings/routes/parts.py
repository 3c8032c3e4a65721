"""The moves of a part of a need, each at its address; they lead back to the page where its button stood."""

from flask import flash, g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import see_other
from marketplace.core.i18n import gettext as _
from marketplace.organisations.policy import writers

from .. import actions, queries
from ..models import Listing, Part
from .blueprint import bp


@bp.post("/listings/<reference>/parts/<int:part_id>/cover")
@open_to(writers)
def cover(reference: str, part_id: int):
    listing, part = _theirs(reference, part_id)
    actions.cover(part, by=g.user, version=VersionForm().seen)
    flash(_("Every part is covered.") if listing.is_met else _("The part is covered."), "success")
    return see_other(_back(listing))


@bp.post("/listings/<reference>/parts/<int:part_id>/free")
@open_to(writers)
def free(reference: str, part_id: int):
    listing, part = _theirs(reference, part_id)
    actions.free(part, by=g.user, version=VersionForm().seen)
    flash(_("The part is open again: others may take it."), "success")
    return see_other(_back(listing))


def _theirs(reference: str, part_id: int) -> tuple[Listing, Part]:
    listing = find(queries.written_by(g.user), reference=reference)
    return listing, find(db.select(Part).where(Part.listing_id == listing.id), id=part_id)


def _back(listing: Listing) -> str:
    answer = request.form.get("answer", "")
    if answer.isascii() and answer.isdigit() and len(answer) < 10:
        return url_for("handoff.show", answer_id=int(answer)) + "#parts"
    return url_for("listings.show", reference=listing.reference) + "#parts"
