"""What an answer sets going, told to the people it concerns."""

import pytest

from marketplace.handoff import actions, queries
from tests.factories.handoff import answer
from tests.factories.listings import need


@pytest.fixture(autouse=True)
def within_a_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


def test_when_a_listing_closes_those_who_still_wait_are_told(olena, jan, stefan, letters):
    listing = need(by=olena, status="closed")
    answer(listing, by=jan)
    answer(listing, by=stefan, status="declined")

    actions.listing_closed(listing, olena)

    assert [(letter.event, letter.to_address) for letter in letters()] == [
        ("answer_listing_closed", jan.email)
    ]


def test_what_waits_is_counted_for_the_side_that_has_to_speak(olena, jan, stefan):
    row = answer(need(by=olena, status="published"), by=jan)

    assert [queries.waiting_for(person) for person in (olena, jan, stefan)] == [1, 0, 0]
    actions.ask_back(row, by=olena, body="Скільки?", locale="uk")
    assert [queries.waiting_for(person) for person in (olena, jan, stefan)] == [0, 1, 0]


def test_a_listing_knows_how_many_answered_and_each_side_its_own(olena, jan, stefan):
    listing = need(by=olena, status="published")
    row = answer(listing, by=jan)
    answer(listing, by=stefan, status="withdrawn")

    assert queries.answers_of(listing) == 1
    assert queries.mine_for(jan, listing) == row
    assert queries.mine_for(stefan, listing) is None
    assert queries.mine_for(None, listing) is None
