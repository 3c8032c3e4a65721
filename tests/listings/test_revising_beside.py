"""A change to what is public, beside what else a listing has: parts, files, capacity, letters about its last day, history."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.expiry import ExpiryLetter
from tests.factories.handoff import answer
from tests.factories.listings import need, offer, revision


@pytest.fixture
def public(olena):
    return need(by=olena, status="published", parts=["Насос"], expires_on=today() + timedelta(days=60))


def publish(visit, change, marta):
    page = visit.post("moderation.take_revision", as_=marta, revision_id=change.id)
    return visit.post("moderation.publish_revision", page.form("/publish"), as_=marta, revision_id=change.id)


def picture(title):
    file = BytesIO()
    Image.new("RGB", (32, 24), "steelblue").save(file, "JPEG")
    file.seek(0)
    return {"data": {"title": title}, "files": {"file": (file, "a.jpg")}}


def test_pictures_of_what_is_public_are_put_in_another_order_at_once(visit, olena, public):
    for title in ("Насосна", "Цистерна"):
        visit.post("listings.add_picture", **picture(title), as_=olena, reference=public.reference)
    second = public.pictures[1]
    before = visit("listings.show", reference=public.reference).response.headers["ETag"]

    visit.post(
        "listings.move_attachment",
        {"to": "first"},
        as_=olena,
        reference=public.reference,
        attachment_id=second.id,
    )

    page = visit("listings.show", reference=public.reference, headers={"If-None-Match": before})
    assert [one["alt"] for one in page.css(".pictures img")] == ["Цистерна", "Насосна"]


def test_an_offer_that_takes_more_at_once_opens_again(visit, olena, jan, marta):
    full = offer(by=jan, status="paused", capacity_cases=1, resumes_by_itself=True)
    answer(full, by=olena, status="accepted")

    publish(visit, revision(full, by=jan, capacity_cases=2), marta)

    db.session.refresh(full)
    assert (full.capacity_cases, full.status) == (2, "published")


def test_an_offer_that_takes_fewer_at_once_pauses(visit, olena, jan, marta):
    open_ = offer(by=jan, status="published", capacity_cases=2)
    answer(open_, by=olena, status="accepted")

    publish(visit, revision(open_, by=jan, capacity_cases=1), marta)

    db.session.refresh(open_)
    assert (open_.status, open_.resumes_by_itself) == ("paused", True)


def test_who_sets_another_last_day_is_not_told_of_it_the_same_day(visit, olena, marta, public):
    change = revision(public, by=olena, open_until=today() + timedelta(days=3))

    publish(visit, change, marta)

    db.session.refresh(public)
    assert public.expires_on == today() + timedelta(days=3)
    assert db.session.query(ExpiryLetter).filter_by(listing_id=public.id).count() == 1
    assert not actions.remind(public.id)


def test_the_history_says_what_was_changed_and_who_decided(visit, olena, marta, public):
    publish(visit, revision(public, by=olena), marta)

    to_olena = visit("listings.history", as_=olena, reference=public.reference).text
    assert "Change published" in to_olena and "What is different: The problem" in to_olena
    assert "A moderator" in to_olena and marta.name not in to_olena

    assert marta.name in visit("listings.history", as_=marta, reference=public.reference).text


def test_a_change_that_ended_with_a_hidden_listing_is_a_moderators_doing(visit, olena, marta, public, app):
    revision(public, by=olena)
    with app.test_request_context("/"):
        actions.hide(public, by=marta, reason="personal_data", note="Телефон людини.")
        db.session.commit()

    events = visit("listings.history", as_=olena, reference=public.reference).words("ol li")

    [lapsed] = [words for words in events if "Change ended with the listing" in words]
    assert "A moderator" in lapsed
