"""The check finds what breaks a page or a sentence."""

import polib
import pytest

from marketplace.cli.catalogues import mistakes_in


def catalogue(tmp_path, forms: int = 3, **entry):
    file = polib.POFile()
    file.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": f"nplurals={forms}; plural=0;",
    }
    file.append(polib.POEntry(**entry))
    path = tmp_path / "messages.po"
    file.save(str(path))
    return path


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"msgid": "Yes", "msgstr": ""}, "not translated"),
        ({"msgid": "Yes", "msgstr": "Так", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "Hello %(name)s", "msgstr": "Вітаю"}, "placeholders"),
        ({"msgid": "Hello %(name)s", "msgstr": "Вітаю, %(nаme)s"}, "placeholders"),
        ({"msgid": "Hello %(name)s", "msgstr": "100 % %(name)s"}, "stray %"),
        ({"msgid": '<a href="x">Rules</a>', "msgstr": '<a href="x">Правила'}, "tags"),
        ({"msgid": "Rules", "msgstr": "<script>Правила</script>"}, "tags"),
        ({"msgid": "Rules", "msgstr": "Правила <"}, "a tag that is none"),
        (
            {
                "msgid": "%(num)s day",
                "msgid_plural": "%(num)s days",
                "msgstr_plural": {0: "a", 1: "b", 2: ""},
            },
            "is empty",
        ),
        (
            {"msgid": "%(num)s day", "msgid_plural": "%(num)s days", "msgstr_plural": {0: "a", 1: "b"}},
            "plural forms",
        ),
        (
            {
                "msgid": "%(num)s day",
                "msgid_plural": "%(num)s days",
                "msgstr_plural": {0: "%(n)s", 1: "b", 2: "c"},
            },
            "added",
        ),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path, entry, words):
    told = list(mistakes_in(catalogue(tmp_path, **entry), "uk"))

    assert any(words in sentence for sentence in told), told


def test_a_good_catalogue_is_silent(tmp_path):
    path = catalogue(tmp_path, msgid="Hello <b>%(name)s</b>", msgstr="Вітаю, <b>%(name)s</b>")

    assert list(mistakes_in(path, "uk")) == []


def test_wrong_plural_forms_are_told(tmp_path):
    path = catalogue(tmp_path, forms=2, msgid="Yes", msgstr="Так")

    assert list(mistakes_in(path, "uk")) == ["uk: Plural-Forms must say nplurals=3"]


def test_a_catalogue_that_is_not_there_is_told(tmp_path):
    assert "no catalogue" in next(iter(mistakes_in(tmp_path / "none.po", "uk")))
