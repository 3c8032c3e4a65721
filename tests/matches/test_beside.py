"""What stands beside a listing: which, in which order, why; and the public bonus."""

from datetime import timedelta

import pytest

from marketplace.core.clock import now, today
from marketplace.core.db import db, transaction
from marketplace.matches import queries
from marketplace.matches.bonus import Grounds
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need, offer
from tests.factories.matches import dismissal, match
from tests.factories.organisations import city, hromada
from tests.statements import statements


def beside(listing, user=None, bonus=0):
    return [fitting.card.reference for fitting in queries.beside(listing, user, bonus)]


def test_anybody_reads_beside_a_need_which_offer_fits_and_why(visit, pair):
    page = visit("listings.show", reference=pair.need.reference)

    assert page.words("#matches h2") == ["Offers that fit"]
    assert page.words("#matches .card-title") == ["Vandens bokštų apžiūra"]
    assert page.words(".card-fit p") == [
        "Why it fits: both are about: water tower; same sector: Water and sanitation; offers: Training; a language in common: English"
    ]


def test_beside_an_offer_stand_the_needs_in_the_readers_language(visit, pair):
    page = visit("listings.show", reference=pair.offer.reference, locale="uk")

    assert page.words("#matches .card-title") == ["Ремонт водонапірної вежі"]
    assert "водонапірна вежа" in page.words(".card-fit")[0]
    assert "concept:" not in page.html


def test_six_stand_on_the_page_of_a_listing_and_all_behind_a_link(visit, pair, jan):
    for number in range(7):
        match(pair.need, offer(by=jan, status="published", title=f"Bokštas {number}"), score=30 - number)

    page = visit("listings.show", reference=pair.need.reference)
    every = visit("matches.index", reference=pair.need.reference)

    assert len(page.css("#matches .card")) == 6
    assert "See all that fit (8)" in page.text
    assert len(every.css(".card")) == 8
    assert every.words(".card-title")[:2] == ["Vandens bokštų apžiūra", "Bokštas 0"]


@pytest.mark.parametrize("change", ["paused", "hidden", "closed", "expired", "unverified"])
def test_what_is_not_open_is_beside_nothing_and_has_nothing_beside_it(visit, pair, cast, change):
    if change == "expired":
        pair.offer.expires_on = today() - timedelta(days=1)
    elif change == "unverified":
        body = cast.city
        body.verified_at = body.verified_by = body.verified_by_id = None
    else:
        pair.offer.status = change
        pair.offer.close_reason = "met_here" if change == "closed" else None
        pair.offer.decision_reason = "duplicate" if change == "hidden" else None
    db.session.commit()

    assert beside(pair.need) == []
    assert beside(pair.offer) == []
    assert "Vandens" not in visit("listings.show", reference=pair.need.reference).text


def test_a_listing_that_nothing_fits_says_so_and_leads_on(visit, olena):
    listing = need(by=olena, status="published")

    page = visit("listings.show", reference=listing.reference)
    every = visit("matches.index", reference=listing.reference)

    assert "No offer fits this need yet" in page.text
    assert any("kind=offer" in link for link in page.links)
    assert "Nothing fits yet" in every.text


def test_the_page_asks_as_much_of_the_database_for_one_match_as_for_many(visit, pair, jan):
    with statements() as few:
        visit("listings.show", reference=pair.need.reference)
    for number in range(9):
        match(pair.need, offer(by=jan, status="published", title=f"Bokštas {number}"), score=30 - number)

    with statements() as many:
        visit("listings.show", reference=pair.need.reference)
    with statements() as on_their_page:
        visit("matches.index", reference=pair.need.reference)

    assert len(many) <= len(few)
    assert len(on_their_page) <= 9


# The bonus


@pytest.fixture
def needs(app):
    """An offer, and needs that fit it a little less from one to the next."""
    given = offer(by=person("Jonas", owner_of=city()), status="published")

    def make(*, score, rural=False, partners=("Lviv",), days_ago=1):
        body = hromada()
        body.partners, body.hromada_kind = list(partners), "rural" if rural else "urban"
        wanted = need(
            by=person(owner_of=body), status="published", days_ago=days_ago, title=f"Потреба {score}"
        )
        match(wanted, given, score=score)
        return wanted.reference

    return given, make


def test_a_rural_partnerless_or_waiting_hromada_is_moved_up(needs):
    given, make = needs
    plain = make(score=40)
    rural = make(score=38, rural=True)
    alone = make(score=37.5, partners=())
    waiting = make(score=37.2, days_ago=30)
    everything = make(score=33, rural=True, partners=(), days_ago=45)

    assert beside(given, bonus=3) == [everything, rural, alone, waiting, plain]
    assert beside(given, bonus=0) == [plain, rural, alone, waiting, everything]


def test_who_was_moved_up_says_so_and_the_rules_explain_it(visit, needs):
    given, make = needs
    make(score=40, rural=True, days_ago=41)

    page = visit("listings.show", reference=given.reference)
    rules = visit("pages.rules")

    assert "Moved up : a rural hromada; waits 41 days" in page.words(".card-fit p")
    assert any(link.endswith("/rules#bonus") for link in page.links)
    assert "3 points more" in rules.words("#bonus")[0] and "30 days" in rules.words("#bonus")[0]


def test_without_the_bonus_nothing_is_moved_and_nothing_said(needs):
    given, make = needs
    make(score=40, rural=True, days_ago=41)

    (fitting,) = queries.beside(given, None, 0)

    assert fitting.grounds == Grounds()


def test_the_bonus_is_for_hromadas_alone():
    grounds = Grounds.of("municipality", None, [], now() - timedelta(days=99))

    assert grounds.number == 0


# The desk


def test_on_her_desk_she_sees_what_fits_her_listings(visit, pair, olena, jan):
    hers, his = visit("pages.desk", as_=olena), visit("pages.desk", as_=jan)

    assert "Vandens bokštų apžiūra" in " ".join(hers.words("#matches"))
    assert "Ремонт водонапірної вежі" in " ".join(his.words("#matches"))


def test_what_is_answered_or_set_aside_leaves_the_desk(visit, pair, olena, jan):
    match(pair.need, offer(by=jan, status="published", title="Antras"), score=20)
    with transaction():
        dismissal(pair.need, pair.offer, by=olena, of=pair.need)

    assert "Vandens" not in " ".join(visit("pages.desk", as_=olena).words("#matches"))
    assert "Antras" in " ".join(visit("pages.desk", as_=olena).words("#matches"))

    answer(pair.need, by=jan)

    assert visit("pages.desk", as_=olena).words("#matches") == []
    assert visit("pages.desk", as_=jan).words("#matches") == []


def test_the_desk_asks_as_much_for_one_listing_as_for_many(visit, pair, olena, jan):
    with statements() as few:
        visit("pages.desk", as_=olena)
    for number in range(6):
        listing = need(by=olena, status="published", title=f"Вежа {number}")
        match(listing, offer(by=jan, status="published", title=f"Bokštas {number}"))

    with statements(at_most=len(few)):
        page = visit("pages.desk", as_=olena)

    assert len(page.css("#matches h3")) == 7


@pytest.mark.parametrize("name", ["stefan", "petra", "marta"])
def test_others_see_nothing_of_it_on_their_desks(visit, pair, cast, name):
    assert visit("pages.desk", as_=getattr(cast, name)).words("#matches") == []
