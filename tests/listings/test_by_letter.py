"""The links of a letter about the last day: one button, nobody signs in, once; and what a dead one says."""

from datetime import timedelta

import pytest

from marketplace.accounts.actions import links
from marketplace.accounts.models import MailedLink, Purpose
from marketplace.cli.expiry import write_letters
from marketplace.cli.retention import keep_house
from marketplace.core.clock import today
from marketplace.core.db import db, transaction
from marketplace.core.history import HistoryRow
from marketplace.listings import actions
from marketplace.listings.models import Listing
from tests.factories.accounts import links_in, person
from tests.factories.handoff import answer
from tests.factories.listings import ending
from tests.house.world import everything
from tests.organisations.test_races import at_once

DEEDS = ("renew", "met", "take_down")


@pytest.fixture
def sent(app, cast, letters):
    """Writes what is due and gives the three links of the latest letter to this person, by their deed, in English."""

    def write(to=None):
        write_letters()
        letter = letters(to=(to or cast.olena).email)[-1]
        paths = [path.replace("/uk/", "/en/") for path in links_in(letter)]
        db.session.rollback()  # on SQLite whoever has read holds everybody else's lock
        return dict(zip(DEEDS[3 - len(paths) :], paths, strict=True))

    return write


def stored(listing: Listing) -> Listing:
    db.session.expire_all()
    return db.session.get_one(Listing, listing.id)


def last_event() -> HistoryRow:
    return db.session.scalars(db.select(HistoryRow).order_by(HistoryRow.id.desc()).limit(1)).one()


def test_a_link_shows_one_button_and_does_nothing_before_it_is_pressed(visit, cast, sent):
    ending(7, by=cast.olena)
    opened = sent()
    before = everything()

    for path in opened.values():
        for _ in range(2):
            page = visit(path)
            assert len(page.buttons) == 1
        assert visit.send(visit.client(), "HEAD", path).status_code == 200

    assert everything() == before


def test_renewing_by_the_link_keeps_it_open_for_90_days_in_her_name(visit, cast, sent):
    listing = ending(7, by=cast.olena)

    page = visit.post(sent()["renew"])

    assert page.h1 == "It is open until 21 February 2027"
    assert stored(listing).expires_on == today() + timedelta(days=90)
    event = last_event()
    assert (event.event, event.actor_id, event.details["via"]) == ("renew", cast.olena.id, "letter")


@pytest.mark.parametrize(("accepted", "reason"), [(True, "met_here"), (False, "met_elsewhere")])
def test_met_is_closed_with_the_reason_that_is_likely(visit, cast, sent, accepted, reason):
    listing = ending(7, by=cast.olena)
    answer(listing, by=cast.jan, status="accepted" if accepted else "sent")
    path = sent()["met"]

    form = visit(path).form("by-letter")
    page = visit.post(path, form)

    assert page.h1 == "It is closed"
    assert stored(listing).close_reason == reason
    closing = db.session.scalars(db.select(HistoryRow).filter_by(event="close")).one()
    assert (closing.actor_id, closing.details["via"]) == (cast.olena.id, "letter")


def test_those_who_wait_for_a_decision_are_told(visit, cast, sent, letters):
    listing = ending(7, by=cast.olena)
    answer(listing, by=cast.jan)

    visit.post(sent()["met"], {"reason": "met_here"})

    assert [letter.event for letter in letters(to=cast.jan.email)] == ["answer_listing_closed"]
    assert stored(listing).close_reason == "met_here"


def test_a_reason_that_is_none_is_refused_in_a_sentence(visit, cast, sent):
    listing = ending(7, by=cast.olena)

    page = visit.post(sent()["met"], {"reason": "funding_lost\0"}, expect=422)

    assert page.errors
    assert stored(listing).status == "published"


def test_taken_down_is_closed_as_withdrawn(visit, cast, sent):
    listing = ending(7, by=cast.olena)

    page = visit.post(sent()["take_down"])

    assert "Withdrawn" in page.text
    assert stored(listing).close_reason == "withdrawn"


@pytest.mark.parametrize("first", DEEDS)
@pytest.mark.parametrize("second", DEEDS)
def test_a_link_works_once_and_its_siblings_say_what_was_done(visit, cast, sent, first, second):
    listing = ending(7, by=cast.olena)
    opened = sent()
    visit.post(opened[first], {"reason": "met_here"})
    after = stored(listing).version

    again = visit(opened[second], expect=200 if second == first else 409)
    pressed = visit.post(opened[second], {"reason": "met_here"}, expect=200 if second == first else 409)

    said = "It is open until" if first == "renew" else "It is closed"
    assert said in again.h1
    assert said in pressed.h1
    assert stored(listing).version == after


def test_a_colleagues_letter_says_that_it_is_done_already(visit, cast, sent):
    owner = person("Ігор", owner_of=cast.hromada, locale="en")
    ending(7, by=cast.olena)
    hers, his = sent(), sent(to=owner)

    visit.post(hers["renew"])
    page = visit(his["take_down"], expect=409)

    assert page.h1 == "It is open until 21 February 2027"


