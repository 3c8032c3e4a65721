import pytest
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.search.words import beginning, containing, words_of
from tests.factories.listings import need


def _titles(typed):
    return set(db.session.scalars(select(Listing.title).where(containing(words_of(typed)))))


@pytest.mark.parametrize("typed", ["ШКОЛА", "школи", "Школу", "опалення школи"])
def test_ukrainian_words_are_found_in_any_case_and_most_endings(olena, typed):
    need(by=olena, title="Опалення для школи", status="published")
    need(by=olena, title="Насоси", status="published")

    assert _titles(typed) == {"Опалення для школи"}


def test_words_of_the_text_are_found_as_well_as_those_of_the_title(olena):
    need(by=olena, title="Насоси", summary="Свердловина пересихає влітку.", status="published")

    assert _titles("свердловини") == {"Насоси"}


def test_all_words_must_stand_in_a_listing(olena):
    need(by=olena, title="Автобус для школи", status="published")

    assert _titles("автобус школа") == {"Автобус для школи"}
    assert _titles("автобус лікарня") == set()


def test_apostrophes_of_any_kind_do_not_matter(olena):
    need(by=olena, title="Кам’янець: міст", status="published")

    assert _titles("Кам'янець") == {"Кам’янець: міст"}


def test_accents_do_not_matter(olena):
    need(by=olena, title="Gatvių apšvietimas", status="published")

    assert _titles("gatviu apsvietimas") == {"Gatvių apšvietimas"}


def test_short_latin_words_keep_all_their_letters():
    assert beginning("fire") == "fire"
    assert beginning("вода") == "вод"
    assert beginning("свердловина") == "свердловин"[:-1]


@pytest.mark.parametrize(
    "typed",
    ["a", "AND", "OR NOT", "NEAR(a b)", '"', "'", "it's", "хлібо*", "title:x", "(", ")", "- + ~ ^", "a & | ! <->",
     "🙂", "%", "_", "\\", "'; DROP TABLE listings; --", "x" * 10_000, "слово " * 2_000, "км/год", "10.5", "a-b.c"],
)  # fmt: skip
def test_no_text_is_an_error(olena, typed):
    need(by=olena, title="Насоси", status="published")

    words = words_of(typed)

    assert len(words) <= 12
    assert not words or _titles(typed) == set()
