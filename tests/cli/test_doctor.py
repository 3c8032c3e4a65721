"""What is well and what is not, one line each, and an exit code that says whether all is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace.cli import doctor
from marketplace.core.clock import now
from marketplace.core.outbox import LetterState
from tests.conftest import ENGINE, UNSYNCED
from tests.core.test_outbox import letter
from tests.smtp import free_port, mail_server


def wrong(settings) -> list[str]:
    return [sentence for good, sentence in doctor.findings(settings) if not good]


@pytest.fixture
def good(settings):
    """Settings with which nothing is wrong."""
    with mail_server() as server:
        yield replace(settings, mail_url=server.url, contact_email="help@mistok.example")


@pytest.mark.real_time
def test_a_good_site_is_well(app, good):
    found = wrong(good)

    # The tests' own PostgreSQL does not sync: that is what the doctor is for.
    assert found == ([] if ENGINE == "sqlite" else [f"{name} is off" for name in UNSYNCED])


def test_each_line_says_whether_it_is_well(app, run):
    result = run("doctor")

    assert result.exit_code == 1
    assert {line[:5].strip() for line in result.output.splitlines() if line} <= {"ok", "WRONG"}


def test_a_mail_server_that_is_down_is_told(app, good):
    found = wrong(replace(good, mail_url=f"smtp://127.0.0.1:{free_port()}"))

    assert any(sentence.startswith("mail: ConnectionRefusedError") for sentence in found)


def test_no_contact_address_is_told(app, good):
    assert any("CONTACT_EMAIL" in sentence for sentence in wrong(replace(good, contact_email="")))


def test_letters_that_wait_too_long_are_told(app, good):
    letter(1, due_at=now() - timedelta(hours=1))
    letter(2, state=LetterState.GIVEN_UP)

    found = wrong(good)

    assert any(sentence.startswith("1 letters are overdue") for sentence in found)
    assert any(sentence.startswith("1 letters were given up") for sentence in found)


def test_a_short_secret_is_told(app, good):
    assert any("SECRET_KEY" in sentence for sentence in wrong(replace(good, secret_key="short")))


@pytest.mark.one_engine("postgresql")
def test_a_server_that_does_not_sync_is_told(app, good):
    assert "fsync is off" in wrong(good)