def test_three_who_press_at_once_do_it_once(visit, cast, sent):
    owner = person("Ігор", owner_of=cast.hromada, locale="en")
    ending(7, by=cast.olena)
    hers, his = sent(), sent(to=owner)

    def pressing(path: str, client):
        form = {"csrf_token": visit.token(client), "reason": "met_here"}
        return lambda: client.post(path, data=form).status_code

    browsers = [visit.client(who) for who in (None, cast.stefan, cast.jan)]
    statuses = at_once(*map(pressing, (hers["renew"], his["renew"], hers["take_down"]), browsers))

    assert statuses == [303, 409, 409]
    done = db.session.scalars(db.select(HistoryRow).where(HistoryRow.event.in_(("renew", "close")))).all()
    assert len(done) == 1


def test_a_token_that_is_none_gets_a_friendly_page(visit, cast):
    for token in ("x", "%00", "a" * 500, "%ED%A0%80"):
        page = visit(f"/en/listings/by-letter/{token}", expect=410)
        assert page.h1 == "This link no longer works"
        visit.post(f"/en/listings/by-letter/{token}", expect=410)

    assert "/en/listings/mine" in page.links


def test_the_link_of_another_purpose_opens_nothing(visit, cast):
    with transaction():
        token = links.make(Purpose.RESET, cast.olena, cast.olena.email)

    visit("listings.by_letter", token=token, expect=410)


def test_a_link_dies_30_days_after_the_last_day_of_its_letter(visit, cast, sent, clock):
    ending(7, by=cast.olena)
    opened = sent()

    clock.shift(timedelta(days=37, hours=12))  # the evening of the thirtieth day in Kyiv
    visit(opened["renew"])
    clock.shift(timedelta(days=1))
    keep_house()

    page = visit(opened["renew"], expect=410)
    assert page.h1 == "This link no longer works"
    assert db.session.scalars(db.select(MailedLink)).all() == []


def test_who_moved_on_does_nothing_by_her_link(visit, cast, sent):
    listing = ending(7, by=cast.olena)
    opened = sent()
    db.session.delete(cast.olena.memberships[0])
    db.session.commit()

    page = visit.post(opened["take_down"], expect=409)

    assert page.h1 == "You do not write for this organisation any more"
    assert stored(listing).status == "published"


def test_who_may_only_read_now_does_nothing_by_her_link(visit, cast, sent):
    ending(7, by=cast.olena)
    opened = sent()
    cast.olena.memberships[0].role = "reader"

    visit.post(opened["renew"], expect=409)


def test_one_that_a_moderator_has_hidden_says_so(app, visit, cast, sent):
    listing = ending(7, by=cast.olena)
    opened = sent()
    with app.test_request_context("/"), transaction():
        actions.hide(stored(listing), cast.marta, "sensitive_place", "Місце.")

    page = visit.post(opened["renew"], expect=409)

    assert page.h1 == "A moderator has hidden it"
    assert "Місце" not in page.html


def test_a_paused_one_is_renewed_and_stays_paused(visit, cast, sent):
    listing = ending(0, by=cast.olena, status="paused")
    opened = sent()

    asked = visit(opened["renew"])
    page = visit.post(opened["renew"])

    assert "It is paused" in asked.text
    assert "until you resume it" in page.text
    assert stored(listing).status == "paused"
    assert stored(listing).expires_on == today() + timedelta(days=90)


def test_one_that_has_been_open_for_a_year_meanwhile_is_not_renewed(visit, cast, sent, clock):
    listing = ending(-1, by=cast.olena, days_ago=358)
    opened = sent()
    clock.shift(timedelta(days=10))

    page = visit.post(opened["renew"], expect=409)

    assert page.h1 == "It has been open for a year"
    assert stored(listing).is_expired


def test_a_new_password_ends_the_links_of_old_letters(visit, cast, sent):
    ending(7, by=cast.olena)
    opened = sent()
    with transaction():
        links.void(cast.olena)

    page = visit(opened["renew"], expect=410)

    assert "Sign in instead" in page.text


def test_the_page_speaks_the_language_of_the_letter_and_shows_what_it_is_about(visit, cast, sent):
    ending(7, by=cast.olena, title="Насоси")
    path = sent()["renew"].replace("/en/", "/uk/")

    page = visit(path)

    assert page.h1 == "Чи воно ще актуальне?"
    assert "Насоси" in page.text
    assert cast.olena.name in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_links_are_stored_as_hashes_and_begin_with_the_configured_address(app, cast, sent, letters):
    ending(7, by=cast.olena)

    opened = sent()

    tokens = {path.rsplit("/", 1)[1] for path in opened.values()}
    stored_hashes = {link.token_hash for link in db.session.scalars(db.select(MailedLink))}
    assert len(tokens) == len(stored_hashes) == 3
    assert not {token.encode() for token in tokens} & stored_hashes
    assert app.config["BASE_URL"] in letters()[0].text
    assert all(path in letters()[0].html for path in links_in(letters()[0]))


def test_without_the_token_of_the_browser_nothing_is_done(visit, cast, sent):
    listing = ending(7, by=cast.olena)

    visit.post(sent()["take_down"], token=False, expect=400)

    assert stored(listing).status == "published"
