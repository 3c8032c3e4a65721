"""Asking back, declining, withdrawing: the table of moves over HTTP."""

import pytest

from marketplace.core.db import db
from marketplace.handoff.models import Answer
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need


def test_olena_asks_back_and_jan_replies(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    page = visit("handoff.show", as_=olena, answer_id=row.id)

    asked = {**page.form("/ask-back"), "body": "Скільки інженерів?", "locale": "uk"}
    visit.post("handoff.ask_back", asked, as_=olena, answer_id=row.id)
    page = visit("handoff.show", as_=jan, answer_id=row.id)
    page = visit.post(
        "handoff.reply", {**page.form("/reply"), "body": "Šeši.", "locale": "lt"}, as_=jan, answer_id=row.id
    )

    assert page.words(".thread .message:not(.mine)")[0].endswith("Скільки інженерів?")
    assert [tag["lang"] for tag in page.css(".thread .message > div")] == ["uk", "lt"]
    assert db.session.get(Answer, row.id).status == "sent"
    assert [(letter.event, letter.to_address, letter.locale) for letter in letters()] == [
        ("answer_asked_back", jan.email, "lt"),
        ("answer_replied", olena.email, "uk"),
    ]


def test_a_declined_side_learns_why(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    visit.post("handoff.decline", {"note": "Дякуємо"}, as_=olena, expect=422, answer_id=row.id)

    form = {"reason": "already_covered", "note": "Дякуємо, вже є партнер."}
    visit.post("handoff.decline", form, as_=olena, answer_id=row.id)
    page = visit("handoff.show", as_=jan, answer_id=row.id)

    assert "It is covered already" in page.notice
    assert "Дякуємо, вже є партнер." in page.notice
    [letter] = letters(to=jan.email)
    assert letter.event == "answer_declined"
    assert "Дякуємо, вже є партнер." in letter.text


def test_jan_withdraws_his_answer(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    page = visit("handoff.show", as_=jan, answer_id=row.id)

    visit.post("handoff.withdraw", page.form("/withdraw"), as_=jan, answer_id=row.id)

    assert db.session.get(Answer, row.id).status == "withdrawn"
    assert [letter.event for letter in letters(to=olena.email)] == ["answer_withdrawn"]


@pytest.mark.parametrize("move", ["ask_back", "reply"])
@pytest.mark.parametrize("body", ["", "x" * 1_000_000, "a\0b", "<b>x</b>", "mail jan@kaunas.lt"])
def test_words_that_are_not_right_come_back(visit, listing, cast, move, body):
    olena, jan = cast.olena, cast.jan
    row = answer(listing, by=jan, status="sent" if move == "ask_back" else "asked_back")
    sender = olena if move == "ask_back" else jan

    page = visit.post(
        f"handoff.{move}", {"body": body, "locale": "en"}, as_=sender, expect=422, answer_id=row.id
    )

    assert "body" in page.errors
    assert len(db.session.get(Answer, row.id).messages) == 0


@pytest.mark.parametrize("version", ["0", "x", "9" * 30])
def test_a_stale_tab_is_told_and_its_words_are_kept(visit, listing, olena, jan, version):
    row = answer(listing, by=jan)
    form = {"body": "Скільки?", "locale": "uk", "version": version}

    page = visit.post("handoff.ask_back", form, as_=olena, expect=409, answer_id=row.id)

    assert "changed since you opened it" in page.text
    assert "Скільки?" in page.html


# What each may do in each state: the table of moves, by hand

MAY = {
    "sent": {"olena": {"accept", "ask_back", "decline"}, "jan": {"withdraw"}},
    "asked_back": {"olena": {"accept", "decline"}, "jan": {"reply", "withdraw"}},
    "accepted": {"olena": {"finish"}, "jan": {"withdraw", "finish"}},
    "declined": {"olena": set(), "jan": set()},
    "withdrawn": {"olena": set(), "jan": set()},
    "finished": {"olena": set(), "jan": set()},
}
SENT = {
    "accept": {},
    "ask_back": {"body": "Скільки?", "locale": "uk"},
    "reply": {"body": "Six.", "locale": "en"},
    "decline": {"reason": "later"},
    "withdraw": {},
    "finish": {},
}


@pytest.mark.parametrize("who", ["olena", "jan"])
@pytest.mark.parametrize("move", SENT)
@pytest.mark.parametrize("status", MAY)
def test_only_the_moves_of_the_table_are_done(visit, cast, status, move, who):
    listing = need(by=cast.olena, status="published")
    row = answer(listing, by=cast.jan, status=status)
    form = {**SENT[move], "contact": str(cast.olena.id)} if move == "accept" else SENT[move]
    hers, either = {"accept", "ask_back", "decline"}, {"finish"}
    found = move in either or (move in hers) == (who == "olena")
    expect = 303 if move in MAY[status][who] else 409 if found else 404

    visit.post(f"handoff.{move}", form, as_=getattr(cast, who), expect=expect, follow=False, answer_id=row.id)

    assert (db.session.get(Answer, row.id).status == status) == (expect != 303)


def test_a_reader_sees_and_does_nothing(visit, listing, jan, cast):
    reader = person("Ганна", reader_of=cast.hromada)
    row = answer(listing, by=jan)

    page = visit("handoff.show", as_=reader, answer_id=row.id)
    visit.post("handoff.decline", {"reason": "later"}, as_=reader, expect=403, answer_id=row.id)

    assert "Only owners and editors" in page.text
    assert "Decline" not in page.buttons
