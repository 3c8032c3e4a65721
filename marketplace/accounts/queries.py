"""Selects about people, their sessions and their links."""

from sqlalchemy import Select, select

from marketplace.core.clock import now

from .models import MailedLink, Purpose, RecoveryCode, SignInSession, User
from .tokens import hashed


def by_email(email: str) -> Select[User]:
    """The account of this address, unless its person has left."""
    return select(User).where(User.email == email.lower(), User.left_at.is_(None))


def open_sessions(user: User) -> Select[SignInSession]:
    """The browsers in which she is signed in, the latest first."""
    return (
        select(SignInSession)
        .where(SignInSession.user_id == user.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())
    )


def open_link(token: str, purpose: Purpose) -> Select[MailedLink]:
    """The mailed link of this token, if it is still good."""
    return select(MailedLink).where(
        MailedLink.token_hash == hashed(token),
        MailedLink.purpose == purpose,
        MailedLink.used_at.is_(None),
        MailedLink.expires_at > now(),
    )


def unused_recovery_codes(user: User) -> Select[RecoveryCode]:
    """The recovery codes she has left."""
    return select(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
