"""What a translation service is still to be asked for: rows that the worker takes, one language of one listing each."""

from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Model, Moment

from .codes import TextSource
from .models import Listing
from .queries import public
from .texts import ListingText

LEASE = timedelta(minutes=10)  # longer than a conversation with the service may last (core.translate)
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
LONGEST_ERROR = 500


class TextJob(Model):
    """One language of one listing, to be asked of the service. Gone once it is done; given up after many failures."""

    __tablename__ = "text_jobs"
    __table_args__ = (
        UniqueConstraint("listing_id", "locale"),
        Index("ix_text_jobs_due", "given_up_at", "due_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(Moment, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(LONGEST_ERROR), default="")
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)


def lacking(locale: str) -> Select[Listing]:
    """The open listings without a text in this language, or with a machine's that is older than their last change.

    What people wrote or are writing in it is left to them; what is asked for already is not asked for twice, unless it
    was given up and the listing has changed since.
    """
    theirs = and_(ListingText.listing_id == Listing.id, ListingText.locale == locale)
    by_people = exists().where(theirs, ListingText.source != TextSource.MACHINE)
    fresh = exists().where(
        theirs, ListingText.source == TextSource.MACHINE, ListingText.checked_at >= Listing.updated_at
    )
    asked = exists().where(
        TextJob.listing_id == Listing.id,
        TextJob.locale == locale,
        or_(TextJob.given_up_at.is_(None), TextJob.given_up_at >= Listing.updated_at),
    )
    return public().where(Listing.locale != locale, ~by_people, ~fresh, ~asked).order_by(Listing.id)
