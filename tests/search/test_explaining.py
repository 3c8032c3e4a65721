"""What a card of a result says of why it is there, and the words that are marked in it, as a visitor reads them."""

import pytest

from marketplace.search import indexing, retrieval
from tests.factories.listings import need, offer


@pytest.fixture(autouse=True)
def without_meaning(monkeypatch):
    """It is about words and concepts; the model would only take time."""
    monkeypatch.setattr(retrieval, "embedder", lambda: None)
    monkeypatch.setattr(indexing, "embedder", lambda: None)
    retrieval.forget()


@pytest.fixture
def found(visit):
    """What a visitor reads on the cards of a search: title → (why it is there, the words that are marked)."""

    def search(typed):
        return {
            card.select_one(".card-title").get_text(): (
                " ".join(line.get_text() for line in card.select(".card-why")),
                [mark.get_text() for mark in card.select("mark")],
            )
            for card in visit("search.index", q=typed).css("article.card")
        }

    return search


def test_a_thing_is_found_under_its_own_name_and_what_goes_with_it_says_so(olena, found):
    need(by=olena, title="Ремонт водонапірної вежі", status="published")
    need(by=olena, title="Пробурити свердловини", status="published")

    cards = found("Wasserturm")

    assert cards["Ремонт водонапірної вежі"] == ("Found as: water tower", ["водонапірної", "вежі"])
    assert cards["Пробурити свердловини"][0] == "Goes with: water tower"


def test_a_small_word_is_not_marked_for_a_noun_of_which_it_looks_like_a_form(jan, found):
    offer(
        by=jan,
        title="Skolor värms med flis",
        summary="Vi visar hur ni ska elda.",
        locale="sv",
        status="published",
    )

    assert found("skola") == {"Skolor värms med flis": ("", ["Skolor"])}


def test_words_that_are_no_phrase_where_they_stand_are_not_marked_as_one(olena, found):
    title, text = "Underground schools", "We have built nine schools below the ground."
    need(by=olena, title=title, summary=text, locale="en", status="published")

    _line, marked = found("підземна школа")[title]

    assert marked == ["Underground", "schools"]


def test_a_noun_in_ing_is_not_marked_for_the_verb(olena, found):
    title, text = "Help us build a bridge", "It leads to a building."
    need(by=olena, title=title, summary=text, locale="en", status="published")

    assert found("build")[title] == ("", ["build"])
