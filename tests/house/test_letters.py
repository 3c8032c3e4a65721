"""Letters: three files each, written by somebody, and the same links in text and in HTML."""

import re

import pytest

from tests.house.sources import TEMPLATES, calls, strings, templates

pytestmark = pytest.mark.one_engine

FILES = ("subject.txt", "body.txt", "body.html")
LINK = re.compile(r"\{\{\s*([\w.]*(?:url|link|address)\w*)")


def events() -> list[str]:
    return sorted(path.name for path in (TEMPLATES / "emails").iterdir() if path.is_dir())


def written() -> set[str]:
    return {event for call in calls() if call.name == "outbox.write" and (event := call.text(0))}


def test_each_letter_that_is_written_has_its_folder():
    assert written() <= set(events())


@pytest.mark.parametrize("event", events())
def test_each_letter_has_its_three_files(event):
    assert {f"emails/{event}/{file}" for file in FILES} <= set(templates())


@pytest.mark.parametrize("event", events())
def test_each_letter_is_written_by_somebody(event):
    assert any(event in texts for texts in strings().values())


@pytest.mark.parametrize("event", events())
def test_the_links_of_a_letter_are_the_same_in_text_and_in_html(event):
    text, html = (set(LINK.findall(templates()[f"emails/{event}/{file}"])) for file in FILES[1:])

    assert text == html


@pytest.mark.parametrize("event", events())
def test_a_subject_is_translated_and_has_no_markup(event):
    subject = templates()[f"emails/{event}/subject.txt"]

    assert "<" not in subject
    assert "_(" in subject or "{% trans" in subject or "{{" in subject
