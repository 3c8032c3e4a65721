"""What moderators see: the queue, the cases, who holds one, what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, literal, null, select, union_all

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV, now, today
from marketplace.core.db import db
from marketplace.core.pages import Order
from marketplace.listings.behalf import TURN, OnBehalf
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing, Revision
from marketplace.listings.queries import revisions_waiting
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import memberships
from marketplace.questions.codes import QuestionStatus
from marketplace.questions.models import Question
from marketplace.questions.queries import waiting as questions_waiting

from .codes import CaseKind
from .models import LOCKS, CaseLock, Decision, Lock, QuestionLock, RevisionLock, Subject, listing_of
from .policy import late_before, working_days

NEWEST_FIRST = Order("decided", (Decision.decided_at, Decision.id), descending=True)


@dataclass(frozen=True)
class Case:
    """One line of the queue."""

    what: str  # listing, revision, question, reply
    key: int  # of the listing, the revision or the question
    reference: str
    kind: str
    title: str
    locale: str
    organisation: Organisation
    submitted_at: datetime
    days: int  # working days
    late: bool
    holder: str  # who has taken it, or empty
    until: str  # as a clock in Kyiv shows it
    mine: bool  # the reader holds it
    own: bool  # it is for her own organisation
    imported: bool  # posted by an association, many at once

    @property
    def is_need(self) -> bool:
        return self.kind == "need"


@dataclass(frozen=True)
class Counts:
    """The queue in figures."""

    waiting: int
    late: int
    mine: int
    unverified: int


def cases() -> Select[Listing]:
    """The listings that a moderator may look at: everything but drafts."""
    return select(Listing).where(Listing.status != ListingStatus.DRAFT)


def revisions() -> Select[Revision]:
    """The changes that a moderator may look at: whatever was handed in."""
    return select(Revision).where(Revision.waiting_since.is_not(None))


def _waiting() -> Any:
    """Everything that waits, of every kind, with whoever holds it."""
    moment = now()
    new = select(
        literal(CaseKind.LISTING.value).label("what"),
        *_columns(
            Listing.id, Listing.submitted_at, CaseLock, 0, turn=TURN, association=OnBehalf.association_id
        ),
    )
    new = new.select_from(Listing).outerjoin(
        CaseLock, and_(CaseLock.listing_id == Listing.id, CaseLock.until > moment)
    )
    new = new.outerjoin(OnBehalf, OnBehalf.listing_id == Listing.id)
    changes = select(
        literal(CaseKind.REVISION.value).label("what"),
        *_columns(Revision.id, Revision.waiting_since, RevisionLock, 1),
    )
    changes = changes.select_from(Revision).join(Listing, Listing.id == Revision.listing_id)
    changes = changes.outerjoin(
        RevisionLock, and_(RevisionLock.revision_id == Revision.id, RevisionLock.until > moment)
    )
    is_reply = Question.status == QuestionStatus.REPLIED
    asked = select(
        case((is_reply, CaseKind.REPLY.value), else_=CaseKind.QUESTION.value).label("what"),
        *_columns(Question.id, Question.status_since, QuestionLock, 2),
    )
    asked = asked.select_from(Question).join(Listing, Listing.id == Question.listing_id)
    asked = asked.outerjoin(
        QuestionLock, and_(QuestionLock.question_id == Question.id, QuestionLock.until > moment)
    )
    return union_all(
        new.where(Listing.status == ListingStatus.SUBMITTED),
        changes.where(Revision.id.in_(revisions_waiting().with_only_columns(Revision.id))),
        asked.where(Question.id.in_(questions_waiting().with_only_columns(Question.id))),
    ).subquery("waiting")


def _columns(
    key: Any, since: Any, lock: type[Any], rank: int, *, turn: Any = None, association: Any = None
) -> list[Any]:
    """The columns that all kinds of case share; its turn comes by its age, unless many came at once."""
    return [
        Listing.id.label("listing_id"),
        lock.moderator_id.label("moderator_id"),
        lock.until.label("until"),
        since.label("since"),
        (since if turn is None else turn).label("turn"),
        (cast(null(), Integer) if association is None else association).label("association_id"),
        literal(rank, Integer).label("rank"),
        key.label("id"),
    ]


def waiting() -> tuple[Select[Any], Order]:
    """The rows of the queue, for `lines`, and their order: the longest wait first, whatever it is that waits."""
    each = _waiting()
    oldest_first = Order("queue", (each.c.turn, each.c.rank, each.c.id))
    rows = select(
        each.c.what,
        Listing.reference,
        Listing.kind,
        Listing.title,
        Listing.locale,
        Organisation,
        User.name.label("holder"),
        each.c.moderator_id,
        each.c.until,
        each.c.since,
        each.c.association_id,
        *oldest_first.columns,
    )
    rows = rows.select_from(each).join(Listing, Listing.id == each.c.listing_id)
    rows = rows.join(Organisation, Organisation.id == Listing.organisation_id)
    return rows.outerjoin(User, User.id == each.c.moderator_id), oldest_first


def lines(rows: list[Any], reader: User) -> list[Case]:
    """The rows of `waiting` as this moderator sees them."""
    late, day = late_before(today()), today()
    hers = {membership.organisation_id for membership in memberships(reader)}
    return [
        Case(
            row.what,
            row.id,
            row.reference,
            row.kind,
            row.title,
            row.locale,
            row.Organisation,
            row.since,
            working_days(row.turn.astimezone(KYIV).date(), day),
            row.turn < late,
            row.holder or "",
            f"{row.until.astimezone(KYIV):%H:%M}" if row.until else "",
            mine=row.moderator_id == reader.id,
            own=row.Organisation.id in hers,
            imported=row.association_id is not None,
        )
        for row in rows
    ]


def counts(reader: User) -> Counts:
    """How much waits, how much of it too long, how much this moderator holds; in one statement."""
    each = _waiting()
    figures = select(
        func.count(),
        func.count().filter(each.c.turn < late_before(today())),
        func.count().filter(each.c.moderator_id == reader.id),
        func.count().filter(Organisation.verified_at.is_(None)),
    )
    figures = figures.select_from(each).join(Listing, Listing.id == each.c.listing_id)
    row = db.session.execute(figures.join(Organisation, Organisation.id == Listing.organisation_id)).one()
    return Counts(*row)


def count() -> int:
    """How much waits."""
    return db.session.scalar(select(func.count()).select_from(_waiting())) or 0


def lock_of(subject: Subject) -> Lock | None:
    """Who holds this case now; None if nobody does."""
    lock, key = LOCKS[type(subject)]
    held = select(lock).filter_by(**{key: subject.id}).where(lock.until > now())
    return db.session.scalar(held.execution_options(populate_existing=True))


def decisions_of(subject: Subject) -> list[Decision]:
    """What was decided about it, newest first; about a listing not what was decided about its changes and questions."""
    wanted = {"listing_id": listing_of(subject).id, "revision_id": None, "question_id": None}
    wanted[LOCKS[type(subject)][1]] = subject.id
    made = select(Decision).filter_by(**wanted)
    return list(db.session.scalars(made.order_by(Decision.decided_at.desc(), Decision.id.desc())))


def decided() -> Select[Any]:
    """The decisions of all moderators, with their listings."""
    columns: tuple[Any, ...] = (
        Decision.move,
        Decision.reason,
        Decision.revision_id,
        Decision.question_id,
        Listing.reference,
        Listing.kind,
        Listing.title,
        Listing.locale,
        Organisation,
        User.name.label("moderator"),
        *NEWEST_FIRST.columns,
    )
    rows = select(*columns)
    rows = rows.join(Listing, Listing.id == Decision.listing_id)
    rows = rows.join(Organisation, Organisation.id == Listing.organisation_id)
    return rows.outerjoin(User, User.id == Decision.moderator_id)
