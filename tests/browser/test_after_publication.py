"""What is public is changed and asked about, on telephones without scripts (and once by the keyboard alone)."""

from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from flask import Flask

from marketplace.core.db import db
from tests.browser.mail import Inbox, link, text
from tests.factories.accounts import PASSWORD, person
from tests.factories.handoff import answer
from tests.factories.listings import need
from tests.factories.organisations import city, hromada

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ"
PROBLEM = "Насоси стоять, і три села щодня чекають на воду з цистерни біля школи."
QUESTION = "Are the twelve pumps of one make?"
REPLY = "Так, усі дванадцять однакові."


@dataclass(frozen=True)
class Told:
    """The people of one telling, and its listing."""

    by: str
    reference: str
    title: str

    def address(self, name: str) -> str:
        return f"{name}.after.{self.by.replace(' ', '')}@example.org"


@pytest.fixture(params=["no scripts", "keyboard"])
def told(site: Flask, request: pytest.FixtureRequest) -> Told:
    """Olena with what is public of hers, Jan who has answered it, Marta who moderates."""
    by = request.param
    told = Told(by, "", f"Вода для сіл ({by})")
    with site.app_context():
        olena = person("Олена Коваленко", told.address("olena"), locale="en", owner_of=hromada())
        jan = person(
            "Jan Petrauskas", told.address("jan"), locale="en", owner_of=city(f"Kaunas, after ({by})")
        )
        marta = person("Марта Гнатюк", told.address("marta"), locale="en", moderator=True)
        marta.totp_secret = TOTP_SECRET
        listing = need(by=olena, status="published", title=told.title, budget_max=1000)
        answer(listing, by=jan)
        told = Told(by, listing.reference, told.title)
        db.session.remove()
    return told


def signs_in(who: Any, address: str) -> None:
    who.open("/sign-in")
    who.type("E-mail address", address)
    who.type("Password", PASSWORD)
    who.press("Sign in")
    if who.name == "Marta":
        who.type("Code", pyotp.TOTP(TOTP_SECRET).now())
        who.press("Sign in")
    who.reads("My desk")


def test_it_is_changed_and_asked_about(inbox: Inbox, reader: Any, told: Told):
    olena, jan, marta = (reader(name, by=told.by, locale="en") for name in ("Olena", "Jan", "Marta"))
    for who in (olena, jan, marta):
        signs_in(who, told.address(who.name.lower()))

    changes(olena, told)
    publishes(marta, told)
    is_told_what_has_changed(jan, inbox, told)
    asks(jan, told)
    passes(marta, told, "Publish the question")
    answers(olena, inbox, told)
    passes(marta, told, "Publish the answer")

    jan.open(link(inbox.to(told.address("jan"), REPLY)))
    jan.reads(REPLY)
    olena.open(f"/listings/{told.reference}")
    olena.reads(QUESTION)
    assert "Petrauskas" not in olena.page.content(), "who asked is named"


def changes(olena: Any, told: Told) -> None:
    olena.open(f"/listings/{told.reference}")
    olena.press("Change the text")
    olena.press("Save and continue")
    olena.reads("You change what is public")
    olena.type("The problem", PROBLEM)
    olena.press("Save and continue")
    olena.press("See what is different")
    olena.reads("A moderator reads it first")
    olena.press("Hand in the change")
    olena.reads("A change waits for a moderator")
    olena.does_not_read(PROBLEM)
    olena.press("See the change")
    olena.press("Edit it again")
    olena.open(f"/listings/{told.reference}/edit/5")
    olena.type("Budget up to", "9000")
    olena.press("Save and continue")
    olena.press("Save and look it over")
    olena.press("Hand in the change")
    olena.reads("Handed in.")


def publishes(marta: Any, told: Told) -> None:
    marta.open("/moderation")
    marta.press(told.title)
    marta.press("Take this case")
    marta.reads("€9,000")
    assert marta.page.locator("ins").count() >= 2
    marta.press("Publish the change")
    marta.reads("The change is public")


def is_told_what_has_changed(jan: Any, inbox: Inbox, told: Told) -> None:
    letter = inbox.to(told.address("jan"), "€9,000")
    assert "цистерни" in text(letter)
    jan.open(link(letter))
    jan.open(f"/listings/{told.reference}")
    jan.reads(PROBLEM)


def asks(jan: Any, told: Told) -> None:
    jan.reads("Nobody has asked yet")
    jan.press("Ask a question")
    jan.type("Your question", "Call me: +370 600 11 222")
    jan.press("Send the question")
    jan.reads("Leave out e-mail addresses and telephone numbers")
    jan.type("Your question", QUESTION)
    jan.press("Send the question")
    jan.reads("With the moderators")


def passes(marta: Any, told: Told, button: str) -> None:
    marta.open("/moderation")
    marta.press(told.title)
    marta.press("Take this case")
    marta.press(button)


def answers(olena: Any, inbox: Inbox, told: Told) -> None:
    olena.open(link(inbox.to(told.address("olena"), QUESTION)))
    olena.choose("Language you write in", "Ukrainian")
    olena.type("Your answer", REPLY)
    olena.press("Send the answer")
    olena.reads("The answer is with the moderators")
