"""What an association has posted on a hromada's behalf: the hromada sees that it waits, and corrects it meanwhile."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from marketplace.core import history
from marketplace.core.db import db
from marketplace.listings.models import Listing
from tests.factories.accounts import person
from tests.factories.imports import imported, row
from tests.factories.listings import need


@pytest.fixture
def waiting(app, cast) -> Listing:
    imported(cast.association, [row(cast.hromada)], by=cast.petra)
    return db.session.scalars(select(Listing)).unique().one()


def at(listing, who, step=2):
    return {"as_": who, "reference": listing.reference, "step": step}


def test_olena_sees_that_it_waits_and_who_posted_it(visit, cast, waiting):
    page = visit("listings.show", as_=cast.olena, reference=waiting.reference)
    mine = visit("listings.mine", as_=cast.olena)

    assert "Posted by Association of Twin Towns on behalf of" in page.notice
    assert "It waits for a moderator." in page.notice
    assert any(link.endswith(f"{waiting.reference}/edit/1") for link in page.links)
    assert "posted on your behalf by Association of Twin Towns" in mine.text


def test_she_corrects_it_and_it_keeps_its_place_in_the_queue(visit, cast, waiting):
    turn, since = waiting.on_behalf.turn_at, waiting.submitted_at
    form = visit("listings.edit", **at(waiting, cast.olena)).form("/edit/2")

    visit.post("listings.edit", {**form, "problem": "Насоси стоять зовсім."}, **at(waiting, cast.olena))
    last = visit("listings.edit", **at(waiting, cast.olena, 6)).form("/edit/6")
    page = visit.post("listings.edit", last, **at(waiting, cast.olena, 6))

    assert "It waits as before" in page.text
    assert (waiting.status, waiting.problem) == ("submitted", "Насоси стоять зовсім.")
    assert (waiting.on_behalf.turn_at, waiting.submitted_at) == (turn, since)
    events = [one.event for one in db.session.scalars(history.of(waiting))]
    assert events == ["import", "correct"]
    assert (
        "Corrected while it waits"
        in visit("listings.history", as_=cast.olena, reference=waiting.reference).text
    )


def test_however_often_it_is_saved_history_says_it_once(visit, cast, waiting):
    for words in ("Насоси стоять.", "Насоси стоять зовсім.", "Насоси стоять зовсім."):
        visit.post("listings.autosave", {"problem": words}, expect=200, **at(waiting, cast.olena))

    assert [one.event for one in db.session.scalars(history.of(waiting))] == ["import", "correct"]


def test_a_moderator_with_an_older_page_is_told_that_it_has_changed(visit, cast, waiting):
    page = visit.post("moderation.take", as_=cast.marta, reference=waiting.reference)
    old = page.form("/publish")
    visit.post("listings.edit", {"problem": "Насоси стоять зовсім."}, **at(waiting, cast.olena))

    where = {"as_": cast.marta, "reference": waiting.reference}
    page = visit.post("moderation.publish", old, expect=409, **where)
    assert "It has changed since you opened it. Look at it as it is now." in page.notice
    assert "Насоси стоять зовсім." in page.text
    visit.post("moderation.publish", page.form("/publish"), **where)

    assert waiting.status == "published"


def test_a_picture_that_comes_meanwhile_is_a_change_too(visit, cast, waiting):
    old = visit.post("moderation.take", as_=cast.marta, reference=waiting.reference).form("/publish")
    file = io.BytesIO()
    Image.new("RGB", (32, 24), "steelblue").save(file, "JPEG")
    sent = {"data": {"title": "Насосна"}, "files": {"file": (io.BytesIO(file.getvalue()), "a.jpg")}}
    visit.post("listings.add_picture", **sent, as_=cast.olena, reference=waiting.reference)
    silent = {"data": {"title": ""}, "files": {"file": (io.BytesIO(file.getvalue()), "a.jpg")}}
    visit.post("listings.add_picture", **silent, as_=cast.olena, reference=waiting.reference, expect=422)

    visit.post("moderation.publish", old, as_=cast.marta, reference=waiting.reference, expect=409)

    assert waiting.status == "submitted"


@pytest.mark.parametrize(
    ("step", "name"),
    [(1, "title"), (1, "summary"), (2, "problem"), (4, "helps"), (5, "result"), (6, "contact")],
)
def test_nothing_that_a_moderator_asks_for_is_emptied(visit, cast, waiting, step, name):
    form = visit("listings.edit", **at(waiting, cast.olena, step)).form(f"/edit/{step}")
    emptied = form | {name: [] if name == "helps" else ""}

    page = visit.post("listings.edit", emptied, expect=422, **at(waiting, cast.olena, step))
    visit.post("listings.autosave", emptied, expect=200, **at(waiting, cast.olena, step))

    assert name in page.errors
    assert waiting.title and waiting.summary and waiting.problem and waiting.helps and waiting.contact


def test_a_stale_tab_gets_its_text_back(visit, cast, waiting):
    old = visit("listings.edit", **at(waiting, cast.olena)).form("/edit/2")
    visit.post("listings.edit", {**old, "problem": "З іншої вкладки"}, **at(waiting, cast.olena))

    page = visit.post("listings.edit", {**old, "problem": "Моє"}, expect=409, **at(waiting, cast.olena))

    assert page.form("/edit/2")["problem"] == "Моє"
    assert waiting.problem == "З іншої вкладки"


def test_once_it_is_decided_it_is_too_late(visit, cast, waiting):
    old = visit("listings.edit", **at(waiting, cast.olena)).form("/edit/2")
    waiting.status, waiting.decision_reason = "rejected", "duplicate"

    visit.post("listings.edit", {**old, "problem": "Пізно"}, expect=409, **at(waiting, cast.olena))

    assert waiting.problem != "Пізно"


def test_nobody_else_corrects_it(visit, cast, waiting):
    reader = person("Ганна", reader_of=cast.hromada)
    for who, expect in ((cast.petra, 404), (cast.jan, 404), (cast.marta, 403), (reader, 403), (None, 401)):
        visit.post("listings.edit", {"problem": "Інше"}, expect=expect, **at(waiting, who))

    assert waiting.problem == "Старі насоси зупиняються щотижня."


def test_what_its_own_people_handed_in_stays_shut_while_it_waits(visit, cast):
    listing = need(by=cast.olena, status="submitted")

    visit.post("listings.edit", {"problem": "Інше"}, expect=409, **at(listing, cast.olena))

    assert "Correct it" not in visit("listings.show", as_=cast.olena, reference=listing.reference).text
