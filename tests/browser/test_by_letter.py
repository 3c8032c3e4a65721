"""A letter about the last day, read on a telephone without scripts: one link, one button, and nobody signs in."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from marketplace.cli.expiry import write_letters
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.listings.models import Listing
from tests.browser.mail import Inbox, link, text
from tests.factories.accounts import person
from tests.factories.listings import ending
from tests.factories.organisations import city

_number = itertools.count(1)


@pytest.fixture
def told(site: Flask) -> Any:
    """Somebody whose listing ends today; her address, and the number of the listing."""
    address = f"iryna{next(_number)}@example.org"
    with site.app_context():
        iryna = person("Ірина Гай", address, locale="uk", owner_of=city(f"Utena ({address})"))
        listing_id = ending(0, by=iryna, title="Підручники для школи").id
        write_letters()
        db.session.remove()
    return address, listing_id


@pytest.mark.parametrize("by", ["no scripts", "keyboard"])
def test_she_renews_by_the_link_of_a_letter(site: Flask, inbox: Inbox, reader: Any, told: Any, by: str):
    address, listing_id = told
    iryna = reader("Iryna", by=by)
    letter = inbox.to(address, "сьогодні останній день")

    iryna.open(link(letter))
    iryna.reads("Підручники для школи")
    assert iryna.page.locator("main button").count() == 1
    iryna.press("Так: залишити відкритим до", exact=False)
    iryna.reads("Строк продовжено")
    iryna.open(link(letter))
    iryna.reads("Оголошення відкрите до")

    assert text(letter).count("/uk/listings/by-letter/") == 3
    with site.app_context():
        assert db.session.get_one(Listing, listing_id).expires_on > today() + timedelta(days=80)


def test_she_closes_what_is_met_and_the_other_links_say_so(site: Flask, inbox: Inbox, reader: Any, told: Any):
    iryna = reader("Iryna", by="no scripts")
    letter = inbox.to(told[0], "сьогодні останній день")
    renew, met, _down = (word for word in text(letter).split() if "/by-letter/" in word)

    iryna.open(met)
    iryna.press("Задоволено: закрити оголошення")
    iryna.reads("Оголошення закрито")
    iryna.open(renew)
    iryna.reads("Оголошення закрито")
    iryna.open("/listings/by-letter/no-such-link")
    iryna.reads("Мої оголошення")
    with site.app_context():
        assert (
            db.session.get_one(Listing, told[1]).close_reason == "met_elsewhere"
        )  # nobody was introduced to her here


def test_she_takes_it_down_by_the_third_link(site: Flask, inbox: Inbox, reader: Any, told: Any):
    address, listing_id = told
    iryna = reader("Iryna", by="no scripts")
    letter = inbox.to(address, "сьогодні останній день")
    _renew, _met, down = (word for word in text(letter).split() if "/by-letter/" in word)

    iryna.open(down)
    assert iryna.page.locator("main button").count() == 1
    iryna._press(iryna.page.locator("main button"))
    iryna.reads("Оголошення закрито")

    with site.app_context():
        assert db.session.get_one(Listing, listing_id).close_reason == "withdrawn"
