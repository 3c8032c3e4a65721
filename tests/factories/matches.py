"""Matches and proposals for tests."""

from collections.abc import Sequence

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.matches.models import Dismissal, Proposal
from marketplace.matches.policy import association_of
from marketplace.search.models import Match

REASONS = ("concept:water_tower", "sector:water_sanitation", "help:training", "language:en")


def match(need: Listing, offer: Listing, *, score: float = 40, reasons: Sequence[str] = REASONS) -> Match:
    """The pair as the worker would have kept it."""
    row = Match(need_id=need.id, offer_id=offer.id, score=score, reasons=list(reasons))
    db.session.add(row)
    db.session.commit()
    return row


def dismissal(need: Listing, offer: Listing, *, by: User, of: Listing) -> Dismissal:
    """The organisation of this listing has set the pair aside."""
    row = Dismissal(organisation_id=of.organisation_id, need_id=need.id, offer_id=offer.id, by_id=by.id)
    db.session.add(row)
    db.session.commit()
    return row


def proposal(need: Listing, offer: Listing, *, by: User, note: str = "They know water towers.") -> Proposal:
    """The pair as this broker proposed it, her letters left out."""
    row = Proposal(
        need=need,
        offer=offer,
        broker=by,
        organisation=association_of(by),
        note=note,
        locale="en",
        reasons=list(REASONS),
    )
    db.session.add(row)
    db.session.commit()
    return row
