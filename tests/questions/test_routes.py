"""Asking and answering in the browser, and what each sees."""

import pytest

from marketplace.core.db import db
from marketplace.questions.models import Question
from tests.factories.listings import need
from tests.factories.questions import question


@pytest.fixture
def public(olena):
    return need(by=olena, status="published")


def stored():
    return db.session.scalars(db.select(Question)).unique().all()


def test_where_nobody_has_asked_there_is_a_button(visit, cast, public):
    page = visit("listings.show", reference=public.reference)
    assert "Nobody has asked yet" in page.text
    address = next(link for link in page.links if link.endswith("/questions/new"))

    assert "/sign-in" in visit(address, expect=303).location
    assert visit(address, as_=cast.jan).h1 == "Ask a question"
    assert not [
        link
        for link in visit("listings.show", as_=cast.olena, reference=public.reference).links
        if "questions/new" in link
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "   ",
        "ж" * 501,
        "ж" * 500_000,
        "a\0b",
        "abc\u202edef",
        "<b>Скільки?</b>",
        "=1+1",
        "Пишіть на me@city.example",
        "Дзвоніть +380 44 278 11 22",
        "Дзвоніть 067 123-45-67",
        "Дзвоніть (067)1234567",
    ],
)
def test_wrong_words_come_back_with_a_sentence(visit, jan, olena, public, wrong):
    page = visit.post(
        "questions.ask", {"body": wrong, "locale": "uk"}, as_=jan, reference=public.reference, expect=422
    )
    assert "body" in page.errors
    assert stored() == []

    asked = question(public, by=jan, status="open")
    if len(wrong) < 501 or len(wrong) > 1500:
        page = visit.post(
            "questions.reply",
            {"body": wrong, "locale": "uk"},
            as_=olena,
            question_id=asked.id,
            expect=422,
        )
        assert "body" in page.errors
        assert asked.status == "open"


@pytest.mark.parametrize(
    "right",
    ["Чи 12 насосів коштують 1 200 000 € у 2026 році?", "Строк: 2026-11-23 чи 01.02.2027?", "0,5 га?"],
)
def test_sums_and_dates_are_no_telephone_numbers(visit, jan, public, right):
    visit.post("questions.ask", {"body": right, "locale": "uk"}, as_=jan, reference=public.reference)

    assert [one.body for one in stored()] == [right]


def test_a_language_that_there_is_not_is_refused(visit, jan, public):
    typed = {"body": "Скільки?", "locale": "tlh"}

    assert (
        "locale" in visit.post("questions.ask", typed, as_=jan, reference=public.reference, expect=422).errors
    )


def test_what_is_closed_meanwhile_keeps_the_words(visit, jan, public):
    public.status, public.close_reason = "closed", "met_here"
    db.session.commit()

    typed = {"body": "Скільки насосів?", "locale": "uk"}
    page = visit.post("questions.ask", typed, as_=jan, reference=public.reference, expect=409)

    assert "takes no questions" in page.text
    assert "Скільки насосів?" in page.html


def test_whoever_asked_reads_why_it_is_not_published(visit, jan, public):
    asked = question(public, by=jan, status="refused", reason="said_already", note="Див. опис.")

    page = visit("questions.show", as_=jan, question_id=asked.id)

    assert "says it already" in page.notice and "Див. опис." in page.notice


@pytest.mark.parametrize("who", ["stefan", "petra"])
def test_a_question_that_is_not_public_is_not_there(visit, cast, public, who):
    asked = question(public, by=cast.jan)

    for endpoint in ("show", "follow", "unfollow", "withdraw", "reply"):
        ask = visit if endpoint == "show" else visit.post
        ask(f"questions.{endpoint}", as_=getattr(cast, who), question_id=asked.id, expect=404)


def test_an_answer_that_came_back_is_mended(visit, cast, public):
    asked = question(
        public, by=cast.jan, status="open", reply="Так.", reply_locale="uk", reply_note="Якого року?"
    )

    page = visit("questions.show", as_=cast.olena, question_id=asked.id)
    assert "Якого року?" in page.notice
    form = page.form("/reply")
    assert (form["body"], form["locale"]) == ("Так.", "uk")
    assert "Якого року?" not in visit("questions.show", as_=cast.petra, question_id=asked.id).html
    assert ">Так.<" not in visit("questions.show", as_=cast.petra, question_id=asked.id).html

    page = visit.post("questions.reply", {**form, "body": "Так, 1978."}, as_=cast.olena, question_id=asked.id)
    assert "The answer is with the moderators" in page.text


def test_a_stale_answer_is_told_and_kept(visit, cast, public):
    asked = question(public, by=cast.jan, status="open")
    form = visit("questions.show", as_=cast.olena, question_id=asked.id).form("/reply")
    typed = {**form, "body": "Моє", "version": "999"}

    page = visit.post("questions.reply", typed, as_=cast.olena, question_id=asked.id, expect=409)

    assert "Моє" in page.html
    assert asked.status == "open"


def test_a_moderator_refuses_with_a_reason(visit, marta, jan, public):
    asked = question(public, by=jan)
    page = visit.post("moderation.take_question", as_=marta, question_id=asked.id)
    assert "Publish the question" in page.buttons

    page = visit.post("moderation.refuse", {}, as_=marta, question_id=asked.id, expect=422)
    assert "reason" in page.errors
    page = visit.post("moderation.refuse", {"reason": "other"}, as_=marta, question_id=asked.id, expect=422)
    assert "note" in page.errors
    page = visit.post("moderation.refuse", {"reason": "commercial"}, as_=marta, question_id=asked.id)

    assert asked.status == "refused"
    assert "It is an advertisement" in visit("moderation.decided", as_=marta).text


def test_two_moderators_cannot_decide_the_same_question(visit, marta, bohdan, jan, public):
    asked = question(public, by=jan)
    visit.post("moderation.pass_", as_=marta, question_id=asked.id)
    visit.post("moderation.pass_", as_=marta, question_id=asked.id)

    typed = {"reason": "other", "note": "Зовсім не те."}
    version = asked.version - 1
    page = visit.post(
        "moderation.refuse", {**typed, "version": version}, as_=bohdan, question_id=asked.id, expect=409
    )

    assert "changed since you opened it" in page.notice
    assert "Зовсім не те." in page.text


def test_the_queue_says_that_it_is_a_question_or_an_answer(visit, marta, cast, public):
    question(public, by=cast.jan)
    question(public, by=cast.stefan, status="replied", replied_by=cast.olena, body="Ще?")

    text = visit("moderation.queue", as_=marta).text

    assert "Question" in text and "Answer to a question" in text


def test_a_page_kept_by_a_browser_is_fresh_once_a_question_is_public(visit, cast, public):
    kept = visit("listings.show", reference=public.reference).response.headers["ETag"]
    asked = question(public, by=cast.jan)
    visit.post("moderation.pass_", as_=cast.marta, question_id=asked.id)

    page = visit("listings.show", reference=public.reference, headers={"If-None-Match": kept})

    assert asked.body in page.text
