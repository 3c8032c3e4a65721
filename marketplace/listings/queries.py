"""What may be read, as Selects that callers compose."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from marketplace.accounts.models import MailedLink, User
from marketplace.accounts.policy import is_moderator
from marketplace.accounts.tokens import hashed
from marketplace.core.clock import now, today
from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

from .codes import ACTIVE_REVISIONS, ListingStatus, RevisionStatus
from .expiry import DAYS_BEFORE, NO_LETTER_AFTER, ExpiryLetter, ExpiryLink
from .models import Attachment, Listing, Part, Revision
from .policy import REVISABLE

# Sight is never a join: `find(…, reference=…)` asks for columns of the listing, and a join would confuse whose.
# Asked of each listing as it comes: SQLite would begin with the organisations, and sort all that is theirs.
_of_verified = (
    exists()
    .where(Organisation.id == Listing.organisation_id, Organisation.verified_at.is_not(None))
    .correlate(Listing)
)


def _open() -> ColumnElement[bool]:
    return and_(Listing.status == ListingStatus.PUBLISHED, Listing.expires_on >= today())


def _quiet() -> ColumnElement[bool]:
    """To be read, but taking no answers: closed, or paused and in date."""
    paused = and_(Listing.status == ListingStatus.PAUSED, Listing.expires_on >= today())
    return or_(paused, Listing.status == ListingStatus.CLOSED)


def _on_its_way() -> ColumnElement[bool]:
    """What its last day concerns. A hidden one waits for a moderator, whatever the day."""
    return Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.PAUSED))


def public() -> Select[Listing]:
    """The open ones: published, in date, of a verified organisation. What lists, counts and maps are made of."""
    return select(Listing).where(_open(), _of_verified)


def readable() -> Select[Listing]:
    """What anybody may read at its own address: the open ones, and the paused and closed with a notice."""
    return select(Listing).where(or_(_open(), _quiet()), _of_verified)


def once_public() -> Select[Listing]:
    """What was public and is no more: hidden or expired. Its address answers 410 instead of 404."""
    gone = and_(_on_its_way(), Listing.expires_on < today())
    return select(Listing).where(or_(gone, Listing.status == ListingStatus.HIDDEN), _of_verified)


def visible_to(user: User | None) -> Select[Listing]:
    """What this person may read: what anybody may, her organisations' in any state; moderators all but drafts."""
    if user is None:
        return readable()
    sights = [
        and_(or_(_open(), _quiet()), _of_verified),
        Listing.organisation_id.in_(_organisations_of(user)),
    ]
    if is_moderator(user):
        sights.append(Listing.status != ListingStatus.DRAFT)
    return select(Listing).where(or_(*sights))


def written_by(user: User | None) -> Select[Listing]:
    """The listings of the organisations that she writes for (as owner or editor), in any state."""
    if user is None:
        return select(Listing).where(false())
    writing = _organisations_of(user).where(Membership.role.in_((Role.OWNER, Role.EDITOR)))
    return select(Listing).where(Listing.organisation_id.in_(writing))


def belonging_to(user: User) -> Select[Listing]:
    """The listings of all her organisations, in any state, the last changed first."""
    mine = Listing.organisation_id.in_(_organisations_of(user))
    return select(Listing).where(mine).order_by(Listing.updated_at.desc(), Listing.id.desc())


def of_organisation(organisation_id: int) -> Select[Listing]:
    """The open listings of one organisation, newest first: what its public profile shows."""
    theirs = public().where(Listing.organisation_id == organisation_id)
    return theirs.order_by(Listing.published_at.desc(), Listing.id.desc())


def active_revision(listing: Listing) -> Revision | None:
    """The one change of it that is written, waits for a moderator or came back; None if there is none."""
    active = select(Revision).where(Revision.listing_id == listing.id, Revision.status.in_(ACTIVE_REVISIONS))
    return db.session.scalar(active)


def revisions_waiting() -> Select[Revision]:
    """The changes that wait for a moderator, of listings that are published or paused, and in date."""
    living = and_(Listing.status.in_(REVISABLE), Listing.expires_on >= today())
    return select(Revision).where(
        Revision.status == RevisionStatus.WAITING, Revision.listing_id.in_(select(Listing.id).where(living))
    )


def _organisations_of(user: User) -> Select[Any]:
    return select(Membership.organisation_id).where(Membership.user_id == user.id)


def history_open_to(user: User) -> Select[Listing]:
    """The listings whose history she may read: her organisations' in any state; moderators all but drafts."""
    hers = Listing.organisation_id.in_(_organisations_of(user))
    return select(Listing).where(
        or_(hers, Listing.status != ListingStatus.DRAFT) if is_moderator(user) else hers
    )


def ending() -> Select[Listing]:
    """Those whose people are due a letter about the last day, and have not had it, nor one more urgent."""
    day, farthest = today(), max(DAYS_BEFORE)
    due = case(
        *[(Listing.expires_on <= day + timedelta(days=days), days) for days in sorted(DAYS_BEFORE)[:-1]],
        else_=farthest,
    )
    written = exists().where(
        ExpiryLetter.listing_id == Listing.id,
        ExpiryLetter.expires_on == Listing.expires_on,
        ExpiryLetter.days_before <= due,
    )
    return select(Listing).where(
        _on_its_way(),
        Listing.expires_on.between(day - timedelta(days=NO_LETTER_AFTER), day + timedelta(days=farthest)),
        _of_verified,
        ~written,
    )


def letter_link(token: str) -> Select[ExpiryLink]:
    """The link of this token in a letter about a last day, used or not, until it is too old."""
    found = select(ExpiryLink).join(ExpiryLink.link).join(ExpiryLink.letter).join(ExpiryLetter.listing)
    return found.where(MailedLink.token_hash == hashed(token), MailedLink.expires_at > now())


def bytes_kept(organisation_id: int) -> int:
    """How much room the pictures and documents of one organisation take."""
    total = select(func.coalesce(func.sum(Attachment.size), 0)).join(Attachment.listing)
    return int(db.session.scalar(total.where(Listing.organisation_id == organisation_id)) or 0)


def history_of(listing: Listing) -> Select[HistoryRow]:
    """Everything that happened to it and to its parts, oldest first."""
    own = and_(HistoryRow.subject_type == Listing.__tablename__, HistoryRow.subject_id == str(listing.id))
    parts = and_(
        HistoryRow.subject_type == Part.__tablename__,
        HistoryRow.subject_id.in_([str(part.id) for part in listing.parts]),
    )
    return select(HistoryRow).where(or_(own, parts)).order_by(HistoryRow.id)
