"""Fills an empty database with the demonstration's content, dated back from today, in one transaction."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import exists, select

from marketplace.accounts.models import ContactCard, User
from marketplace.core.clock import now, today
from marketplace.core.db import db
from marketplace.core.freshness import public_changed
from marketplace.core.history import HistoryRow
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer, AnswerMessage, Reveal
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import (
    OPEN_DAYS,
    PUBLIC_ONCE,
    FieldRemark,
    Listing,
    ListingCode,
    ListingPrinciple,
    ReferenceCounter,
)
from marketplace.moderation.models import Decision
from marketplace.organisations import register
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

from . import afterwards, content, letters, matches, parts, pictures, texts

TEXTS = (
    "title summary problem beneficiaries done_so_far result own_contribution gives_back dream_code shares example costs "
    "conditions learns"
).split()
FACTS = (
    "format urgency stage beneficiaries_count budget_min budget_max capacity_cases capacity_people capacity_days "
    "preferred_regions region_only"
).split()
INTRODUCED = (AnswerStatus.ACCEPTED, AnswerStatus.FINISHED)
DECIDED = {"published": "publish", "returned": "return", "rejected": "reject", "hidden": "hide"}


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not db.session.scalar(select(exists().where(User.id.is_not(None))))


def everything() -> None:
    """Write all of it. The caller's transaction makes it all or nothing."""
    moderators = _moderators()
    organisations = _organisations(moderators[0])
    people = _people(organisations)
    listings = _listings(organisations, people, moderators)
    pictures.hang(listings)
    texts.seed(listings, moderators[0])
    answers = _answers(listings, organisations, people)
    matches.between(listings)
    letters.of(answers)
    afterwards.changes(listings)
    afterwards.questions(listings, people)
    afterwards.searches(listings)
    public_changed()


def _user(record: dict[str, Any], password_hash: str) -> User:
    user = User(
        email=record["email"],
        name=record["name"],
        locale=record["locale"],
        password_hash=password_hash,
        registered_at=now() - timedelta(days=150),
        confirmed_at=now() - timedelta(days=150),
        is_moderator=record.get("moderator", False),
        # Nobody knows it: in the demonstration one enters by the bar, not by a code.
        totp_secret="MISTOKDEMONSTRATION234567ABCDEFG" if record.get("moderator") else "",
        card=ContactCard(
            name=record["name"], role=record["job"], telephone=record["telephone"], email=record["email"]
        ),
    )
    db.session.add(user)
    return user


