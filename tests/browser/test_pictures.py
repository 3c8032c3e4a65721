"""Olena on a telephone without scripts: she adds pictures, describes them and puts them in order."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import expect

from marketplace.core.db import db
from tests.factories.accounts import PASSWORD, person
from tests.factories.files import telling_pdf
from tests.factories.listings import need
from tests.factories.organisations import hromada

WORDS = {"red": "Червоний дах насосної", "green": "Зелена огорожа довкола неї", "blue": "Синя труба крупно"}


VILLAGES = {
    "no scripts": "UA46020010000073886",
    "keyboard": "UA46020030000019252",
}  # no other story is theirs


@pytest.fixture
def draft(site: Flask, by: str) -> tuple[str, str]:
    """Olena's address, and the reference of a need that lacks nothing but pictures."""
    address = f"olena.pictures.{by.replace(' ', '')}@example.org"
    with site.app_context():
        olena = person("Олена Коваленко", address, locale="en", editor_of=hromada(VILLAGES[by]))
        reference = need(by=olena, beneficiaries_count=200).reference
        db.session.remove()
    return address, reference


@pytest.fixture
def brought(tmp_path: Path) -> dict[str, Path]:
    files = {colour: tmp_path / f"{colour}.jpg" for colour in WORDS}
    for colour, path in files.items():
        Image.new("RGB", (640, 480), colour).save(path)
    files["plan"] = tmp_path / "plan.pdf"
    files["plan"].write_bytes(telling_pdf())
    return files


@pytest.mark.parametrize("by", ["no scripts", "keyboard"])
def test_olena_adds_describes_and_orders_her_pictures(reader: Any, draft: Any, brought: Any, by: str):
    address, reference = draft
    olena = reader("Olena", by=by, locale="en")
    olena.open("/sign-in")
    olena.type("E-mail address", address)
    olena.type("Password", PASSWORD)
    olena.press("Sign in")

    olena.open(f"/listings/{reference}/edit/6")
    for colour in WORDS:
        olena.attach("Picture file", brought[colour])
        olena.press("Add the picture")
        olena.reads("Added.")
    olena.open(f"/listings/{reference}/preview")
    olena.press("Hand it in")
    olena.reads("Describe picture 2 in words")

    olena.press("Describe picture 2 in words", exact=False)
    for number, words in enumerate(WORDS.values(), start=1):
        panel = olena.page.get_by_role("region", name=f"Picture {number} of 3")
        field = panel.get_by_label("What it shows, in words")
        if by == "keyboard":
            olena._go_to(field)
            olena.page.keyboard.insert_text(words)
        else:
            field.fill(words)
        olena.press(f"Save the words (picture {number})")

    olena.press("Make it the cover (picture 3)")
    expect(olena.page.get_by_role("region", name="Picture 1 of 3").get_by_text("Cover")).to_be_visible()
    olena.press("Later (picture 2)")
    shown = olena.page.locator("#pictures img").evaluate_all("all => all.map(one => one.alt)")
    assert shown == [WORDS["blue"], WORDS["green"], WORDS["red"]]

    olena.attach("PDF file", brought["plan"])
    olena.type("Title of the document", "План водогону")
    olena.press("Add the document")
    olena.reads("Document 1 of 1")
    olena.reads("(PDF, Ukrainian,")

    olena.open(f"/listings/{reference}/preview")
    card = olena.page.locator("article.card img")
    expect(card).to_have_attribute("alt", WORDS["blue"])
    olena.press("Hand it in")
    olena.reads("Handed in")
