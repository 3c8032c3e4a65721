import pytest

from marketplace.lexicon.gazetteer import lines, load
from marketplace.lexicon.loaded import gazetteer

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Lwów", "lviv"),
        ("Лвов", "lviv"),
        ("Fünfkirchen", "pecs"),
        ("Štýrský Hradec", "hraz"),
        ("Відень", "ven"),
    ],
)
def test_a_place_is_found_under_the_name_that_others_give_it(app, said, own):
    places = gazetteer().find(said)

    assert any(word.startswith(own) for place in places for words in place.own for word in words)


def test_every_line_is_a_place():
    places = list(lines())

    assert len(places) > 1500
    assert all(len(country) == 2 and own for country, own, _others in places)


def test_a_line_that_is_none_is_an_error(tmp_path):
    (tmp_path / "places.txt").write_text("LT | Kaunas\n", encoding="utf-8")

    with pytest.raises(ValueError, match="Kaunas"):
        load(tmp_path, tmp_path / "places.txt")
