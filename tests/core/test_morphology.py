import pytest

from marketplace.core.config import DEFAULT_DICTIONARIES
from marketplace.core.morphology import LANGUAGES, Morphology, likely, stem, words

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module")
def known():
    return Morphology(DEFAULT_DICTIONARIES)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("uk", "вежа", "вежею"),
        ("uk", "комп’ютери", "комп'ютером"),
        ("lt", "gatvė", "gatvių"),
        ("pl", "autobusy", "autobusów"),
        ("fi", "paloauto", "paloautojen"),
        ("hu", "híd", "hidakat"),
        ("de", "Wasserturm", "Wassertürme"),
        ("hr", "škola", "školama"),
        ("mt", "skola", "skoli"),
        ("mt", "triq", "toroq"),
        ("uk", "розмінувати", "розмінування"),
        ("de", "sanieren", "Sanierung"),
        ("lv", "skolotājs", "skolotājiem"),
        ("et", "ekskavaator", "ekskavaatorit"),
        ("hu", "kátyú", "kátyúkat"),
        ("hu", "vízszűrő", "vízszűrők"),
        ("sl", "bager", "bagerjev"),
        ("hr", "mine", "mina"),
        ("ga", "sóisialta", "shóisialta"),
    ],
)
def test_forms_of_one_word_meet(known, language, one, other):
    assert set(known.forms(one, language)) & set(known.forms(other, language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("sv", "skola", "ska"),  # shall
        ("en", "build", "building"),
        ("et", "linnus", "linnade"),
        ("et", "linnuvaatlus", "linnuvaatlustorn"),
    ],
)
def test_forms_of_two_words_do_not(known, language, one, other):
    assert not set(known.forms(one, language)) & set(known.forms(other, language))


def test_without_dictionaries_the_endings_do_what_they_can(tmp_path):
    plain = Morphology(tmp_path)

    assert set(plain.missing) == set(LANGUAGES) - {"mt"}
    assert set(plain.forms("школами", "uk")) & set(plain.forms("школах", "uk"))


def test_short_words_keep_their_endings():
    assert stem("дах", "uk") == "дах"
    assert stem("школи", "uk") == "школ"


def test_a_script_says_which_languages_a_text_may_be_in():
    assert likely("вежа") == ("uk", "bg")
    assert likely("πύργος") == ("el",)
    assert "lt" in likely("bokštas") and "uk" not in likely("bokštas")


def test_words_keep_their_apostrophes():
    assert words("Кам'яна огорожа, п’ять метрів") == ["Кам'яна", "огорожа", "п’ять", "метрів"]
