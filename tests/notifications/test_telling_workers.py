"""Workers that tell what is new: they die, meet, and find more than one letter holds."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.core import clock as the_clock
from marketplace.core.db import db
from marketplace.notifications import actions, news
from marketplace.notifications.actions import telling
from marketplace.notifications.models import SavedSearch, SearchDelivery
from tests.factories.accounts import person
from tests.factories.notifications import saved_search
from tests.organisations.test_races import at_once
from tests.statements import statements


def test_a_worker_that_dies_before_the_end_loses_and_doubles_nothing(jan, olena, told, monkeypatch):
    saved_search(by=jan)
    told.publish(by=olena)

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(telling.emails, "news", dies)
        with pytest.raises(KeyboardInterrupt):
            told.work()
    after_death = (len(told.to(jan)), _count(SearchDelivery))
    told.work()
    told.work()

    assert after_death == (0, 0)
    assert (len(told.to(jan)), _count(SearchDelivery)) == (1, 1)


def test_two_workers_at_once_write_one_letter(jan, olena, told, monkeypatch):
    saved_search(by=jan)
    told.publish(by=olena)
    take = telling._take

    def overtaken(due, until):
        monkeypatch.setattr(telling, "_take", take)
        with db.session.no_autoflush:
            db.session.rollback()
        actions.tell_next()  # the other one, from beginning to end, between our looking and our taking
        return take(due, until)

    monkeypatch.setattr(telling, "_take", overtaken)
    told.work()

    assert len(told.to(jan)) == 1


def test_four_workers_at_the_same_moment_write_each_reader_one_letter(app, cast, told):
    readers = [cast.jan, cast.stefan, cast.petra]
    addresses = [user.email for user in readers]
    for user in readers:
        saved_search(by=user)
        saved_search({"kind": "need"}, by=user)
    told.publish(by=cast.olena)
    told.clock.shift(timedelta(minutes=6))
    db.session.remove()

    def worker() -> int:
        with app.app_context():
            times = 0
            while actions.tell_next():
                times += 1
            return times

    at_once(*(worker for _ in range(4)))

    assert sorted(letter.to_address for letter in told.letters()) == sorted(addresses)
    assert _count(SearchDelivery) == 3


def test_a_search_that_cannot_be_carried_out_stops_nobody(jan, stefan, olena, told, monkeypatch):
    broken, whole = saved_search({"q": "насос"}, by=jan), saved_search(by=stefan)
    told.publish(by=olena)
    begin = news.Search.begin

    def fails(filters, locale):
        if filters.words:
            raise ValueError("a bug")
        return begin(filters, locale)

    monkeypatch.setattr(news.Search, "begin", fails)
    told.work()

    assert len(told.to(stefan)) == 1
    assert db.session.get_one(SavedSearch, broken.id).looked_at > whole.saved_at


def test_a_letter_of_very_many_names_fifty_and_counts_the_rest(jan, olena, told, monkeypatch):
    monkeypatch.setattr("marketplace.notifications.emails.MOST_SHOWN", 2)
    stefan = person("Stefan", "many@gent.example", locale="en")
    saved_search(by=stefan)
    for number in range(5):
        told.publish(by=olena, title=f"Потреба {number}")

    told.work()

    (letter,) = told.to(stefan)
    assert "Потреба 4" in letter.text and "Потреба 2" not in letter.text
    assert "And 3 more" in letter.text


def test_an_idle_look_is_cheap(jan, olena, told):
    saved_search(by=jan)
    told.publish(by=olena)
    told.work()

    with statements() as asked:
        actions.tell_next()

    assert len(asked) <= 4


def test_the_last_letter_is_noted(jan, olena, told):
    saved, other = saved_search(by=jan), saved_search({"sector": "health"}, by=jan)
    told.publish(by=olena)

    told.work()

    db.session.expire_all()
    assert (saved.written_at, other.written_at) == (the_clock.now(), None)


def _count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0
