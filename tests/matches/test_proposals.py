"""A broker proposes two to each other: who may, what is refused, who is told what, and what became of it."""

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db, transaction
from marketplace.core.history import HistoryRow
from marketplace.matches import outcomes
from marketplace.matches.codes import Outcome
from marketplace.matches.models import Proposal
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need, offer
from tests.factories.matches import dismissal, proposal
from tests.organisations.test_races import at_once, posting

NOTE = "Both have a tower of the same series."


def form(pair, **changes):
    return {
        "need": pair.need.reference,
        "offer": pair.offer.reference,
        "note": NOTE,
        "locale": "en",
        **changes,
    }


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Proposal)) or 0


def outcome_of(row) -> Outcome:
    db.session.expire_all()
    return outcomes.of([db.session.get_one(Proposal, row.id)])[row.id]


@pytest.mark.parametrize("name", ["petra", "marta"])
def test_a_broker_proposes_from_the_page_of_a_listing(visit, pair, cast, name):
    broker = getattr(cast, name)
    page = visit("listings.show", as_=broker, reference=pair.need.reference)
    link = next(one for one in page.links if "offer=" in one)

    filled = visit(link, as_=broker)
    done = visit.post("matches.propose", {**filled.form("/proposals/new"), "note": NOTE}, as_=broker)

    assert (filled.form("/proposals/new")["need"], filled.form("/proposals/new")["offer"]) == (
        pair.need.reference,
        pair.offer.reference,
    )
    assert "both are about: water tower" in filled.text or "same sector" in filled.text
    assert done.h1 == "My proposals" and "Not opened yet" in done.text and NOTE in done.text
    assert db.session.scalars(select(HistoryRow.event)).all() == ["propose"]


def test_a_broker_finds_her_proposals_from_her_desk(visit, cast):
    address = visit.address("matches.proposals")

    assert address in visit("pages.desk", as_=cast.petra).links
    assert address in visit("pages.desk", as_=cast.marta).links
    assert address not in visit("pages.desk", as_=cast.jan).links


@pytest.mark.parametrize("name", ["olena", "jan", "stefan"])
def test_who_is_no_broker_may_not(visit, pair, cast, name):
    other = getattr(cast, name)

    assert "Propose" not in visit("listings.show", as_=other, reference=pair.need.reference).text
    visit("matches.propose", as_=other, expect=403)
    visit.post("matches.propose", form(pair), as_=other, expect=403)
    assert count() == 0


def test_a_reader_of_an_association_or_one_not_verified_is_no_broker(visit, pair, cast, petra):
    reader = person("Pavel", reader_of=cast.association)
    visit("matches.propose", as_=reader, expect=403)

    with transaction():
        cast.association.verified_at = cast.association.verified_by = cast.association.verified_by_id = None

    visit("matches.propose", as_=petra, expect=403)


def test_both_sides_get_a_letter_in_their_language_and_no_contacts(visit, pair, cast, letters):
    visit.post("matches.propose", form(pair), as_=cast.petra)

    hers, his = letters(to=cast.olena.email)[-1], letters(to=cast.jan.email)[-1]
    assert (hers.event, hers.locale, his.locale) == ("match_proposed", "uk", "lt")
    assert len(letters()) == 2
    for letter in (hers, his):
        for words in ("Association of Twin Towns", pair.need.title, pair.offer.title, NOTE):
            assert words in letter.text
        assert f"/{letter.locale}/inbox" in letter.text
        for other in (cast.olena, cast.jan, cast.petra):
            assert other.card.email not in letter.text + letter.html
            assert other.card.telephone not in letter.text + letter.html
    assert "Водопостачання" in hers.text or "водонапірна вежа" in hers.text


def test_it_stands_in_the_inbox_of_both_until_one_answers(visit, pair, cast):
    proposal(pair.need, pair.offer, by=cast.petra)

    hers = visit("handoff.inbox", as_=cast.olena)
    his = visit("handoff.inbox", as_=cast.jan)

    assert "Vandens bokštų apžiūra" in " ".join(hers.words("#proposed"))
    assert "Association of Twin Towns proposes it for “Ремонт водонапірної вежі”." in hers.text
    assert "Ремонт водонапірної вежі" in his.words("#proposed h3")
    assert cast.jan.card.email not in hers.html and cast.olena.card.email not in his.html

    answer(pair.need, by=cast.jan)

    assert visit("handoff.inbox", as_=cast.olena).words("#proposed") == []
    assert visit("handoff.inbox", as_=cast.jan).words("#proposed") == []


