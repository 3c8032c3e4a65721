"""A listing in more languages, beyond its own page: found, printed, passed on, told of in its history."""

import pytest
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings.models import Listing, ListingConcept
from marketplace.listings.sheet import sheet
from marketplace.search import retrieval
from marketplace.search.understanding import understand
from tests.factories.imports import imported, row
from tests.factories.listings import need
from tests.factories.texts import text_of


def concepts(listing: Listing) -> dict[str, int]:
    rows = select(ListingConcept.concept, ListingConcept.weight).filter_by(listing_id=listing.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def found(typed: str, locale: str) -> list[int]:
    return list(retrieval.find(understand(typed, locale), use=frozenset("w")).ids)


@pytest.fixture
def published(olena):
    return need(by=olena, status="published", title="Щось для села", gives_back="Літній табір")


def test_a_translation_is_found_under_the_endings_of_its_own_language(published):
    text_of(published, "en", title="A library that burned", summary="Books for children.")
    text_of(published, "lt", title="Sudegusi biblioteka", summary="Knygos vaikams.")

    assert found("libraries", "en") == found("bibliotekos", "lt") == [published.id]
    assert published.words_title.split().count("sudegusi") == 1


def test_it_speaks_of_what_any_of_its_texts_speaks_of_as_much_as_the_one_that_says_most(published):
    before = concepts(published)

    text_of(published, "en", title="A water tower", summary="In short.", problem="The water tower leaks.")
    text_of(published, "lt", title="Vandens bokštas", summary="Trumpai.", problem="")

    assert "water_tower" not in before
    assert concepts(published)["water_tower"] == 11


def test_what_a_text_only_mentions_is_no_subject(published):
    text_of(published, "en", title="Something", summary="In short.", done_so_far="A water tower was mended.")

    assert "water_tower" not in concepts(published)


def test_what_waits_for_a_moderator_is_not_found(published):
    text_of(published, "en", waits=True, title="A library that burned")

    assert not found("library", "en")


def test_what_an_association_posts_is_found_like_what_is_written_by_hand(cast):
    imported(cast.association, [row(cast.hromada, title="Водонапірна вежа")], by=cast.petra)

    listing = db.session.scalars(select(Listing)).one()

    assert concepts(listing)["water_tower"] >= 10
    assert "вежа" in listing.words_title.split()


def test_the_paper_has_the_translation_beside_the_original_and_says_whose_it_is(visit, published):
    text_of(published, "en", gives_back="A summer camp", machine=True)

    page = visit("listings.print_", reference=published.reference)

    assert page.css(".paper .head p[lang=en]")[0].get_text().startswith("Pumps for the water supply")
    assert [(text["lang"], text.get_text()) for text in page.css(".passages p")][:2] == [
        ("uk", "Літній табір"),
        ("en", "A summer camp"),
    ]
    assert "Machine translation by LibreTranslate" in page.words(".paper footer")[0]


def test_a_translation_makes_the_paper_no_longer(published):
    published.problem = published.result = long = "Водогін протікає щотижня. " * 60
    text_of(published, "en", problem=long, result=long)

    page = sheet(published, "en")

    assert (page.setting, page.is_shortened) == ("tight", True)


def test_the_message_is_in_the_readers_language_where_there_is_such_a_text(visit, published):
    text_of(published, "en", gives_back="A summer camp")

    in_english = visit("listings.messenger", reference=published.reference).css("textarea")[0]
    in_lithuanian = visit("listings.messenger", reference=published.reference, locale="lt").css("textarea")[0]

    assert in_english["lang"] == "en"
    assert "Need: Pumps for the water supply" in in_english.get_text()
    assert "Gives back: A summer camp" in in_english.get_text()
    assert "Translated by the author on" in in_english.get_text()
    assert in_lithuanian["lang"] == "uk" and "Літній табір" in in_lithuanian.get_text()


def test_the_history_names_the_association_that_posted_it(visit, cast):
    imported(cast.association, [row(cast.hromada)], by=cast.petra)
    listing = db.session.scalars(select(Listing)).one()

    page = visit("listings.history", as_=cast.olena, reference=listing.reference)

    assert page.words("main ol > li > p:first-child") == ["Handed in by an association"]
    assert cast.association.shown_name in page.words("main ol > li")[0]
    assert cast.petra.name not in page.text
