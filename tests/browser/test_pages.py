"""Every page, as whoever may see it, looked over at 320 and 1280 pixels, in three languages, light and dark.

What a page is built of is the same in all languages, and judged in one; sizes are judged in each.
"""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace.core.db import db
from marketplace.core.i18n import LOCALES
from tests import database
from tests.browser import looks
from tests.browser.looks import Rules
from tests.browser.person import OWN_WORDS
from tests.house.doors import READERS, knocks
from tests.house.world import world
from tests.people import everybody
from tests.visit import Visit

SMALL, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
# All four pairs of size and colours, shared out among the languages.
LOOKS = {
    "uk": ((SMALL, "light", Rules.ALL), (WIDE, "dark", Rules.ALL)),
    "en": ((SMALL, "dark", Rules.LOOK), (WIDE, "light", Rules.LOOK)),
    "lt": ((SMALL, "light", Rules.SIZE), (WIDE, "light", Rules.SIZE)),
}
NOT_A_PAGE = (
    "health.", "root.", "listings.attachment", "imports.errors", "imports.template_file", "notifications.feed",
)  # fmt: skip
MOST_CASES = {"uk": 2, "en": 1, "lt": 1}  # of one route, but for the steps of writing


@pytest.fixture(scope="module")
def made(site: Flask) -> Any:
    with site.app_context():
        database.empty()  # a story may have been told here before
        yield world(everybody())
        database.empty()  # and another may be told after, of the same hromadas


def addresses(site: Flask, made: SimpleNamespace, reader: str, locale: str) -> list[str]:
    """The pages that this reader is the first to find."""
    found: list[str] = []
    counted: Counter[str] = Counter()
    for knock in knocks(Visit(site), made, "GET", locale=locale):
        if knock.first_reader is None or knock.endpoint.startswith(NOT_A_PAGE):
            continue
        counted[knock.endpoint] += 1
        enough = counted[knock.endpoint] > MOST_CASES[locale] and knock.endpoint != "listings.edit"
        if knock.first_reader == reader and not enough:
            found.append(knock.address)
    return found


def browser_of(site: Flask, browser: Browser, user: Any) -> BrowserContext:
    """A browser in which this person is signed in."""
    context = browser.new_context(viewport=SMALL, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(path=looks.AXE)
    if user is not None:
        cookie = Visit(site).client(user).get_cookie("session")
        assert cookie
        context.add_cookies([{"name": "session", "value": cookie.value, "url": site.config["BASE_URL"]}])
    db.session.rollback()
    return context


def looked_over(page: Page, locale: str) -> list[str]:
    """What is wrong with this page, by the looks that its language takes."""
    found, html = [], page.content()
    for size, scheme, rules in LOOKS[locale]:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wrong = looks.violations(page, rules=rules, scheme=scheme, html=html) + looks.overflow(page)
        found += [f"{size['width']} px, {scheme}: {what}" for what in wrong]
    return found


@pytest.mark.parametrize("person", READERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_can_be_read_by_everybody(
    site: Flask, browser: Browser, made: Any, locale: str, person: str
):
    wrong: list[str] = []
    context = browser_of(site, browser, getattr(made, person))
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))

    for address in addresses(site, made, person, locale):
        page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        page.goto(site.config["BASE_URL"] + address)
        wrong += [f"{address}: {what}" for what in looked_over(page, locale)]

    context.close()
    assert not wrong
    assert not [line for line in said if OWN_WORDS not in line]


def test_what_is_planted_is_found(browser: Browser):
    context = browser.new_context(viewport=SMALL)  # type: ignore[arg-type]
    context.add_init_script(path=looks.AXE)
    page = context.new_page()
    page.set_content(
        "<!doctype html><title>x</title><main><h1>x</h1><img src=''><p style='color:#999;width:900px'>pale"
    )

    found = "\n".join(looks.violations(page) + looks.overflow(page))

    assert all(
        word in found for word in ("html-has-lang", "image-alt", "color-contrast", "wider than the screen")
    )
    context.close()