def test_answering_leads_to_the_form_of_the_other_and_tells_the_broker_that_it_was_seen(visit, pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    his = visit.post("matches.answer", as_=cast.jan, proposal_id=row.id)
    hers = visit.post("matches.answer", as_=cast.olena, proposal_id=row.id)

    assert his.h1 == "Answer this need" and pair.need.title in his.text
    assert hers.h1 == "Answer this offer" and pair.offer.title in hers.text
    assert "Seen" in visit("matches.proposals", as_=cast.petra).text


def test_not_for_us_takes_it_out_of_one_inbox_and_tells_the_broker(visit, pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    page = visit.post("matches.not_for_us", as_=cast.olena, proposal_id=row.id)

    assert page.h1 == "Inbox" and page.words("#proposed") == []
    assert visit("handoff.inbox", as_=cast.jan).words("#proposed") != []
    assert "Not for them" in visit("matches.proposals", as_=cast.petra).text


def test_a_reader_sees_the_proposal_without_buttons(visit, pair, cast):
    proposal(pair.need, pair.offer, by=cast.petra)

    page = visit("handoff.inbox", as_=person("Ганна", reader_of=cast.hromada))

    assert "Vandens bokštų apžiūra" in page.words("#proposed h3")
    assert page.css("#proposed form") == []


def test_others_find_no_proposal_of_theirs(visit, pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    for other in (cast.stefan, cast.petra):
        visit.post("matches.answer", as_=other, proposal_id=row.id, expect=404)
        visit.post("matches.not_for_us", as_=other, proposal_id=row.id, expect=404)
        assert visit("handoff.inbox", as_=other).words("#proposed") == []
    assert "You have not proposed anything yet" in visit("matches.proposals", as_=cast.marta).text


# What is refused


def refused(visit, pair, by, **changes):
    page = visit.post("matches.propose", form(pair, **changes), as_=by, expect=409)
    assert page.form("/proposals/new")["note"] == NOTE
    assert count() <= 1
    return page.notice


def test_a_pair_is_proposed_once(visit, pair, cast):
    proposal(pair.need, pair.offer, by=cast.marta)

    assert "proposed to each other already" in refused(visit, pair, cast.petra)


def test_a_pair_that_has_met_is_not_proposed(visit, pair, cast):
    answer(pair.offer, by=cast.olena)

    assert "has answered the other already" in refused(visit, pair, cast.petra)


def test_after_a_withdrawn_answer_it_may_be_proposed(visit, pair, cast):
    answer(pair.offer, by=cast.olena, status="withdrawn")

    visit.post("matches.propose", form(pair), as_=cast.petra)

    assert count() == 1


def test_what_one_side_has_set_aside_is_not_proposed(visit, pair, cast):
    dismissal(pair.need, pair.offer, by=cast.jan, of=pair.offer)

    assert "not for them" in refused(visit, pair, cast.petra)


def test_ones_own_is_answered_and_not_proposed(visit, pair, cast):
    pair.offer = offer(by=cast.petra, status="published", title="Two weeks in Brussels")

    assert "your own organisation" in refused(visit, pair, cast.petra)


def test_two_of_one_organisation_are_not_proposed(visit, pair, cast):
    pair.offer = offer(by=cast.olena, status="published", title="Досвід громади")

    assert "one organisation" in refused(visit, pair, cast.petra)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"need": "N-1999-0001"}, ("need", "No open need has this reference.")),
        ({"need": ""}, ("need", "Fill this in.")),
        ({"offer": "x" * 4000}, ("offer", "too long")),
        ({"offer": "\0"}, ("offer", "cannot be shown")),
        ({"note": "x" * 501}, ("note", "1 character too long")),
        ({"note": "Write to me: petra@association.example"}, ("note", "Leave out e-mail addresses")),
        ({"note": "Call +380 99 123 45 67"}, ("note", "Leave out e-mail addresses")),
        ({"note": "<b>bold</b>"}, ("note", "without HTML")),
        ({"note": "\u202etrap"}, ("note", "change the direction")),
        ({"locale": "xx"}, ("locale", "Choose one from the list.")),
    ],
)
def test_a_form_that_makes_no_sense_comes_back_with_what_was_typed(visit, pair, petra, changes, problem):
    field, sentence = problem

    page = visit.post("matches.propose", form(pair, **changes), as_=petra, expect=422)

    assert sentence in page.errors[field]
    if field != "offer":
        assert page.form("/proposals/new")["offer"] == pair.offer.reference
    assert count() == 0


def test_the_fields_are_not_mixed_up(visit, pair, petra):
    page = visit.post(
        "matches.propose",
        form(pair, need=pair.offer.reference, offer=pair.need.reference),
        as_=petra,
        expect=422,
    )

    assert set(page.errors) == {"need", "offer"}


def test_references_are_found_however_they_are_typed(visit, pair, petra):
    visit.post("matches.propose", form(pair, need=f" {pair.need.reference.lower()} "), as_=petra)

    assert count() == 1


@pytest.mark.parametrize("status", ["draft", "submitted", "paused", "closed", "hidden"])
def test_what_is_not_open_cannot_be_named(visit, pair, petra, olena, status):
    listing = need(by=olena, status=status, title="Таємна потреба")

    page = visit.post("matches.propose", form(pair, need=listing.reference), as_=petra, expect=422)

    assert "Таємна потреба" not in page.text


def test_twenty_in_an_hour_are_enough(visit, pair, petra, olena, jan):
    for number in range(20):
        listing = need(by=olena, status="published", title=f"Вежа {number}")
        visit.post("matches.propose", form(pair, need=listing.reference), as_=petra, follow=False)

    page = visit.post("matches.propose", form(pair), as_=petra, expect=429)

    assert page.h1 == "Too many tries"
    assert count() == 20


def test_a_double_click_proposes_once(visit, pair, petra, letters):
    statuses = at_once(*(posting(visit, petra, "matches.propose", form(pair)) for _ in range(3)))

    assert statuses == [303, 303, 303]
    assert (count(), len(letters())) == (1, 2)


def test_two_brokers_at_once_propose_once(visit, pair, petra, marta, letters):
    statuses = at_once(*(posting(visit, who, "matches.propose", form(pair)) for who in (petra, marta)))

    assert statuses == [303, 409]
    assert (count(), len(letters())) == (1, 2)
