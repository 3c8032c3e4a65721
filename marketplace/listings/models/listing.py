"""Needs and offers: twins in one table, with some fields of their own."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now, today
from marketplace.core.db import Model, Moment
from marketplace.organisations.models import Organisation

from ..codes import CloseReason, DecisionReason, Kind, ListingStatus, PartStatus, Urgency
from .part import Part, Tally

if TYPE_CHECKING:
    from .attachment import Attachment
    from .behalf import OnBehalf
    from .revision import Revision

OPEN_DAYS = 90
PUBLIC_ONCE = ("published", "paused", "hidden", "closed")
_public_once = ", ".join(f"'{status}'" for status in PUBLIC_ONCE)


def _codes(enum: Any) -> str:
    return ", ".join(f"'{code.value}'" for code in enum)


class Listing(Model):
    """A need or an offer, written in one language; later texts in other languages stand in a table of their own."""

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("kind IN ('need', 'offer')", name="kind"),
        CheckConstraint(f"status IN ({_codes(ListingStatus)})", name="status"),
        CheckConstraint(
            f"(status IN ({_public_once})) = (published_at IS NOT NULL AND expires_on IS NOT NULL)",
            name="published_with_dates",
        ),
        CheckConstraint("(status = 'draft') <= (submitted_at IS NULL)", name="draft_was_never_submitted"),
        CheckConstraint("(status = 'draft') OR (submitted_at IS NOT NULL)", name="submitted_at_some_time"),
        CheckConstraint("(status = 'closed') = (close_reason IS NOT NULL)", name="closed_with_a_reason"),
        CheckConstraint(
            "(status IN ('rejected', 'hidden')) = (decision_reason IS NOT NULL)", name="refused_with_a_reason"
        ),
        CheckConstraint("(status <> 'returned') OR (moderator_note <> '')", name="returned_with_a_note"),
        CheckConstraint("status = 'draft' OR (title <> '' AND summary <> '')", name="submitted_with_words"),
        CheckConstraint(f"close_reason IN ({_codes(CloseReason)})", name="close_reason"),
        CheckConstraint(f"decision_reason IN ({_codes(DecisionReason)})", name="decision_reason"),
        CheckConstraint(
            "budget_min IS NULL OR budget_max IS NULL OR budget_min <= budget_max", name="budget_order"
        ),
        CheckConstraint(
            "available_from IS NULL OR available_until IS NULL OR available_from <= available_until",
            name="available_order",
        ),
        CheckConstraint("status = 'paused' OR NOT resumes_by_itself", name="paused_by_the_rule"),
        Index("ix_listings_newest", "status", "published_at", "id"),
        Index("ix_listings_waiting", "status", "submitted_at", "id"),
        Index("ix_listings_region", "status", "country", "region", "published_at", "id"),
        Index("ix_listings_kind", "status", "kind", "published_at", "id"),
        Index("ix_listings_expiry", "status", "expires_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # N-2026-0042
    kind: Mapped[str] = mapped_column(String(5))
    status: Mapped[str] = mapped_column(String(10), default=ListingStatus.DRAFT)
    status_since: Mapped[datetime] = mapped_column(Moment, default=now)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)

    # Where: copied from the organisation, so that lists filter on one table.
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(6), default="")
    hromada_kind: Mapped[str | None] = mapped_column(String(12))
    region_only: Mapped[bool] = mapped_column(default=False)  # show the oblast and nothing nearer

    # Both
    locale: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(90), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    format: Mapped[str | None] = mapped_column(String(12))
    open_until: Mapped[date | None]  # the author's wish; expires_on is what holds

    # A need's own
    problem: Mapped[str] = mapped_column(Text, default="")
    beneficiaries: Mapped[str] = mapped_column(Text, default="")
    beneficiaries_count: Mapped[int | None]
    done_so_far: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    urgency: Mapped[str | None] = mapped_column(String(12))
    stage: Mapped[str | None] = mapped_column(String(16))
    budget_min: Mapped[int | None]  # whole euros
    budget_max: Mapped[int | None]
    own_contribution: Mapped[str] = mapped_column(Text, default="")
    gives_back: Mapped[str] = mapped_column(Text, default="")
    dream_code: Mapped[str] = mapped_column(String(30), default="")

    # An offer's own
    shares: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[str] = mapped_column(Text, default="")
    capacity_cases: Mapped[int | None]
    capacity_people: Mapped[int | None]
    capacity_days: Mapped[int | None]
    costs: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    preferred_regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    learns: Mapped[str] = mapped_column(Text, default="")

    # Its life
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now, index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_on: Mapped[date | None]
    # Paused by the rule, for it is full: the rule resumes it. What its people have paused waits for them.
    resumes_by_itself: Mapped[bool] = mapped_column(default=False, server_default=false())
    close_reason: Mapped[str | None] = mapped_column(String(20))
    decision_reason: Mapped[str | None] = mapped_column(String(20))
    moderator_note: Mapped[str] = mapped_column(Text, default="")

    # Folded words for finding: FTS5 and tsvector index these two columns, so both engines see the same tokens.
    words_title: Mapped[str] = mapped_column(Text, default="")
    words_text: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    contact: Mapped[User | None] = relationship(foreign_keys=[contact_id])
    codes: Mapped[list["ListingCode"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ListingCode.position"
    )
    principles: Mapped[list["ListingPrinciple"]] = relationship(
        cascade="all, delete-orphan", order_by="ListingPrinciple.id"
    )
    parts: Mapped[list[Part]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by=[Part.position, Part.id]
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="Attachment.position, Attachment.id"
    )
    remarks: Mapped[list["FieldRemark"]] = relationship(
        cascade="all, delete-orphan", order_by="FieldRemark.id"
    )
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="Revision.id"
    )

    on_behalf: Mapped["OnBehalf | None"] = relationship(viewonly=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_need(self) -> bool:
        return self.kind == Kind.NEED

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.NOW

    @property
    def is_expired(self) -> bool:
        """Derived from the date: no job has to flip a status for it to be true."""
        return (
            self.status in (ListingStatus.PUBLISHED, ListingStatus.PAUSED)
            and self.expires_on is not None
            and self.expires_on < today()
        )

    @property
    def is_open(self) -> bool:
        """Published, in date, and so open to answers."""
        return self.status == ListingStatus.PUBLISHED and not self.is_expired

    @property
    def is_met(self) -> bool:
        """Every part of it is covered; one that is not split is met when its people say so."""
        return bool(self.parts) and all(part.status == PartStatus.COVERED for part in self.parts)

    @property
    def takes_answers(self) -> bool:
        """Open, and something of it is still wanted."""
        return self.is_open and not self.is_met

    @property
    def open_parts(self) -> list[Part]:
        """The parts that nobody has promised yet."""
        return [part for part in self.parts if part.status == PartStatus.OPEN]

    @property
    def tally(self) -> Tally:
        """How its parts stand, in numbers."""
        return Tally.of(part.status for part in self.parts)

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it at its address."""
        shown = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.CLOSED)
        return self.status in shown and not self.is_expired

    @property
    def is_paused(self) -> bool:
        return self.status == ListingStatus.PAUSED

    @property
    def days_waiting(self) -> int:
        """Whole days since publication."""
        return 0 if self.published_at is None else (now() - self.published_at).days

    @property
    def sectors(self) -> list[str]:
        return [c.code for c in self.codes if c.scheme == "sector"]

    @property
    def helps(self) -> list[str]:
        return [c.code for c in self.codes if c.scheme == "help"]

    @property
    def languages(self) -> list[str]:
        return [c.code for c in self.codes if c.scheme == "language"]

    @property
    def pictures(self) -> list["Attachment"]:
        return [a for a in self.attachments if a.is_picture]

    @property
    def documents(self) -> list["Attachment"]:
        return [a for a in self.attachments if not a.is_picture]

    def expiry_from_now(self) -> date:
        """90 days from today, or the day its author wished if that comes first."""
        latest = today() + timedelta(days=OPEN_DAYS)
        return min(self.open_until, latest) if self.open_until and self.open_until >= today() else latest


class ListingCode(Model):
    """One sector, form of help or working language of a listing."""

    __tablename__ = "listing_codes"
    __table_args__ = (
        CheckConstraint("scheme IN ('sector', 'help', 'language')", name="scheme"),
        Index("ix_listing_codes_code", "scheme", "code", "listing_id"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(8), primary_key=True)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class ListingPrinciple(Model):
    """A principle that a need serves, with its line of evidence."""

    __tablename__ = "listing_principles"
    __table_args__ = (Index("uq_listing_principles_pair", "listing_id", "principle", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    principle: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(String(300), default="")


class FieldRemark(Model):
    """What a moderator wants changed in one field of a returned listing; gone when it is submitted again."""

    __tablename__ = "field_remarks"
    __table_args__ = (Index("uq_field_remarks_field", "listing_id", "field", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500), default="")
