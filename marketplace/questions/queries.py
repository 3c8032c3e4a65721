"""Which questions somebody may see. None of them says who asked."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.policy import REVISABLE
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership

from .codes import PUBLIC, QuestionStatus
from .models import Question, QuestionFollower
from .policy import WAITING

# Sight is never a join: `find(…, id=…)` asks for columns of the question, and a join would confuse whose.


def _about(wanted: Select[Any]) -> ColumnElement[bool]:
    return Question.listing_id.in_(wanted.with_only_columns(Listing.id))


def _living() -> Select[Any]:
    return select(Listing).where(Listing.status.in_(REVISABLE), Listing.expires_on >= today())


def visible_to(user: User) -> Select[Question]:
    """Her own; what is public about listings that she may read; moderators all."""
    if is_moderator(user):
        return select(Question)
    public = and_(Question.status.in_(PUBLIC), _about(listings.visible_to(user)))
    return select(Question).where(or_(Question.author_id == user.id, public))


def received_by(user: User) -> Select[Question]:
    """What is public about the listings of the organisations that she writes for: what she may answer."""
    return select(Question).where(Question.status.in_(PUBLIC), _about(listings.written_by(user)))


def of_listing(listing: Listing) -> list[Question]:
    """What is public about it: answered ones first, each kind in the order of asking."""
    public = select(Question).where(Question.listing_id == listing.id, Question.status.in_(PUBLIC))
    found = db.session.scalars(public.order_by(Question.asked_at, Question.id)).unique()
    return sorted(found, key=lambda question: not question.is_answered)


def followed_by(user: User | None, questions: Sequence[Question]) -> set[int]:
    """The ids of those that she follows."""
    if user is None or not questions:
        return set()
    ids = [question.id for question in questions]
    hers = select(QuestionFollower.question_id).where(
        QuestionFollower.user_id == user.id, QuestionFollower.question_id.in_(ids)
    )
    return set(db.session.scalars(hers))


def followers(question: Question) -> list[User]:
    """Who gets a letter when the answer is public."""
    following = select(User).join(QuestionFollower, QuestionFollower.user_id == User.id)
    here = following.where(QuestionFollower.question_id == question.id, User.left_at.is_(None))
    return list(db.session.scalars(here.order_by(User.id)))


def same(listing: Listing, user: User, body: str) -> Question | None:
    """Her own question in the same words that nobody has refused: sent twice, it is one."""
    asked = select(Question).where(
        Question.listing_id == listing.id, Question.author_id == user.id, Question.body == body
    )
    return db.session.scalar(
        asked.where(Question.status.not_in((QuestionStatus.REFUSED, QuestionStatus.WITHDRAWN)))
    )


def to_answer(user: User) -> Select[Question]:
    """The questions about the listings that she writes for, which nobody has answered, the longest first."""
    theirs = select(Membership.organisation_id).where(
        Membership.user_id == user.id, Membership.role.in_((Role.OWNER, Role.EDITOR))
    )
    asked = _about(_living().where(Listing.organisation_id.in_(theirs)))
    waiting = select(Question).where(Question.status == QuestionStatus.OPEN, asked)
    return waiting.order_by(Question.status_since, Question.id)


def waiting() -> Select[Question]:
    """What waits for a moderator: questions, and answers to them, of listings that are published or paused."""
    return select(Question).where(Question.status.in_(WAITING), _about(_living()))
