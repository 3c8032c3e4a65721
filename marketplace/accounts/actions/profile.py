"""What a person says about herself: name, language, address, contact card."""

from marketplace.core.db import db
from marketplace.core.history import record

from .. import emails, queries
from ..models import ContactCard, MailedLink, Purpose, User
from . import links


def rename(user: User, name: str) -> None:
    """Her name, as others see it."""
    user.name = name
    record(user, "renamed", user)


def speak(user: User, locale: str) -> None:
    """The language of her pages and letters."""
    user.locale = locale


def ask_for_address(user: User, email: str) -> None:
    """Send a link to the new address. If that has an account already, its owner is told, and the page says the same."""
    owner = db.session.scalar(queries.by_email(email))
    token = links.make(Purpose.CHANGE_EMAIL, user, email.lower())
    if owner is None:
        emails.confirm_new_address(user, email.lower(), token)
    else:
        emails.address_in_use(owner)
    record(user, "address_change_asked", user)


def change_address(link: MailedLink) -> bool:
    """Move the account to the link's address; False if another account has it by now. `link` has been taken."""
    user = link.user
    assert user is not None
    if db.session.scalar(queries.by_email(link.email)) is not None:
        return False
    old, user.email = user.email, link.email
    links.void(user)  # what was sent to the old address opens nothing any more
    record(user, "address_changed", user)
    emails.address_changed(user, old)
    return True


def write_card(user: User, *, name: str, role: str, telephone: str, email: str) -> None:
    """How she may be reached by those whose answer was accepted."""
    card = user.card or ContactCard(user=user)
    card.name, card.role, card.telephone, card.email = name, role, telephone, email
    db.session.add(card)
    record(user, "card_written", user)
