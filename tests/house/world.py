"""A prepared world for tests that walk through the whole house: everything in every state, with canaries in it.

What must never be shown to the wrong person is written so that it can be found again: canary addresses begin with
"canary", canary numbers with +380 99 123.
"""

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from PIL import Image
from sqlalchemy import select

from marketplace.accounts.models import MailedLink, Purpose, SignInSession, User
from marketplace.accounts.session import hashed
from marketplace.core import history, storage
from marketplace.core.clock import now
from marketplace.core.db import Model, db
from marketplace.handoff.models import AnswerMessage, Reveal
from marketplace.listings.models import Attachment, Listing
from marketplace.organisations.models import Invitation, JoinRequest, Membership, Organisation
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.imports import as_csv, imported, sent
from tests.factories.imports import row as file_row
from tests.factories.listings import expired, need, offer
from tests.factories.organisations import hromada
from tests.factories.texts import text_of

PEOPLE = ("olena", "jan", "marta", "bohdan", "petra", "stefan", "nobody")
CANARY = re.compile(r"canary[\w.]*@|\+?380[\s-]*99[\s-]*123", re.IGNORECASE)
LINK_TOKEN = "a-mailed-link-of-these-tests-0123456789"
INVITATION_TOKEN = "an-invitation-of-these-tests-0123456789"


def world(cast: SimpleNamespace) -> SimpleNamespace:
    """Everything there can be: `world.draft`, `world.published`, `world.sent`, `world.accepted`, …"""
    _give_canaries(cast)
    made = SimpleNamespace(**vars(cast))
    made.owner = person("Ігор Бойко", "canary.ihor@hromada.example", locale="uk", owner_of=cast.hromada)
    made.newcomer = person("Nova Kraft", "canary.nova@somewhere.example")
    made.unverified = hromada(verified=False)
    made.founder = person("Леся Заснівна", "canary.lesia@nova.example", locale="uk", owner_of=made.unverified)
    for status in ("draft", "submitted", "returned", "rejected", "published", "paused", "closed", "hidden"):
        setattr(made, status, need(by=cast.olena, status=status, title=f"Потреба {status}"))
    made.expired = expired(by=cast.olena, title="Потреба expired")
    made.waiting = need(by=made.founder, status="submitted", title="Потреба неперевіреної громади")
    made.offered = offer(by=cast.jan, status="published", title="Pasiūlymas")
    made.offer_draft = offer(by=cast.jan, title="Juodraštis")
    made.sent = answer(made.published, by=cast.jan)
    made.asked_back = answer(
        need(by=cast.olena, status="published", title="Потреба друга"), by=cast.jan, status="asked_back"
    )
    made.declined = answer(
        need(by=cast.olena, status="published", title="Потреба третя"), by=cast.jan, status="declined"
    )
    made.accepted = answer(
        need(by=cast.olena, status="published", title="Потреба четверта"), by=cast.jan, status="accepted"
    )
    made.text = text_of(made.published, "en")
    text_of(made.published, "lt", machine=True, title="Siurbliai")
    made.text_waiting = text_of(made.published, "de", waits=True, title="Pumpen")
    text_of(made.draft, "en", public=False)
    made.text_returned = text_of(made.asked_back.listing, "en", public=False, note="Більше слів.")
    made.right_file = sent(cast.association, as_csv([file_row(cast.hromada)]), by=cast.petra)
    made.wrong_file = sent(cast.association, as_csv([file_row(cast.hromada, urgency="x")]), by=cast.petra)
    made.new_file = sent(cast.association, as_csv([file_row(cast.hromada, 2)]), by=cast.petra, checked=False)
    made.done_file = imported(cast.association, [file_row(cast.hromada, 3)], by=cast.petra)
    for status in ("draft", "published", "hidden"):
        setattr(made, f"picture_of_{status}", _picture(getattr(made, status)))
    for row in (made.hromada, made.unverified, made.city):
        history.record(made.founder, "registered", row)
        history.record(made.marta, "unverified", row, reason="Мандат минув.")
    for row in (made.published, made.returned, made.hidden, made.sent, made.accepted):
        history.record(made.olena, "submit", row, before="draft", after="submitted")
    _introduce(made)
    _let_people_in(made)
    db.session.commit()
    return made


