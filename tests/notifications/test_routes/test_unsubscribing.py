"""The way out of a letter: a page with buttons, and one click from a mail program (RFC 8058)."""

import re

import pytest
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.notifications.models import SavedSearch, UnsubscribeLink
from tests.factories.notifications import saved_search
from tests.house.world import everything

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def way_out(letter: Letter) -> str:
    """The path in the letter's header."""
    found = re.fullmatch(r"<http://127\.0\.0\.1:8000(/\S+)>", letter.headers["List-Unsubscribe"])
    assert found, letter.headers
    return found.group(1)


@pytest.fixture
def letter(told, jan, olena):
    """Jan's letter, about two of his three searches."""
    saved_search({"kind": "need"}, by=jan, name="Poreikiai")
    saved_search({"place": "UA-74"}, by=jan, name="Černihivas")
    saved_search({"kind": "offer"}, by=jan, name="Pasiūlymai")
    told.publish(by=olena)
    told.work()
    return told.to(jan)[0]


def frequencies() -> dict[str, str]:
    db.session.expire_all()
    return {one.name: one.frequency for one in db.session.scalars(select(SavedSearch))}


def test_the_letter_carries_its_way_out_in_its_head_and_at_its_foot(letter):
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out(letter) in letter.text and way_out(letter) in letter.html


def test_one_click_ends_what_the_letter_was_about_without_cookie_or_token(app, letter, told, jan, olena):
    stranger = app.test_client()

    answers = [stranger.post(way_out(letter), data=ONE_CLICK) for _ in range(2)]
    told.publish(by=olena)
    told.work()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert frequencies() == {"Poreikiai": "never", "Černihivas": "never", "Pasiūlymai": "at_once"}
    assert len(told.to(jan)) == 1


def test_one_click_may_come_as_a_form_with_parts(app, letter):
    answer = app.test_client().post(way_out(letter), data=ONE_CLICK, content_type="multipart/form-data")

    assert answer.status_code == 200
    assert frequencies()["Poreikiai"] == "never"


def test_looking_changes_nothing(visit, letter):
    address = way_out(letter)
    db.session.rollback()
    before = everything()

    page = visit(address)
    visit.send(visit.client(), "HEAD", address)

    assert everything() == before
    assert page.buttons == ["Nebesiųsti laiškų pagal šią paiešką"] * 2 + [
        "Nebesiųsti laiškų pagal nė vieną iš jų"
    ]
    assert "Pasiūlymai" not in page.words("h2")


def test_one_search_can_be_ended_and_the_other_goes_on(visit, letter):
    page = visit(way_out(letter))
    chosen = page.form("/stop")

    after = visit.post(f"{way_out(letter)}/stop", {"search": chosen["search"]})

    assert sorted(frequencies().values()) == ["at_once", "at_once", "never"]
    assert frequencies()["Poreikiai"] == "never"
    assert after.buttons == ["Nebesiųsti laiškų pagal šią paiešką"]


def test_all_can_be_ended_and_the_page_says_so(visit, letter):
    after = visit.post(f"{way_out(letter)}/stop", {})

    assert frequencies()["Černihivas"] == "never"
    assert after.buttons == []
    assert "nė viena šio laiško paieška laiškų neberašo" in after.text.lower()


@pytest.mark.parametrize("search", ["0", "x", "99999999999999999999", ""])
def test_a_search_that_is_not_of_the_letter_is_not_found(visit, letter, search):
    visit.post(f"{way_out(letter)}/stop", {"search": search}, expect=404)

    assert set(frequencies().values()) == {"at_once"}


def test_the_buttons_of_the_page_need_their_token(visit, letter):
    visit.post(f"{way_out(letter)}/stop", {}, token=False, expect=400)

    assert set(frequencies().values()) == {"at_once"}


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 5000])
def test_a_way_out_that_nobody_made_leads_nowhere(visit, app, letter, token):
    page = visit(f"/en/unsubscribe/{token}", expect=410)

    assert page.h1 == "This link is not good any more"
    assert app.test_client().post(f"/en/unsubscribe/{token}", data=ONE_CLICK).status_code == 410


def test_only_the_hash_of_a_way_out_is_stored(letter):
    token = way_out(letter).rsplit("/", 1)[1]

    (link,) = db.session.scalars(select(UnsubscribeLink))

    assert len(token) == 43
    assert token.encode() not in link.token_hash and len(link.token_hash) == 32


def test_the_address_of_a_way_out_stays_with_its_holder(visit, letter):
    page = visit(way_out(letter))

    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_deleted_search_has_nothing_to_end(visit, letter):
    for one in db.session.scalars(select(SavedSearch)):
        db.session.delete(one)
    db.session.commit()

    page = visit(way_out(letter))

    assert page.buttons == []
