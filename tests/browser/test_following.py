"""Jan keeps a search on a telephone without scripts, is told by letter, and ends it from the letter's own page."""

import re
from typing import Any

import pytest
from flask import Flask

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.notifications.models import SavedSearch
from marketplace.notifications.queries import GATHERED
from tests.browser.mail import Inbox, text
from tests.browser.test_story import signs_in
from tests.factories.accounts import person
from tests.factories.listings import need
from tests.factories.organisations import city, hromada


@pytest.mark.parametrize("by", ["no scripts", "keyboard"])
def test_jan_keeps_a_search_and_ends_it_from_the_letter(site: Flask, inbox: Inbox, reader: Any, by: str):
    word = by.replace(" ", "")
    address = f"jan.keeps.{word}@example.org"
    with site.app_context():
        person("Jan Petrauskas", address, locale="en", owner_of=city(f"Kaunas keeps ({word})"))
        olena = person("Олена Коваленко", f"olena.{word}@example.org", editor_of=hromada())
    jan = reader("Jan", by=by, locale="en")

    keeps_the_search(jan, address)
    publishes_a_need_a_while_ago(site, olena, f"Шкільний автобус ({word})")
    letter = inbox.to(address, f"Шкільний автобус ({word})")
    ends_it(jan, re.search(r"https?://\S+/unsubscribe/\S+", text(letter)).group())

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(letter["List-Unsubscribe"]).startswith("<http://127.0.0.1")
    with site.app_context():
        (saved,) = db.session.scalars(db.select(SavedSearch).join(SavedSearch.user).filter_by(email=address))
        assert saved.frequency == "never"


def keeps_the_search(jan: Any, address: str) -> None:
    jan.open("/listings?q=school+bus&kind=need")
    jan.press("Sign in to save this search")
    signs_in(jan, address)
    jan.reads("New needs: “school bus”")
    jan.tick("At once")
    jan.press("Save")
    jan.reads("The search is saved.")
    jan.reads("A letter within minutes of their publication.")


def publishes_a_need_a_while_ago(site: Flask, olena: Any, title: str) -> None:
    """The worker waits until others have gathered: the clock cannot be moved here, so the past is."""
    with site.app_context():
        for saved in db.session.scalars(db.select(SavedSearch)):
            saved.looked_at -= 3 * GATHERED
        db.session.commit()
        need(
            by=db.session.merge(olena),
            status="published",
            title=title,
            days_ago=0,
            published_at=now() - 2 * GATHERED,
        )


def ends_it(jan: Any, way_out: str) -> None:
    jan.open(way_out)
    jan.press("No more letters about this")
    jan.reads("You get no more of these letters.")
    jan.press("All saved searches and their letters")
    jan.reads("No letters; the search is kept here.")
