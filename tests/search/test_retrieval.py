import pytest

from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.search import indexing, retrieval
from marketplace.search.understanding import understand
from tests.factories.listings import need, offer


@pytest.fixture
def found():
    """The titles that a search finds, the best first; `use` names the retrievers."""

    def ask(typed, use="wlcm", locale="en"):
        result = retrieval.find(understand(typed, locale), use=frozenset(use))
        return [db.session.get(Listing, listing_id).title for listing_id in result.ids]

    return ask


@pytest.mark.parametrize("typed", ["ШКОЛА", "школи", "Школу", "опалення школи"])
def test_ukrainian_words_are_found_in_any_case_and_with_any_ending(olena, found, typed):
    need(by=olena, title="Опалення для школи", status="published")
    need(by=olena, title="Насоси", status="published")

    assert found(typed, use="w") == ["Опалення для школи"]


def test_words_of_the_text_are_found_as_well_as_those_of_the_title(olena, found):
    need(by=olena, title="Насоси", summary="Свердловина пересихає влітку.", status="published")

    assert found("свердловини", use="w") == ["Насоси"]


def test_who_has_more_of_the_words_comes_first(olena, found):
    need(by=olena, title="Автобус для лікарні", status="published")
    need(by=olena, title="Автобус для школи", status="published", days_ago=9)

    assert found("автобус школа", use="w") == ["Автобус для школи", "Автобус для лікарні"]


def test_apostrophes_and_accents_do_not_matter(olena, found):
    need(by=olena, title="Кам’янець: міст", status="published")
    need(by=olena, title="Gatvių apšvietimas", locale="lt", status="published")

    assert found("Кам'янець", use="w") == ["Кам’янець: міст"]
    assert found("gatviu apsvietimas", use="w") == ["Gatvių apšvietimas"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Wasserturm", "Ремонт водонапірної вежі"),
        ("château d'eau", "Ремонт водонапірної вежі"),
        ("gatvių apšvietimas", "Вуличне освітлення на шляху до школи"),
        ("paloauto", "Пожежна машина для сільської команди"),
        ("road signs", "Дорожні знаки на перехресті"),
    ],
)
def test_a_thing_is_found_by_its_name_in_another_language_and_its_near_miss_is_not(
    olena, found, typed, title
):
    for other in (
        "Ремонт водонапірної вежі",
        "Лічильники води для семи сіл",
        "Вуличне освітлення на шляху до школи",
        "Аварійне освітлення укриття",
        "Пожежна машина для сільської команди",
        "Пожежна сигналізація для садочків",
        "Дорожні знаки на перехресті",
        "Жестова мова в центрі послуг",
    ):
        need(by=olena, title=other, summary="Шукаємо партнерів.", status="published")

    assert found(typed, use="c") == [title]


@pytest.mark.parametrize("typed", ["Waserturm", "водонапрна вежа", "water towre"])
def test_a_slip_of_the_finger_is_forgiven(olena, found, typed):
    need(by=olena, title="Ремонт водонапірної вежі", summary="Вона хилиться.", status="published")
    need(by=olena, title="Парти для класів", summary="Їх немає.", status="published")
    indexing.index_next()

    assert found(typed, use="wlc")[:1] == ["Ремонт водонапірної вежі"]


def test_what_was_looked_for_instead_is_told(olena):
    need(by=olena, title="Ремонт водонапірної вежі", status="published")
    indexing.index_next()

    asked = retrieval.find(understand("Waserturm", "en")).asked

    assert [(word.written, word.meant) for word in asked.words] == [("Waserturm", "wasserturm")]


def test_meaning_finds_what_no_word_has_and_knows_no_border_of_language(olena, jan, found):
    need(by=olena, title="Парти для класів", summary="Дітям нема на чому сидіти.", status="published")
    offer(by=jan, title="Biudžeto planavimas", summary="Dalinamės patirtimi.", status="published")
    while indexing.index_next():
        pass

    assert found("Schulmöbel", use="m")[0] == "Парти для класів"


def test_what_no_name_says_is_looked_for_as_the_thing_that_is_meant(olena):
    need(by=olena, title="Автошкола для жінок", status="published")
    while indexing.index_next():
        pass

    asked = retrieval.find(understand("σχολή οδήγησης", "en")).asked

    assert [named.concept for named in asked.named] == ["driving_school"]
    assert asked.named[0].sure < 1


def test_words_that_name_a_thing_are_not_guessed(olena):
    need(by=olena, title="Ремонт водонапірної вежі", status="published")

    asked = retrieval.find(understand("Wasserturm", "en")).asked

    assert [(named.concept, named.sure) for named in asked.named] == [("water_tower", 1)]


def test_without_the_embedder_all_else_works(olena, found, monkeypatch):
    need(by=olena, title="Ремонт водонапірної вежі", status="published")
    monkeypatch.setattr(retrieval, "embedder", lambda: None)
    monkeypatch.setattr(indexing, "embedder", lambda: None)
    retrieval.forget()

    indexing.index_next()

    assert found("Wasserturm") == ["Ремонт водонапірної вежі"]


def test_what_is_hidden_closed_or_paused_is_gone_at_once(olena, found):
    listing = need(by=olena, title="Ремонт водонапірної вежі", status="published")
    indexing.index_next()
    listing.status, listing.close_reason = "closed", "met_here"

    assert found("Wasserturm") == []


def test_the_more_recent_comes_first_where_nothing_else_parts_two(olena, found):
    need(by=olena, title="Насоси", status="published", days_ago=9)
    need(by=olena, title="Насоси", status="published", days_ago=2)

    ids = retrieval.find(understand("насоси", "uk")).ids

    assert ids[0] > ids[1]


def test_who_asks_for_a_thing_finds_the_kinds_of_what_goes_with_it(olena, found):
    need(by=olena, title="Розмінування полів", status="published")

    assert found("landmine", use="c") == ["Розмінування полів"]


def test_what_only_goes_with_a_thing_does_not_crowd_out_the_older_thing_itself(olena, found, monkeypatch):
    need(by=olena, title="Ремонт водонапірної вежі", status="published", days_ago=60)
    for _ in range(5):
        need(by=olena, title="Свердловина", status="published")
    monkeypatch.setattr(retrieval, "MOST", 2)

    assert found("Wasserturm", use="c")[0] == "Ремонт водонапірної вежі"
