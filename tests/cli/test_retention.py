"""Each kind of row goes when its time is over, and not before; the clock is moved to see it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts.actions import links
from marketplace.accounts.models import MailedLink, Purpose, SignInSession
from marketplace.cli import retention
from marketplace.core import throttle
from marketplace.core.clock import now
from marketplace.core.db import db, transaction
from marketplace.core.throttle import ThrottleCount
from marketplace.moderation.models import CaseLock
from marketplace.notifications.models import SearchDelivery, UnsubscribeLink
from tests.core.test_outbox import letter, stored
from tests.factories.listings import need


def count(table: type) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def link(olena):
    with transaction():
        return links.make(Purpose.RESET, olena, olena.email)


def test_an_open_link_stays_and_an_old_one_goes(clock, link):
    retention.keep_house()
    fresh = count(MailedLink)

    clock.shift(timedelta(hours=1, seconds=1))
    retention.keep_house()

    assert (fresh, count(MailedLink)) == (1, 0)


def test_a_used_link_goes(link):
    with transaction():
        links.take(link, Purpose.RESET)

    retention.keep_house()

    assert count(MailedLink) == 0


def test_a_used_link_that_still_tells_what_became_goes_when_it_is_too_old(clock, olena):
    with transaction():
        _link, token = links.add(Purpose.RENEW, olena, olena.email, now() + timedelta(days=30))
        links.take(token, Purpose.RENEW)
    retention.keep_house()
    in_time = count(MailedLink)

    clock.shift(timedelta(days=30))
    retention.keep_house()

    assert (in_time, count(MailedLink)) == (1, 0)


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_an_ended_session_goes_after_a_month(clock, olena, days, left):
    with transaction():
        db.session.add(SignInSession(token_hash=b"x" * 32, user_id=olena.id, ended_at=now()))

    clock.shift(timedelta(days=days))
    retention.keep_house()

    assert count(SignInSession) == left


@pytest.mark.parametrize(("days", "left"), [(59, 1), (61, 0)])
def test_a_session_that_nobody_ended_goes_too(clock, olena, days, left):
    with transaction():
        db.session.add(SignInSession(token_hash=b"x" * 32, user_id=olena.id))

    clock.shift(timedelta(days=days))
    retention.keep_house()

    assert count(SignInSession) == left


def test_counts_of_tries_go_with_their_window(app, clock):
    with transaction():
        throttle.throttle("5 per minute", "sign_in", "olena")
    retention.keep_house()
    within = count(ThrottleCount)

    clock.shift(timedelta(minutes=2))
    retention.keep_house()

    assert (within, count(ThrottleCount)) == (1, 0)


@pytest.mark.parametrize(("days", "words"), [(29, "Слова"), (31, "")])
def test_the_words_of_a_sent_letter_go_after_a_month(app, clock, days, words):
    number = letter(state="sent", sent_at=now())

    clock.shift(timedelta(days=days))
    retention.keep_house()

    assert stored(number).text == words


@pytest.mark.parametrize(("minutes", "left"), [(29, 1), (31, 0)])
def test_a_case_that_nobody_decided_is_free_again(clock, cast, minutes, left):
    listing = need(by=cast.olena)
    with transaction():
        db.session.add(
            CaseLock(listing_id=listing.id, moderator_id=cast.marta.id, until=now() + timedelta(minutes=30))
        )

    clock.shift(timedelta(minutes=minutes))
    retention.keep_house()

    assert count(CaseLock) == left


@pytest.mark.parametrize(("days", "left"), [(399, (1, 1)), (401, (0, 0))])
def test_what_was_told_and_the_way_out_of_it_go_after_400_days(clock, cast, days, left):
    listing = need(by=cast.olena)
    with transaction():
        db.session.add(SearchDelivery(user_id=cast.jan.id, listing_id=listing.id))
        db.session.add(UnsubscribeLink(token_hash=b"x" * 32, user_id=cast.jan.id))

    clock.shift(timedelta(days=days))
    retention.keep_house()

    assert (count(SearchDelivery), count(UnsubscribeLink)) == left


def test_a_job_that_fails_does_not_stop_the_others(app, monkeypatch, link, clock):
    def broken() -> int:
        raise RuntimeError

    monkeypatch.setattr(retention, "JOBS", (broken, *retention.JOBS))
    clock.shift(timedelta(days=1))

    done = retention.keep_house()

    assert (done["broken"], done["links"]) == (-1, 1)


def test_the_command_says_what_went(run, link, clock):
    clock.shift(timedelta(days=1))

    result = run("retention", "apply")

    assert result.exit_code == 0 and "links: 1" in result.output
