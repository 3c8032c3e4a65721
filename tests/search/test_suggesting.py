"""What is suggested while somebody types in the search field."""

import pytest

from marketplace.core.freshness import public_changed
from tests.factories.accounts import person
from tests.factories.organisations import city, hromada
from tests.search.test_routes import STRANGE
from tests.statements import statements

KHARKIV = "UA63120270000028556"


@pytest.fixture
def suggested(visit):
    """What stands in the list for these letters: the words, and the kind beside them."""

    def typed(letters, locale="en", **on):
        page = visit("search.suggest", part=True, locale=locale, q=letters, **on)
        return [(a.b.get_text(), a.small.get_text()) for a in page.css("#suggestions a")]

    return typed


def links(page):
    return {a.b.get_text(): str(a["href"]) for a in page.css("#suggestions a")}


@pytest.mark.parametrize("letters", ["Харк", "Khark", "Chark", "хАРК", "Harko", "харьк"])
def test_a_place_is_suggested_in_any_script_and_spelling(suggested, cast, letters):
    person("Оля", owner_of=hromada(KHARKIV))

    found = suggested(letters)

    assert ("Kharkiv", "Place · Kharkiv Oblast") in found


def test_letters_that_are_known_are_not_taken_for_others_that_sound_alike(suggested, cast):
    person("Оля", owner_of=hromada(KHARKIV))
    person("Ελένη", owner_of=city("Δήμος Αθηναίων", country="GR", locale="el"))

    assert "Greece" not in [words for words, _ in suggested("Хар")]


def test_a_place_that_nobody_here_is_from_is_not_suggested(suggested, cast):
    assert not [kind for _, kind in suggested("Reykjav") if kind.startswith("Place")]


@pytest.mark.parametrize(
    ("locale", "letters", "words", "meaning"),
    [
        ("en", "водонап", "водонапірна вежа", "= water tower"),
        ("uk", "Wassertu", "Wasserturm", "= водонапірна вежа"),
        ("lt", "gatviu aps", "gatvių apšvietimas", ""),
        ("en", "château d’", "château d'eau", "= water tower"),
        ("en", "CHATEAU D'", "château d'eau", "= water tower"),
    ],
)
def test_a_subject_is_suggested_in_the_words_typed_and_said_in_the_readers(
    visit, locale, letters, words, meaning
):
    page = visit("search.suggest", part=True, locale=locale, q=letters)

    first = page.css("#suggestions a")[0]
    assert first.b.get_text() == words
    assert (first.span.get_text() if first.span else "") == meaning
    assert first.b.get("lang") != locale


def test_an_organisation_is_suggested_in_either_script_and_leads_to_its_profile(visit, cast):
    theirs = person("Оля", owner_of=hromada(KHARKIV)).memberships[0].organisation

    for letters in ("харківська г", "kharkivska h"):
        found = visit("search.suggest", part=True, q=letters)
        assert f"/en/organisations/{theirs.id}" in links(found).values(), letters


def test_an_organisation_that_is_not_verified_is_not_suggested(suggested, cast):
    person("Ona", owner_of=city("Zarasai", verified=False))

    assert suggested("zaras") == []


def test_an_organisation_is_suggested_as_soon_as_it_is_public(suggested, cast):
    assert suggested("zaras") == []

    public_changed()
    person("Ona", owner_of=city("Zarasų rajono savivaldybė"))

    assert ("Zarasų rajono savivaldybė", "Organisation · Lithuania") in suggested("zaras")


def test_a_suggestion_keeps_the_filters_that_are_on(visit):
    page = visit("search.suggest", part=True, q="water tow", kind="need", sector="energy")

    assert links(page)["water tower"] == "/en/listings?kind=need&sector=energy&q=water+tower"


def test_there_are_at_most_eight_and_each_kind_stands_together(suggested, cast):
    for n in range(12):
        person(f"Jonas {n}", owner_of=city(f"Kaimas {n}"))

    found = suggested("ka")

    kinds = [kind.split(" · ")[0] for _, kind in found]
    assert len(found) == 8
    assert kinds == sorted(kinds, key=["Place", "Subject", "Organisation"].index)


@pytest.mark.parametrize("letters", ["", " ", "a", "'", "🙂", "\0", "x" * 10_000])
def test_too_little_or_too_much_suggests_nothing(suggested, cast, letters):
    assert suggested(letters) == []


@pytest.mark.parametrize("query", STRANGE.values(), ids=STRANGE.keys())
def test_no_address_of_the_suggestions_is_an_error(visit, cast, query):
    assert visit(f"/en/listings/suggestions?{query}").h1 == "Suggestions"
    assert visit(f"/en/listings/suggestions?{query}", part=True).css("#suggestions")


@pytest.mark.parametrize("locale", ["uk", "en", "lt"])
def test_how_many_there_are_is_announced_and_without_a_script_it_is_a_page(visit, locale):
    part = visit("search.suggest", part=True, locale=locale, q="школ")
    page = visit("search.suggest", locale=locale, q="школ")

    assert part.words("[data-announce]")[0].startswith("8 ")
    assert page.css("main form input[name=q]")[0]["value"] == "школ"
    assert f"/{locale}/listings?q=" in str(page.css("#suggestions a")[0]["href"])


def test_the_number_of_statements_does_not_grow_with_the_organisations(visit, cast):
    visit("search.suggest", part=True, q="ka")
    with statements() as few:
        visit("search.suggest", part=True, q="ka")
    for n in range(30):
        person(f"Jonas {n}", owner_of=city(f"Kaimas {n}"))
    visit("search.suggest", part=True, q="ka")

    with statements() as many:
        visit("search.suggest", part=True, q="ka")

    assert len(few) == len(many) <= 3
