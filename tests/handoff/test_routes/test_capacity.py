"""An offer takes so many cases at once: full, it pauses by itself; when one ends, it opens again."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.listings import actions as listings
from tests.factories.accounts import person
from tests.factories.handoff import answer, introduced
from tests.factories.listings import need, offer
from tests.factories.organisations import hromada
from tests.handoff.forms import filled


@pytest.fixture
def story(cast):
    """The cast, Nina of a second hromada, and an offer of Jan's that takes two at once."""
    cast.nina = person("Ніна", "nina@other.example", editor_of=hromada())
    cast.offered = offer(by=cast.jan, status="published", capacity_cases=2)
    return cast


def accepting(visit, row, by, expect=303):
    form = {"contact": str(by.id), "version": str(row.version)}
    return visit.post("handoff.accept", form, as_=by, expect=expect, answer_id=row.id)


def accepted(visit, listing, *people):
    """Cases under way for each of these people."""
    rows = [answer(listing, by=one) for one in people]
    for row in rows:
        accepting(visit, row, listing.author)
    return rows


def events(offered):
    return [(row.event, row.actor_id) for row in db.session.scalars(history.of(offered))]


def test_the_page_says_how_many_it_takes_and_how_many_are_free(visit, story):
    accepted(visit, story.offered, story.olena)

    assert "Takes 2 at once, 1 free." in visit("listings.show", reference=story.offered.reference).text


def test_the_last_free_place_pauses_it_by_the_rule_and_its_people_are_told(visit, story, letters):
    accepted(visit, story.offered, story.olena)
    assert story.offered.status == "published"
    row = answer(story.offered, by=story.nina)
    page = visit("handoff.accept", as_=story.jan, answer_id=row.id)
    assert "With this one it is full" in page.text

    accepting(visit, row, story.jan)
    page = visit("listings.show", reference=story.offered.reference)

    assert (story.offered.status, story.offered.resumes_by_itself) == ("paused", True)
    assert events(story.offered) == [("fill", None)]
    assert "full at the moment" in page.notice
    assert "Takes 2 at once, 0 free." in page.text
    assert "offer_full" in [letter.event for letter in letters(to=story.jan.email)]
    assert story.offered.title not in visit("search.index").text


@pytest.mark.parametrize("how", ["finish by jan", "finish by olena", "withdraw by olena"])
def test_when_a_case_ends_it_opens_again_by_itself(visit, story, letters, how):
    row, _other = accepted(visit, story.offered, story.olena, story.nina)
    move, who = ("finish", story.jan) if "jan" in how else (how.split()[0], story.olena)

    visit.post(f"handoff.{move}", {"version": str(row.version)}, as_=who, answer_id=row.id)

    assert (story.offered.status, story.offered.resumes_by_itself) == ("published", False)
    assert events(story.offered) == [("fill", None), ("reopen", None)]
    assert "offer_reopened" in [letter.event for letter in letters(to=story.jan.email)]
    assert story.offered.title in visit("search.index").text


def test_kept_paused_by_hand_it_waits_for_its_people(visit, story):
    row, _other = accepted(visit, story.offered, story.olena, story.nina)
    page = visit("listings.show", as_=story.jan, reference=story.offered.reference)
    assert "Resume" not in page.buttons
    visit.post("listings.keep_paused", as_=story.jan, reference=story.offered.reference)

    visit.post("handoff.finish", as_=story.jan, answer_id=row.id)
    assert story.offered.status == "paused"
    visit.post("listings.resume", as_=story.jan, reference=story.offered.reference)

    assert story.offered.status == "published"


def test_paused_by_hand_before_it_was_full_it_stays_so(visit, story):
    rows = [answer(story.offered, by=one) for one in (story.olena, story.nina)]
    visit.post("listings.pause", as_=story.jan, reference=story.offered.reference)
    for row in rows:
        accepting(visit, row, story.jan)

    visit.post("handoff.finish", as_=story.jan, answer_id=rows[0].id)

    assert (story.offered.status, story.offered.resumes_by_itself) == ("paused", False)


