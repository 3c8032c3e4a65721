"""The whole story over HTTP: two listings meet by the worker's hand, Petra proposes them, Jan answers, Olena accepts."""

from typing import Any

from sqlalchemy import select

from marketplace.core.db import db
from marketplace.handoff.models import Answer
from marketplace.search import indexing, pairing
from tests.factories.accounts import link_in
from tests.factories.listings import need, offer
from tests.visit import Visit

NOTE = "Kaunas renewed forty towers of this series."


def the_worker_has_worked() -> None:
    while indexing.index_next() or pairing.renew_next():
        pass


def test_a_broker_brings_two_together(visit, letters, cast):
    wanted = need(by=cast.olena, status="published", title="Ремонт водонапірної вежі")
    given = offer(by=cast.jan, status="published", title="Vandens bokštų apžiūra")
    the_worker_has_worked()

    petra_proposes(visit, cast, wanted, given)
    answer = jan_answers(visit, cast, letters, wanted)
    olena_accepts(visit, cast, letters, answer)
    petra_reads_what_became_of_it(visit, cast)

    db.session.refresh(answer)
    assert answer.status == "accepted"


def petra_proposes(visit: Visit, cast: Any, wanted: Any, given: Any) -> None:
    page = visit("listings.show", as_=cast.petra, reference=wanted.reference)
    assert "both are about: water tower" in page.words(".card-fit")[0]
    link = next(one for one in page.links if f"offer={given.reference}" in one)
    form = visit(link, as_=cast.petra).form("/proposals/new")
    page = visit.post("matches.propose", {**form, "note": NOTE}, as_=cast.petra)
    assert "Proposed. Both sides have a letter" in page.notice
    again = visit.post("matches.propose", {**form, "note": "Once more."}, as_=cast.petra, expect=409)
    assert "proposed to each other already" in again.notice


def jan_answers(visit: Visit, cast: Any, letters: Any, wanted: Any) -> Answer:
    letter = letters(to=cast.jan.email)[-1]
    assert letter.event == "match_proposed" and NOTE in letter.text and "vandens bokštas" in letter.text
    inbox = visit(link_in(letter), as_=cast.jan)
    assert inbox.words("#proposed h3") == ["Ремонт водонапірної вежі"]
    action = next(
        str(form["action"]) for form in inbox.css("#proposed form") if "/answer" in str(form["action"])
    )
    page = visit.post(action, as_=cast.jan)
    words = {"proposal": "Our engineer comes for a week.", "about": "A water company.", "locale": "lt"}
    page = visit.post(
        "handoff.new", {**page.form("/answer"), **words}, as_=cast.jan, reference=wanted.reference
    )
    assert page.response.status_code == 200
    for who in (cast.jan, cast.olena):
        assert visit("handoff.inbox", as_=who).words("#proposed") == []
    assert "Answered" in visit("matches.proposals", as_=cast.petra).text
    return db.session.scalars(select(Answer)).unique().one()


def olena_accepts(visit: Visit, cast: Any, letters: Any, answer: Answer) -> None:
    form = visit("handoff.accept", as_=cast.olena, answer_id=answer.id).form("/accept")
    visit.post("handoff.accept", {**form, "contact": str(cast.olena.id)}, as_=cast.olena, answer_id=answer.id)
    assert [letter.event for letter in letters(to=cast.olena.email)] == [
        "match_proposed",
        "answer_received",
        "introduction",
    ]


def petra_reads_what_became_of_it(visit: Visit, cast: Any) -> None:
    page = visit("matches.proposals", as_=cast.petra)
    assert "Accepted: they have each other’s contacts" in page.text
    for card in (cast.olena.card, cast.jan.card):
        assert card.email not in page.html and card.telephone not in page.html
