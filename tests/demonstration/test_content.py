"""The demonstration content keeps to the product's own rules before anything is loaded from it."""

import re
from collections import Counter
from datetime import date

import pytest

from marketplace.demonstration import content
from marketplace.handoff.codes import AnswerStatus, DeclineReason
from marketplace.listings.codes import (
    CloseReason,
    DecisionReason,
    Format,
    Help,
    Kind,
    ListingStatus,
    Principle,
    Sector,
    Stage,
    Urgency,
)
from marketplace.listings.models import MOST_PARTS
from marketplace.organisations import register
from marketplace.organisations.codes import OBLASTS, WORKING_LANGUAGES, OrganisationKind, Role, VerifiedBy

pytestmark = pytest.mark.one_engine

STATES = {*ListingStatus, "expired"}
OPEN_ANSWERS = {AnswerStatus.SENT, AnswerStatus.ASKED_BACK, AnswerStatus.ACCEPTED}
FICTION = re.compile(r"\+44 20 7946 0\d{3}")
FORBIDDEN = {
    "an e-mail address": re.compile(r"\S@\S+\.\S"),
    "a telephone number": re.compile(r"\+\s?\d|\b0\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}\b|\b\d{9,}\b"),
    "coordinates": re.compile(r"\d{1,2}[.,]\d{4,}|\d°"),
    "a bank account": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}"),
    "a street address": re.compile(
        r"(?:\bвул\.|\bвулиця\s+[А-ЯІЇЄҐ]\w+,?\s+\d|\bStreet\s+\d|straße\s+\d|\bul\.\s)"
    ),
    "a link": re.compile(r"https?://|www\."),
}
NEED_ONLY = {
    "urgency",
    "stage",
    "problem",
    "beneficiaries",
    "budget_min",
    "done_so_far",
    "result",
    "dream_code",
}
OFFER_ONLY = {"shares", "example", "capacity_cases", "costs", "conditions", "available_from", "learns"}


ORGANISATIONS = {row["slug"]: row for row in content.read("organisations")}
LISTINGS = content.read("listings")
ANSWERS = content.read("answers")
PEOPLE = content.read("people")


def texts(row: dict) -> list[str]:
    """Every free text of a row, however deep; not its codes, its address or its contact card."""
    found = []
    for key, value in row.items():
        if key in {
            "website",
            "email",
            "telephone",
            "katottg",
            "dream_code",
            "available_from",
            "available_until",
        }:
            continue
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            found += texts(value)
        elif key == "parts" and value and isinstance(value[0], dict):
            found += [text for part in value for text in texts(part)]
    return found


def test_there_is_enough_of_everything():
    languages = {row["locale"] for row in LISTINGS}
    offers = {row["locale"] for row in LISTINGS if row["kind"] == Kind.OFFER}

    assert len(LISTINGS) >= 150
    assert languages == set(WORKING_LANGUAGES)
    assert len(offers) >= 22
    assert {row["state"] for row in LISTINGS} == STATES
    assert len(ANSWERS) >= 40
    assert {row["state"] for row in ANSWERS} == set(AnswerStatus)


@pytest.mark.parametrize(
    ("field", "codes"),
    [("sectors", Sector), ("helps", Help), ("format", Format), ("urgency", Urgency), ("stage", Stage)],
)
def test_every_code_is_used_and_no_other(field, codes):
    values = [row[field] for row in LISTINGS if field in row]

    used = {code for value in values for code in (value if isinstance(value, list) else [value])}

    assert used == set(codes)


