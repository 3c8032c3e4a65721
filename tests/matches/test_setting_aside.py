"""Not for us: remembered for one organisation and one pair, seen by it alone, and taken back."""

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from marketplace.matches.models import Dismissal
from tests.factories.accounts import person
from tests.factories.matches import dismissal
from tests.organisations.test_races import at_once, posting


def cards(page) -> list[str]:
    return page.words(".card-title")


def dismiss(visit, pair, who, **more):
    return visit.post(
        "matches.dismiss", as_=who, reference=pair.need.reference, other=pair.offer.reference, **more
    )


def test_what_is_not_for_her_hromada_leaves_its_list_and_can_be_taken_back(visit, pair, olena):
    gone = dismiss(visit, pair, olena)
    back = visit.post(
        "matches.take_back", as_=olena, reference=pair.need.reference, other=pair.offer.reference
    )

    assert cards(gone) == [] and "Vandens bokštų apžiūra" in gone.text and "Take back" in gone.buttons
    assert cards(back) == ["Vandens bokštų apžiūra"]
    events = db.session.scalars(select(HistoryRow.event).order_by(HistoryRow.id)).all()
    assert events == ["dismiss", "take_back"]


def test_it_is_the_matter_of_one_organisation(visit, pair, olena, jan, stefan):
    dismiss(visit, pair, olena)

    for reader in (jan, stefan, None):
        page = visit("matches.index", as_=reader, reference=pair.need.reference)
        assert cards(page) == ["Vandens bokštų apžiūra"]
        assert "Only your organisation sees this" not in page.text


def test_the_other_side_sets_it_aside_from_either_page(visit, pair, jan):
    visit.post("matches.dismiss", as_=jan, reference=pair.offer.reference, other=pair.need.reference)

    assert cards(visit("matches.index", as_=jan, reference=pair.offer.reference)) == []
    assert cards(visit("matches.index", as_=jan, reference=pair.need.reference)) == []
    assert cards(visit("matches.index", reference=pair.need.reference)) == ["Vandens bokštų apžiūra"]


def test_from_the_desk_one_comes_back_to_the_desk(visit, pair, olena):
    page = dismiss(visit, pair, olena, data={"back": "desk"})

    assert page.h1 == "My desk"
    assert page.words("#matches") == []


@pytest.mark.parametrize("name", ["stefan", "petra"])
def test_nobody_else_sets_it_aside(visit, pair, cast, name):
    dismiss(visit, pair, getattr(cast, name), expect=404)

    assert db.session.scalar(select(func.count()).select_from(Dismissal)) == 0


def test_a_reader_of_the_hromada_sees_it_without_the_button(visit, pair, cast):
    reader = person("Ганна", reader_of=cast.hromada)

    page = visit("listings.show", as_=reader, reference=pair.need.reference)

    assert cards(page) == ["Vandens bokštų apžiūra"]
    assert "Not for us" not in page.buttons
    dismiss(visit, pair, reader, expect=403)


def test_two_needs_are_no_pair(visit, pair, olena):
    visit.post(
        "matches.dismiss", as_=olena, reference=pair.need.reference, other=pair.need.reference, expect=404
    )


def test_pressed_twice_at_once_it_is_set_aside_once(visit, pair, olena):
    address = {"reference": pair.need.reference, "other": pair.offer.reference}

    statuses = at_once(*(posting(visit, olena, "matches.dismiss", **address) for _ in range(3)))

    db.session.expire_all()
    assert statuses == [303, 303, 303]
    assert db.session.scalar(select(func.count()).select_from(Dismissal)) == 1


def test_the_history_of_the_listing_tells_it_to_its_people(visit, pair, olena):
    dismiss(visit, pair, olena)

    page = visit("listings.history", as_=olena, reference=pair.need.reference)

    assert "A match set aside" in page.text and olena.name in page.text


def test_colleagues_share_what_was_set_aside(visit, pair, cast, olena):
    dismissal(pair.need, pair.offer, by=olena, of=pair.need)
    colleague = person("Ганна", editor_of=cast.hromada)

    page = visit("matches.index", as_=colleague, reference=pair.need.reference)

    assert cards(page) == [] and "Take back" in page.buttons
