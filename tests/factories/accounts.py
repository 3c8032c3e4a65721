"""People for tests."""

import itertools
import re

import pyotp

from marketplace.accounts.models import ContactCard, User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

PASSWORD = "correct horse battery staple"
# Argon2id of PASSWORD with cheap parameters: hashing anew for everybody would be most of the tests' time.
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$tCc9fRe1ZCo/16K285DQzyaDkBqT0FS+sUtZTyzbH18"
NEW_PASSWORD = "Twelve storks cross the Desna"  # good enough to be set anew; PASSWORD is too well known
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of a moderator's one-time codes
_number = itertools.count(1)


def person(
    name: str = "Iryna",
    email: str | None = None,
    *,
    locale: str = "en",
    moderator: bool = False,
    confirmed: bool = True,
    owner_of: Organisation | None = None,
    editor_of: Organisation | None = None,
    reader_of: Organisation | None = None,
    telephone: str = "+380 44 000 00 01",
) -> User:
    """A confirmed person with a contact card, perhaps speaking for organisations; moderators have their second factor."""
    address = email or f"person{next(_number)}@example.org"
    user = User(
        email=address,
        name=name,
        locale=locale,
        password_hash=PASSWORD_HASH,
        is_moderator=moderator,
        totp_secret=SECRET if moderator else "",
        confirmed_at=now() if confirmed else None,
        card=ContactCard(name=name, role="Official", telephone=telephone, email=f"card.{address}"),
    )
    db.session.add(user)
    for organisation, role in ((owner_of, Role.OWNER), (editor_of, Role.EDITOR), (reader_of, Role.READER)):
        if organisation is not None:
            db.session.add(Membership(user=user, organisation=organisation, role=role))
    db.session.commit()
    return user


def code_of(secret: str = SECRET) -> str:
    """The one-time code of this moment."""
    return pyotp.TOTP(secret).at(now())


def link_in(letter: Letter) -> str:
    """The path that the letter's button leads to."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter.text)
    assert found, letter.text
    return found.group(1)


def links_in(letter: Letter) -> list[str]:
    """The paths of all its links, in order."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", letter.text)
