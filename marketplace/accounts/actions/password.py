"""Passwords: checked, forgotten, changed."""

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.history import record

from .. import emails, queries
from ..models import MailedLink, Purpose, User
from ..passwords import hash_password, is_outdated, matches
from ..session import end_all
from . import links


def who_signs_in(email: str, password: str) -> User | None:
    """The person of this address and password, else None; it takes as long whether there is an account or not."""
    user: User | None = db.session.scalar(queries.by_email(email))
    if not matches(password, user.password_hash if user is not None else "") or user is None:
        if user is not None:
            record(None, "sign_in_refused", user, reason="password")
        return None
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def is_right(user: User, password: str) -> bool:
    """Whether it is her password; a wrong one is noted."""
    if matches(password, user.password_hash):
        return True
    record(user, "password_refused", user)
    return False


def forgot(email: str, locale: str) -> None:
    """Send a link to set a new password; to an address without an account, a letter that says so.

    Both write the same rows, so that the time it takes does not tell which it was.
    """
    user = db.session.scalar(queries.by_email(email))
    if user is None:
        links.make_none(Purpose.RESET)
        record(None, "reset_asked", emails.no_account(email, locale))
        return
    record(None, "reset_asked", user)
    emails.reset(user, links.make(Purpose.RESET, user, user.email))


def reset(link: MailedLink, password: str) -> None:
    """A new password by mailed link, which has been taken. Every session ends; the link proves the address too."""
    user = link.user
    assert user is not None
    user.confirmed_at = user.confirmed_at or now()
    _set(user, password, how="link")
    end_all(user)


def change(user: User, password: str) -> None:
    """A new password by its owner. Every session ends: the caller begins a new one for the browser she is in."""
    _set(user, password, how="settings")
    end_all(user)


def _set(user: User, password: str, *, how: str) -> None:
    user.password_hash = hash_password(password)
    links.void(user)  # also one to another address, which somebody in her account may have asked for
    record(user, "password_changed", user, how=how)
    emails.password_changed(user)
