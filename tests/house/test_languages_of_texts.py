"""What people wrote stands in an element that names its language (WCAG 3.1.2), whatever the page speaks."""

import re

import pytest

from tests.house.doors import READERS, knocks
from tests.house.world import texts
from tests.page import Page

pytestmark = pytest.mark.one_engine

CYRILLIC = re.compile(r"[а-яіїєґ]{3,}", re.IGNORECASE)
TYPED = ("textarea", "option", "title", "script")
# Notes whose writer is not asked for their language: nobody can say which it is.
UNRECORDED = {"Скільки людей?", "Скільки сіл?", "Прошу прийняти.", "Мандат минув."}


@pytest.mark.parametrize("person", READERS)
def test_ukrainian_words_on_a_lithuanian_page_say_that_they_are_ukrainian(walk, made, person):
    written = {text for text in texts() if CYRILLIC.search(text)} - UNRECORDED
    written -= {user.name for user in vars(made).values() if hasattr(user, "password_hash")}
    client = walk.client(getattr(made, person))

    unnamed: dict[str, set[str]] = {}
    for knock in knocks(walk, made, "GET", locale="lt"):
        response = walk.send(client, "GET", knock.address) if knock.first_reader == person else None
        if response is None or response.status_code != 200 or response.mimetype != "text/html":
            continue
        for node in Page(response).soup.find_all(string=CYRILLIC):
            words = " ".join(str(node).split())
            if not any(text in words for text in written):
                continue
            spoken = node.find_parent(lang=True)
            named = spoken is not None and str(spoken["lang"]).startswith("uk")
            if not named and not node.find_parent(TYPED):
                unnamed.setdefault(words[:80], set()).add(knock.endpoint)

    assert not unnamed
