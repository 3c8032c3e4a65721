"""A clerk in Kaunas looks in Lithuanian, finds what a hromada wrote in Ukrainian, and is told of the next."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.browser.mail import PATIENCE, Inbox, text
from tests.browser.test_following import publishes_a_need_a_while_ago
from tests.factories.accounts import PASSWORD, person
from tests.factories.listings import need, offer
from tests.factories.organisations import city, hromada

TOWER, NEXT = "Ремонт водонапірної вежі", "Нова водонапірна вежа для лікарні"


@pytest.mark.parametrize("by", ["mouse", "no scripts"])
def test_jan_looks_in_lithuanian_and_finds_a_ukrainian_need(site: Flask, inbox: Inbox, reader: Any, by: str):
    word = by.replace(" ", "")
    address, tower, later = f"jan.lt.{word}@example.org", f"{TOWER} ({word})", f"{NEXT} ({word})"
    with site.app_context():
        jan_himself = person(
            "Jan Petrauskas", address, locale="lt", owner_of=city(f"Kauno savivaldybė ({word})")
        )
        olena = person("Олена Коваленко", f"olena.lt.{word}@example.org", editor_of=hromada())
        need(by=olena, status="published", title=tower, summary="Вежа тече з осені.")
        given = offer(by=jan_himself, status="published", title=f"Vandens bokštų remontas ({word})").reference
    jan = reader("Jan", by=by, locale="lt")

    finds_it_by_lithuanian_words(jan, tower)
    keeps_the_search(jan, address)
    meets_it_again_beside_his_offer(jan, given, tower)
    publishes_a_need_a_while_ago(site, olena, later)
    letter = inbox.to(address, later)
    leads_to_it(jan, text(letter), later)
    ends_it(jan, re.search(r"https?://\S+/unsubscribe/\S+", text(letter)).group())

    assert tower not in text(letter), "what was there before is not new"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def finds_it_by_lithuanian_words(jan: Any, tower: str) -> None:
    jan.open("/listings?kind=need")
    jan.type("Ko ieškote?", "vandens bokštas")
    jan.press("Ieškoti")
    jan.reads("Rasta kaip: vandens bokštas")
    jan.press(tower)
    jan.reads("Вежа тече з осені.")
    assert jan.page.locator("h1").get_attribute("lang") == "uk"


def keeps_the_search(jan: Any, address: str) -> None:
    jan.open("/listings?kind=need&q=vandens+bok%C5%A1tas")
    jan.press("Prisijungti ir išsaugoti šią paiešką")
    jan.type("El. pašto adresas", address)
    jan.type("Slaptažodis", PASSWORD)
    jan.press("Prisijungti")
    jan.reads("Nauji poreikiai: „vandens bokštas“")
    jan.tick("Iš karto")
    jan.press("Išsaugoti")
    jan.reads("Paieška išsaugota.")


def meets_it_again_beside_his_offer(jan: Any, offered: str, tower: str) -> None:
    """The worker brings them together; it may still be about it."""
    for _ in range(PATIENCE):
        jan.open(f"/listings/{offered}")
        if jan.page.get_by_role("link", name=tower).count():
            break
        jan.page.wait_for_timeout(1000)
    jan.reads("Kodėl tinka:")
    jan.press(tower)
    jan.reads("Вежа тече з осені.")


def leads_to_it(jan: Any, letter: str, title: str) -> None:
    jan.open(re.search(r"https?://\S+/listings/N-\S+", letter).group())
    assert title in jan.page.locator("h1").inner_text()


def ends_it(jan: Any, way_out: str) -> None:
    jan.open(way_out)
    jan.press("Nebesiųsti laiškų pagal šią paiešką")
    jan.reads("Tokių laiškų nebegausite.")
    jan.press("Visos išsaugotos paieškos ir jų laiškai")
    jan.reads("Be laiškų; paieška saugoma čia.")