def _give_canaries(cast: SimpleNamespace) -> None:
    for number, name in enumerate(name for name in PEOPLE if name != "nobody"):
        user = getattr(cast, name)
        user.email = f"canary.{user.email}"
        user.card.email = f"canary.card.{name}@office.example"
        user.card.telephone = f"+380 99 123 45 {number:02}"


def _introduce(made: SimpleNamespace) -> None:
    """What acceptance leaves behind: a message or two, and the record of the cards shown."""
    asked = AnswerMessage(
        answer_id=made.asked_back.id,
        organisation=made.hromada,
        author=made.olena,
        locale="uk",
        body="Скільки людей?",
    )
    db.session.add_all(
        [
            asked,
            Reveal(answer_id=made.accepted.id, of=made.olena, to=made.jan),
            Reveal(answer_id=made.accepted.id, of=made.jan, to=made.olena),
        ]
    )


def _picture(listing: Listing) -> Attachment:
    content = BytesIO()
    Image.new("RGB", (8, 8), "steelblue").save(content, "WEBP")
    row = Attachment(
        listing=listing,
        kind="picture",
        stored_as=storage.random_name("webp"),
        media_type="image/webp",
        size=len(content.getvalue()),
        width=8,
        height=8,
        title="Насосна станція",
    )
    for name in (row.stored_as, row.small_as):
        storage.write(name, content.getvalue())
    db.session.add(row)
    return row


def _let_people_in(made: SimpleNamespace) -> None:
    soon = now() + timedelta(hours=2)
    made.join_request = JoinRequest(user=made.newcomer, organisation=made.hromada, message="Прошу прийняти.")
    made.invitation = Invitation(
        organisation=made.city,
        email="canary.invited@kaunas.example",
        role="editor",
        token_hash=hashed(INVITATION_TOKEN),
        invited_by=made.jan,
        expires_at=soon,
    )
    links = [
        MailedLink(
            token_hash=hashed(f"{LINK_TOKEN}-{purpose}"),
            purpose=purpose,
            user=made.newcomer,
            email=f"canary.{purpose}@somewhere.example"
            if purpose == Purpose.CHANGE_EMAIL
            else made.newcomer.email,
            expires_at=soon,
        )
        for purpose in Purpose
    ]
    made.city_request = JoinRequest(user=made.newcomer, organisation=made.city, message="Prašau priimti.")
    made.to_stefan = Invitation(
        organisation=made.city,
        email=made.stefan.email,
        role="reader",
        token_hash=hashed(f"{INVITATION_TOKEN}-stefan"),
        invited_by=made.jan,
        expires_at=soon,
    )
    sessions = [
        SignInSession(token_hash=hashed(f"elsewhere-{name}"), user=getattr(made, name), browser="Elsewhere")
        for name in PEOPLE
        if name != "nobody"
    ]
    db.session.add_all(
        [made.join_request, made.city_request, made.invitation, made.to_stefan, *links, *sessions]
    )


def membership(user: User, organisation: Organisation) -> Membership:
    return db.session.scalars(select(Membership).filter_by(user=user, organisation=organisation)).one()


def session_of(user: User) -> SignInSession:
    return db.session.scalars(select(SignInSession).filter_by(user=user)).first()  # type: ignore[return-value]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to be compared with a later look."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in Model.metadata.sorted_tables
        }


def texts() -> set[str]:
    """Every text that stands in the database: what people wrote."""
    found: set[str] = set()
    for rows in everything().values():
        for row in rows:
            for value in row:
                found |= set(_texts_in(value))
    return found


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts_in(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts_in(item)]
    return []
