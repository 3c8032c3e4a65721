"""The judgements that every text meets, told with one small form."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from marketplace.core.forms import AtMostWords, Form, checkboxes, day, line, radios, text, whole_number
from marketplace.core.i18n import LOCALES, speaking


class Letter(Form):
    title = line("Title", 20)
    body = text("Body", 100, AtMostWords(5), required=False)
    many = whole_number("How many", 1, 10)
    when = day("When")
    kind = radios("Kind", {"a": "A", "b": "B"})
    tags = checkboxes("Tags", {"x": "X", "y": "Y", "z": "Z"}, 1, 2)


GOOD = {"title": "Насоси", "kind": "a", "tags": "x"}


def judged(app: Flask, **typed: object) -> dict[str, list[str]]:
    with app.test_request_context("/", method="POST"):
        form = Letter(MultiDict({**GOOD, **typed}), meta={"csrf": False})
        form.validate()
        return {name: [str(word) for word in words] for name, words in form.errors.items()}


def test_a_good_form_holds(app):
    assert judged(app) == {}


@pytest.mark.parametrize(
    "typed",
    [
        {"title": ""},
        {"title": "   "},
        {"title": "x" * 21},
        {"title": "a\0b"},
        {"title": "abc\u202edef"},
        {"title": "<b>bold</b>"},
        {"title": "=1+1"},
        {"title": "+1"},
        {"title": "-1"},
        {"title": "@sum"},
        {"title": "x" * 1_000_000},
        {"title": "\ud800"},
        {"body": "one two three four five six"},
        {"body": "=HYPERLINK(1)"},
        {"body": "<script>"},
        {"body": "+cmd|'/c calc'!A1"},
        {"many": "0"},
        {"many": "11"},
        {"many": "ten"},
        {"many": "9" * 5000},
        {"when": "31.12.2027"},
        {"when": "tomorrow"},
        {"kind": "c"},
        {"kind": ""},
        {"tags": "w"},
    ],
    ids=lambda typed: repr(typed)[:40],
)
def test_one_sentence_says_what_is_wrong(app, typed):
    errors = judged(app, **typed)

    assert list(errors) == list(typed)
    assert [len(words) for words in errors.values()] == [1]
    assert all(sentence.strip() for words in errors.values() for sentence in words)


def test_a_dash_may_begin_a_list_in_a_long_text(app):
    assert judged(app, body="- pumps\n- pipes") == {}


def test_one_may_say_less_than_five(app):
    assert judged(app, body="5 < 7 > 3") == {}


def test_text_is_tidied(app):
    with app.test_request_context("/", method="POST"):
        form = Letter(MultiDict({**GOOD, "body": "  a\r\nb\u0438\u0306 "}), meta={"csrf": False})

    assert form.body.data == "a\nbй"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_its_sentences(app, locale):
    with speaking(locale):
        errors = judged(app, title="", many="x", when="x", kind="c", tags="w", body="a b c d e f")

    assert len(errors) == 6
