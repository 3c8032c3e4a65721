"""The inbox, and who sees an answer."""

import pytest

from marketplace.core.db import db
from marketplace.handoff.models import Answer
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need


@pytest.mark.parametrize("who", ["marta", "bohdan", "petra", "stefan"])
def test_a_foreign_answer_is_not_there(visit, cast, listing, who):
    row = answer(listing, by=cast.jan)
    stranger = getattr(cast, who)

    visit("handoff.show", as_=stranger, expect=404, answer_id=row.id)
    for move in ("accept", "ask_back", "reply", "decline", "withdraw", "withdraw_card"):
        refused = 403 if stranger.is_moderator and move != "withdraw_card" else 404
        visit.post(f"handoff.{move}", {"body": "x"}, as_=stranger, expect=refused, answer_id=row.id)

    assert db.session.get(Answer, row.id).status == "sent"


def test_no_number_in_the_address_is_too_large(visit, jan):
    visit("handoff.show", as_=jan, expect=404, answer_id=10**20)


def test_the_inbox_has_both_sides_and_says_what_waits(visit, listing, olena, jan):
    answer(listing, by=jan)

    hers, his = visit("handoff.inbox", as_=olena), visit("handoff.inbox", as_=jan, side="sent")

    assert "Waiting for you" in hers.words(".inbox .unread")[0]
    assert "Waiting for a reply" in his.words(".inbox li")[0]
    assert not his.css(".unread")
    assert "No answers yet" in visit("handoff.inbox", as_=jan).text
    assert "not answered anything yet" in visit("handoff.inbox", as_=olena, side="sent").text


def test_the_inbox_is_filtered_by_state_and_paged(visit, olena, jan):
    for number in range(23):
        answer(need(by=olena, status="published", title=f"Потреба {number}"), by=jan)
    answer(need(by=olena, status="published", title="Відмова"), by=jan, status="declined")

    first = visit("handoff.inbox", as_=olena, state="sent")
    second = visit(first.css("a[rel=next]")[0]["href"], as_=olena)

    assert (len(first.css(".inbox li")), len(second.css(".inbox li"))) == (20, 3)
    assert "Відмова" in visit("handoff.inbox", as_=olena, state="declined").text
    assert "Відмова" not in visit("handoff.inbox", as_=olena, state="waiting").text
    assert "Nothing in this state" in visit("handoff.inbox", as_=olena, state="withdrawn").text
    visit("handoff.inbox", as_=olena, state="nonsense", side="nonsense", page="nonsense")


def test_somebody_without_an_organisation_has_an_empty_inbox(visit, app):
    assert "No answers yet" in visit("handoff.inbox", as_=person("Nova")).text
