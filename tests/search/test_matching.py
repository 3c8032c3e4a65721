"""The stated sum: what each thing in common is given, and that the points and the reasons are the same."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from marketplace.search.matching import ENOUGH, WEIGHTS, Ground, Side, fit, reasons_of
from tests.house.sources import ROOT

NEED = Side(
    id=1,
    organisation_id=1,
    organisation_kind="hromada",
    population=None,
    region="UA-74",
    format=None,
    sectors=(),
    helps=(),
    languages=(),
    concepts={},
    meaning=None,
    first_day=date(2026, 11, 23),
    last_day=date(2027, 2, 20),
)
OFFER = replace(
    NEED,
    id=2,
    organisation_id=2,
    organisation_kind="partner_institution",
    region="",
    first_day=None,
    last_day=None,
)
GROUND = Ground(listings=1000, forms_of_help=frozenset({"training"}))


def both(**facts):
    return {"need": facts, "offer": facts}


@pytest.mark.parametrize(
    ("facts", "code", "points"),
    [
        (both(sectors=("energy", "health")), "sector:energy", 12),
        (both(helps=("training",)), "help:training", 7),
        ({"need": {"helps": ("training",)}, "offer": {"helps": ("study_visit",)}}, "family:capacity_building", 5),
        (both(languages=("en", "uk")), "language:en", 2),
        (both(format="online"), "format:online", 2),
        ({"need": {"format": "mixed"}, "offer": {"format": "in_ukraine"}}, "format:in_ukraine", 2),
        ({"need": {"population": 9000}, "offer": {"population": 27000}}, "size", 2),
        ({"offer": {"organisation_kind": "municipality"}}, "place:local", 1),
        ({"offer": {"preferred_regions": ("UA-53", "UA-74")}}, "region:UA-74", 3),
        ({"offer": {"has_room": True}}, "capacity", 1),
        ({"offer": {"first_day": date(2027, 1, 10)}}, "time", 1),
        ({"offer": {"last_day": date(2026, 11, 23)}}, "time", 1),
        (both(concepts={"water_tower": 10}), "concept:water_tower", 40),
        ({"need": {"concepts": {"water_tower": 12}}, "offer": {"concepts": {"water_tower": 1}}}, "mention:water_tower", 24),
        (both(concepts={"water_tower": 2}), "mention:water_tower", 10),
        (both(concepts={"training": 10}), "concept:training", 20),
        (both(meaning=np.array([0.6, 0.8])), "meaning:100", 50),
    ],
)  # fmt: skip
def test_each_thing_in_common_is_a_reason_with_its_points(facts, code, points):
    found = reasons_of(
        replace(NEED, **facts.get("need", {})), replace(OFFER, **facts.get("offer", {})), GROUND
    )

    assert found == {code: pytest.approx(points)}


@pytest.mark.parametrize(
    "facts",
    [
        {"need": {"format": "online"}, "offer": {"format": "in_europe"}},
        {"need": {"population": 9000}, "offer": {"population": 27001}},
        {"need": {"population": 9000}},
        {"offer": {"preferred_regions": ("UA-53",)}},
        {"offer": {"first_day": date(2027, 2, 21)}},
        {"offer": {"last_day": date(2026, 11, 22)}},
        {"offer": {"organisation_kind": "region"}},
        {"need": {"meaning": np.array([1.0, 0.0])}, "offer": {"meaning": np.array([-1.0, 0.0])}},
        {"need": {"meaning": np.array([1.0, 0.0])}},
    ],
)
def test_what_they_do_not_share_is_no_reason(facts):
    found = reasons_of(
        replace(NEED, **facts.get("need", {})), replace(OFFER, **facts.get("offer", {})), GROUND
    )

    assert found == {}


def test_an_offer_for_any_sector_fits_who_speaks_of_its_form_of_help():
    need = replace(NEED, sectors=("energy",), concepts={"training": 1})
    offer = replace(OFFER, sectors=("governance_finance",), concepts={"training": 10}, is_broad=True)

    assert reasons_of(need, offer, GROUND) == {"broad": 12, "mention:training": 24}
    assert reasons_of(replace(need, concepts={}), offer, GROUND) == {}


def test_what_everybody_speaks_of_says_less_than_what_few_do():
    common = replace(GROUND, spoken_of={"school": 200, "water_tower": 2})

    assert common.rarity("school") < 0.25
    assert common.rarity("water_tower") > 0.95


def test_a_second_thing_in_common_counts_half_and_a_fourth_nothing():
    things = dict.fromkeys(("bus", "bridge", "school", "library"), 10)
    side = {"concepts": things}

    found = reasons_of(replace(NEED, **side), replace(OFFER, **side), GROUND)

    assert sorted(found.values()) == [10, 20, 40]


def test_the_score_is_the_sum_and_the_weightiest_reason_comes_first():
    facts = {"sectors": ("energy",), "helps": ("training",), "languages": ("en",)}

    found = fit(replace(NEED, **facts), replace(OFFER, **facts), GROUND)

    assert found.score == WEIGHTS["sector"] + WEIGHTS["help"] + WEIGHTS["language"]
    assert found.reasons == ("sector:energy", "help:training", "language:en")


def test_circumstances_alone_make_no_match():
    facts = {"languages": ("en",), "format": "online", "population": 9000, "sectors": ("energy",)}
    offer = replace(OFFER, **facts, preferred_regions=("UA-74",), has_room=True, last_day=date(2027, 1, 1))

    assert sum(reasons_of(replace(NEED, **facts), offer, GROUND).values()) > ENOUGH
    assert fit(replace(NEED, **facts), offer, GROUND) is None


def test_two_of_one_organisation_are_no_match():
    facts = {"sectors": ("energy",), "helps": ("training",), "organisation_id": 1}

    assert fit(replace(NEED, **facts), replace(OFFER, **facts), GROUND) is None


def test_the_paper_prints_the_weights():
    paper = (ROOT / "docs" / "matches.md").read_text(encoding="utf-8")

    for name, points in WEIGHTS.items():
        assert re.search(rf"^\| `{name}`: .* \| {points:g} \|$", paper, re.MULTILINE), name
    assert f"must come to {ENOUGH:g} points" in paper
