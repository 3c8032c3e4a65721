"""What the first page counts, and what waits for somebody on her desk."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer
from marketplace.listings.codes import Kind, ListingStatus, PartStatus, RevisionStatus
from marketplace.listings.models import Listing, Part, Revision
from marketplace.listings.queries import public
from marketplace.moderation import queries as moderation
from marketplace.organisations import queries as organisations
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Invitation, JoinRequest, Organisation
from marketplace.organisations.policy import memberships
from marketplace.questions import queries as questions
from marketplace.questions.models import Question
from marketplace.search import queries as search

SOON = timedelta(days=21)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Figures:
    """The three numbers of the first page."""

    needs: int
    offers: int
    introductions: int


def figures() -> Figures:
    """Open needs, open offers, and how often two sides have been introduced."""
    met = db.session.scalar(
        select(func.count())
        .select_from(Answer)
        .where(Answer.status.in_((AnswerStatus.ACCEPTED, AnswerStatus.FINISHED)))
    )
    return Figures(search.open_of(Kind.NEED), search.open_of(Kind.OFFER), met or 0)


@dataclass(frozen=True)
class Desk:
    """What waits for one person, the most pressing first."""

    answers: list[Answer] = field(default_factory=list)  # that others sent us
    questions: list[Answer] = field(default_factory=list)  # asked back about what we sent
    returned: list[Listing] = field(default_factory=list)
    changes: list[Revision] = field(default_factory=list)  # to what is public, that a moderator returned
    asked: list[Question] = field(default_factory=list)  # about what is ours, and nobody has answered
    joining: list[JoinRequest] = field(default_factory=list)
    met: list[Listing] = field(default_factory=list)  # every part is covered, and it is still open
    expiring: list[Listing] = field(default_factory=list)
    drafts: list[Listing] = field(default_factory=list)
    in_review: list[Listing] = field(default_factory=list)
    queue: int | None = None  # for moderators
    to_verify: int | None = None  # organisations, for moderators
    unverified: list[Organisation] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)  # to speak for somebody
    requests: list[JoinRequest] = field(default_factory=list)  # her own, to join

    @property
    def is_empty(self) -> bool:
        waiting = (self.answers, self.questions, self.returned, self.joining, self.expiring, self.drafts)
        afterwards = self.changes or self.asked or self.met
        return not any(waiting) and not (afterwards or self.in_review or self.queue or self.to_verify)


def desk_of(user: User) -> Desk:
    """Everything that waits for this person, of all the organisations she speaks for."""
    writing = [m.organisation_id for m in memberships(user) if m.role in (Role.OWNER, Role.EDITOR)]
    owning = [m.organisation_id for m in memberships(user) if m.role == Role.OWNER]
    ours = select(Listing).where(Listing.organisation_id.in_(writing))
    soon = ours.where(
        Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.PAUSED)),
        Listing.expires_on >= today(),
        Listing.expires_on <= today() + SOON,
    )
    return Desk(
        answers=_some(_answers_to(writing)),
        questions=_some(_asked_back(writing)),
        returned=_some(_in_state(ours, ListingStatus.RETURNED)),
        changes=_some(_changes_returned(ours)),
        asked=_some(questions.to_answer(user)),
        joining=_some(_asking_to_join(owning)),
        met=_some(_met(ours)),
        expiring=_some(soon.order_by(Listing.expires_on, Listing.id)),
        drafts=_some(_in_state(ours, ListingStatus.DRAFT)),
        in_review=_some(_in_state(ours, ListingStatus.SUBMITTED)),
        queue=moderation.count() if is_moderator(user) else None,
        to_verify=organisations.count(organisations.unverified()) if is_moderator(user) else None,
        unverified=[m.organisation for m in memberships(user) if not m.organisation.is_verified],
        invitations=_some(organisations.invitations_to(user)),
        requests=_some(organisations.requests_of(user)),
    )


def _some(wanted: Select[Any]) -> list[Any]:
    return list(db.session.scalars(wanted.limit(MOST_SHOWN)).unique())


def _in_state(ours: Select[Listing], status: ListingStatus) -> Select[Listing]:
    return ours.where(Listing.status == status).order_by(Listing.updated_at.desc(), Listing.id.desc())


def _answers_to(organisations: list[int]) -> Select[Answer]:
    theirs = Answer.listing.has(Listing.organisation_id.in_(organisations))
    return (
        select(Answer).where(theirs, Answer.status == AnswerStatus.SENT).order_by(Answer.sent_at, Answer.id)
    )


def _asked_back(organisations: list[int]) -> Select[Answer]:
    sent = Answer.organisation_id.in_(organisations)
    waiting = select(Answer).where(sent, Answer.status == AnswerStatus.ASKED_BACK)
    return waiting.order_by(Answer.updated_at, Answer.id)


def _asking_to_join(organisations: list[int]) -> Select[JoinRequest]:
    undecided = select(JoinRequest).where(
        JoinRequest.organisation_id.in_(organisations), JoinRequest.decided_at.is_(None)
    )
    return undecided.order_by(JoinRequest.asked_at, JoinRequest.id)


def _met(ours: Select[Listing]) -> Select[Listing]:
    """Needs that take no more answers, for every part of them is covered; nobody has closed them yet."""
    wanted = select(Part.id).where(Part.listing_id == Listing.id)
    missing = wanted.where(Part.status != PartStatus.COVERED)
    return ours.where(
        Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.PAUSED)),
        Listing.expires_on >= today(),
        wanted.exists(),
        ~missing.exists(),
    ).order_by(Listing.expires_on, Listing.id)


def _changes_returned(ours: Select[Listing]) -> Select[Revision]:
    returned = select(Revision).where(Revision.status == RevisionStatus.RETURNED)
    theirs = returned.where(Revision.listing_id.in_(ours.with_only_columns(Listing.id)))
    return theirs.order_by(Revision.status_since, Revision.id)


# For the sitemap

MOST_LISTED = 10_000


def listings_to_index() -> list[tuple[str, Any]]:
    """Reference and last change of the open listings, newest first."""
    wanted = public().with_only_columns(Listing.reference, Listing.updated_at)
    return [
        (reference, changed)
        for reference, changed in db.session.execute(
            wanted.order_by(Listing.published_at.desc(), Listing.id.desc()).limit(MOST_LISTED)
        )
    ]


def profiles_to_index() -> list[int]:
    """The verified organisations: their profiles are public."""
    wanted = select(Organisation.id).where(Organisation.verified_at.is_not(None))
    return list(db.session.scalars(wanted.order_by(Organisation.id).limit(MOST_LISTED)))
