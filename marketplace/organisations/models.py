"""Organisations, and who speaks for them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment
from marketplace.core.i18n import current_locale
from marketplace.core.ui import country

from . import register
from .codes import OBLASTS, Role


class Organisation(Model):
    """A hromada, an authority, a city, an association or a partner institution."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("(kind = 'hromada') = (katottg IS NOT NULL)", name="hromada_has_its_code"),
        CheckConstraint("(kind = 'hromada') = (hromada_kind IS NOT NULL)", name="hromada_has_its_kind"),
        CheckConstraint(
            "(verified_by IS NULL) = (verified_at IS NULL) AND (verified_at IS NULL) = (verified_by_id IS NULL)",
            name="verified_whole",
        ),
        Index("ix_organisations_place", "country", "region"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(160))
    name_latin: Mapped[str] = mapped_column(String(160))
    locale: Mapped[str] = mapped_column(String(10))  # the language its own name and texts are written in
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1
    region: Mapped[str] = mapped_column(String(6), default="")  # ISO 3166-2
    katottg: Mapped[str | None] = mapped_column(String(19), unique=True)  # one hromada once
    hromada_kind: Mapped[str | None] = mapped_column(String(12))
    lau: Mapped[str] = mapped_column(String(20), default="")
    nuts: Mapped[str] = mapped_column(String(5), default="")
    population: Mapped[int | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    website: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    gives_back: Mapped[str] = mapped_column(Text, default="")
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)  # existing partner cities, as written
    registered_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)
    verified_by: Mapped[str | None] = mapped_column(String(20))
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    verified_note: Mapped[str] = mapped_column(Text, default="")  # for moderators only

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Membership.id"
    )

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_ukrainian(self) -> bool:
        return self.country == "UA"

    @property
    def hromada(self) -> register.Hromada | None:
        """Its row of the register, if it is a hromada."""
        return register.get(self.katottg) if self.katottg else None

    @property
    def place(self) -> str:
        """Where it is, in the reader's language: raion and oblast in Ukraine, the country elsewhere."""
        if self.hromada is not None:
            return self.hromada.place
        return str(OBLASTS[self.region]) if self.region in OBLASTS else country(self.country)

    @property
    def shown_name(self) -> str:
        """The name that the present reader can read: its own, or in Latin letters where hers are."""
        return self.name if self.locale == current_locale() or not self.writes_otherwise else self.name_latin

    @property
    def shown_locale(self) -> str:
        """What `shown_name` is written in (BCP 47)."""
        return self.locale if self.shown_name == self.name else f"{self.locale}-Latn"

    @property
    def writes_otherwise(self) -> bool:
        """Whether its language has another script than Latin."""
        return self.locale in ("uk", "bg", "el")


class Membership(Model):
    """One person speaks for one organisation."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'editor', 'reader')", name="role"),
        Index("uq_memberships_pair", "user_id", "organisation_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10), default=Role.READER)
    since: Mapped[datetime] = mapped_column(Moment, default=now)

    user: Mapped[User] = relationship(backref="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")

    @property
    def is_owner(self) -> bool:
        """Whether she holds the keys."""
        return self.role == Role.OWNER


class JoinRequest(Model):
    """Somebody asks to speak for an organisation that is here already."""

    __tablename__ = "join_requests"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided_whole"),
        Index(
            "uq_join_requests_open",
            "user_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation] = relationship()


class Invitation(Model):
    """An owner asks somebody, by e-mail, to speak for her organisation. The link is stored as SHA-256."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint("role IN ('owner', 'editor', 'reader')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    invited_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User] = relationship()
