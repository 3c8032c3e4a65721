"""A year of ten listings, day by day: what becomes of each, and how many letters its people get about its last days.

Two workers look each day. They are away twice; what they missed is told once, by the most urgent letter.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.cli.expiry import write_letters
from marketplace.core.clock import today
from marketplace.core.db import db, transaction
from marketplace.core.outbox import Letter
from marketplace.listings import actions, queries
from marketplace.listings.expiry import ExpiryLetter
from marketplace.listings.models import Listing
from tests.factories.accounts import links_in
from tests.factories.listings import need
from tests.visit import Visit

DAYS = 400
AWAY = {*range(137, 140), *range(158, 176)}
RENEW, MET, TAKE_DOWN = range(3)
Deed = Callable[[Listing], Any]

# What is done on which day, and by which link of which letter; how many letters that makes.
LETTERS = {
    "forgotten": 3,  # on days 69, 83 and 90
    "renewed at the first letter": 7,  # four renewals lead to the end of the year, which brings three letters
    "renewed on the last day": 12,  # four series and a last day; the workers were away for one letter
    "met": 2,
    "taken down": 1,
    "paused": 3,
    "hidden": 0,
    "hidden and restored": 2,
    "wished for ten days": 2,
    "renewed after it had expired": 6,
}
BY_LINK = {
    "renewed at the first letter": lambda listing, number: RENEW,
    "renewed on the last day": lambda listing, number: RENEW if listing.expires_on == today() else None,
    "met": lambda listing, number: MET if number == 2 else None,
    "taken down": lambda listing, number: TAKE_DOWN,
}


@pytest.fixture
def ten(app, cast) -> dict[str, int]:
    """Published today, each by its moderator."""
    made = {}
    for title in LETTERS:
        wish = {"open_until": today() + timedelta(days=10)} if title == "wished for ten days" else {}
        made[title] = need(by=cast.olena, status="submitted", title=title, **wish).id
    with app.test_request_context("/"), transaction():
        for listing_id in made.values():
            actions.publish(db.session.get_one(Listing, listing_id), cast.marta)
    return made


def by_hand(cast: SimpleNamespace) -> dict[int, tuple[str, Deed]]:
    """What is done on the site itself, by the day on which it is."""
    return {
        30: ("paused", lambda listing: actions.pause(listing, cast.olena)),
        50: ("hidden", lambda listing: actions.hide(listing, cast.marta, "sensitive_place", "Місце.")),
        51: (
            "hidden and restored",
            lambda listing: actions.hide(listing, cast.bohdan, "other", "Перевіряємо."),
        ),
        86: ("hidden and restored", lambda listing: actions.restore(listing, cast.bohdan)),
        100: ("renewed after it had expired", lambda listing: actions.renew(listing, cast.olena)),
    }


def unread(last: int) -> list[Letter]:
    db.session.rollback()
    about = db.select(Letter).where(Letter.id > last, Letter.event == "listing_expires")
    return list(db.session.scalars(about.order_by(Letter.id)))


def answers_by_link(visit: Visit, letter: Letter, title: str, listing: Listing, number: int) -> None:
    """Olena opens her letter and does what she always does about this one, if it still can be done so."""
    choice = BY_LINK.get(title, lambda listing, number: None)(listing, number)
    paths = links_in(letter)
    if choice is not None and len(paths) == 3:
        visit.post(paths[choice], {"reason": "met_elsewhere"})


def test_each_letter_is_written_once_in_a_year_of_ten_listings(app, visit, cast, ten, clock):
    titles = {number: title for title, number in ten.items()}
    deeds, seen = by_hand(cast), set()
    written: Counter[str] = Counter()
    last = 0

    for day in range(DAYS):
        if day in deeds:
            title, deed = deeds[day]
            with app.test_request_context("/"), transaction():
                deed(db.session.get_one(Listing, ten[title]))
        if day not in AWAY:
            write_letters()
            write_letters()
        for letter in unread(last):
            last = letter.id
            listing = next(one for one in listings() if one.reference in letter.text)
            title = titles[listing.id]
            written[title] += 1
            seen.add((title, listing.expires_on, letter.subject))
            answers_by_link(visit, letter, title, listing, written[title])
        assert found() == {one.id for one in listings() if one.is_open}
        clock.shift(timedelta(days=1))

    assert {title: written[title] for title in LETTERS} == LETTERS
    assert len(seen) == sum(written.values())
    assert found() == set()
    passed_over = db.session.scalars(db.select(ExpiryLetter)).all()
    assert len(passed_over) == sum(written.values()) + 2  # a short wish, and a renewal for five days


def listings() -> list[Listing]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Listing)).unique())


def found() -> set[int]:
    """What lists, counts and feeds are made of."""
    return set(db.session.scalars(queries.public().with_only_columns(Listing.id)))
