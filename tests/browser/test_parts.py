"""Parts, a full offer and a copy on a telephone: with a script and without one."""

import itertools
from typing import Any

import pytest
from flask import Flask

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.models import Listing
from tests.factories.accounts import PASSWORD, person
from tests.factories.handoff import answer
from tests.factories.listings import need, offer
from tests.factories.organisations import city, hromada

_number = itertools.count(1)


@pytest.fixture
def told(site: Flask, request: pytest.FixtureRequest) -> Any:
    """Olena with a draft, Jan with a verified city; each telling has its own."""
    by = str(request.param)
    word = f"{by.replace(' ', '')}{next(_number)}"
    with site.app_context():
        olena = person("Олена Коваленко", f"olena.{word}@parts.example", owner_of=hromada())
        jan = person("Jan Petrauskas", f"jan.{word}@parts.example", owner_of=city(f"Kaunas ({word}, parts)"))
        draft = need(by=olena, title=f"Водогін ({word})")
        offered = offer(by=jan, status="published", title=f"Stažuotė ({word})", capacity_cases=1)
        answer(offered, by=olena)
        # Read before the session is closed: an open one would hold everybody's lock.
        return {
            "by": by,
            "olena": olena.email,
            "jan": jan.email,
            "draft": draft.reference,
            "title": draft.title,
            "offered": offered.reference,
        }


def sits_down(reader: Any, name: str, told: dict[str, str]) -> Any:
    who = reader(name, by=told["by"], locale="en")
    who.open("/sign-in")
    who.type("E-mail address", told[name.lower()])
    who.type("Password", PASSWORD)
    who.press("Sign in")
    return who


def published(site: Flask, reference: str) -> None:
    with site.test_request_context("/"):
        listing = db.session.scalars(db.select(Listing).filter_by(reference=reference)).unique().one()
        marta = person("Марта", moderator=True)
        actions.submit(listing, listing.author)
        actions.publish(listing, marta)
        db.session.commit()


@pytest.mark.parametrize("told", ["mouse", "no scripts"], indirect=True)
def test_a_need_is_split_taken_and_covered(site: Flask, reader: Any, told: dict[str, str]):
    olena, jan = sits_down(reader, "Olena", told), sits_down(reader, "Jan", told)

    olena.open(f"/listings/{told['draft']}/edit/5")
    olena.unfold("Parts that different partners can take")
    for number, (title, amount) in enumerate((("Насоси", "3 насоси"), ("Навчання", "6 людей")), 1):
        olena.page.get_by_label(f"Part {number}", exact=True).fill(title)
        olena.type(f"Part {number}: how much", amount)
        olena.press("Add another part", moves=told["by"] == "no scripts")
        olena.page.get_by_label(f"Part {number + 1}", exact=True).wait_for()
    olena.press("Save and continue")
    published(site, told["draft"])

    jan.open(f"/listings/{told['draft']}")
    jan.reads("Parts: 0 of 2 covered, 0 promised, 2 open")
    jan.press("Answer this need")
    jan.tick("Навчання")
    jan.type("What do you propose?", "Six of yours train with ours.")
    jan.type("Who are you?", "A water company.")
    jan.press("Send the answer")
    jan.reads("Your answer is sent")

    olena.open("/inbox")
    olena.press(told["title"], exact=False)
    olena.press("Accept…")
    olena.press("Accept and exchange contacts")
    olena.reads("Promised")
    olena.press("It is covered")
    olena.reads("The part is covered.")
    olena.open(f"/listings/{told['draft']}")
    olena.reads("Parts: 1 of 2 covered, 0 promised, 1 open")
    olena.press("It is covered")
    olena.reads("Every part is covered: the need is met")
    olena.press("Close it as met")
    olena.reads("Closed")
    jan.open(f"/listings/{told['draft']}")
    jan.reads("This is closed")
    with site.app_context():
        ended = db.session.scalars(db.select(Listing).filter_by(reference=told["draft"])).one()
        assert (ended.close_reason, {part.status for part in ended.parts}) == ("met_here", {"covered"})


@pytest.mark.parametrize("told", ["no scripts"], indirect=True)
def test_an_offer_fills_up_opens_again_and_is_copied(reader: Any, told: dict[str, str]):
    jan = sits_down(reader, "Jan", told)

    jan.open(f"/listings/{told['offered']}")
    jan.reads("Takes 1 at once, 1 free.")
    jan.open("/inbox")
    jan.press("Stažuotė", exact=False)
    jan.press("Accept…")
    jan.reads("With this one it is full")
    jan.press("Accept and exchange contacts")
    jan.open(f"/listings/{told['offered']}")
    jan.reads("Full at the moment")
    jan.reads("Takes 1 at once, 0 free.")
    jan.open("/inbox")
    jan.press("Stažuotė", exact=False)
    jan.unfold("Finish the case")
    jan.press("Finish it")
    jan.reads("The case is finished.")
    jan.open(f"/listings/{told['offered']}")
    jan.reads("Takes 1 at once, 1 free.")
    jan.press("Copy it")
    jan.reads(f"This is a copy of {told['offered']}.")
    assert told["offered"] not in jan.page.url