def test_listings_keep_to_the_form():
    for row in LISTINGS:
        own = NEED_ONLY if row["kind"] == Kind.NEED else OFFER_ONLY

        assert row["kind"] in set(Kind), row["title"]
        assert not (NEED_ONLY | OFFER_ONLY) - own & row.keys(), row["title"]
        assert 0 < len(row["title"]) <= 90, row["title"]
        assert 0 < len(row["summary"].split()) <= 60, row["title"]
        assert 1 <= len(row["sectors"]) == len(set(row["sectors"])) <= 3, row["title"]
        assert 1 <= len(row["helps"]) == len(set(row["helps"])) <= 4, row["title"]
        assert set(row["languages"]) <= set(WORKING_LANGUAGES), row["title"]
        assert set(row.get("principles", {})) <= set(Principle), row["title"]
        assert set(row.get("preferred_regions", [])) <= set(OBLASTS), row["title"]
        assert row.get("budget_min", 0) <= row.get("budget_max", 0), row["title"]
        assert re.fullmatch(
            r"DREAM-UA-(\d{6}|\d{8})-[0-9A-F]{8}", row.get("dream_code", "DREAM-UA-010126-00000000")
        ), row["title"]


def test_an_offer_is_available_from_a_day_before_the_last():
    windows = [row for row in LISTINGS if "available_from" in row]

    for row in windows:
        first, last = date.fromisoformat(row["available_from"]), date.fromisoformat(row["available_until"])
        assert first < last, row["title"]
        assert first.year == last.year == 2027, row["title"]


def test_a_state_has_what_it_needs_and_an_age_that_fits():
    for row in LISTINGS:
        state, age = row["state"], row["age_days"]

        assert (95 <= age <= 120) if state == "expired" else (0 <= age <= 80), row["title"]
        assert (state in {"returned", "rejected"}) == ("reasons" in row) == ("note" in row), row["title"]
        assert set(row.get("reasons", {}).values()) <= set(DecisionReason), row["title"]
        assert (row.get("close_reason") in set(CloseReason)) == (state == "closed"), row["title"]
        assert (row.get("hide_reason") in set(DecisionReason)) == (state == "hidden"), row["title"]


def test_parts_keep_to_the_form_and_are_promised_once():
    for number, row in enumerate(LISTINGS):
        parts = row.get("parts", [])
        taken = [
            part
            for answer in ANSWERS
            if answer["listing"] == number and answer["state"] == AnswerStatus.ACCEPTED
            for part in answer.get("parts", [])
        ]

        assert len(parts) <= MOST_PARTS and (not parts or row["kind"] == Kind.NEED), row["title"]
        assert all(0 < len(part["title"]) <= 90 for part in parts), row["title"]
        assert all(len(part.get("detail", "")) <= 300 for part in parts), row["title"]
        assert all(len(part.get("quantity", "")) <= 40 for part in parts), row["title"]
        assert len(taken) == len(set(taken)) and set(taken) <= set(range(len(parts))), row["title"]


def test_no_offer_has_more_cases_than_it_takes_and_a_full_one_is_not_open():
    for number, row in enumerate(LISTINGS):
        cases = sum(one["listing"] == number and one["state"] == AnswerStatus.ACCEPTED for one in ANSWERS)
        if "capacity_cases" in row and cases:
            assert cases <= row["capacity_cases"], row["title"]
            assert cases < row["capacity_cases"] or row["state"] in {"paused", "closed"}, row["title"]


def test_a_rejection_has_one_reason():
    rejected = [row for row in LISTINGS if row["state"] == ListingStatus.REJECTED]

    assert all(len(row["reasons"]) == 1 for row in rejected)


def test_only_verified_organisations_have_anything_public():
    for row in LISTINGS:
        organisation = ORGANISATIONS[row["organisation"]]

        assert organisation["verified"] or row["state"] in {"draft", "submitted", "returned"}, row["title"]


def test_every_hromada_is_in_the_register_once_and_lies_where_it_says():
    hromadas = [row for row in ORGANISATIONS.values() if row["kind"] == OrganisationKind.HROMADA]

    places = [register.all_hromadas()[row["katottg"]] for row in hromadas]

    assert len({place.katottg for place in places}) == len(hromadas) >= 60
    assert all(row["region"] == place.region for row, place in zip(hromadas, places, strict=True))
    assert sum(place.kind != "urban" for place in places) >= 0.4 * len(places)


