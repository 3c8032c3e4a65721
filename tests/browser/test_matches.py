"""On a telephone, without scripts: Petra proposes two to each other, Jan goes from his inbox to the answer, Olena declines."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from marketplace.core.db import db
from tests.browser.mail import Inbox, link, text
from tests.factories.accounts import PASSWORD, person
from tests.factories.listings import need, offer
from tests.factories.matches import match
from tests.factories.organisations import association, city, hromada


@dataclass(frozen=True)
class Story:
    """Who signs in, and what it is about."""

    petra: str
    jan: str
    olena: str
    need: str
    offer: str


@pytest.fixture
def story(site: Flask) -> Any:
    told = Story(
        "petra.m@example.org",
        "jan.m@example.org",
        "olena.m@example.org",
        "Ремонт водонапірної вежі для Мени",
        "Vandens bokštų apžiūra",
    )
    with site.app_context():
        person("Petra", told.petra, locale="uk", owner_of=association("Association of Bridges"))
        jan = person("Jan", told.jan, locale="uk", owner_of=city("Alytaus miestas"))
        olena = person("Олена", told.olena, locale="uk", owner_of=hromada())
        wanted = need(by=olena, status="published", title=told.need, sectors=["housing"])
        given = offer(by=jan, status="published", title=told.offer, sectors=["housing"])
        match(wanted, given, score=99)  # until the worker has looked: it finds that they fit as well
        db.session.remove()
    return told


def signs_in(reader: Any, address: str) -> Any:
    someone = reader(address.split(".", maxsplit=1)[0].title(), by="no scripts")
    someone.open("/sign-in")
    someone.type("Адреса електронної пошти", address)
    someone.type("Пароль", PASSWORD)
    someone.press("Увійти")
    return someone


def test_a_broker_proposes_and_each_side_says_what_it_thinks(inbox: Inbox, reader: Any, story: Story):
    petra = signs_in(reader, story.petra)
    petra.open("/listings?kind=need&sector=housing")
    petra.press(story.need)
    petra.reads("Пропозиції, що підходять")
    petra.reads(story.offer)
    petra.press("Запропонувати їх одне одному")
    petra.type("Кілька слів обом сторонам", "Обидва мають вежу тієї самої серії.")
    petra.press("Запропонувати")
    petra.reads("Ще не відкрили")

    letter = inbox.to(story.jan, "Обидва мають вежу тієї самої серії.")
    jan = signs_in(reader, story.jan)
    jan.open(link(letter))
    jan.reads("Вам пропонують")
    jan.reads(story.need)
    jan.press("Відповісти на цю потребу")
    jan.reads("Що ви пропонуєте?")
    petra.open("/proposals")
    petra.reads("Переглянуто")

    olena = signs_in(reader, story.olena)
    olena.open("/inbox")
    olena.reads(story.offer)
    olena.press("Не для нас")
    olena.reads("Відкладено")
    petra.open("/proposals")
    petra.reads("Не для них")
    assert not [who for who in (story.olena, story.jan) if who in petra.page.content() + text(letter)]
