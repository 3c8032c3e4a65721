"""Letters that wait and letters that were given up, seen and sent by hand."""

from pathlib import Path

from marketplace.core.outbox import LetterState
from tests.core.test_outbox import letter, stored


def test_what_is_due_is_delivered_once(app, run, settings):
    numbers = [letter(1), letter(2)]

    first, second = run("outbox", "deliver"), run("outbox", "deliver")

    assert "2 letters" in first.output and "0 letters" in second.output
    assert {stored(number).state for number in numbers} == {LetterState.SENT}
    assert list(Path(settings.instance / "letters").glob("*.eml"))


def test_given_up_letters_are_shown_with_the_reason(app, run):
    letter(1, state=LetterState.GIVEN_UP, last_error="550 no such reader")
    letter(2)

    output = run("outbox", "list", "--given-up").output

    assert "reader1@example.org" in output and "550 no such reader" in output
    assert "reader2@example.org" not in output


def test_waiting_letters_are_shown(app, run):
    letter(2)

    assert "reader2@example.org" in run("outbox", "list").output


def test_one_is_tried_again(app, run):
    one, other = letter(1, state=LetterState.GIVEN_UP), letter(2, state=LetterState.GIVEN_UP)

    result = run("outbox", "retry", str(one))

    assert "1 letters" in result.output
    assert (stored(one).state, stored(other).state) == (LetterState.QUEUED, LetterState.GIVEN_UP)


def test_all_are_tried_again(app, run):
    numbers = [letter(n, state=LetterState.GIVEN_UP) for n in (1, 2)]

    run("outbox", "retry")

    assert {stored(number).state for number in numbers} == {LetterState.QUEUED}
