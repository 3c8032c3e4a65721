"""What can be done with a match: set it aside, take that back, propose it, go and answer a proposal."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle
from marketplace.listings.models import Listing
from marketplace.organisations.policy import may_write_for
from marketplace.search import pairing

from . import emails, queries
from .models import Dismissal, Proposal
from .policy import association_of, may_propose

PROPOSALS_AN_HOUR = "20 per hour"


class CannotBeProposed(Refused):
    """The pair is not one to propose, or is not any more (409); carries a sentence."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(409, sentence)


def dismiss(need: Listing, offer: Listing, *, by: User) -> None:
    """Say that this pair is not for the organisation that she writes for; a second time changes nothing."""
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    for own in _hers(by, need, offer):
        row = insert(Dismissal).values(
            organisation_id=own.organisation_id, need_id=need.id, offer_id=offer.id, by_id=by.id, at=now()
        )
        new = db.session.execute(row.on_conflict_do_nothing().returning(Dismissal.need_id)).first()
        if new is not None:
            history.record(by, "dismiss", own, other=_other(own, (need, offer)).reference)


def take_back(need: Listing, offer: Listing, *, by: User) -> None:
    """The pair may be shown to her organisation again."""
    for own in _hers(by, need, offer):
        gone = delete(Dismissal).where(
            Dismissal.organisation_id == own.organisation_id,
            Dismissal.need_id == need.id,
            Dismissal.offer_id == offer.id,
        )
        if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
            history.record(by, "take_back", own, other=_other(own, (need, offer)).reference)


def _hers(by: User, *pair: Listing) -> list[Listing]:
    return [one for one in pair if may_write_for(by, one.organisation_id)]


def _other(own: Listing, pair: Sequence[Listing]) -> Listing:
    return pair[1] if pair[0].id == own.id else pair[0]


def propose(need: Listing, offer: Listing, *, by: User, note: str, locale: str) -> Proposal:
    """Propose the two to each other: letters to both sides. The same by the same person (a double click) is one.

    Raises `CannotBeProposed`, and `errors.TooMany` after twenty in an hour.
    """
    # One at a time, so that of two at once the second finds the first; always in the same order.
    both = select(Listing.id).where(Listing.id.in_((need.id, offer.id))).order_by(Listing.id)
    db.session.execute(both.with_for_update())
    for one in (need, offer):
        db.session.refresh(one)
    there = queries.proposal_of(need, offer)
    if there is not None and there.broker_id == by.id and there.note == note:
        return there
    _judge(need, offer, there, by)
    throttle(PROPOSALS_AN_HOUR, "propose", str(by.id))
    body = association_of(by)
    proposal = Proposal(
        need=need,
        offer=offer,
        broker=by,
        organisation=body,
        note=note,
        locale=locale,
        reasons=list(pairing.why(need, offer)),
    )
    db.session.add(proposal)
    db.session.flush()
    history.record(by, "propose", proposal, need=need.reference, offer=offer.reference)
    emails.proposed(proposal)
    return proposal


def _judge(need: Listing, offer: Listing, there: Proposal | None, by: User) -> None:
    if there is not None:
        raise CannotBeProposed(_("These two have been proposed to each other already."))
    if not all(one.is_open and one.organisation.is_verified for one in (need, offer)):
        raise CannotBeProposed(_("One of the two is no longer open."))
    if need.organisation_id == offer.organisation_id:
        raise CannotBeProposed(_("Both are of one organisation."))
    if not may_propose(by, need.organisation_id, offer.organisation_id):
        raise CannotBeProposed(_("One of the two is your own organisation’s: answer the other one yourself."))
    pair = [(need, offer)]
    if queries.answers_between(pair)[need.id, offer.id]:
        raise CannotBeProposed(_("One of the two has answered the other already."))
    if queries.aside_among(pair):
        raise CannotBeProposed(_("One of the two has said that it is not for them."))


def open_to_answer(proposal: Proposal, *, by: User) -> Listing:
    """Somebody of one side goes to answer: the broker may know that it was seen. The listing that she answers."""
    if may_write_for(by, proposal.need.organisation_id):
        if proposal.need_seen_at is None:
            proposal.need_seen_at = now()
            history.record(by, "seen", proposal, side="need")
        return proposal.offer
    if proposal.offer_seen_at is None:
        proposal.offer_seen_at = now()
        history.record(by, "seen", proposal, side="offer")
    return proposal.need
