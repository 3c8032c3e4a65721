"""Reading one: who finds it, what is said to whom, and what machines read."""

import json

import pytest
from sqlalchemy import event

from marketplace.core.db import db
from marketplace.listings import cards, meter, queries
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing
from tests.factories.listings import expired, need, offer
from tests.factories.organisations import hromada

PUBLIC = {"published": 200, "paused": 200, "closed": 200, "hidden": 410}


@pytest.mark.parametrize("status", ListingStatus)
def test_each_finds_what_she_may(visit, cast, status):
    reference = need(by=cast.olena, status=status).reference

    for who in (None, cast.jan, cast.petra):
        visit("listings.show", as_=who, reference=reference, expect=PUBLIC.get(status, 404))
    visit("listings.show", as_=cast.olena, reference=reference)
    visit("listings.show", as_=cast.marta, reference=reference, expect=404 if status == "draft" else 200)


def test_an_expired_one_is_gone_for_the_public_and_there_for_its_people(visit, cast):
    reference = expired(by=cast.olena).reference

    visit("listings.show", reference=reference, expect=410)
    page = visit("listings.show", as_=cast.olena, reference=reference)

    assert "Renew" in page.buttons


def test_nothing_of_an_unverified_organisation_is_public(visit, cast):
    body = hromada(verified=False)
    reference = need(by=cast.olena, organisation=body, status="published").reference

    visit("listings.show", reference=reference, expect=404)
    assert db.session.scalars(queries.public()).unique().all() == []


def test_its_own_people_are_not_asked_to_answer(visit, cast):
    reference = need(by=cast.olena, status="published").reference

    assert visit("listings.show", reference=reference).css(".sticky-action")
    assert not visit("listings.show", as_=cast.olena, reference=reference).css(".sticky-action")


def test_a_region_only_place_ends_at_the_oblast(visit, cast):
    listing = need(by=cast.olena, status="published", region_only=True)

    assert cards.place_of(listing) == "Chernihiv Oblast"
    assert cards.card_of(listing).place == "Chernihiv Oblast"


def test_machines_read_the_facts_and_no_person(visit, cast):
    listing = need(by=cast.olena, status="published", title="Школа </script><b>")

    page = visit("listings.show", reference=listing.reference)

    data = json.loads(page.css("script[type='application/ld+json']")[0].string)
    assert data["@type"] == "Demand"
    assert data["name"] == "Школа </script><b>"
    assert "Коваленко" not in page.html
    assert page.css("meta[property='og:title']")[0]["content"] == listing.title


def test_a_page_that_has_not_changed_is_not_sent_again(visit, cast):
    listing = need(by=cast.olena, status="published")
    etag = visit("listings.show", reference=listing.reference).response.headers["ETag"]

    visit("listings.show", reference=listing.reference, headers={"If-None-Match": etag}, expect=304)


@pytest.mark.parametrize("reference", ["N-2026-9999", "x", "%00", "1" * 300])
def test_an_unknown_reference_is_not_found(visit, reference):
    visit(f"/en/listings/{reference}", expect=404)


def test_cards_cost_the_same_however_many(cast):
    ids = [need(by=cast.olena, status="published").id for _ in range(9)] + [offer(by=cast.jan).id]
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    one = len(cards.cards(ids[:1]) and asked)
    asked.clear()
    shown = cards.cards(ids)

    assert len(asked) == one <= 4
    assert [card.id for card in shown] == ids
    assert cards.cards(db.select(Listing.id).where(Listing.id == ids[0]))[0].id == ids[0]
    assert cards.cards([]) == []


def test_the_meter_says_what_a_reader_will_still_ask(cast):
    listing = need(by=cast.olena)

    assert meter.sentence(listing) == "A reader will still ask: How many people?"
    listing.beneficiaries_count = 200
    assert "How many" not in meter.sentence(listing)


def test_what_is_missing_names_its_step(cast):
    listing = need(by=cast.olena, result="", title="")

    assert [(lack.field, lack.step) for lack in meter.missing(listing)] == [("title", 1), ("result", 5)]


def test_an_undescribed_picture_and_a_contact_without_a_card_are_missing(cast):
    listing = need(by=cast.olena)
    listing.contact = cast.jan

    assert [lack.field for lack in meter.missing(listing)] == ["contact"]


def test_mine_shows_everything_of_mine_and_nothing_else(visit, cast):
    mine, theirs = need(by=cast.olena, title="Моя"), offer(by=cast.jan, title="Ne mano")

    page = visit("listings.mine", as_=cast.olena)

    assert mine.reference in page.text
    assert theirs.reference not in page.text
