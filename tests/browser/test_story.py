"""A hromada finds a partner: two people and a moderator, in real browsers on telephones, three times over.

Once with scripts and a finger, once without scripts, once by the keyboard alone. Letters go through a real mail server.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask
from PIL import Image

from marketplace.accounts.models import User
from marketplace.core.db import db
from tests.browser.mail import Inbox, link, text
from tests.factories.accounts import PASSWORD, person
from tests.factories.organisations import city
from tests.visit import Visit

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PROBLEM = "Старі насоси зупиняються щотижня, і три села лишаються без води."
PROPOSAL = "Six of your engineers train with ours for two weeks, and two pumps come with them."


@dataclass(frozen=True)
class Told:
    """What differs from telling to telling, so that they can share a site."""

    by: str
    hromada: str
    title: str

    @property
    def word(self) -> str:
        return self.by.replace(" ", "")

    def address(self, name: str) -> str:
        return f"{name}.{self.word}@example.org"


TELLINGS = [
    Told("mouse", "Koriukivska hromada", "Насоси для Корюківки"),
    Told("no scripts", "Menska hromada", "Насоси для Мени"),
    Told("keyboard", "Snovska hromada", "Насоси для Сновська"),
]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "pump-house.jpg"
    Image.new("RGB", (640, 480), "steelblue").save(path)
    return path


@pytest.fixture
def prepared(site: Flask, request: pytest.FixtureRequest) -> Told:
    """Jan with his verified city, Marta who moderates, and Stefan who has no business here."""
    told: Told = request.param
    with site.app_context():
        kaunas = city(f"Kaunas ({told.word})")
        person(
            "Jan Petrauskas", told.address("jan"), locale="en", owner_of=kaunas, telephone="+370 600 11 222"
        )
        marta = person("Марта Гнатюк", told.address("marta"), locale="en", moderator=True)
        marta.totp_secret = TOTP_SECRET
        person(
            "Stefan Maes",
            told.address("stefan"),
            owner_of=city(f"Gent ({told.word})", country="BE", locale="nl"),
        )
    return told


@pytest.mark.parametrize("prepared", TELLINGS, ids=lambda told: told.by, indirect=True)
def test_a_hromada_finds_a_partner(site: Flask, inbox: Inbox, reader: Any, picture: Path, prepared: Told):
    told = prepared
    olena, jan, marta = (reader(name, by=told.by, locale="en") for name in ("Olena", "Jan", "Marta"))

    registers(olena, inbox, told)
    chooses_her_hromada(olena, told)
    fills_in_her_card(olena, told)
    signs_in(marta, told.address("marta"))
    gives_her_code(marta)
    verifies(marta, told)
    writes_a_need(olena, told, picture)
    returns_it_for_one_field(marta, told)
    mends_it(olena, inbox, told)
    publishes_it(marta, told)
    signs_in(jan, told.address("jan"))
    finds_it_by_filter_and_by_word(jan, told)
    answers_it(jan, told)
    accepts_the_answer(olena, inbox, told)

    both_have_the_introduction(inbox, told)
    jan_sees_her_card(jan, told)
    assert [who for who in ("stefan", "marta") if sees_either(who, site, olena.page.url, told)] == []


def registers(olena: Any, inbox: Inbox, told: Told) -> None:
    olena.open("/register")
    olena.type("Your name", "Олена Коваленко")
    olena.type("E-mail address", told.address("olena"))
    olena.type("Password", "кришталевий місток над тихою річкою")
    olena.tick("English")
    olena.press("Register")
    olena.reads("Check your e-mail")
    olena.open(link(inbox.to(told.address("olena"))))
    olena.press("Confirm")
    olena.reads("Your address is confirmed")
    signs_in(olena, told.address("olena"), "кришталевий місток над тихою річкою")


def signs_in(who: Any, address: str, password: str = PASSWORD) -> None:
    if "/sign-in" not in who.page.url:
        who.open("/sign-in")
    who.type("E-mail address", address)
    who.type("Password", password)
    who.press("Sign in")


def gives_her_code(marta: Any) -> None:
    marta.type("Code", pyotp.TOTP(TOTP_SECRET).now())
    marta.press("Sign in")
    marta.reads("My desk")


def chooses_her_hromada(olena: Any, told: Told) -> None:
    olena.press("A hromada", exact=False)
    olena.type("Name of the hromada", told.hromada.split()[0].lower())
    if olena.by == "no scripts":
        olena.press("Find")
    olena.tick(told.hromada)
    olena.press("This is mine: go on")
    olena.reads("is registered, and you are its owner")


def fills_in_her_card(olena: Any, told: Told) -> None:
    olena.open("/account/card")
    olena.type("Position", "Head of rebuilding")
    olena.type("Telephone", "+380 44 278 1122")
    olena.type("E-mail address", told.address("card.olena"))
    olena.press("Save")
    olena.reads("Your contact card is kept")


def verifies(marta: Any, told: Told) -> None:
    marta.open("/organisations/unverified")
    marta.press(told.hromada)
    marta.tick("Signed letter")
    marta.press("Verify")
    marta.reads("is verified")


def writes_a_need(olena: Any, told: Told, picture: Path) -> None:
    olena.open("/listings/new")
    olena.tick("Need")
    olena.press("Begin")
    olena.type("Title", told.title)
    olena.type("Summary", "Дванадцять сіл без води. Шукаємо насоси й навчання для шести людей.")
    olena.press("Save and continue")
    olena.type("The problem", PROBLEM)
    olena.press("Save and continue")
    olena.type("Who benefits", "Мешканці трьох сіл")
    olena.press("Save and continue")
    for choice in ("Water and sanitation", "Training", "Online", "English", "Within three months"):
        olena.tick(choice)
    olena.press("Save and continue")
    olena.type("The result you wish for", "Вода цілодобово.")
    olena.press("Save and continue")
    olena.attach("Picture file", picture)
    olena.type("What it shows, in words", "Стара насосна станція")
    olena.press("Add the picture")
    olena.reads("Added.")
    olena.choose("Contact person", "Олена Коваленко")
    olena.press("Save and look it over")
    olena.reads(told.title)
    olena.press("Hand it in")
    olena.reads("Handed in")


def takes_the_case(marta: Any, told: Told) -> None:
    marta.open("/moderation")
    marta.press(told.title)
    marta.press("Take this case")


def returns_it_for_one_field(marta: Any, told: Told) -> None:
    takes_the_case(marta, told)
    marta.type("Note to the author", "Добре написано. Скільки людей чекає на воду?")
    marta.unfold("Who benefits")
    marta.choose("How many people", "Facts are missing")
    marta.press("Return it to the author")
    marta.reads("Returned for changes")


def mends_it(olena: Any, inbox: Inbox, told: Told) -> None:
    letter = inbox.to(told.address("olena"), "Скільки людей чекає на воду?")
    olena.open(link(letter))
    olena.press("How many people")
    olena.type("How many people", "3400")
    olena.press("Save and continue")
    olena.press("See how it will look")
    olena.press("Hand it in")
    olena.reads("Handed in")


def publishes_it(marta: Any, told: Told) -> None:
    takes_the_case(marta, told)
    marta.press("Publish")
    marta.reads("Published:")


def finds_it_by_filter_and_by_word(jan: Any, told: Told) -> None:
    jan.open("/listings")
    jan.unfold("Filters")
    jan.tick("Water and sanitation")
    if jan.by == "no scripts":
        jan.press("Show")
    jan.page.wait_for_url("**sector=water_sanitation**")
    jan.reads(told.title)
    jan.open("/listings")
    jan.type("What are you looking for?", told.title.split()[-1].upper())
    jan.press("Search", moves=False)
    jan.page.wait_for_url("**q=**")
    jan.reads(told.title)
    jan.press(told.title)
    jan.reads(PROBLEM)


def answers_it(jan: Any, told: Told) -> None:
    jan.press("Answer this need")
    jan.type("What do you propose?", PROPOSAL)
    jan.type("Who are you?", "The water company of a city of 300,000.")
    jan.press("Send the answer")
    jan.reads("Your answer is sent")
    jan.does_not_read("+380")


def accepts_the_answer(olena: Any, inbox: Inbox, told: Told) -> None:
    olena.open(link(inbox.to(told.address("olena"), f"Kaunas ({told.word})")))
    olena.reads(PROPOSAL)
    olena.does_not_read("+370 600 11 222")
    olena.press("Accept…")
    olena.press("Accept and exchange contacts")
    olena.reads("+370 600 11 222")
    olena.reads(f"card.{told.address('jan')}")


def both_have_the_introduction(inbox: Inbox, told: Told) -> None:
    olenas, jans = told.address("card.olena"), f"card.{told.address('jan')}"
    to_olena = inbox.to(told.address("olena"), jans)
    to_jan = inbox.to(told.address("jan"), olenas)
    assert jans in str(to_olena["Reply-To"])
    assert olenas in str(to_jan["Reply-To"])
    assert "+370 600 11 222" in text(to_olena)
    assert "+380 44 278 1122" in text(to_jan)


def jan_sees_her_card(jan: Any, told: Told) -> None:
    jan.open("/inbox?side=sent")
    jan.press(told.title, exact=False)
    jan.reads("+380 44 278 1122")
    jan.reads(told.address("card.olena"))


def sees_either(name: str, site: Flask, address: str, told: Told) -> bool:
    """Whether this person meets a telephone number; the page of the answer is no page for her, or for nobody."""
    path = "/" + address.split("/", 3)[3]
    with site.app_context():
        visit = Visit(site)
        other = db.session.scalars(db.select(User).filter_by(email=told.address(name))).one()
        visit(path, as_=other, expect=404)
        seen = [visit(page, as_=other).html for page in ("/en/listings", "/en/inbox")]
        assert "/sign-in" in visit(path, expect=303).location
        return "+3" in "".join([*seen, visit("/en/listings").html])