def _closed_door() -> str:
    """A password hash that no password opens (RFC 9106 form, of random bytes that nobody keeps)."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(secrets.token_urlsafe(32))


def _moderators() -> list[User]:
    moderators = [
        _user(record, _closed_door()) for record in content.read("people") if record.get("moderator")
    ]
    db.session.flush()
    return moderators


def _organisations(moderator: User) -> dict[str, Organisation]:
    made = {}
    for record in content.read("organisations"):
        facts = {
            key: record[key]
            for key in "kind name name_latin locale country population languages website about gives_back partners".split()
            if record.get(key) is not None
        }
        hromada = register.get(record["katottg"]) if record.get("katottg") else None
        organisation = made[record["slug"]] = Organisation(
            **facts,
            region=hromada.region if hromada else record.get("region", ""),
            katottg=record.get("katottg"),
            hromada_kind=hromada.kind if hromada else None,
            registered_at=now() - timedelta(days=140),
        )
        if record.get("verified"):
            organisation.verified_by = record["verified"]
            organisation.verified_at = now() - timedelta(days=130)
            organisation.verified_by_id = moderator.id
        db.session.add(organisation)
    db.session.flush()
    return made


def _people(organisations: dict[str, Organisation]) -> dict[str, list[User]]:
    made: dict[str, list[User]] = {}
    door = _closed_door()
    for record in content.read("people"):
        if record.get("moderator"):
            continue
        user, organisation = _user(record, door), organisations[record["organisation"]]
        db.session.add(
            Membership(user=user, organisation=organisation, role=record["role"], since=user.confirmed_at)
        )
        if record["role"] != Role.READER:
            made.setdefault(record["organisation"], []).append(user)
    db.session.flush()
    return made


def _listings(
    organisations: dict[str, Organisation], people: dict[str, list[User]], moderators: list[User]
) -> list[Listing]:
    made: list[tuple[int, Listing]] = []
    numbers: dict[tuple[str, int], int] = {}
    records = content.read("listings")
    for record in sorted(records, key=lambda one: -one["age_days"]):
        written = now() - timedelta(days=record["age_days"], hours=len(made) % 9, minutes=7 * len(made) % 60)
        key = (record["kind"], written.year)
        numbers[key] = numbers.get(key, 0) + 1
        speakers = people[record["organisation"]]
        listing = _listing(record, organisations[record["organisation"]], speakers[-1], written)
        listing.reference = f"{record['kind'][0].upper()}-{written.year}-{numbers[key]:04}"
        db.session.add(listing)
        db.session.flush()
        refresh_words(listing)
        db.session.flush()  # which takes the words for a change of today
        listing.updated_at = written
        _trace(listing, record, speakers[-1], moderators[len(made) % len(moderators)], written)
        made.append((records.index(record), listing))
    db.session.add_all(
        ReferenceCounter(kind=kind, year=year, last=last) for (kind, year), last in numbers.items()
    )
    db.session.flush()
    return [listing for _, listing in sorted(made, key=lambda pair: pair[0])]


def _listing(record: dict[str, Any], organisation: Organisation, author: User, written: datetime) -> Listing:
    state = "published" if record["state"] == "expired" else record["state"]
    listing = Listing(
        kind=record["kind"],
        status=state,
        status_since=written,
        organisation=organisation,
        author=author,
        contact=author,
        country=organisation.country,
        region=organisation.region,
        hromada_kind=organisation.hromada_kind,
        locale=record["locale"],
        created_at=written,
        updated_at=written,
        **{name: record.get(name) or "" for name in TEXTS},
        **{name: record[name] for name in FACTS if record.get(name) is not None},
    )
    for name in ("available_from", "available_until"):
        setattr(listing, name, date.fromisoformat(record[name]) if record.get(name) else None)
    if state != ListingStatus.DRAFT:
        listing.submitted_at = written
    if state in PUBLIC_ONCE:
        listing.published_at = written + timedelta(hours=5)
        listing.expires_on = (written + timedelta(days=OPEN_DAYS)).date()
        if record["state"] == "expired":
            listing.expires_on = min(listing.expires_on, today() - timedelta(days=1))
        elif state == "published":
            listing.expires_on = max(listing.expires_on, today() + timedelta(days=1))
    listing.close_reason = record.get("close_reason")
    if state == ListingStatus.REJECTED:
        listing.decision_reason = next(iter(record["reasons"].values()))
    if state == ListingStatus.HIDDEN:
        listing.decision_reason = record["hide_reason"]
    listing.moderator_note = record.get("note", "")
    for scheme, name in (("sector", "sectors"), ("help", "helps"), ("language", "languages")):
        listing.codes += [
            ListingCode(scheme=scheme, code=code, position=place)
            for place, code in enumerate(record.get(name, ()))
        ]
    listing.parts = parts.of(record)
    listing.principles = [
        ListingPrinciple(principle=principle, evidence=evidence)
        for principle, evidence in (record.get("principles") or {}).items()
    ]
    return listing


def _trace(
    listing: Listing, record: dict[str, Any], author: User, moderator: User, written: datetime
) -> None:
    """The history, decision and remarks that its state implies."""
    if listing.status == ListingStatus.DRAFT:
        return

    def add(event: str, actor: User, hours: int, **details: Any) -> None:
        db.session.add(
            HistoryRow(
                at=written + timedelta(hours=hours),
                actor_id=actor.id,
                event=event,
                subject_type="listings",
                subject_id=str(listing.id),
                details=details,
            )
        )

    add("submit", author, 0, before="draft", after="submitted")
    remarks = [
        {"field": field, "reason": reason, "note": ""}
        for field, reason in (record.get("reasons") or {}).items()
    ]
    move = DECIDED.get(listing.status, "publish" if listing.published_at else "")
    if not move:
        return
    add(move, moderator, 5, before="submitted", after=listing.status)
    db.session.add(
        Decision(
            listing=listing,
            moderator=moderator,
            move=move,
            reason=listing.decision_reason,
            remarks=remarks if move == "return" else [],
            note=listing.moderator_note,
            decided_at=written + timedelta(hours=5),
        )
    )
    if move == "return":
        db.session.add_all(FieldRemark(listing_id=listing.id, **remark) for remark in remarks)


def _answers(
    listings: list[Listing], organisations: dict[str, Organisation], people: dict[str, list[User]]
) -> list[Answer]:
    made = []
    for record in content.read("answers"):
        listing, author = listings[record["listing"]], people[record["organisation"]][0]
        written = now() - timedelta(days=record["age_days"], hours=3)
        receiver = listing.contact
        assert receiver is not None
        answer = Answer(
            listing=listing,
            organisation=organisations[record["organisation"]],
            author=author,
            status=record["state"],
            status_since=written,
            locale=record["locale"],
            proposal=record["proposal"],
            unclear=record.get("unclear") or "",
            about=record["about"],
            first_step=record.get("first_step") or "",
            first_step_on=today() + timedelta(days=record.get("first_step_in_days") or 30),
            sent_at=written,
            updated_at=written,
            decline_reason=record.get("decline_reason"),
            decline_note=record.get("decline_note") or "",
        )
        if record["state"] in (*INTRODUCED, AnswerStatus.DECLINED):
            answer.decided_at, answer.decided_by_id = written + timedelta(days=1), receiver.id
        if record.get("question"):
            answer.messages = [
                AnswerMessage(
                    organisation=listing.organisation,
                    author=receiver,
                    locale=listing.locale,
                    body=record["question"],
                    written_at=written + timedelta(hours=20),
                )
            ]
        if record["state"] in INTRODUCED:
            at = answer.decided_at
            answer.reveals = [
                Reveal(of=receiver, to=author, revealed_at=at),
                Reveal(of=author, to=receiver, revealed_at=at),
            ]
        parts.take(answer, record)
        db.session.add(answer)
        made.append(answer)
    for listing in listings:
        parts.fill(listing, made)
    db.session.flush()
    return made
