"""Leaving: the account is emptied; what others need to understand their own pages stays, without a name."""

from sqlalchemy import delete

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.history import record
from marketplace.core.outbox import Letter

from .. import emails
from ..models import MailedLink, RecoveryCode, SignInSession, User

NAMELESS = "–"


def leave(user: User) -> None:
    """Empty the account. Memberships are the organisations' matter: the caller has seen to them before.

    The row stays, since drafts, answers and history point at it; nothing of the person is left in it.
    """
    email, name, locale = user.email, user.name, user.locale
    for table in (SignInSession, RecoveryCode, MailedLink):
        db.session.execute(delete(table).where(table.user_id == user.id))
    db.session.execute(delete(MailedLink).where(MailedLink.email == email))
    db.session.execute(delete(Letter).where(Letter.to_address == email))
    user.card = None
    user.email, user.name = f"left-{user.id}@invalid", NAMELESS
    user.password_hash, user.totp_secret, user.totp_last_step = "", "", 0
    user.is_moderator, user.left_at = False, now()
    record(user, "left", user)
    emails.left(email, name, locale)
