"""The letters that a last day brings: which are due, which were written, and what their links are about."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import MailedLink
from marketplace.core.clock import KYIV, now, today
from marketplace.core.db import Model, Moment

from .codes import ACTIVE_REVISIONS
from .models import Listing, Revision
from .policy import REVISABLE

DAYS_BEFORE = (0, 7, 21)  # the most urgent first
NO_LETTER_AFTER = (
    14  # days after the last one: who did not hear in time is told, but not of what is long over
)
LINKS_LIVE = 30  # days after the last one


class ExpiryLetter(Model):
    """That a listing's people were told (or need not be told) so many days before this last day of it: once."""

    __tablename__ = "expiry_letters"
    __table_args__ = (
        CheckConstraint("days_before IN (0, 7, 21)", name="days_before"),
        UniqueConstraint("listing_id", "expires_on", "days_before", name="uq_expiry_letters_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    expires_on: Mapped[date]  # the last day it spoke of: a renewal begins a new series
    days_before: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)

    listing: Mapped[Listing] = relationship()


class ExpiryLink(Model):
    """What a mailed link is about. Its row in `mailed_links` says for what, for whom, how long, and whether used."""

    __tablename__ = "expiry_links"

    link_id: Mapped[int] = mapped_column(ForeignKey(MailedLink.id, ondelete="CASCADE"), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(ExpiryLetter.id, ondelete="CASCADE"), index=True)

    link: Mapped[MailedLink] = relationship()
    letter: Mapped[ExpiryLetter] = relationship()

    @property
    def listing(self) -> Listing:
        return self.letter.listing


def due_before(last_day: date) -> int | None:
    """Which letter about this last day is due today, in days before it: the most urgent one, or none."""
    left = (last_day - today()).days
    if left < -NO_LETTER_AFTER:
        return None
    return next((days for days in DAYS_BEFORE if left <= days), None)


def links_live_until(last_day: date) -> datetime:
    """When the links of a letter about this last day open nothing any more."""
    return datetime.combine(last_day + timedelta(days=LINKS_LIVE + 1), time.min, tzinfo=KYIV)


def changes_over() -> Select[Revision]:
    """The changes that nobody decides on any more, as the last day of their listing has passed."""
    over = select(Listing.id).where(Listing.status.in_(REVISABLE), Listing.expires_on < today())
    return select(Revision).where(Revision.status.in_(ACTIVE_REVISIONS), Revision.listing_id.in_(over))
