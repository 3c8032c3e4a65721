"""Two at the same moment: one act counts, the other is told, and contacts are given once."""

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from marketplace.core.outbox import Letter
from marketplace.handoff.models import Answer, AnswerMessage, Reveal
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need, offer
from tests.factories.organisations import hromada
from tests.organisations.test_races import at_once, posting


@pytest.fixture
def row(olena, jan):
    return answer(need(by=olena, status="published"), by=jan)


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_two_colleagues_who_accept_at_once_introduce_once(visit, row, olena, cast):
    hanna = person("Ганна", editor_of=cast.hromada)
    form = {"contact": str(olena.id), "version": str(row.version)}

    statuses = at_once(
        *(posting(visit, who, "handoff.accept", form, answer_id=row.id) for who in (olena, hanna, olena))
    )

    db.session.expire_all()
    assert statuses == [303, 409, 409]
    assert (count(Reveal), count(Letter)) == (2, 2)


def test_accepting_and_withdrawing_at_once_is_one_of_them(visit, row, olena, jan):
    seen = {"version": str(row.version)}  # as both pages showed it

    statuses = at_once(
        posting(visit, olena, "handoff.accept", {"contact": str(olena.id), **seen}, answer_id=row.id),
        posting(visit, jan, "handoff.withdraw", seen, answer_id=row.id),
    )

    db.session.expire_all()
    assert statuses == [303, 409]
    status = db.session.get_one(Answer, row.id).status
    assert count(Reveal) == (2 if status == "accepted" else 0)
    assert count(Letter) == (2 if status == "accepted" else 1)
    assert "contacts_disclosed" in db.session.scalars(select(HistoryRow.event)).all() or status == "withdrawn"


def test_a_question_sent_twice_at_once_is_asked_once(visit, row, olena):
    form = {"body": "Скільки?", "locale": "uk"}

    statuses = at_once(*(posting(visit, olena, "handoff.ask_back", form, answer_id=row.id) for _ in range(3)))

    db.session.expire_all()
    assert statuses == [303, 409, 409]
    assert (count(AnswerMessage), count(Letter)) == (1, 1)


def test_an_answer_sent_twice_at_once_is_one(visit, olena, jan, cast):
    listing = need(by=olena, status="published")
    words = {
        "proposal": "We train six.",
        "about": "A city.",
        "organisation": str(cast.city.id),
        "locale": "en",
    }

    statuses = at_once(
        *(posting(visit, jan, "handoff.new", words, reference=listing.reference) for _ in range(4))
    )

    db.session.expire_all()
    assert statuses == [303, 303, 303, 303]
    assert (count(Answer), count(Letter)) == (1, 1)


def test_two_cities_accepted_at_once_for_one_part_get_it_once(visit, olena, jan, stefan, cast):
    listing = need(by=olena, status="published", parts=["Насоси"])
    hanna = person("Ганна", editor_of=cast.hromada)
    rows = [answer(listing, by=one, parts=list(listing.parts)) for one in (jan, stefan)]
    part = str(listing.parts[0].id)

    statuses = at_once(
        *(
            posting(visit, who, "handoff.accept", {"contact": str(olena.id), "parts": part}, answer_id=row.id)
            for who, row in zip((olena, hanna), rows, strict=True)
        )
    )

    db.session.expire_all()
    assert statuses[0] == 303 and statuses[1] in (409, 422)
    assert count(Reveal) == 2
    [promised] = db.session.get_one(type(listing), listing.id).parts
    accepted = [row for row in rows if db.session.get_one(Answer, row.id).is_accepted]
    assert [row.organisation_id for row in accepted] == [promised.taken_by_id]


def test_two_acceptances_at_once_do_not_go_over_the_capacity(visit, olena, jan, cast):
    offered = offer(by=jan, status="published", capacity_cases=2)
    rasa = person("Rasa", owner_of=cast.city)
    people = [olena, *(person(name, editor_of=hromada()) for name in ("Ніна", "Леся"))]
    rows = [answer(offered, by=one) for one in people]
    form = {"contact": str(jan.id)}

    statuses = at_once(
        *(
            posting(visit, who, "handoff.accept", form, answer_id=row.id)
            for who, row in zip((jan, rasa, jan), rows, strict=True)
        )
    )

    db.session.expire_all()
    assert statuses == [303, 303, 409]
    assert sum(db.session.get_one(Answer, row.id).is_accepted for row in rows) == 2
    now_full = db.session.get_one(type(offered), offered.id)
    assert (now_full.status, now_full.resumes_by_itself) == ("paused", True)


def test_covering_a_part_twice_at_once_is_done_once(visit, olena, cast):
    listing = need(by=olena, status="published", parts=["Насоси"])
    hanna = person("Ганна", editor_of=cast.hromada)
    where = {"reference": listing.reference, "part_id": listing.parts[0].id}

    statuses = at_once(*(posting(visit, who, "listings.cover", **where) for who in (olena, hanna)))

    db.session.expire_all()
    events = db.session.scalars(select(HistoryRow.event)).all()
    assert statuses == [303, 409]
    assert list(events).count("cover") == 1
