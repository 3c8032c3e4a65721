"""Answering, as the cast walks through it."""

import pytest
from sqlalchemy import select

from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.handoff.models import Answer
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import expired, need
from tests.factories.organisations import city
from tests.handoff.forms import WORDS, filled, stored


def test_jan_answers_a_need_and_olena_has_a_letter(visit, listing, jan, olena, letters):
    page = visit("handoff.new", as_=jan, reference=listing.reference)
    form = filled(page, unclear="How deep?", first_step="A call", first_step_on=str(today()))

    page = visit.post("handoff.new", form, as_=jan, reference=listing.reference)

    assert "Your answer is sent" in page.notice
    assert "We train six engineers." in page.text
    [letter] = letters(to=olena.email)
    assert (letter.event, letter.locale) == ("answer_received", "uk")
    assert "We train six engineers." in letter.text
    assert jan.card.email not in letter.text + letter.html
    assert jan.email not in letter.text + letter.html
    assert not letter.reply_to


def test_a_double_click_makes_one_answer(visit, listing, jan, olena, letters):
    page = visit("handoff.new", as_=jan, reference=listing.reference)

    visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)
    page = visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)

    assert "We train six engineers." in page.text
    assert stored() == 1
    assert len(letters(to=olena.email)) == 1


def test_a_second_answer_is_shown_the_first_and_keeps_its_words(visit, listing, jan):
    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)

    again = visit("handoff.new", as_=jan, reference=listing.reference, expect=303)
    other = filled(page, proposal="Something else.")
    refused = visit.post("handoff.new", other, as_=jan, expect=409, reference=listing.reference)

    assert "/answers/" in again.location
    assert "answered already" in refused.notice
    assert refused.form("/answer")["proposal"] == "Something else."
    assert stored() == 1


@pytest.mark.parametrize(("status", "expect"), [("declined", 200), ("withdrawn", 200), ("accepted", 303)])
def test_after_a_refusal_one_may_answer_again(visit, listing, jan, status, expect):
    answer(listing, by=jan, status=status)

    visit("handoff.new", as_=jan, reference=listing.reference, expect=expect)


def test_an_unverified_organisation_is_told_why_it_cannot_answer_and_keeps_its_words(visit, listing):
    newcomer = person("Rasa", owner_of=city("Alytaus miesto savivaldybė", verified=False))

    page = visit("handoff.new", as_=newcomer, reference=listing.reference)
    refused = visit.post("handoff.new", WORDS, as_=newcomer, expect=409, reference=listing.reference)

    assert "Only a verified organisation can answer" in page.notice
    assert "Send the answer" not in page.buttons
    assert refused.form("/answer")["proposal"] == WORDS["proposal"]
    assert stored() == 0


@pytest.mark.parametrize("who", ["olena", "marta"])
def test_neither_the_author_nor_a_moderator_can_answer(visit, cast, listing, who):
    visit.post("handoff.new", WORDS, as_=getattr(cast, who), expect=409, reference=listing.reference)

    assert stored() == 0


def test_a_reader_cannot_answer(visit, listing, cast):
    reader = person("Ieva", reader_of=cast.city)

    visit.post("handoff.new", WORDS, as_=reader, expect=409, reference=listing.reference)

    assert stored() == 0


def test_without_a_contact_card_nobody_answers(visit, listing, jan):
    jan.card = None

    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", WORDS, as_=jan, expect=409, reference=listing.reference)

    assert "Fill in your contact card first" in page.notice
    assert stored() == 0


def test_nobody_is_asked_to_sign_in_and_keeps_the_words(visit, listing):
    visit("handoff.new", expect=303, reference=listing.reference)
    page = visit.post("handoff.new", WORDS, expect=401, reference=listing.reference)

    assert WORDS["proposal"] in page.html
    assert stored() == 0


def test_somebody_who_speaks_for_two_chooses(visit, listing, jan, cast):
    from marketplace.organisations.models import Membership

    second = city("Klaipėdos miesto savivaldybė")
    db.session.add(Membership(user=jan, organisation=second, role="editor"))

    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", filled(page, organisation=str(second.id)), as_=jan, reference=listing.reference)
    refused = filled(page, organisation=str(cast.hromada.id))

    assert db.session.scalars(select(Answer)).one().organisation_id == second.id
    visit.post("handoff.new", refused, as_=jan, expect=422, reference=listing.reference)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected"])
def test_what_was_never_public_takes_no_answer(visit, olena, jan, status):
    listing = need(by=olena, status=status)

    visit("handoff.new", as_=jan, expect=404, reference=listing.reference)
    visit.post("handoff.new", WORDS, as_=jan, expect=404, reference=listing.reference)


@pytest.mark.parametrize("status", ["paused", "closed", "hidden", "expired"])
def test_what_is_public_no_more_takes_no_answer_and_the_words_are_kept(visit, olena, jan, cast, status):
    listing = expired(by=olena) if status == "expired" else need(by=olena, status=status)
    form = {**WORDS, "organisation": str(cast.city.id)}

    visit("handoff.new", as_=jan, expect=404, reference=listing.reference)
    page = visit.post("handoff.new", form, as_=jan, expect=409, reference=listing.reference)

    assert "takes no answers any more" in page.text
    assert WORDS["proposal"] in page.html
    assert stored() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"proposal": ""}, "proposal"),
        ({"about": "   "}, "about"),
        ({"proposal": "word " * 201}, "proposal"),
        ({"proposal": "x" * 1_000_000}, "proposal"),
        ({"about": "a\0b"}, "about"),
        ({"about": "a\u202eb"}, "about"),
        ({"unclear": "<script>alert(1)</script>"}, "unclear"),
        ({"proposal": "=cmd|' /C calc'!A0"}, "proposal"),
        ({"proposal": "Write to jan@kaunas.lt"}, "proposal"),
        ({"about": "Call +370 600 00000 today"}, "about"),
        ({"first_step": "A call"}, "first_step_on"),
        ({"first_step_on": "2026-12-01"}, "first_step"),
        ({"first_step": "A call", "first_step_on": "2026-11-22"}, "first_step_on"),
        ({"first_step": "A call", "first_step_on": "tomorrow"}, "first_step_on"),
        ({"first_step": "x" * 301, "first_step_on": "2026-12-01"}, "first_step"),
        ({"locale": "xx"}, "locale"),
    ],
)
def test_an_answer_that_is_not_right_comes_back_with_what_was_typed(visit, listing, cast, wrong, field):
    jan, form = cast.jan, {**WORDS, "organisation": str(cast.city.id), **wrong}

    page = visit.post("handoff.new", form, as_=jan, expect=422, reference=listing.reference)

    assert field in page.errors
    assert stored() == 0
    assert page.form("/answer")["about" if field == "proposal" else "proposal"]


def test_twenty_answers_an_hour_are_enough(visit, olena, jan, cast):
    form = {**WORDS, "organisation": str(cast.city.id)}
    listings = [need(by=olena, status="published") for _ in range(21)]

    for listing in listings[:20]:
        visit.post("handoff.new", form, as_=jan, follow=False, reference=listing.reference)
    page = visit.post("handoff.new", form, as_=jan, expect=429, reference=listings[20].reference)

    assert page.response.headers["Retry-After"]
    assert form["proposal"] in page.html
    assert "What do you propose?" in page.words("label")
    assert stored() == 20
