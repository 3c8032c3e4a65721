"""What fits a listing, without what its reader's organisations have set aside; and which proposals somebody may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.pages import Order
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer
from marketplace.listings.cards import Card, cards
from marketplace.listings.models import Listing
from marketplace.listings.queries import public
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation
from marketplace.organisations.policy import memberships
from marketplace.search.models import Match

from .bonus import Grounds
from .models import Dismissal, Proposal
from .policy import may_propose, writes_for_one_of

MOST = 20  # that are shown of one listing
LOOKED_AT = 60  # among so many of the best the bonus may lift one up
ON_THE_DESK = 3  # of each listing
MOST_ON_THE_DESK = 10  # listings
NEWEST_FIRST = Order("proposals", (Proposal.proposed_at, Proposal.id), descending=True)


@dataclass(frozen=True)
class Fitting:
    """A listing that fits another: its card, why, and on which grounds it was moved up."""

    beside: int  # the id of the listing that it fits
    card: Card
    reasons: list[str]  # codes
    grounds: Grounds = field(default_factory=Grounds)
    may_be_set_aside: bool = False  # by its reader
    may_be_proposed: bool = False

    @property
    def is_offer(self) -> bool:
        return not self.card.is_need


@dataclass(frozen=True)
class Row:
    """A pair, seen from one of its sides."""

    mine: int
    other: int
    points: float
    reasons: list[str]
    grounds: Grounds


def beside(listing: Listing, user: User | None, bonus: int, most: int = MOST) -> list[Fitting]:
    """What fits an open listing, the best first; nothing where it is not open. Five statements at most."""
    if not (listing.is_open and listing.organisation.is_verified):
        return []
    pairs = _pairs(is_need=listing.is_need, user=user).where(_side(listing.is_need) == listing.id)
    best = pairs.order_by(Match.score.desc(), Listing.id.desc()).limit(LOOKED_AT)
    rows = _lifted([_row(row, bonus) for row in db.session.execute(best)])[:most]
    return _fittings(rows, user, {listing.id: listing.organisation_id})


def on_the_desk(user: User, bonus: int) -> list[tuple[Card, list[Fitting]]]:
    """For each open listing of hers the best that fit and were neither answered nor set aside."""
    hers = [m.organisation_id for m in memberships(user)]
    if not hers:
        return []
    rows = [row for is_need in (True, False) for row in _best_of_each(user, hers, bonus, is_need=is_need)]
    by_listing: dict[int, list[Row]] = {}
    for row in rows:
        by_listing.setdefault(row.mine, []).append(row)
    kept = {mine: _lifted(some)[:ON_THE_DESK] for mine, some in by_listing.items()}
    order = sorted(kept, key=lambda mine: (-kept[mine][0].points, -mine))[:MOST_ON_THE_DESK]
    own = {card.id: card for card in cards(order)}
    whose = {mine: card.organisation_id for mine, card in own.items()}
    fitting = _fittings([row for mine in order for row in kept[mine] if mine in own], user, whose)
    made: dict[int, list[Fitting]] = {}
    for one in fitting:
        made.setdefault(one.beside, []).append(one)
    return [(own[mine], made[mine]) for mine in order if mine in made]


def _best_of_each(user: User, organisations: list[int], bonus: int, *, is_need: bool) -> list[Row]:
    own = public().where(Listing.organisation_id.in_(organisations)).with_only_columns(Listing.id)
    side = _side(is_need)
    place = func.row_number().over(partition_by=side, order_by=(Match.score.desc(), Listing.id.desc()))
    pairs = (
        _pairs(is_need=is_need, user=user)
        .where(side.in_(own), ~_answered(Match))
        .add_columns(place.label("place"))
    )
    numbered = pairs.subquery()
    best = select(numbered).where(numbered.c.place <= MOST)
    return [_row(row, bonus) for row in db.session.execute(best)]


def _side(is_need: bool) -> Any:
    return Match.need_id if is_need else Match.offer_id


def _pairs(*, is_need: bool, user: User | None) -> Select[Any]:
    """Pairs of which the other side is open; `Listing` is that other side."""
    mine, other = (Match.need_id, Match.offer_id) if is_need else (Match.offer_id, Match.need_id)
    columns: tuple[Any, ...] = (
        mine.label("mine"), Listing.id.label("other"), Match.score, Match.reasons, Listing.kind, Listing.published_at,
        Listing.hromada_kind, Organisation.kind.label("organisation_kind"), Organisation.partners,
    )  # fmt: skip
    rows = public().join(Match, other == Listing.id).join(Listing.organisation).with_only_columns(*columns)
    return rows.where(~_set_aside_by(user, Match)) if user is not None else rows


def _row(row: Any, bonus: int) -> Row:
    grounds = Grounds()
    if row.kind == "need" and bonus:
        grounds = Grounds.of(row.organisation_kind, row.hromada_kind, row.partners, row.published_at)
    return Row(row.mine, row.other, row.score + bonus * grounds.number, row.reasons, grounds)


def _lifted(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.points, -row.other))


def _fittings(rows: Sequence[Row], user: User | None, whose: Mapping[int, int]) -> list[Fitting]:
    """The rows with their cards; `whose`: the listing that they fit → its organisation."""
    shown = {card.id: card for card in cards([row.other for row in rows])}
    made = []
    for row in rows:
        card = shown.get(row.other)
        if card is not None:
            both = (whose[row.mine], card.organisation_id)
            may_be_set_aside, may_be_proposed = writes_for_one_of(user, *both), may_propose(user, *both)
            made.append(Fitting(row.mine, card, row.reasons, row.grounds, may_be_set_aside, may_be_proposed))
    return made


def _organisations_of(user: User, *roles: Role) -> Select[Any]:
    theirs = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return theirs.where(Membership.role.in_(roles)) if roles else theirs


def _set_aside_by(user: User, pair: type[Match] | type[Proposal]) -> ColumnElement[bool]:
    return exists().where(
        Dismissal.need_id == pair.need_id,
        Dismissal.offer_id == pair.offer_id,
        Dismissal.organisation_id.in_(_organisations_of(user)),
    )


def _answered(pair: type[Match] | type[Proposal]) -> ColumnElement[bool]:
    """One of the two sides has answered the other, and has not withdrawn it."""
    need, offer = aliased(Listing), aliased(Listing)
    return exists().where(
        need.id == pair.need_id,
        offer.id == pair.offer_id,
        Answer.status != AnswerStatus.WITHDRAWN,
        or_(
            and_(Answer.listing_id == need.id, Answer.organisation_id == offer.organisation_id),
            and_(Answer.listing_id == offer.id, Answer.organisation_id == need.organisation_id),
        ),
    )


def set_aside(listing: Listing, user: User | None) -> list[Card]:
    """What her organisations have set aside beside this listing, the last first."""
    if user is None:
        return []
    other = Dismissal.offer_id if listing.is_need else Dismissal.need_id
    side = Dismissal.need_id if listing.is_need else Dismissal.offer_id
    gone = select(other).where(side == listing.id, Dismissal.organisation_id.in_(_organisations_of(user)))
    shown = public().where(Listing.id.in_(gone)).with_only_columns(Listing.id)
    return cards(shown.order_by(Listing.id.desc()).limit(MOST))


# Proposals. Sight is never a join: `find(…, id=…)` asks for columns of the proposal.


def _of(user: User, *roles: Role) -> ColumnElement[bool]:
    own = select(Listing.id).where(Listing.organisation_id.in_(_organisations_of(user, *roles)))
    return or_(Proposal.need_id.in_(own), Proposal.offer_id.in_(own))


def proposed_to_writers(user: User) -> Select[Proposal]:
    """Those to organisations that she writes for, whatever became of them."""
    return select(Proposal).where(_of(user, Role.OWNER, Role.EDITOR))


def proposed_to(user: User) -> list[Proposal]:
    """What waits in her inbox: both are open, nobody has answered, and her side has not set it aside; newest first."""
    openly = public().with_only_columns(Listing.id)
    wanted = select(Proposal).where(
        _of(user),
        Proposal.need_id.in_(openly),
        Proposal.offer_id.in_(openly),
        ~_set_aside_by(user, Proposal),
        ~_answered(Proposal),
    )
    newest = wanted.order_by(Proposal.proposed_at.desc(), Proposal.id.desc()).limit(MOST)
    return list(db.session.scalars(newest).unique())


def made_by(user: User) -> Select[Proposal]:
    """Her own proposals."""
    return select(Proposal).where(Proposal.broker_id == user.id)


def proposal_of(need: Listing, offer: Listing) -> Proposal | None:
    """The one proposal of this pair, or None."""
    wanted = select(Proposal).filter_by(need_id=need.id, offer_id=offer.id)
    return db.session.scalars(wanted).unique().one_or_none()


def answers_between(pairs: Sequence[tuple[Listing, Listing]]) -> dict[tuple[int, int], list[str]]:
    """The states of the answers that the two sides of each pair gave each other, those withdrawn left out."""
    listed = {one.id for pair in pairs for one in pair}
    given = select(Answer.listing_id, Answer.organisation_id, Answer.status)
    given = given.where(Answer.listing_id.in_(listed), Answer.status != AnswerStatus.WITHDRAWN)
    rows = db.session.execute(given).all()
    return {
        (need.id, offer.id): [
            status
            for listing_id, organisation_id, status in rows
            if (listing_id, organisation_id)
            in ((need.id, offer.organisation_id), (offer.id, need.organisation_id))
        ]
        for need, offer in pairs
    }


def aside_among(pairs: Sequence[tuple[Listing, Listing]]) -> set[tuple[int, int]]:
    """Which of these pairs one of their own sides has set aside."""
    said = select(Dismissal.need_id, Dismissal.offer_id)
    said = said.where(Dismissal.need_id.in_({need.id for need, _offer in pairs}))
    found = {(row[0], row[1]) for row in db.session.execute(said)}
    return found & {(need.id, offer.id) for need, offer in pairs}
