"""Needs and offers for tests, in any state, with the facts that state asks for."""

import itertools
from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now, today
from marketplace.core.db import db
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import Kind, ListingStatus
from marketplace.listings.models import PUBLIC_ONCE, Listing, ListingCode, Part
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import memberships

_number = itertools.count(1)


def _listing(kind: Kind, by: User, status: str, organisation: Organisation | None, **facts: Any) -> Listing:
    body = organisation or memberships(by)[0].organisation
    sectors = facts.pop("sectors", ["water_sanitation"])
    helps = facts.pop("helps", ["training"])
    languages = facts.pop("languages", ["uk", "en"])
    parts = [Part(title=title, position=place) for place, title in enumerate(facts.pop("parts", ()))]
    age = timedelta(days=facts.pop("days_ago", 1))
    facts.setdefault(
        "title", "Насоси для водогону" if kind is Kind.NEED else "Vandentiekio specialistų mokymai"
    )
    facts.setdefault("summary", "Коротко про потребу." if kind is Kind.NEED else "Trumpai apie pasiūlymą.")
    listing = Listing(
        kind=kind,
        reference=f"{kind.value[0].upper()}-2026-{next(_number) + 5000:04}",
        organisation=body,
        author=by,
        contact=by,
        status=status,
        locale=facts.pop("locale", body.locale),
        country=body.country,
        region=body.region,
        hromada_kind=body.hromada_kind,
        format=facts.pop("format", "online"),
        created_at=now() - age,
        submitted_at=None if status == ListingStatus.DRAFT else now() - age,
        **facts,
    )
    if status in PUBLIC_ONCE:
        listing.published_at = listing.published_at or now() - age
        listing.expires_on = listing.expires_on or (now() - age).date() + timedelta(days=90)
    if status == ListingStatus.CLOSED and listing.close_reason is None:
        listing.close_reason = "met_here"
    if status in (ListingStatus.REJECTED, ListingStatus.HIDDEN) and listing.decision_reason is None:
        listing.decision_reason = "outside_scope"
    if status == ListingStatus.RETURNED and not listing.moderator_note:
        listing.moderator_note = "Скільки людей?"
    for scheme, codes in (("sector", sectors), ("help", helps), ("language", languages)):
        listing.codes += [ListingCode(scheme=scheme, code=c, position=i) for i, c in enumerate(codes)]
    listing.parts = parts
    db.session.add(listing)
    db.session.flush()
    refresh_words(listing)
    db.session.commit()
    return listing


def need(
    *, by: User, status: str = ListingStatus.DRAFT, organisation: Organisation | None = None, **facts: Any
) -> Listing:
    """A need; `status`, `days_ago`, `expires_on`, `parts` (their titles), and any column may be given."""
    facts.setdefault("urgency", "soon")
    facts.setdefault("problem", "Старі насоси зупиняються щотижня.")
    facts.setdefault("beneficiaries", "Мешканці громади")
    facts.setdefault("result", "Вода цілодобово.")
    return _listing(Kind.NEED, by, status, organisation, **facts)


def offer(
    *, by: User, status: str = ListingStatus.DRAFT, organisation: Organisation | None = None, **facts: Any
) -> Listing:
    """An offer; as `need`."""
    facts.setdefault("shares", "Dalinamės patirtimi.")
    return _listing(Kind.OFFER, by, status, organisation, **facts)


def ending(days: int, **arguments: Any) -> Listing:
    """A need that is published (or as `status` says) and has so many days left."""
    arguments.setdefault("status", ListingStatus.PUBLISHED)
    return need(expires_on=today() + timedelta(days=days), **{"days_ago": 80, **arguments})


def expired(**arguments: Any) -> Listing:
    """A published need whose last day was yesterday."""
    return need(
        status=ListingStatus.PUBLISHED, expires_on=today() - timedelta(days=1), days_ago=100, **arguments
    )
