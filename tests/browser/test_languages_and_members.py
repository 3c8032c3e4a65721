"""A text in another language, and a file for an association's members: on a telephone, without scripts and with them."""

import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace.core.db import db
from tests.browser.test_story import TOTP_SECRET, gives_her_code, signs_in
from tests.factories.accounts import person
from tests.factories.imports import as_csv, row
from tests.factories.listings import need
from tests.factories.organisations import association, hromada

PATIENCE = 60
WORDS = {
    "Title": "Pumps for the waterworks",
    "Summary": "The pumps of 1978 stop every week.",
    "The problem": "Three villages are left without water.",
    "Who benefits": "Everybody in three villages",
    "The result you wish for": "Water round the clock.",
}


def address(name: str, by: str) -> str:
    return f"{name}.{by.replace(' ', '')}@languages.example"


@pytest.fixture(params=["no scripts", "mouse"])
def by(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_olena_adds_a_language_and_marta_passes_it(site: Flask, reader: Any, by: str):
    with site.app_context():
        village = hromada()
        olena_herself = person("Олена", address("olena", by), locale="en", editor_of=village)
        marta_herself = person("Марта", address("marta", by), locale="en", moderator=True)
        marta_herself.totp_secret = TOTP_SECRET
        listing = need(by=olena_herself, status="published", title=f"Насоси ({by})")
        db.session.commit()
        reference = listing.reference
    olena, marta, anybody = (reader(name, by=by, locale="en") for name in ("Olena", "Marta", "Anybody"))
    signs_in(olena, address("olena", by))
    olena.open(f"/listings/{reference}")
    olena.press("Other languages")
    olena.choose("Language", "English")
    olena.press("Add or change this language")

    olena.press("Save and hand it in")
    olena.reads("There is a problem")
    for label, words in WORDS.items():
        olena.type(label, words)
    olena.press("Save and hand it in")
    olena.reads("Waits for a moderator")
    signs_in(marta, address("marta", by))
    gives_her_code(marta)
    marta.open("/moderation")
    marta.press("Translations that wait")
    marta.press(WORDS["Title"], exact=False)
    marta.press("Publish")
    anybody.open(f"/listings/{reference}")

    anybody.reads(WORDS["The problem"])
    anybody.reads("Translated by the author on")
    anybody.press("Read the original: Ukrainian")
    anybody.reads("Старі насоси зупиняються щотижня.")
    assert WORDS["The problem"] not in anybody.page.content()


def test_petra_checks_a_file_mends_it_and_imports_it(site: Flask, reader: Any, tmp_path: Path, by: str):
    with site.app_context():
        village, union = hromada(), association(f"Association ({by})")
        person("Олена", address("olena.member", by), locale="en", owner_of=village)
        person("Petra", address("petra", by), locale="en", owner_of=union)
        rows = [
            row(village, number, external_id=f"{by} {number}", title=f"Насоси {number} {by}")
            for number in range(3)
        ]
        wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
        wrong.write_bytes(as_csv([*rows[:2], {**rows[2], "urgency": "yesterday"}], delimiter=";"))
        right.write_bytes(as_csv(rows))
    petra = reader("Petra", by=by, locale="en")
    signs_in(petra, address("petra", by))
    petra.open("/listings/mine")
    petra.press("Post for members")

    petra.attach("File (CSV or JSON Lines)", wrong)
    petra.press("Check the file")
    waits_for(petra, "Nothing is stored")
    petra.reads("Write one of these: now, soon, this_year, long_term")
    petra.does_not_read("Import all")
    petra.look()
    petra.open("/imports")
    petra.attach("File (CSV or JSON Lines)", right)
    petra.press("Check the file")
    waits_for(petra, "Every row is right")
    petra.press("Import all")
    waits_for(petra, "3 listings are with the moderators.")
    petra.look()

    olena = reader("Olena", by=by, locale="en")
    signs_in(olena, address("olena.member", by))
    olena.open("/listings/mine")
    olena.press(f"Насоси 0 {by}", exact=False)
    olena.reads("Posted on your behalf")
    olena.press("Correct it")
    olena.type("Title", f"Насоси для школи {by}")
    olena.press("Save and continue")
    olena.open("/listings/mine")
    olena.reads(f"Насоси для школи {by}")


def waits_for(who: Any, words: str) -> None:
    """With scripts the page turns by itself; without, she looks again until it says so."""
    until = time.monotonic() + PATIENCE
    while words not in who.page.locator("main").inner_text() and time.monotonic() < until:
        time.sleep(0.5)
        again = who.page.get_by_role("link", name="Look again")
        if who.by == "no scripts" and again.count():
            again.click()
    who.reads(words)
