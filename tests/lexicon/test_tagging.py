import pytest

from marketplace.core.morphology import words
from marketplace.lexicon.compiled import load
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.reading import read
from marketplace.lexicon.tagging import concepts_of, mentions

pytestmark = pytest.mark.one_engine


def _named(text, language):
    return {mention.concept for mention in mentions(words(text), language, lexicon(), morphology())}


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("uk", "Ремонт водонапірної вежі", "water_tower"),
        ("de", "Zwei alte Wassertürme", "water_tower"),
        ("lt", "gatvių apšvietimo atnaujinimas", "street_lighting"),
        ("fi", "käytetyn paloauton lahjoitus", "fire_engine"),
        ("fr", "un château d’eau", "water_tower"),
    ],
)
def test_a_thing_is_known_in_any_form_of_its_words(app, language, text, concept):
    assert concept in _named(text, language)


@pytest.mark.parametrize(
    ("language", "text", "not_this"),
    [
        ("uk", "лічильники води", "water_tower"),
        ("uk", "аварійне освітлення", "street_lighting"),
        ("en", "fire alarm", "fire_engine"),
        ("en", "sign language", "road_sign"),
        ("uk", "автошкола", "music_school"),
    ],
)
def test_a_near_miss_is_not_taken_for_it(app, language, text, not_this):
    assert not_this not in _named(text, language)


def test_a_phrase_hides_the_shorter_terms_within_it(app):
    assert _named("water tower", "en") == {"water_tower"}


def test_a_compound_is_known_by_its_part(app):
    assert "street_lighting" in _named("Straßenbeleuchtungserneuerung", "de")


def test_a_mention_in_the_title_weighs_ten(app):
    counted = concepts_of("Водонапірна вежа", "Водонапірна вежа хилиться.", "uk", lexicon(), morphology())

    assert counted["water_tower"] == 11


def test_it_is_compiled_once_for_its_files(app, tmp_path):
    first = load(morphology(), tmp_path)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    again = load(morphology(), tmp_path)

    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made
    assert first.concepts == again.concepts == tuple(concept.id for concept in read())
