"""The parts of a need: promised, covered, open again. Which answer took them is the business of the handoff."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import freshness
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import advance
from marketplace.organisations.models import Organisation

from ..lifecycle import PART_MOVES
from ..models import Listing, Part


def held(listing: Listing) -> list[Part]:
    """Its parts as they are now, held until the end of the transaction: nobody else moves them meanwhile."""
    rows = select(Part).where(Part.listing_id == listing.id).order_by(Part.position, Part.id)
    rows = rows.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(rows))


def promise(parts: Sequence[Part], to: Organisation, by: User) -> None:
    """An answer is accepted: `to` takes these parts. Raises `NotAllowed` for one that is not open."""
    with db.session.no_autoflush:
        for part in parts:
            part.taken_by = to
            advance(part, "promise", by, PART_MOVES, listing=part.listing.reference, to=to.id)
    freshness.public_changed(of={part.listing_id for part in parts})


def give_back(parts: Sequence[Part], by: User) -> None:
    """Whoever promised them cannot after all: they are open again. Raises `NotAllowed`."""
    with db.session.no_autoflush:
        for part in parts:
            advance(part, "give_back", by, PART_MOVES, listing=part.listing.reference)
            part.taken_by = None
    freshness.public_changed(of={part.listing_id for part in parts})


def cover(part: Part, by: User, version: int | None = None) -> None:
    """It is there: by whoever promised it, or from elsewhere. Raises `NotAllowed`, `Refused` (409) if it has changed."""
    _same(part, version)
    advance(part, "cover", by, PART_MOVES, listing=part.listing.reference)
    freshness.public_changed(of=[part.listing_id])


def free(part: Part, by: User, version: int | None = None) -> None:
    """It is wanted again. Raises `NotAllowed`, `Refused` (409) if it has changed."""
    _same(part, version)
    with db.session.no_autoflush:
        advance(part, "free", by, PART_MOVES, listing=part.listing.reference)
        part.taken_by = None
    freshness.public_changed(of=[part.listing_id])


def _same(part: Part, version: int | None) -> None:
    if version is not None and version != part.version:
        raise Refused(409, _("This part has changed since you opened the page. Look at it as it is now."))
