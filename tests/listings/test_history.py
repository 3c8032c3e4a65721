"""The history of a listing: every event, newest first, each side named to the other as a side."""

import pytest

from marketplace.core import history
from marketplace.core.db import db, transaction
from marketplace.listings import actions
from marketplace.listings.models import Listing
from tests.factories.accounts import person
from tests.factories.listings import need


@pytest.fixture
def lived(app, cast):
    """A need that was begun, handed in, returned, published, renewed."""
    listing_id = need(by=cast.olena).id
    with app.test_request_context("/"), transaction():
        listing = db.session.get_one(Listing, listing_id)
        history.record(cast.olena, "begin", listing)
        actions.submit(listing, cast.olena)
        history.record(cast.marta, "take", listing)
        actions.return_(listing, cast.marta, "Скільки людей?", {"title": ("unclear_problem", "Коротше")})
        actions.submit(listing, cast.olena)
        actions.publish(listing, cast.marta)
        history.record(cast.olena, "renew", listing, until="2027-02-21", via="letter")
    return db.session.get_one(Listing, listing_id)


def labels(page) -> list[str]:
    return page.words("main ol > li > p:first-child")


def test_her_own_people_read_everything_newest_first(visit, cast, lived):
    page = visit("listings.history", as_=cast.olena, reference=lived.reference)

    assert labels(page) == [
        "Renewed",
        "Published",
        "Handed in",
        "Returned for changes",
        "Handed in",
        "Begun",
    ]
    assert "Скільки людей?" in page.text
    assert "What is to be changed: Title" in page.text
    assert "The last day: 21 February 2027" in page.text
    assert "by the link of a letter" in page.text
    assert cast.olena.name in page.text


def test_moderators_are_not_named_to_its_people(visit, cast, lived):
    page = visit("listings.history", as_=cast.olena, reference=lived.reference)

    assert "A moderator" in page.text
    assert cast.marta.name not in page.text


def test_its_people_are_their_organisation_to_moderators(visit, cast, lived):
    page = visit("listings.history", as_=cast.bohdan, reference=lived.reference)

    assert cast.marta.name in page.text
    assert cast.olena.name not in page.text
    assert cast.hromada.name_latin in page.text
    assert "Case taken" in labels(page)


def test_who_has_left_is_not_named(visit, cast, lived):
    colleague = person("Ганна", editor_of=cast.hromada)
    db.session.delete(cast.olena.memberships[0])
    db.session.commit()

    page = visit("listings.history", as_=colleague, reference=lived.reference)

    assert "Somebody who has left" in page.text
    assert cast.olena.name not in page.text


@pytest.mark.parametrize("status", ["draft", "submitted", "published", "hidden", "closed"])
def test_nobody_else_finds_it(visit, cast, status):
    reference = need(by=cast.olena, status=status).reference

    for who in (cast.jan, cast.petra, cast.stefan):
        visit("listings.history", as_=who, reference=reference, expect=404)
    visit("listings.history", reference=reference, expect=303)
    visit("listings.history", as_=cast.marta, reference=reference, expect=404 if status == "draft" else 200)


def test_an_event_of_another_room_has_a_decent_name_and_tells_nothing_more(visit, cast):
    listing = need(by=cast.olena, status="published")
    with transaction():
        history.record(cast.marta, "whispered", listing, note="Internal.", reason="other", until="soon")
        history.record(cast.jan, "revised", listing, fields=["title"])
        history.record(None, "swept", listing)

    hers = visit("listings.history", as_=cast.olena, reference=listing.reference)
    moderators = visit("listings.history", as_=cast.bohdan, reference=listing.reference)

    assert labels(hers) == labels(moderators) == ["Changed"] * 3
    for words in ("Internal", "Jan", "Марта", "whispered"):
        assert words not in hers.text
    for words in ("Automatically", "Somebody else", "A moderator"):
        assert words in hers.text
    assert "Марта" in moderators.text


def test_a_reason_is_told_in_the_readers_language(app, visit, cast):
    listing = need(by=cast.olena, status="published")
    with app.test_request_context("/"), transaction():
        actions.close(db.session.get_one(Listing, listing.id), cast.olena, "met_elsewhere")

    page = visit("listings.history", as_=cast.olena, reference=listing.reference, locale="uk")

    assert "Закрито" in labels(page)[0]
    assert "met_elsewhere" not in page.html
    assert ":" in labels(page)[0]


def test_with_nothing_recorded_it_says_so(visit, cast):
    reference = need(by=cast.olena).reference

    page = visit("listings.history", as_=cast.olena, reference=reference)

    assert "Nothing has been recorded yet" in page.text


def test_a_long_one_goes_on_the_next_page(visit, cast):
    listing = need(by=cast.olena, status="published")
    with transaction():
        for number in range(25):
            history.record(cast.olena, "attach", listing, attachment=number, kind="picture")

    first = visit("listings.history", as_=cast.olena, reference=listing.reference)
    second = visit(next(link for link in first.links if "page=" in link), as_=cast.olena)

    assert (len(labels(first)), len(labels(second))) == (20, 5)


def test_the_listing_and_the_case_lead_to_it(visit, cast):
    listing = need(by=cast.olena, status="published")
    address = visit.address("listings.history", reference=listing.reference)

    assert address in visit("listings.show", as_=cast.olena, reference=listing.reference).links
    assert address in visit("moderation.case", as_=cast.marta, reference=listing.reference).links
    assert address not in visit("listings.show", as_=cast.jan, reference=listing.reference).links
