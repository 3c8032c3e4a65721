"""Opening an account, and confirming its address."""

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.history import record

from .. import emails, queries
from ..models import MailedLink, Purpose, User
from ..passwords import hash_password
from ..tokens import hashed
from . import links


def register(*, email: str, name: str, password: str, locale: str, letter: bool = True) -> str:
    """Open an account that waits for its confirmation. Returns the mark that its browser keeps (`mark_of`).

    A known address gets the same answer, after the same work; its owner gets a letter that says she has an account.
    Whoever registers a second time before confirming begins anew: the first try may have been a stranger's.
    `letter`: False when this address has had enough letters for now.
    """
    password_hash = hash_password(password)
    user = db.session.scalar(queries.by_email(email))
    if user is not None and user.confirmed_at is not None:
        if letter:
            emails.have_one_already(user)
        record(None, "registered_again", user)
        return mark_of(email, password_hash)
    if user is None:
        user = User(email=email.lower(), name=name, password_hash=password_hash, locale=locale)
        db.session.add(user)
        db.session.flush()
    else:
        user.name, user.password_hash, user.locale = name, password_hash, locale
    record(user, "registered", user)
    if letter:
        emails.confirm(user, links.make(Purpose.CONFIRM, user, user.email))
    return mark_of(email, password_hash)


def mark_of(email: str, password_hash: str) -> str:
    """By this the browser that registered is known again; it says nothing about whether there is an account."""
    return hashed(f"{email.lower()} {password_hash}").hex()


def send_again(user: User) -> None:
    """A new link, for somebody who knows her password but has not confirmed her address."""
    emails.confirm(user, links.make(Purpose.CONFIRM, user, user.email))


def confirm(link: MailedLink) -> None:
    """The address is hers. `link` has been taken."""
    user = link.user
    assert user is not None
    user.confirmed_at = user.confirmed_at or now()
    record(user, "confirmed", user)
