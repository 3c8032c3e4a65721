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
        ("uk", "розмінувати ниви", "demining"),
        ("hu", "tűzoltó készülékek", "fire_extinguisher"),
        ("lv", "skolotājiem", "teacher"),
        ("mt", "dwal tat-traffiku", "traffic_light"),
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
        ("sv", "vi ska elda", "school"),
        ("en", "nine schools below the ground", "school_yard"),
        ("en", "we have built a school", "school_construction"),
        ("et", "linnakaart", "castle"),
    ],
)
def test_a_near_miss_is_not_taken_for_it(app, language, text, not_this):
    assert not_this not in _named(text, language)


def test_a_phrase_hides_the_shorter_terms_within_it(app):
    assert _named("water tower", "en") == {"water_tower"}


def test_a_compound_is_known_by_its_part(app):
    assert "street_lighting" in _named("Straßenbeleuchtungserneuerung", "de")


def test_a_word_that_only_the_names_of_one_thing_share_stands_for_it_but_not_wholly(app):
    [mention] = mentions(words("urbumi"), "lv", lexicon(), morphology())

    assert (mention.concept, mention.whole) == ("borehole", False)


def test_what_an_adjective_of_a_name_says_is_not_the_thing(app):
    assert "first_aid" not in _named("перші кроки", "uk")


def test_another_word_of_the_root_is_taken_for_it_only_in_what_was_typed(app):
    typed = words("gozdarjev")

    [guessed] = mentions(typed, "sl", lexicon(), morphology(), guess=True)

    assert (guessed.concept, guessed.whole) == ("forestry", False)
    assert mentions(typed, "sl", lexicon(), morphology()) == []


def test_only_a_title_speaks_of_a_thing_by_a_word_of_its_name(app):
    counted = concepts_of("Urbumi", "Daudz.", "lv", lexicon(), morphology())

    assert counted == {"borehole": 1}
    assert concepts_of("Daudz", "Urbumi.", "lv", lexicon(), morphology()) == {}


def test_a_mention_in_the_title_weighs_ten(app):
    counted = concepts_of("Водонапірна вежа", "Водонапірна вежа хилиться.", "uk", lexicon(), morphology())

    assert counted["water_tower"] == 11


def test_it_is_compiled_once_for_its_files(app, tmp_path):
    first = load(morphology(), tmp_path)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    again = load(morphology(), tmp_path)

    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made
    assert first.concepts == again.concepts == tuple(concept.id for concept in read())
