"""A city officer who reads no Ukrainian keeps a Lithuanian search, is told of a Ukrainian need, and has enough."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from marketplace.cli.worker import Worker
from marketplace.core.outbox import Letter
from marketplace.listings.models import Listing
from tests.factories.listings import need
from tests.journeys.test_hromada_finds_a_partner import is_sound
from tests.visit import Visit

NEWS = "saved_search_news"


@pytest.fixture
def worker(app: Any, settings: Any, tmp_path: Any, clock: Any) -> Any:
    """`worker()`: a quarter of an hour of the worker's life."""
    at_work = Worker(replace(settings, instance=tmp_path, contact_email="help@mistok.example"))

    def works() -> None:
        for _ in range(15):
            clock.shift(timedelta(minutes=1))
            while at_work.step():
                pass

    return works


def publishes(visit: Visit, cast: Any, **words: str) -> Listing:
    """Olena's need, let through by Marta."""
    listing = need(by=cast.olena, status="submitted", **words)
    visit.post("moderation.take", as_=cast.marta, reference=listing.reference)
    visit.post(
        "moderation.publish", {"version": str(listing.version)}, as_=cast.marta, reference=listing.reference
    )
    return listing


def test_a_city_keeps_a_search_is_told_and_has_enough(visit, letters, cast, worker, clock):
    jan = cast.jan
    results = visit("search.index", as_=jan, locale="lt", q="mokyklinis autobusas", kind="need")
    asked = visit(next(a for a in results.links if "/saved-searches/new" in a), as_=jan)
    form = {**asked.form("/saved-searches/new"), "frequency": "at_once"}
    saved = visit.post(str(asked.css("main form")[0]["action"]), form, as_=jan)
    assert "Nauji poreikiai: „mokyklinis autobusas“" in saved.text

    clock.shift(timedelta(hours=1))
    fitting = publishes(
        visit, cast, title="Шкільний автобус для трьох сіл", summary="Діти йдуть сім кілометрів."
    )
    publishes(visit, cast, title="Скрипки для музичної школи", summary="Дванадцять інструментів для дітей.")
    worker()

    (letter,) = news(letters, jan)
    is_sound(letter)
    assert (letter.locale, letter.state) == ("lt", "sent")
    assert fitting.title in letter.text and "Скрипки" not in letter.text
    assert fitting.title in visit(found(letter, fitting), as_=jan).text

    clicked = visit.app.test_client().post(way_out(letter), data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200
    publishes(visit, cast, title="Ще один шкільний автобус", summary="Для двох сіл.")
    worker()

    assert len(news(letters, jan)) == 1
    assert "Be laiškų; paieška saugoma čia." in visit("notifications.index", as_=jan, locale="lt").text


def news(letters: Any, user: Any) -> list[Letter]:
    return [letter for letter in letters(to=user.email) if letter.event == NEWS]


def found(letter: Letter, listing: Listing) -> str:
    return re.search(rf"http://127\.0\.0\.1:8000(/lt/listings/{listing.reference})", letter.text).group(1)


def way_out(letter: Letter) -> str:
    return re.match(r"<http://127\.0\.0\.1:8000(/\S+)>", letter.headers["List-Unsubscribe"]).group(1)
