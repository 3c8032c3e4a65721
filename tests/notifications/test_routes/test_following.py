"""Jan follows a listing and hears what becomes of it."""

from sqlalchemy import func, select

from marketplace.core.db import db, transaction
from marketplace.listings import actions as listings
from marketplace.notifications.models import FollowedListing
from tests.factories.listings import need
from tests.factories.notifications import followed
from tests.notifications.test_routes.test_unsubscribing import ONE_CLICK, way_out

CHANGED = "followed_listing_changed"


def count() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(FollowedListing)) or 0


def test_jan_follows_and_stops(visit, jan, olena):
    listing = need(by=olena, status="published")
    before = visit("listings.show", as_=jan, reference=listing.reference)

    following = visit.post("notifications.follow", as_=jan, reference=listing.reference)
    visit.post("notifications.follow", as_=jan, reference=listing.reference)
    kept = visit("notifications.index", as_=jan)
    stopped = visit.post("notifications.unfollow", as_=jan, reference=listing.reference)

    assert "Follow" in before.buttons and "Stop following" in following.buttons
    assert listing.title in kept.text
    assert "Follow" in stopped.buttons
    assert count() == 0


def test_who_is_signed_out_is_led_to_sign_in(visit, olena):
    listing = need(by=olena, status="published")

    page = visit("listings.show", reference=listing.reference)

    assert f"/en/sign-in?next=/en/listings/{listing.reference}" in page.links


def test_nobody_follows_what_is_her_own_or_not_public(visit, jan, olena):
    own = visit("listings.show", as_=olena, reference=need(by=olena, status="published").reference)

    visit.post("notifications.follow", as_=jan, reference=need(by=olena).reference, expect=404)

    assert "Follow" not in own.buttons


def test_a_follower_hears_of_each_change_in_her_language(cast, told):
    listing = need(by=cast.olena, status="published", title="Насоси")
    followed(listing, by=cast.jan)
    followed(listing, by=cast.stefan)
    subjects = []
    for act in (listings.pause, listings.resume):
        with transaction():
            act(listing, by=cast.olena)
        told.work()
        told.work()
    with transaction():
        listings.close(listing, by=cast.olena, reason="met_elsewhere")
    told.work()

    subjects = [letter.subject for letter in told.to(cast.stefan, CHANGED)]

    assert subjects == ["Paused: Насоси", "Open again: Насоси", "Closed: Насоси"]
    assert "A partner was found elsewhere" in told.to(cast.stefan, CHANGED)[-1].text
    assert told.to(cast.jan, CHANGED)[0].locale == "lt"


def test_what_changes_back_before_anybody_looks_is_no_news(cast, told):
    listing = need(by=cast.olena, status="published")
    followed(listing, by=cast.jan)
    with transaction():
        listings.pause(listing, by=cast.olena)
        listings.resume(listing, by=cast.olena)

    told.work()

    assert told.to(cast.jan, CHANGED) == []


def test_a_hidden_listing_is_told_to_nobody(cast, told):
    listing = need(by=cast.olena, status="published")
    followed(listing, by=cast.jan)
    with transaction():
        listings.hide(listing, by=cast.marta, reason="sensitive_place", note="Схема.")

    told.work()

    assert told.to(cast.jan, CHANGED) == []


def test_one_click_ends_following(app, cast, told):
    listing = need(by=cast.olena, status="published")
    followed(listing, by=cast.jan)
    with transaction():
        listings.pause(listing, by=cast.olena)
    told.work()

    answer = app.test_client().post(way_out(told.to(cast.jan, CHANGED)[0]), data=ONE_CLICK)

    assert answer.status_code == 200
    assert count() == 0
