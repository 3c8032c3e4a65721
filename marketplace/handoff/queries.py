"""Which answers somebody may see, and what the inbox shows of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.pages import Order
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

from .codes import AnswerStatus
from .models import Answer, AnswerPart

NEWEST_FIRST = Order("answers", (Answer.sent_at, Answer.id), descending=True)
LONGEST_WAITING = Order("answers-waiting", (Answer.status_since, Answer.id))
STANDING = (AnswerStatus.SENT, AnswerStatus.ASKED_BACK, AnswerStatus.ACCEPTED)

# Sight is never a join: `find(…, id=…)` asks for columns of the answer, and a join would confuse whose.


def _organisations_of(user: User, *roles: Role) -> Select[Any]:
    theirs = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return theirs.where(Membership.role.in_(roles)) if roles else theirs


def _received(user: User, *roles: Role) -> ColumnElement[bool]:
    listings_of_hers = select(Listing.id).where(Listing.organisation_id.in_(_organisations_of(user, *roles)))
    return Answer.listing_id.in_(listings_of_hers)


def _sent(user: User, *roles: Role) -> ColumnElement[bool]:
    return Answer.organisation_id.in_(_organisations_of(user, *roles))


def received_by(user: User) -> Select[Answer]:
    """The answers to the listings of her organisations."""
    return select(Answer).where(_received(user))


def sent_by(user: User) -> Select[Answer]:
    """The answers that her organisations gave."""
    return select(Answer).where(_sent(user))


def visible_to(user: User) -> Select[Answer]:
    """Both; nobody else sees an answer, no moderator either."""
    return select(Answer).where(or_(_received(user), _sent(user)))


def _waits_for(user: User, *roles: Role) -> ColumnElement[bool]:
    return or_(
        and_(Answer.status == AnswerStatus.SENT, _received(user, *roles)),
        and_(Answer.status == AnswerStatus.ASKED_BACK, _sent(user, *roles)),
    )


def waiting_for(user: User) -> int:
    """How many answers wait for her to say something."""
    hers = select(func.count()).select_from(Answer).where(_waits_for(user, Role.OWNER, Role.EDITOR))
    return db.session.scalar(hers) or 0


def answers_of(listing: Listing) -> int:
    """How many have answered, those that withdrew not counted; no more than that is for the public."""
    given = select(func.count()).select_from(Answer).where(Answer.listing_id == listing.id)
    return db.session.scalar(given.where(Answer.status != AnswerStatus.WITHDRAWN)) or 0


def was_accepted(listing: Listing) -> bool:
    """Whether an answer to it was accepted."""
    accepted = select(Answer.id).filter_by(listing_id=listing.id, status=AnswerStatus.ACCEPTED)
    return db.session.scalar(accepted.limit(1)) is not None


def mine_for(user: User | None, listing: Listing) -> Answer | None:
    """The latest answer that her organisations gave to this listing and did not withdraw, or None."""
    if user is None:
        return None
    given = sent_by(user).where(Answer.listing_id == listing.id, Answer.status != AnswerStatus.WITHDRAWN)
    return db.session.scalar(given.order_by(Answer.id.desc()).limit(1))


def standing(listing_id: int, organisation_id: int) -> Answer | None:
    """The one answer of this organisation that waits or was accepted, or None."""
    given = select(Answer).filter_by(listing_id=listing_id, organisation_id=organisation_id)
    return db.session.scalar(given.where(Answer.status.in_(STANDING)))


@dataclass(frozen=True)
class Capacity:
    """How many cases an offer takes at once, and how many of them are under way."""

    cases: int
    under_way: int

    @property
    def free(self) -> int:
        return max(0, self.cases - self.under_way)

    @property
    def is_full(self) -> bool:
        return self.free == 0


def capacity_of(listing: Listing) -> Capacity | None:
    """An accepted answer is a case until either side ends it. None where nobody has said how many are taken."""
    if listing.is_need or listing.capacity_cases is None:
        return None
    alive = select(func.count()).select_from(Answer).where(Answer.listing_id == listing.id)
    under_way = db.session.scalar(alive.where(Answer.status == AnswerStatus.ACCEPTED)) or 0
    return Capacity(listing.capacity_cases, under_way)


def waiting_on(listing: Listing) -> list[Answer]:
    """The answers to it that nobody has decided on."""
    undecided = Answer.status.in_((AnswerStatus.SENT, AnswerStatus.ASKED_BACK))
    return list(db.session.scalars(select(Answer).where(Answer.listing_id == listing.id, undecided)).unique())


def standing_on(listing: Listing) -> list[Answer]:
    """The answers to it that wait or were accepted: whom a change of its text concerns."""
    given = select(Answer).where(Answer.listing_id == listing.id, Answer.status.in_(STANDING))
    return list(db.session.scalars(given.order_by(Answer.id)).unique())


def parts_answered(listing: Listing) -> frozenset[int]:
    """The ids of its parts that an answer names which waits or was accepted."""
    named = select(AnswerPart.part_id).join(Answer, Answer.id == AnswerPart.answer_id)
    named = named.where(Answer.listing_id == listing.id, Answer.status.in_(STANDING))
    return frozenset(db.session.scalars(named))


def once_answerable() -> Select[Listing]:
    """What is or was public: somebody who was writing while it closed is told so, and keeps her words."""
    now_or_then = [seen.whereclause for seen in (listings.readable(), listings.once_public())]
    return select(Listing).where(or_(*(clause for clause in now_or_then if clause is not None)))


# The inbox


@dataclass(frozen=True)
class Line:
    """One answer as the inbox shows it."""

    id: int
    status: str
    title: str
    locale: str
    is_need: bool
    other: Organisation
    at: datetime
    waits: bool  # for the reader's side


def inbox(user: User, *, sent: bool, state: str = "", waiting: bool = False) -> tuple[Select[Any], Order]:
    """The rows of one side of her inbox, for `lines`, and how they are sorted."""
    order = LONGEST_WAITING if waiting else NEWEST_FIRST
    asker, giver = aliased(Organisation), aliased(Organisation)
    rows = select(
        Answer.status,
        Answer.status_since.label("at"),
        Listing.title,
        Listing.locale,
        Listing.kind,
        asker if sent else giver,
        *order.columns,
    )
    rows = rows.join(Listing, Listing.id == Answer.listing_id)
    rows = rows.join(asker, asker.id == Listing.organisation_id).join(
        giver, giver.id == Answer.organisation_id
    )
    rows = rows.where(_sent(user) if sent else _received(user))
    if waiting:
        rows = rows.where(Answer.status == (AnswerStatus.ASKED_BACK if sent else AnswerStatus.SENT))
    elif state:
        rows = rows.where(Answer.status == state)
    return rows, order


def lines(rows: list[Any], *, sent: bool) -> list[Line]:
    """The rows of `inbox` as its template wants them."""
    ours = AnswerStatus.ASKED_BACK if sent else AnswerStatus.SENT
    return [
        Line(
            row.id, row.status, row.title, row.locale, row.kind == "need", row[5], row.at, row.status == ours
        )
        for row in rows
    ]


def counts(user: User) -> dict[str, int]:
    """How many she received and sent, and how many of each wait for her side; in one statement."""
    received, sent = _received(user), _sent(user)
    row = db.session.execute(
        select(
            func.count().filter(received).label("received"),
            func.count().filter(sent).label("sent"),
            func.count().filter(received, Answer.status == AnswerStatus.SENT).label("received_waiting"),
            func.count().filter(sent, Answer.status == AnswerStatus.ASKED_BACK).label("sent_waiting"),
        ).select_from(Answer)
    ).mappings()
    return dict(row.one())
