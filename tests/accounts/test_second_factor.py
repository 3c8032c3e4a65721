"""One-time codes and recovery codes."""

from datetime import timedelta

import pytest

from marketplace.accounts.actions import second_factor as actions
from marketplace.accounts.second_factor import new_recovery_codes, recovery_hash, step_of
from marketplace.core.db import db
from tests.factories.accounts import SECRET, code_of


@pytest.mark.parametrize(("seconds", "good"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_code_is_good_for_its_step_and_the_one_before_and_after(clock, seconds, good):
    code = code_of()

    clock.shift(timedelta(seconds=seconds))

    assert (step_of(code, SECRET) is not None) is good


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "١٢٣٤٥٦", "\0", "9" * 1_000_000]
)
def test_what_is_no_code_is_no_code(clock, code):
    assert step_of(code, SECRET) is None


def test_a_code_is_good_once(marta):
    code = code_of()

    assert actions.is_right(marta, code)
    assert not actions.is_right(marta, code)


def test_an_older_code_is_not_good_after_a_newer_one(marta, clock):
    older = code_of()
    clock.shift(timedelta(seconds=30))

    assert actions.is_right(marta, code_of())
    assert not actions.is_right(marta, older)


def test_a_recovery_code_lets_in_once_however_it_is_typed(marta):
    first, second, *_ = actions.renew_recovery_codes(marta)
    db.session.flush()

    assert actions.is_right(marta, first.upper().replace("-", " "))
    assert not actions.is_right(marta, first)
    assert actions.is_right(marta, second)


def test_new_recovery_codes_end_the_old_ones(marta):
    old = actions.renew_recovery_codes(marta)[0]
    db.session.flush()
    actions.renew_recovery_codes(marta)
    db.session.flush()

    assert not actions.is_right(marta, old)


def test_recovery_codes_of_another_open_nothing(marta, bohdan):
    code = actions.renew_recovery_codes(marta)[0]
    db.session.flush()

    assert not actions.is_right(bohdan, code)


def test_recovery_codes_are_long_unlike_each_other_and_stored_as_a_hash():
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
    assert codes[0] not in recovery_hash(codes[0])
