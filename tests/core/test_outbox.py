"""Letters wait, are taken by one, come back when their worker dies, and are given up in the end."""

from datetime import timedelta

import pytest

from marketplace.core import outbox
from marketplace.core.clock import now
from marketplace.core.db import db, transaction
from marketplace.core.outbox import LEASE, PAUSES, Letter, LetterState


def letter(number: int = 1, **facts: object) -> int:
    row = Letter(
        message_id=f"<{number}@test>", event="test", to_address=f"reader{number}@example.org", locale="uk",
        **{"subject": "Тема", "text": "Слова", "html": "<p>Слова</p>", **facts},
    )  # fmt: skip
    with transaction():
        db.session.add(row)
        db.session.flush()
        number = row.id
    db.session.remove()
    return number


def stored(number: int) -> Letter:
    db.session.remove()
    return db.session.get_one(Letter, number)


def test_the_letter_that_waits_longest_is_taken_first(app):
    letter(1, due_at=now() - timedelta(minutes=1))
    older = letter(2, due_at=now() - timedelta(minutes=2))

    taken = outbox.claim()

    assert taken is not None and taken.id == older


def test_a_taken_letter_is_nobody_elses(app):
    letter()

    outbox.claim()

    assert outbox.claim() is None


def test_a_letter_is_read_without_the_database(app):
    letter()

    taken = outbox.claim()
    db.session.remove()

    assert taken is not None and (taken.subject, taken.attempts) == ("Тема", 1)


def test_a_letter_that_is_not_due_waits(app):
    letter(due_at=now() + timedelta(minutes=1))

    assert outbox.claim() is None


def test_a_dead_workers_letter_comes_back(app, clock):
    letter()
    outbox.claim()

    clock.shift(LEASE + timedelta(seconds=1))
    again = outbox.claim()

    assert again is not None and again.attempts == 2


def test_a_worker_that_was_too_slow_has_no_say(app, clock):
    number = letter()
    slow = outbox.claim()
    clock.shift(LEASE + timedelta(seconds=1))
    quick = outbox.claim()
    assert slow is not None and quick is not None

    late = outbox.failed(slow, "timed out")
    good = outbox.sent(quick)

    assert (late, good, stored(number).state) == (False, True, LetterState.SENT)


def test_pauses_grow_until_the_letter_is_given_up(app, clock):
    number = letter()
    waited = []

    while stored(number).state == LetterState.QUEUED:
        taken = outbox.claim()
        assert taken is not None
        outbox.failed(taken, "451 later")
        waited.append(stored(number).due_at - now())
        clock.move_to(stored(number).due_at + timedelta(seconds=1))

    assert tuple(waited[: len(PAUSES)]) == PAUSES
    assert stored(number).last_error == "451 later"


def test_a_given_up_letter_is_tried_again_when_asked(app):
    number = letter(state=LetterState.GIVEN_UP, attempts=9, last_error="550 no")

    with transaction():
        count = outbox.retry(number)

    assert (count, stored(number).state, stored(number).attempts) == (1, LetterState.QUEUED, 0)


def test_words_are_forgotten_a_month_after(app, clock):
    number = letter()
    taken = outbox.claim()
    assert taken is not None
    outbox.sent(taken)

    clock.shift(timedelta(days=31))
    with transaction():
        outbox.forget_words(timedelta(days=30))

    assert (stored(number).text, stored(number).html, stored(number).to_address) == (
        "",
        "",
        "reader1@example.org",
    )


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.GIVEN_UP])
def test_words_that_may_still_be_wanted_stay(app, clock, state):
    number = letter(state=state)

    clock.shift(timedelta(days=29))
    with transaction():
        outbox.forget_words(timedelta(days=30))

    assert stored(number).text


def test_a_subject_stays_one_line(app):
    with app.test_request_context("/en/"):
        row = outbox.write(
            "account_reset", to="a@b.example", name="A\r\nBcc: all@example.org", locale="en", address="x"
        )

    assert "\n" not in row.to_name + row.subject


@pytest.mark.parametrize("value", ["one\r\nBcc: two@example.org", "кирилиця", "a\0b"])
def test_no_header_is_smuggled_in(app, value):
    with pytest.raises(ValueError, match="List-Unsubscribe is no header"):
        outbox.write(
            "account_left", to="a@example.org", name="", locale="en", headers={"List-Unsubscribe": value}
        )
