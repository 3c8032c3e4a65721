"""People for tests."""

import itertools

from marketplace.accounts.models import ContactCard, User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

PASSWORD = "correct horse battery staple"
# Argon2id of PASSWORD with cheap parameters: hashing anew for everybody would be most of the tests' time.
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$tCc9fRe1ZCo/16K285DQzyaDkBqT0FS+sUtZTyzbH18"
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
        totp_secret="JBSWY3DPEHPK3PXP" if moderator else "",
        confirmed_at=now() if confirmed else None,
        card=ContactCard(name=name, role="Official", telephone=telephone, email=f"card.{address}"),
    )
    db.session.add(user)
    for organisation, role in ((owner_of, Role.OWNER), (editor_of, Role.EDITOR), (reader_of, Role.READER)):
        if organisation is not None:
            db.session.add(Membership(user=user, organisation=organisation, role=role))
    db.session.commit()
    return user