def test_organisations_keep_to_the_form():
    europe = {row["country"] for row in ORGANISATIONS.values()} - {"UA"}

    assert len(ORGANISATIONS) == len(content.read("organisations"))
    assert len(europe) >= 26
    for slug, row in ORGANISATIONS.items():
        assert row["kind"] in set(OrganisationKind), slug
        assert row["verified"] is None or row["verified"] in set(VerifiedBy), slug
        assert row["website"] == f"https://example.org/{slug}"
        assert {row["locale"], *row["languages"]} <= set(WORKING_LANGUAGES), slug
        assert "region" not in row or row["region"].startswith(row["country"] + "-"), slug
        assert row["name"], slug
        assert row["about"], slug


def test_an_answer_comes_from_the_other_side_after_the_listing():
    for row in ANSWERS:
        listing, organisation = LISTINGS[row["listing"]], ORGANISATIONS[row["organisation"]]

        assert (organisation["country"] == "UA") == (listing["kind"] == Kind.OFFER), row["proposal"]
        assert organisation["verified"], row["proposal"]
        assert listing["state"] in {"published", "paused", "closed"}, row["proposal"]
        assert row["age_days"] < listing["age_days"], row["proposal"]
        assert ("question" in row) == (row["state"] == AnswerStatus.ASKED_BACK), row["proposal"]
        assert (row.get("decline_reason") in set(DeclineReason)) == (row["state"] == AnswerStatus.DECLINED)


def test_nobody_has_two_open_answers_to_one_listing():
    pairs = Counter((row["listing"], row["organisation"]) for row in ANSWERS if row["state"] in OPEN_ANSWERS)

    assert max(pairs.values()) == 1


def test_people_speak_for_organisations_and_their_contacts_are_fiction():
    owned = {row["organisation"] for row in PEOPLE if row.get("role") == Role.OWNER}

    assert owned == set(ORGANISATIONS)
    assert len({row["email"] for row in PEOPLE}) == len(PEOPLE)
    for row in PEOPLE:
        moderates = row.get("moderator", False)
        assert moderates or row["role"] in set(Role), row["name"]
        assert row["locale"] in {"uk", "en", "lt"}, row["name"]
        assert FICTION.fullmatch(row["telephone"]), row["name"]
        assert re.fullmatch(
            rf"[a-z.]+@{'mistok' if moderates else row['organisation']}\.example", row["email"]
        )


def test_the_cast_is_there():
    names = {row["name"]: row for row in PEOPLE}

    assert names["Олена Коваленко"]["role"] == Role.EDITOR
    assert names["Jan Petrauskas"]["organisation"] == "kaunas"
    assert ORGANISATIONS[names["Petra Nováková"]["organisation"]]["kind"] == OrganisationKind.ASSOCIATION
    assert sum(row.get("moderator", False) for row in PEOPLE) == 2


def test_olena_has_needs_in_many_states_and_answers_that_wait():
    home = next(row["organisation"] for row in PEOPLE if row["name"] == "Олена Коваленко")

    states = {row["state"] for row in LISTINGS if row["organisation"] == home}
    waiting = [
        row for row in ANSWERS if LISTINGS[row["listing"]]["organisation"] == home and row["state"] == "sent"
    ]

    assert {"draft", "submitted", "returned", "published", "closed", "expired"} <= states
    assert waiting


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_public_text_gives_away(what):
    rows = [*ORGANISATIONS.values(), *LISTINGS, *ANSWERS]

    assert [text for row in rows for text in texts(row) if FORBIDDEN[what].search(text)] == []


def test_no_two_titles_and_no_two_summaries_are_equal():
    for field in ("title", "summary"):
        counted = Counter(row[field].casefold() for row in LISTINGS)
        assert [text for text, times in counted.items() if times > 1] == []
