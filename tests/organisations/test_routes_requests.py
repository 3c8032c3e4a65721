"""Asking to join, and the answer."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.organisations.models import JoinRequest
from marketplace.organisations.policy import role_in
from tests.factories.accounts import person
from tests.factories.organisations import hromada, join_request


def events(organisation):
    return [row.event for row in db.session.scalars(history.of(organisation))]


def role(user, organisation):
    db.session.expire_all()
    return role_in(user, organisation.id)


def test_somebody_asks_to_join_and_the_owners_are_told_in_their_language(visit, cast, letters):
    page = visit.post(
        "organisations.ask",
        {"message": "Vandens skyrius, 204 kab."},
        as_=cast.stefan,
        organisation_id=cast.city.id,
    )

    (letter,) = letters(to=cast.jan.email)
    assert letter.locale == "lt" and "Vandens skyrius" in letter.text and "Stefan Maes" in letter.subject
    assert "Your request is waiting" in page.text
    assert "Stefan Maes" in visit("organisations.members", as_=cast.jan, organisation_id=cast.city.id).text
    assert events(cast.city) == ["asked_to_join"]


def test_asking_twice_is_asking_once(visit, cast, letters):
    for _ in range(2):
        visit.post("organisations.ask", {"message": "me"}, as_=cast.stefan, organisation_id=cast.city.id)

    assert len(db.session.scalars(db.select(JoinRequest)).all()) == 1
    assert len(letters()) == 1


@pytest.mark.parametrize("message", ["x" * 501, "a\0", "<b>me</b>", "\u202eme", "=1+1", "x" * 1_000_000])
def test_a_wrong_line_comes_back(visit, cast, message):
    page = visit.post(
        "organisations.ask", {"message": message}, as_=cast.stefan, organisation_id=cast.city.id, expect=422
    )

    assert "message" in page.errors
    assert page.form("/join")["message"] == message.replace("\0", "\ufffd")
    assert db.session.scalars(db.select(JoinRequest)).all() == []


def test_an_owner_lets_somebody_in(visit, cast, letters):
    asked = join_request(cast.city, by=cast.stefan)

    visit.post(
        "organisations.grant",
        {"role": "reader"},
        as_=cast.jan,
        organisation_id=cast.city.id,
        request_id=asked.id,
    )

    assert role(cast.stefan, cast.city) == "reader"
    assert [letter.event for letter in letters(to=cast.stefan.email)] == ["organisation_join_granted"]
    assert events(cast.city) == ["granted"]


def test_an_owner_refuses(visit, cast, letters):
    asked = join_request(cast.city, by=cast.stefan)

    visit.post("organisations.refuse", as_=cast.jan, organisation_id=cast.city.id, request_id=asked.id)

    assert role(cast.stefan, cast.city) is None
    assert [letter.event for letter in letters(to=cast.stefan.email)] == ["organisation_join_refused"]


def test_two_owners_cannot_both_decide(visit, cast, letters):
    second = person("Rasa", owner_of=cast.city)
    asked = join_request(cast.city, by=cast.stefan)
    visit.post("organisations.refuse", as_=cast.jan, organisation_id=cast.city.id, request_id=asked.id)

    page = visit.post(
        "organisations.grant",
        {"role": "owner"},
        as_=second,
        organisation_id=cast.city.id,
        request_id=asked.id,
        expect=409,
    )

    assert "Jan Petrauskas has already decided" in page.text
    assert role(cast.stefan, cast.city) is None
    assert len(letters(to=cast.stefan.email)) == 1


def test_a_moderator_decides_where_no_owner_is(visit, cast):
    empty = hromada()
    asked = join_request(empty, by=cast.stefan)

    page = visit("organisations.unverified", as_=cast.marta)
    visit.post(
        "organisations.grant",
        {"role": "owner"},
        as_=cast.marta,
        organisation_id=empty.id,
        request_id=asked.id,
    )

    assert "Stefan Maes" in page.text
    assert role(cast.stefan, empty) == "owner"


def test_nobody_lets_herself_in(visit, cast):
    own = join_request(cast.city, by=cast.marta)
    strange = join_request(cast.city, by=cast.stefan)

    for who, asked in ((cast.marta, own), (cast.stefan, strange), (cast.olena, strange)):
        visit.post(
            "organisations.grant",
            {"role": "owner"},
            as_=who,
            organisation_id=cast.city.id,
            request_id=asked.id,
            expect=404,
        )
