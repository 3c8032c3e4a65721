"""People: their accounts, sessions, contact cards, and the links that letters carry."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Model, Moment


class User(UserMixin, Model):
    """A person. What others see of her is the name; her address is for signing in and for letters."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_folded"),
        CheckConstraint("(left_at IS NULL) = (password_hash <> '')", name="password_until_left"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(10))
    is_moderator: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime] = mapped_column(Moment, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_last_step: Mapped[int] = mapped_column(default=0)  # a code is good once (RFC 6238 §5.2)

    card: Mapped["ContactCard | None"] = relationship(back_populates="user", cascade="all, delete-orphan")

    session_token: ClassVar[str] = ""  # of the browser she is in, set by accounts.session; not a column

    def get_id(self) -> str:
        """What Flask-Login puts into the cookie: the random id of the session, never the person's number."""
        return self.session_token

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_secret)


class ContactCard(Model):
    """How a person may be reached: apart from the account, shown only after an acceptance to the one it was meant for."""

    __tablename__ = "contact_cards"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(120))
    telephone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254))
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)

    user: Mapped[User] = relationship(back_populates="card")


class SignInSession(Model):
    """One signed-in browser. The cookie carries a random id; only its SHA-256 is stored."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_used_at: Mapped[datetime] = mapped_column(Moment, default=now)
    browser: Mapped[str] = mapped_column(String(80), default="")
    second_factor: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    user: Mapped[User] = relationship()


class Purpose(StrEnum):
    """What a mailed link is for."""

    CONFIRM = "confirm"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    RENEW = "listing_renew"
    MET = "listing_met"
    TAKE_DOWN = "listing_take_down"


# About some one thing, so that several are good at once; a used one stays until it is too old, and tells what became.
LASTING = (Purpose.RENEW, Purpose.MET, Purpose.TAKE_DOWN)


class MailedLink(Model):
    """A link from a letter: single use, mortal, stored as SHA-256. `email` is the address it was sent to.

    What else it is about stands in a table of the room that wrote the letter.
    """

    __tablename__ = "mailed_links"
    __table_args__ = (Index("ix_mailed_links_user", "user_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    user: Mapped[User | None] = relationship()


class RecoveryCode(Model):
    """A one-time way in for somebody whose telephone is lost; stored as a hash."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
