"""What a person wishes to hear of, and what she has been told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.listings.models import Listing

from .codes import Frequency

LONGEST_NAME = 80


class SavedSearch(Model):
    """A search that somebody keeps. One address is kept once: `digest` is of its parameters in one order.

    What was published after `looked_at` has not been looked through yet.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        CheckConstraint(
            f"frequency IN ({', '.join(repr(code.value) for code in Frequency)})", name="frequency"
        ),
        Index("uq_saved_searches_one", "user_id", "digest", unique=True),
        Index("ix_saved_searches_due", "frequency", "looked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(
        String(LONGEST_NAME), default=""
    )  # hers; without one it is said in words
    address: Mapped[dict[str, Any]] = mapped_column(JSON)  # as `Filters.address` writes it
    digest: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(10))  # of the page where the words were typed
    frequency: Mapped[str] = mapped_column(String(8))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    looked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    written_at: Mapped[datetime | None] = mapped_column(Moment)  # its last letter

    user: Mapped[User] = relationship()


class SearchDelivery(Model):
    """This listing has been shown to this person by letter: never again, whichever search finds it."""

    __tablename__ = "search_deliveries"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    delivered_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    met_told: Mapped[bool] = mapped_column(default=False)  # she has read since that it was met


class FollowedListing(Model):
    """Somebody hears when this listing is paused, resumed or closed; `status` is what she knows."""

    __tablename__ = "followed_listings"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    status: Mapped[str] = mapped_column(String(10))
    followed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    user: Mapped[User] = relationship()
    listing: Mapped[Listing] = relationship()


class UnsubscribeLink(Model):
    """The way out of one letter: it knows the person, and the searches or the listing that the letter was about.

    The letter carries 256 random bits; only their SHA-256 is stored.
    """

    __tablename__ = "unsubscribe_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)

    user: Mapped[User] = relationship()
    listing: Mapped[Listing | None] = relationship()
    searches: Mapped[list[SavedSearch]] = relationship(
        secondary="unsubscribe_link_searches", order_by=SavedSearch.id, passive_deletes=True
    )


class UnsubscribeLinkSearch(Model):
    """One of the searches that a letter was about."""

    __tablename__ = "unsubscribe_link_searches"

    link_id: Mapped[int] = mapped_column(ForeignKey(UnsubscribeLink.id, ondelete="CASCADE"), primary_key=True)
    search_id: Mapped[int] = mapped_column(
        ForeignKey(SavedSearch.id, ondelete="CASCADE"), primary_key=True, index=True
    )
