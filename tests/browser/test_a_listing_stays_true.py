"""A public need over its life, on telephones without scripts: its parts change, it is said in English, read back, copied."""

from typing import Any

import pytest
from flask import Flask

from marketplace.core.db import db
from tests.browser.mail import Inbox
from tests.browser.test_story import TOTP_SECRET, gives_her_code, signs_in
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need
from tests.factories.organisations import city, hromada

TITLE = "Водогін для трьох сіл"
ENGLISH = {
    "Title": "Water for three villages",
    "Summary": "The pumps stop every week.",
    "The problem": "Three villages are left without water.",
    "Who benefits": "Everybody in three villages",
    "The result you wish for": "Water round the clock.",
    "Part 1": "Pumps of steel",
    "Part 2": "A plan of costs",
    "Part 3": "Training for six",
}


@pytest.fixture
def reference(site: Flask) -> str:
    """Olena's public need in two parts; Jan's city has promised the first."""
    with site.app_context():
        olena = person("Олена Коваленко", "olena@true.example", locale="en", owner_of=hromada())
        jan = person("Jan Petrauskas", "jan@true.example", locale="en", owner_of=city("Kaunas (true)"))
        marta = person("Марта Гнатюк", "marta@true.example", locale="en", moderator=True)
        marta.totp_secret = TOTP_SECRET
        listing = need(by=olena, status="published", title=TITLE, parts=["Насоси", "Навчання"])
        answer(listing, by=jan, status="accepted", parts=[listing.parts[0]])
        reference = listing.reference
        db.session.remove()
    return reference


def test_its_parts_change_and_it_is_said_in_english_read_back_and_copied(
    reader: Any, inbox: Inbox, reference: str
):
    olena, jan, marta = (reader(name, by="no scripts", locale="en") for name in ("Olena", "Jan", "Marta"))
    signs_in(olena, "olena@true.example")
    signs_in(marta, "marta@true.example")
    gives_her_code(marta)

    changes_the_parts(olena, reference)
    reads_the_difference(marta)
    inbox.to("jan@true.example", "Кошторис")
    says_it_in_english(olena, marta, reference)
    jan.open(f"/listings/{reference}")
    jan.reads(ENGLISH["Part 1"])
    assert jan.page.locator("#parts b[lang=en]").count() == 3
    reads_its_history(olena, reference)
    copies_it(olena, reference)


def changes_the_parts(olena: Any, reference: str) -> None:
    olena.open(f"/listings/{reference}")
    olena.press("Change the text")
    olena.open(f"/listings/{reference}/edit/5")
    olena.unfold("Parts that different partners can take")
    olena.reads("This part cannot be removed.")
    _part(olena, 1).fill("")
    olena.press("Save and continue")
    olena.reads("Open it again first")
    _part(olena, 1).fill("Насоси зі сталі")
    olena.press("Add another part")
    _part(olena, 3).fill("Кошторис")
    olena.press("Earlier (Part 3)")
    assert [_part(olena, number).input_value() for number in (2, 3)] == ["Кошторис", "Навчання"]
    olena.open(f"/listings/{reference}/revision")
    olena.reads("Part 2 is new")
    olena.press("Hand in the change")
    olena.reads("A change waits for a moderator")
    olena.does_not_read("Кошторис")


def _part(olena: Any, number: int) -> Any:
    return olena.page.get_by_label(f"Part {number}", exact=True)


def reads_the_difference(marta: Any) -> None:
    marta.open("/moderation")
    marta.press(TITLE)
    marta.press("Take this case")
    marks = marta.page.locator("ins").all_inner_texts()
    assert any("зі сталі" in words for words in marks) and any("Кошторис" in words for words in marks)
    marta.press("Publish the change")
    marta.reads("The change is public")


def says_it_in_english(olena: Any, marta: Any, reference: str) -> None:
    olena.open(f"/listings/{reference}/texts/en")
    for label, words in ENGLISH.items():
        olena.page.get_by_role("textbox", name=label, exact=True).fill(words)
    olena.press("Save and hand it in")
    olena.reads("Waits for a moderator")
    marta.open("/moderation/texts")
    marta.press(ENGLISH["Title"], exact=False)
    marta.reads(ENGLISH["Part 2"])
    marta.press("Publish")


def reads_its_history(olena: Any, reference: str) -> None:
    olena.open(f"/listings/{reference}")
    olena.press("History")
    for words in ("Change handed in", "Change published", "A translation published"):
        olena.reads(words)
    olena.reads("What is different: Parts that different partners can take")


def copies_it(olena: Any, reference: str) -> None:
    olena.open(f"/listings/{reference}")
    olena.press("Copy it")
    olena.reads("Its text in 1 other language was copied too")
    olena.open(f"{olena.page.url.split('/edit/')[0]}/texts/en")
    assert olena.page.get_by_role("textbox", name="Part 2", exact=True).input_value() == ENGLISH["Part 2"]