def test_resumed_by_hand_while_full_it_waits_for_the_rule(visit, story):
    row, _other = accepted(visit, story.offered, story.olena, story.nina)
    visit.post("listings.keep_paused", as_=story.jan, reference=story.offered.reference)

    page = visit.post("listings.resume", as_=story.jan, reference=story.offered.reference)
    assert "It is full." in page.text
    assert (story.offered.status, story.offered.resumes_by_itself) == ("paused", True)
    visit.post("handoff.finish", as_=story.jan, answer_id=row.id)

    assert story.offered.status == "published"


def test_nobody_is_accepted_beyond_the_capacity(visit, story):
    late = answer(story.offered, by=person("Леся", editor_of=hromada()))
    accepted(visit, story.offered, story.olena, story.nina)

    page = visit("handoff.accept", as_=story.jan, answer_id=late.id)
    refused = accepting(visit, late, story.jan, expect=409)

    assert "Your offer is full" in page.notice
    assert "Finish one before you accept another" in refused.text
    assert late.status == "sent"


def test_an_offer_that_says_no_number_and_a_need_are_never_full(visit, story):
    endless = offer(by=story.jan, status="published")
    asked = need(by=story.olena, status="published", capacity_cases=1)

    accepted(visit, endless, story.olena, story.nina)
    accepted(visit, asked, story.jan, story.stefan)

    assert (endless.status, asked.status) == ("published", "published")


def test_a_full_offer_that_is_hidden_does_not_come_back(app, visit, story):
    row, _other = accepted(visit, story.offered, story.olena, story.nina)
    with app.test_request_context("/"):
        listings.hide(story.offered, story.marta, "other", "Перевіряємо.")
    db.session.commit()

    visit.post("handoff.finish", as_=story.jan, answer_id=row.id)

    assert (story.offered.status, story.offered.resumes_by_itself) == ("hidden", False)


def test_restored_while_full_it_is_full(app, visit, story):
    accepted(visit, story.offered, story.olena, story.nina)
    with app.test_request_context("/"):
        listings.hide(story.offered, story.marta, "other", "Перевіряємо.")
    db.session.commit()

    visit.post("moderation.restore", as_=story.bohdan, reference=story.offered.reference)

    assert (story.offered.status, story.offered.resumes_by_itself) == ("paused", True)


def test_a_full_offer_takes_no_answers(visit, story):
    lesia = person("Леся", editor_of=hromada())
    form = filled(visit("handoff.new", as_=lesia, reference=story.offered.reference))
    accepted(visit, story.offered, story.olena, story.nina)

    page = visit.post("handoff.new", form, as_=lesia, expect=409, reference=story.offered.reference)

    assert "takes no answers any more" in page.text
    assert form["proposal"] in page.html


def test_whoever_has_finished_may_answer_anew(visit, story):
    row = introduced(story.offered, by=story.olena, to=story.jan)
    visit.post("handoff.finish", as_=story.olena, answer_id=row.id)

    page = visit("handoff.new", as_=story.olena, reference=story.offered.reference)
    visit.post("handoff.new", filled(page), as_=story.olena, reference=story.offered.reference)

    assert len({one.id for one in db.session.scalars(db.select(type(row))).unique()}) == 2


@pytest.mark.parametrize("who", ["olena", "petra", "marta", "nobody"])
def test_only_its_own_people_keep_it_paused(visit, story, who):
    accepted(visit, story.offered, story.olena, story.nina)
    expect = {"marta": 403, "nobody": 401}.get(who, 404)

    visit.post(
        "listings.keep_paused", as_=getattr(story, who), expect=expect, reference=story.offered.reference
    )
    visit.post("listings.keep_paused", as_=story.jan, reference=story.offered.reference)
    visit.post("listings.keep_paused", as_=story.jan, expect=409, reference=story.offered.reference)

    assert not story.offered.resumes_by_itself
