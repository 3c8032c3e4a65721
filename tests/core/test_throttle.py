"""How often something may be tried."""

from datetime import timedelta

import pytest

from marketplace.core.db import db
from marketplace.core.errors import TooMany
from marketplace.core.throttle import ThrottleCount, forget_old, forgive, neighbourhood, throttle, within

LIMIT = "2 per minute"


def test_the_third_try_of_two_is_refused_with_the_seconds_to_wait(app, clock):
    throttle(LIMIT, "knock", "olena")
    clock.shift(timedelta(seconds=20))
    throttle(LIMIT, "knock", "olena")

    with pytest.raises(TooMany) as refusal:
        throttle(LIMIT, "knock", "olena")

    assert refusal.value.code == 429
    assert refusal.value.retry_after == 40


def test_after_the_window_one_may_try_again(app, clock):
    for _ in range(3):
        within(LIMIT, "knock", "olena")

    clock.shift(timedelta(seconds=61))

    assert within(LIMIT, "knock", "olena")


def test_nobody_is_shut_out_by_the_tries_of_another(app):
    for _ in range(3):
        within(LIMIT, "knock", "olena")

    assert within(LIMIT, "knock", "jan")
    assert within(LIMIT, "ring", "olena")


def test_a_success_forgives_the_tries_before(app):
    within(LIMIT, "knock", "olena")
    within(LIMIT, "knock", "olena")

    forgive(LIMIT, "knock", "olena")

    assert within(LIMIT, "knock", "olena")


def test_the_table_holds_nobodys_address_and_survives_any_text(app):
    within(LIMIT, "knock", "olena@hromada.example", "\0" + "x" * 10_000, "\ud800")

    keys = db.session.scalars(db.select(ThrottleCount.key)).all()
    assert len(keys) == 1
    assert "olena" not in keys[0]


def test_old_counts_are_forgotten(app, clock):
    within(LIMIT, "knock", "olena")
    clock.shift(timedelta(minutes=2))
    within(LIMIT, "knock", "jan")

    assert forget_old() == 1
    assert db.session.query(ThrottleCount).count() == 1


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (None, ""),
        ("nonsense", ""),
    ],
)
def test_one_household_is_one_visitor(address, part):
    assert neighbourhood(address) == part
