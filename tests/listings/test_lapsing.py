"""A change ends with its listing, and whoever wrote it hears of it; a need that is met stands on the desk until it is closed."""

from datetime import timedelta

import pytest

from marketplace.cli.expiry import write_letters
from marketplace.core.db import db
from marketplace.listings import actions
from tests.factories.accounts import person
from tests.factories.listings import expired, need, revision


@pytest.fixture(autouse=True)
def within_a_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def ihor(cast):
    """A colleague of Olena's."""
    return person("Ігор", "ihor@hromada.example", editor_of=cast.hromada, locale="uk")


def lapsed(letters, to):
    db.session.commit()
    return [letter for letter in letters(to=to.email) if letter.event == "revision_lapsed"]


def test_ihor_hears_that_olena_closed_the_need_under_his_change(cast, ihor, letters):
    public = need(by=cast.olena, status="published")
    revision(public, by=ihor)

    actions.close(public, cast.olena, "met_here")

    [letter] = lapsed(letters, ihor)
    assert "закрито" in letter.text and "Проблема" in letter.text
    assert lapsed(letters, cast.olena) == []


def test_whoever_closes_it_knows(cast, letters):
    public = need(by=cast.olena, status="published")
    revision(public, by=cast.olena)

    actions.close(public, cast.olena, "met_here")

    assert lapsed(letters, cast.olena) == []


def test_olena_hears_it_when_a_moderator_hides_the_need(cast, letters):
    public = need(by=cast.olena, status="published")
    revision(public, by=cast.olena, status="draft")

    actions.hide(public, cast.marta, "personal_data", "Телефон.")

    assert "приховав" in lapsed(letters, cast.olena)[0].text


def test_the_worker_tells_once_that_the_last_day_has_passed(cast, letters, clock):
    public = need(by=cast.olena, status="published")
    change = revision(public, by=cast.olena)
    clock.shift(timedelta(days=95))

    write_letters()
    write_letters()

    [letter] = lapsed(letters, cast.olena)
    assert "останній день" in letter.text and "продовжіть" in letter.text
    assert change.status == "lapsed"
    actions.renew(public, cast.olena)
    assert len(lapsed(letters, cast.olena)) == 1


def test_history_says_that_it_happened_by_itself(visit, cast):
    public = expired(by=cast.olena)
    revision(public, by=cast.olena)

    write_letters()
    events = visit("listings.history", as_=cast.olena, reference=public.reference).words("ol li")

    [said] = [words for words in events if "Change ended with the listing" in words]
    assert "Automatically" in said


def test_what_is_open_is_left_alone(cast, letters):
    public = need(by=cast.olena, status="published")
    change = revision(public, by=cast.olena)

    assert not actions.lapse_expired(public.id)
    write_letters()

    assert change.is_waiting


# Met, and still open


def test_a_need_whose_parts_are_all_covered_stands_on_the_desk_until_it_is_closed(visit, cast):
    met = need(by=cast.olena, status="published", title="Усе є", parts=["Насоси", "Труби"])
    half = need(by=cast.olena, status="published", title="Пів справи", parts=["Насоси", "Труби"])
    for part in (*met.parts, half.parts[0]):
        part.status = "covered"
    need(by=cast.olena, status="published", title="В одній частині")
    over = expired(by=cast.olena, title="Минула", parts=["Насоси"])
    over.parts[0].status = "covered"

    page = visit("pages.desk", as_=cast.olena)
    assert "Met, and still open" in page.text
    assert page.text.count("Усе є") == 1 and "Пів справи" not in page.text and "Минула" not in page.text
    assert "Met, and still open" not in visit("pages.desk", as_=cast.jan).text
    visit.post("listings.close", {"reason": "met_here"}, as_=cast.olena, reference=met.reference)

    assert "Met, and still open" not in visit("pages.desk", as_=cast.olena).text
