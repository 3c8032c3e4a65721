"""Who moderates is said on the machine, and nowhere else."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.db import db


def who(email: str) -> User:
    return db.session.scalars(select(User).filter_by(email=email)).one()


def test_somebody_new_gets_an_account_and_a_link(run, letters, visit):
    result = run("moderators", "add", "Marta@Example.org", "--name", "Марта", "--language", "uk")

    marta = who("marta@example.org")
    address = next(line for line in result.output.splitlines() if "/reset/" in line)
    assert result.exit_code == 0
    assert marta.is_moderator and marta.confirmed_at and marta.locale == "uk"
    assert [letter.event for letter in letters(to="marta@example.org")] == ["account_reset"]
    assert visit(address.removeprefix("http://127.0.0.1:8000")).status == 200


def test_somebody_with_an_account_is_promoted(run, olena):
    result = run("moderators", "add", olena.email)

    assert result.exit_code == 0 and "moderates now" in result.output
    assert who("olena@hromada.example").is_moderator


def test_the_second_factor_is_asked_for_first(run, visit, olena):
    run("moderators", "add", "olena@hromada.example")

    page = visit.client(who("olena@hromada.example")).get("/en/moderation", follow_redirects=False)

    assert page.status_code in (303, 403, 404, 308)
    assert not who("olena@hromada.example").has_second_factor


def test_twice_is_once(run, olena):
    run("moderators", "add", "olena@hromada.example")
    result = run("moderators", "add", "olena@hromada.example")

    events = [row.event for row in db.session.scalars(history.of(who("olena@hromada.example")))]
    assert "already" in result.output
    assert events.count("made_moderator") == 1


def test_somebody_unknown_needs_a_name(run):
    result = run("moderators", "add", "nobody@example.org")

    assert result.exit_code == 1
    assert "--name" in result.output


def test_what_is_no_address_is_refused(run):
    assert run("moderators", "add", "marta", "--name", "Marta").exit_code == 1


def test_she_moderates_no_more(run, marta):
    result = run("moderators", "remove", "marta@mistok.example")

    assert result.exit_code == 0
    assert not who("marta@mistok.example").is_moderator


def test_who_does_not_moderate_cannot_stop(run, olena):
    assert run("moderators", "remove", "olena@hromada.example").exit_code == 1


def test_all_of_them_are_listed(run, marta):
    output = run("moderators", "list").output

    assert "marta@mistok.example" in output and "bohdan@mistok.example" in output
    assert "olena@hromada.example" not in output


def test_nobody_is_said_so(run):
    assert "Nobody" in run("moderators", "list").output
