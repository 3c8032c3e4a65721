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

from marketplace.accounts.models import LASTING, MailedLink, Purpose, SignInSession, User
from marketplace.accounts.session import hashed
from marketplace.core import history, storage
from marketplace.core.clock import now, today
from marketplace.core.db import Model, db
from marketplace.handoff.models import AnswerMessage, Reveal
from marketplace.listings.expiry import ExpiryLetter, ExpiryLink
from marketplace.listings.models import Attachment, Listing
from marketplace.notifications.models import UnsubscribeLink
from marketplace.organisations.models import Invitation, JoinRequest, Membership, Organisation
from marketplace.questions.codes import QuestionStatus
from tests.factories import together
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.imports import as_csv, imported, sent
from tests.factories.imports import row as file_row
from tests.factories.listings import expired, need, offer, revision
from tests.factories.matches import dismissal, match, proposal
from tests.factories.notifications import followed, saved_search
from tests.factories.organisations import hromada
from tests.factories.questions import question
from tests.factories.texts import text_of

PEOPLE = ("olena", "jan", "marta", "bohdan", "petra", "stefan", "nobody")
CANARY = re.compile(r"canary[\w.]*@|\+?380[\s-]*99[\s-]*123", re.IGNORECASE)
LINK_TOKEN = "a-mailed-link-of-these-tests-0123456789"
INVITATION_TOKEN = "an-invitation-of-these-tests-0123456789"
UNSUBSCRIBE_TOKEN = "a-way-out-of-these-tests-0123456789"


def world(cast: SimpleNamespace) -> SimpleNamespace:
    """Everything there can be: `world.draft`, `world.published`, `world.sent`, `world.accepted`, …"""
    with together():
        _give_canaries(cast)
        made = SimpleNamespace(**vars(cast))
        made.owner = person("Ігор Бойко", "canary.ihor@hromada.example", locale="uk", owner_of=cast.hromada)
        made.newcomer = person("Nova Kraft", "canary.nova@somewhere.example")
        made.unverified = hromada(verified=False)
        made.founder = person(
            "Леся Заснівна", "canary.lesia@nova.example", locale="uk", owner_of=made.unverified
        )
        for status in (
            "draft",
            "submitted",
            "returned",
            "rejected",
            "published",
            "paused",
            "closed",
            "hidden",
        ):
            setattr(made, status, need(by=cast.olena, status=status, title=f"Потреба {status}"))
        made.expired = expired(by=cast.olena, title="Потреба expired")
        made.ending = need(by=cast.olena, status="published", title="Потреба ending")
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
        made.changed = need(by=cast.olena, status="published", title="Потреба змінена")
        made.change = revision(made.changed, by=cast.olena)
        made.change_returned = revision(
            need(by=cast.olena, status="published", title="Зміна повернута"), by=cast.olena, status="returned"
        )
        made.change_begun = revision(
            need(by=cast.olena, status="paused", title="Зміна розпочата"), by=cast.olena, status="draft"
        )
        for status in QuestionStatus:
            words = f"Is it {status}, and since when?"
            setattr(
                made,
                f"question_{status}",
                question(made.published, by=cast.stefan, status=status, replied_by=cast.olena, body=words),
            )
        made.text = text_of(made.published, "en")
        text_of(made.published, "lt", machine=True, title="Siurbliai")
        made.text_waiting = text_of(made.published, "de", waits=True, title="Pumpen")
        text_of(made.draft, "en", public=False)
        made.text_returned = text_of(made.asked_back.listing, "en", public=False, note="Більше слів.")
        made.right_file = sent(cast.association, as_csv([file_row(cast.hromada)]), by=cast.petra)
        made.wrong_file = sent(cast.association, as_csv([file_row(cast.hromada, urgency="x")]), by=cast.petra)
        made.new_file = sent(
            cast.association, as_csv([file_row(cast.hromada, 2)]), by=cast.petra, checked=False
        )
        made.done_file = imported(cast.association, [file_row(cast.hromada, 3)], by=cast.petra)
        made.finished = answer(
            need(by=cast.olena, status="published", title="Потреба п’ята"), by=cast.jan, status="finished"
        )
        _split_a_need(made)
        made.full = offer(
            by=cast.jan, status="paused", title="Pilnas pasiūlymas", capacity_cases=1, resumes_by_itself=True
        )
        made.case = answer(made.full, by=cast.olena, status="accepted")
        for status in ("draft", "published", "hidden"):
            setattr(made, f"picture_of_{status}", _picture(getattr(made, status)))
        for row in (made.hromada, made.unverified, made.city):
            history.record(made.founder, "registered", row)
            history.record(made.marta, "unverified", row, reason="Мандат минув.")
        for row in (made.published, made.returned, made.hidden, made.sent, made.accepted):
            history.record(made.olena, "submit", row, before="draft", after="submitted")
        _match(made)
        _introduce(made)
        _let_people_in(made)
        _tell_of_the_last_day(made)
        _keep_searches(made)
    return made


def _match(made: SimpleNamespace) -> None:
    """What fits what is Jan's; one pair is set aside, one proposed."""
    made.needed = need(by=made.olena, status="published", title="Потреба пропонована")
    made.another_offer = offer(by=made.jan, status="published", title="Kitas pasiūlymas")
    match(made.published, made.offered)
    match(made.needed, made.offered)
    match(made.needed, made.another_offer)
    dismissal(made.needed, made.offered, by=made.olena, of=made.needed)
    made.proposed = proposal(made.needed, made.another_offer, by=made.petra)


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


def _split_a_need(made: SimpleNamespace) -> None:
    """A need in three parts, one in each state, and two answers to it."""
    titles = ["Частина відкрита", "Частина обіцяна", "Частина закрита"]
    made.split = need(by=made.olena, status="published", title="Потреба частинами", parts=titles)
    made.open_part, promised, covered = made.split.parts
    made.promised = answer(made.split, by=made.jan, status="accepted", parts=[promised])
    made.part_wanted = answer(made.split, by=made.stefan, parts=[made.open_part])
    covered.status = "covered"


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
        if purpose not in LASTING
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


def _tell_of_the_last_day(made: SimpleNamespace) -> None:
    # Together with its letter: a worker that runs beside the tests would write one otherwise.
    made.ending.expires_on = today() + timedelta(days=7)
    letter = ExpiryLetter(listing=made.ending, expires_on=made.ending.expires_on, days_before=7)
    for purpose in LASTING:
        link = MailedLink(
            token_hash=hashed(f"{LINK_TOKEN}-{purpose}"),
            purpose=purpose,
            user=made.olena,
            email=made.olena.email,
            expires_at=now() + timedelta(days=37),
        )
        db.session.add(ExpiryLink(link=link, letter=letter))


def _keep_searches(made: SimpleNamespace) -> None:
    """Jan keeps two searches and has had a letter of one; he and Olena follow what is not theirs."""
    made.saved = saved_search({"q": "vandens bokštas", "kind": ["need"]}, by=made.jan, name="Vanduo")
    made.unnamed = saved_search({"sector": ["energy"]}, by=made.jan, frequency="weekly")
    made.saved_by_olena = saved_search({"kind": ["offer"]}, by=made.olena)
    followed(made.published, by=made.jan)
    followed(made.offered, by=made.olena)
    db.session.add(
        UnsubscribeLink(
            token_hash=hashed(UNSUBSCRIBE_TOKEN), user=made.jan, searches=[made.saved, made.unnamed]
        )
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
