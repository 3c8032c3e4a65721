"""Organisations for tests."""

import itertools
from datetime import timedelta

from marketplace.accounts.models import User
from marketplace.accounts.session import hashed
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.organisations import register
from marketplace.organisations.codes import OrganisationKind, VerifiedBy
from marketplace.organisations.models import Invitation, JoinRequest, Organisation

_codes = itertools.cycle(sorted(code for code, h in register.all_hromadas().items() if h.region == "UA-74"))


def _checker() -> User:
    """Whoever verified them all."""
    # Of many organisations made together only the first is written for her sake.
    with db.session.no_autoflush:
        found = db.session.scalar(db.select(User).filter_by(email="checker@mistok.example"))
    if found is None:
        found = User(
            email="checker@mistok.example", name="Checker", locale="en", password_hash="x", is_moderator=True
        )
        db.session.add(found)
        db.session.flush()
    return found


def _stored(organisation: Organisation, verified: bool) -> Organisation:
    if verified:
        organisation.verified_by, organisation.verified_at = VerifiedBy.SIGNED_LETTER, now()
        organisation.verified_by_id = _checker().id
    db.session.add(organisation)
    db.session.commit()
    return organisation


def hromada(katottg: str | None = None, *, verified: bool = True) -> Organisation:
    """A hromada from the register (of Chernihiv Oblast, each time another, unless named)."""
    row = register.all_hromadas()[katottg or next(_codes)]
    return _stored(
        Organisation(
            kind=OrganisationKind.HROMADA,
            name=row.full_name,
            name_latin=row.name_latin,
            locale="uk",
            country="UA",
            region=row.region,
            katottg=row.katottg,
            hromada_kind=row.kind,
            languages=["uk", "en"],
            gives_back="Досвід цивільного захисту.",
        ),
        verified,
    )


def city(
    name: str = "Kauno miesto savivaldybė",
    *,
    country: str = "LT",
    region: str = "LT-KU",
    locale: str = "lt",
    verified: bool = True,
) -> Organisation:
    """A European city."""
    return _stored(
        Organisation(
            kind=OrganisationKind.MUNICIPALITY,
            name=name,
            name_latin=name,
            locale=locale,
            country=country,
            region=region if country == "LT" else "",
            languages=[locale, "en"],
        ),
        verified,
    )


def association(name: str = "Association of Twin Towns") -> Organisation:
    """An association of local authorities, verified."""
    return _stored(
        Organisation(
            kind=OrganisationKind.ASSOCIATION,
            name=name,
            name_latin=name,
            locale="en",
            country="BE",
            languages=["en"],
        ),
        verified=True,
    )


def join_request(
    organisation: Organisation, *, by: User, message: str = "Я з відділу освіти."
) -> JoinRequest:
    """Somebody asks to speak for it."""
    row = JoinRequest(user=by, organisation=organisation, message=message)
    db.session.add(row)
    db.session.commit()
    return row


def invitation(
    organisation: Organisation, email: str, *, by: User, role: str = "editor", token: str = "a-token"
) -> Invitation:
    """An open invitation to this address, with this token in its link."""
    row = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hashed(token),
        invited_by=by,
        expires_at=now() + timedelta(days=14),
    )
    db.session.add(row)
    db.session.commit()
    return row
