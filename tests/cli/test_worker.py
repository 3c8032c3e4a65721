"""The worker sends, keeps house every hour, waits out a lost database, and stops when asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from marketplace.cli import worker as at
from marketplace.cli.worker import IDLE, Worker
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.outbox import LetterState
from tests.core.test_outbox import letter, stored


@pytest.fixture
def worker(app, settings, tmp_path):
    return Worker(replace(settings, instance=tmp_path))


def test_a_letter_is_sent_in_one_step(worker):
    number = letter()

    busy, idle = worker.step(), worker.step()

    assert (busy, idle, stored(number).state) == (True, False, LetterState.SENT)


def test_the_house_is_kept_and_last_days_are_looked_at_at_the_start_and_every_hour(
    worker, monkeypatch, clock
):
    kept = []
    monkeypatch.setattr(at, "keep_house", lambda: kept.append("house"))
    monkeypatch.setattr(at, "write_letters", lambda: kept.append("last days"))

    for minutes in (0, 30, 31, 30):
        clock.shift(timedelta(minutes=minutes))
        worker.step()

    assert kept == ["house", "last days"] * 2


def test_what_is_new_is_looked_for_every_ten_seconds_and_again_at_once_after_it_was_found(
    worker, monkeypatch, clock
):
    found = [False, True, False, False]
    looks = []

    def look() -> bool:
        looks.append(now())
        return found[len(looks) - 1]

    monkeypatch.setattr(at.notifications, "tell_next", look)

    busy = []
    for seconds in (0, 5, 6, 0, 5, 6):
        clock.shift(timedelta(seconds=seconds))
        busy.append(worker.step())

    assert busy == [False, False, True, False, False, False]
    assert len(looks) == 4


def test_it_never_idles_longer_than_two_seconds():
    assert IDLE <= 2


def test_a_text_that_cannot_be_read_keeps_no_letter_waiting(worker, monkeypatch, clock):
    tries = []

    def read() -> int:
        tries.append(now())
        raise ValueError("a text like no other")

    monkeypatch.setattr(at.indexing, "index_next", read)
    worker.step()
    number = letter()

    busy = [worker.step() for _ in range(3)]

    assert busy[0] and stored(number).state == LetterState.SENT
    assert len(tries) == 1
    clock.shift(timedelta(minutes=6))
    worker.step()
    assert len(tries) == 2


def test_a_stopped_worker_ends(worker):
    worker.stop.set()

    worker.run()

    assert worker.house_kept_at is None


def test_a_database_that_is_away_is_waited_for(worker, monkeypatch):
    number = letter()
    tries = []
    step = worker.step

    def flaky() -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("SELECT", {}, Exception("gone"))
        if len(tries) == 3:
            worker.stop.set()
        return step()

    monkeypatch.setattr(worker, "step", flaky)
    monkeypatch.setattr(at, "TROUBLED", 0)
    monkeypatch.setattr(at, "IDLE", 0)

    worker.run()

    assert stored(number).state == LetterState.SENT
    db.session.remove()
