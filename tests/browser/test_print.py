"""A listing on paper: whatever is written in it, Chromium makes one A4 page of it, with nothing cut off unsaid."""

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser
from pypdf import PdfReader

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.codes import Help, Principle, Sector
from marketplace.listings.models import ListingPrinciple
from tests.browser.person import PHONE
from tests.factories.accounts import person
from tests.factories.listings import need, offer
from tests.factories.organisations import city, hromada

A4 = (595, 842)  # points
SENTENCE = "Насоси з тисяча дев’ятсот сімдесят восьмого року зупиняються щотижня, і тоді три села лишаються без води. "
TEXTS = "problem done_so_far beneficiaries result own_contribution gives_back".split()


def words(number: int) -> str:
    """So many words."""
    return " ".join((SENTENCE * number).split()[:number])


LISTINGS: dict[str, dict[str, Any]] = {
    "short": {},
    "typical": {
        **dict.fromkeys(TEXTS, words(45)),
        "summary": words(35),
        "beneficiaries_count": 3400,
        "stage": "preparation",
        "budget_min": 18_000,
        "budget_max": 35_000,
    },
    "long": {
        "title": "Відновити водопостачання дванадцяти сіл громади після підриву дамби й навчити водоканал",
        "summary": words(60),
        "problem": words(300),
        "done_so_far": words(200),
        "beneficiaries": words(100),
        "result": words(200),
        "own_contribution": words(100),
        "gives_back": words(100),
        "beneficiaries_count": 134_000,
        "stage": "implementation",
        "budget_min": 180_000,
        "budget_max": 3_500_000,
        "sectors": list(Sector)[:3],
        "helps": list(Help)[:4],
        "languages": ["uk", "en", "de", "pl", "lt", "fr", "it", "es"],
    },
    "endless": {**dict.fromkeys(TEXTS, words(700)[:4000]), "title": words(13)[:90], "summary": words(60)},
}
NO_WORDS = {**dict.fromkeys(TEXTS, "щ" * 4000), "title": "щ" * 90, "summary": "щ" * 400}


@pytest.fixture(scope="module")
def printed(site: Flask) -> dict[str, str]:
    """The references of needs of every length, and of an offer; all but the endless one have a picture."""
    with site.app_context():
        village = hromada("UA46020050000037271")  # no other story is theirs
        olena = person("Олена Коваленко", "olena.print@example.org", locale="uk", editor_of=village)
        jan = person("Jan Petrauskas", "jan.print@example.org", locale="lt", owner_of=city("Alytus"))
        made = {name: need(by=olena, **facts) for name, facts in LISTINGS.items()}
        made["long"].principles = [
            ListingPrinciple(principle=one, evidence=words(30)) for one in list(Principle)
        ]
        made["without words"] = need(by=olena, **NO_WORDS)
        made["offer"] = offer(by=jan, learns=words(90), costs=words(60), conditions=words(60))
        for name, listing in made.items():
            if name not in ("endless", "without words"):
                actions.attach(listing, _picture(), "Насосна станція", listing.author)
            listing.submitted_at = listing.published_at = listing.created_at
            listing.status, listing.expires_on = "published", listing.expiry_from_now()
        db.session.commit()
        references = {name: listing.reference for name, listing in made.items()}
        db.session.remove()
    return references


def _picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 600), "steelblue").save(target, "JPEG")
    return target.getvalue()


@pytest.mark.parametrize("locale", ["en", "uk", "lt"])
@pytest.mark.parametrize("name", [*LISTINGS, "offer"])
def test_a_listing_is_printed_on_one_page(
    site: Flask, browser: Browser, printed: Any, name: str, locale: str
):
    page = browser.new_page()
    page.goto(f"{site.config['BASE_URL']}/{locale}/listings/{printed[name]}/print")

    document = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    page.set_viewport_size({"width": 673, "height": 1047})  # A4 within its margins, at 96 dots an inch
    page.emulate_media(media="print")
    texts = page.locator(".passages")
    lost = texts.evaluate("e => [e.scrollWidth > e.clientWidth + 1, e.scrollHeight > e.clientHeight + 1]")
    page.close()

    assert _sheets(document) == [A4]
    assert lost == [False, False], "the last lines are cut off"


def test_not_even_what_has_no_words_makes_a_second_page(site: Flask, browser: Browser, printed: Any):
    page = browser.new_page()
    page.goto(f"{site.config['BASE_URL']}/en/listings/{printed['without words']}/print")

    document = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()

    assert _sheets(document) == [A4]


def _sheets(document: PdfReader) -> list[tuple[int, ...]]:
    """The size of each page, in points."""
    return [tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages]


def test_without_scripts_a_telephone_says_how_to_print_and_shows_the_text_to_copy(reader: Any, printed: Any):
    jan = reader("Jan", by="no scripts", locale="en")

    jan.open(f"/listings/{printed['typical']}")
    jan.press("Print one page")
    jan.reads("“Print” in its menu")
    assert not jan.page.locator("button[data-print]").is_visible()
    jan.press("Back to the listing")
    jan.press("Text for a messenger")
    assert jan.page.get_by_label("The text").input_value().startswith("Need: ")
    assert jan.page.viewport_size == PHONE


def test_with_scripts_one_press_copies_the_text(site: Flask, browser: Browser, printed: Any):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.config['BASE_URL']}/en/listings/{printed['short']}/text")

    page.get_by_role("button", name="Copy the text").click()
    page.get_by_text("Copied").first.wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == page.get_by_label("The text").input_value().strip()
    context.close()
