"""The worker's pairs: which come about, and that a change of either side renews both lists."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from marketplace.core.db import db, transaction
from marketplace.core.freshness import public_version
from marketplace.listings.models import Listing
from marketplace.organisations.models import Organisation
from marketplace.search import indexing, pairing, retrieval
from marketplace.search.models import ListingVectors, Match
from tests.factories.handoff import introduced
from tests.factories.listings import need, offer
from tests.factories.organisations import hromada


@pytest.fixture(autouse=True)
def without_meaning(monkeypatch):
    """Most of it is about concepts and codes; the model would only take time."""
    monkeypatch.setattr(retrieval, "embedder", lambda: None)
    monkeypatch.setattr(indexing, "embedder", lambda: None)


def worked():
    """The worker has done all there is; the pairs, as (need, offer)."""
    while indexing.index_next() or pairing.renew_next():
        pass
    db.session.expire_all()
    return {(row.need_id, row.offer_id): row for row in db.session.scalars(select(Match))}


def tower(by, **facts):
    return need(by=by, title="Ремонт водонапірної вежі", status="published", **facts)


def towers(by, **facts):
    return offer(by=by, title="Vandens bokštų apžiūra", status="published", **facts)


def test_a_need_and_an_offer_of_the_same_thing_meet_across_languages(olena, jan):
    wanted, given = tower(olena), towers(jan)
    other = offer(by=jan, title="Bibliotekos baldai", status="published", sectors=["culture_heritage"])

    pairs = worked()

    assert set(pairs) == {(wanted.id, given.id)}
    reasons = pairs[wanted.id, given.id].reasons
    assert reasons[0] == "concept:water_tower"
    assert {"sector:water_sanitation", "help:training", "format:online", "language:uk", "place:local"} <= set(
        reasons
    )
    assert other.id not in {offer_id for _need_id, offer_id in pairs}


@pytest.mark.parametrize("status", ["draft", "submitted", "paused", "hidden", "closed"])
def test_what_is_not_open_has_no_match(olena, jan, status):
    need(by=olena, title="Ремонт водонапірної вежі", status=status)
    towers(jan)

    assert worked() == {}


def test_ones_own_offers_are_no_match(olena):
    tower(olena)
    towers(olena)

    assert worked() == {}


@pytest.mark.parametrize("side", ["need", "offer"])
def test_a_change_of_either_side_renews_the_lists_of_both(olena, jan, side):
    wanted, given = tower(olena), towers(jan)
    worked()

    changed = wanted if side == "need" else given
    with transaction():
        changed.codes = [code for code in changed.codes if code.scheme != "sector"]
        changed.title += " "

    (pair,) = worked().values()
    assert "sector:water_sanitation" not in pair.reasons


def test_a_listing_that_fits_nothing_any_more_loses_its_pairs(olena, jan):
    wanted = tower(olena)
    towers(jan)
    assert worked()

    with transaction():
        wanted.status, wanted.close_reason = "closed", "met_here"
    with transaction():
        pairing.renew(wanted.id)

    assert worked() == {}


def test_a_new_need_reaches_the_list_of_an_old_offer(olena, jan):
    given = towers(jan)
    worked()

    wanted = tower(olena)

    assert set(worked()) == {(wanted.id, given.id)}


def test_a_pair_stays_that_is_among_the_best_of_the_other_side(app, jan, olena, monkeypatch):
    monkeypatch.setattr(pairing, "KEPT", 1)
    better, good = tower(olena), tower(olena, sectors=["energy"])
    given = towers(jan)
    worked()

    assert set(worked()) == {(better.id, given.id), (good.id, given.id)}
    assert pairing.ranked(good.id) == [given.id]


def test_only_the_best_are_kept(olena, jan, monkeypatch):
    monkeypatch.setattr(pairing, "KEPT", 1)
    first = [tower(olena, sectors=["energy"]) for _ in range(3)]
    given, better = towers(jan), towers(jan, sectors=["energy"])

    pairs = worked()

    assert {(one.id, better.id) for one in first} <= set(pairs)
    assert len([pair for pair in pairs if pair[1] == given.id]) == 1


def test_the_vectors_bring_together_what_no_concept_does(olena, jan, monkeypatch):
    monkeypatch.undo()
    retrieval.forget()
    wanted = need(
        by=olena, title="Дітям нема на чому сидіти", summary="Парти зламані.", sectors=["education"],
        helps=["equipment_gift"], status="published",
    )  # fmt: skip
    given = offer(
        by=jan, title="Mokykliniai suolai", summary="Atiduodame suolus ir kėdes.", sectors=["education"],
        helps=["equipment_gift"], status="published",
    )  # fmt: skip

    (pair,) = worked().values()

    assert (pair.need_id, pair.offer_id) == (wanted.id, given.id)
    assert any(reason.startswith("meaning:") for reason in pair.reasons)


def test_an_offer_that_is_full_is_weighed_again_after_the_acceptance(visit, olena, jan):
    wanted, given = tower(olena), towers(jan, capacity_cases=1)
    assert "capacity" in worked()[wanted.id, given.id].reasons

    introduced(given, by=olena, to=jan)
    with transaction():
        pairing.again(Listing.id == given.id)

    assert "capacity" not in worked()[wanted.id, given.id].reasons


def test_a_new_number_of_people_in_the_profile_is_weighed(visit, cast, olena, jan):
    wanted, given = tower(olena), towers(jan)
    worked()
    with transaction():
        db.session.get(Organisation, cast.hromada.id).population = 30000
    page = visit("organisations.edit", as_=jan, organisation_id=cast.city.id)

    form = {**page.form(f"/organisations/{cast.city.id}"), "population": "60000"}
    visit.post("organisations.save", form, as_=jan, organisation_id=cast.city.id)

    assert "size" in worked()[wanted.id, given.id].reasons


def test_new_matches_are_a_change_of_public_pages(olena, jan):
    tower(olena)
    towers(jan)
    while indexing.index_next():
        pass
    before = public_version()

    worked()

    assert public_version() > before


def test_two_workers_at_once_make_each_pair_once(app, cast, olena, jan):
    for _ in range(6):
        tower(olena, organisation=hromada())
    for _ in range(3):
        towers(jan)
    while indexing.index_next():
        pass
    together = Barrier(2)

    def work(_number):
        with app.app_context():
            together.wait()
            done = sum(iter(pairing.renew_next, 0))
            db.session.remove()
            return done

    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        done = sum(pool.map(work, range(2)))

    assert done >= 9
    assert len(worked()) == 6 * 3
    assert not db.session.scalar(select(ListingVectors).where(ListingVectors.matched == 0))
