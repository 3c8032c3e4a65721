"""Mailed links: made, taken once, voided."""

from datetime import datetime, timedelta

from sqlalchemy import update

from marketplace.core.clock import now
from marketplace.core.db import db

from .. import queries
from ..models import MailedLink, Purpose, User
from ..tokens import hashed, new_token

GOOD_FOR = {
    Purpose.CONFIRM: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CHANGE_EMAIL: timedelta(hours=24),
}


def make(purpose: Purpose, user: User, email: str) -> str:
    """A new link for this address; its earlier ones of the same purpose are no longer good. Returns the token."""
    void(user, purpose)
    return add(purpose, user, email, now() + GOOD_FOR[purpose])[1]


def add(purpose: Purpose, user: User, email: str, until: datetime) -> tuple[MailedLink, str]:
    """A new link for this address, beside those there are, good until then. Returns its row and the token."""
    token = new_token()
    link = MailedLink(
        token_hash=hashed(token), purpose=purpose, user_id=user.id, email=email, expires_at=until
    )
    db.session.add(link)
    return link, token


def make_none(purpose: Purpose) -> None:
    """The work of `make`, for nobody: a row that opens nothing, and goes when the house is kept."""
    _void(0, purpose)
    moment = now()
    db.session.add(
        MailedLink(
            token_hash=hashed(new_token()), purpose=purpose, email="", expires_at=moment, used_at=moment
        )
    )


def take(token: str, purpose: Purpose) -> MailedLink | None:
    """Use the link up. None if it is unknown, too old or used: of two at once, one gets it."""
    link = db.session.scalar(queries.open_link(token, purpose))
    if link is None:
        return None
    used = (
        update(MailedLink).where(MailedLink.id == link.id, MailedLink.used_at.is_(None)).values(used_at=now())
    )
    return link if db.session.execute(used).rowcount == 1 else None  # type: ignore[attr-defined]


def void(user: User, *purposes: Purpose) -> None:
    """The open links of these purposes (or of all) are no longer good."""
    _void(user.id, *(purposes or tuple(Purpose)))


def _void(user_id: int, *purposes: Purpose) -> None:
    unused = update(MailedLink).where(MailedLink.user_id == user_id, MailedLink.used_at.is_(None))
    db.session.execute(unused.where(MailedLink.purpose.in_(purposes)).values(used_at=now()))
