"""The demonstration's doors: open in the demonstration."""

import pytest

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.demonstration.routes import ROLES
from tests.visit import Visit


@pytest.fixture
def shown(seeded):
    """A visitor of the demonstration; the letters of today go with her."""
    yield Visit(seeded)
    db.session.execute(db.delete(Letter).where(Letter.written_at >= now()))
    db.session.commit()


@pytest.mark.parametrize("role", ROLES)
def test_one_click_looks_around_as_somebody(shown, role):
    page = shown.post("demonstration.enter", role=role, token=False)

    assert page.status == 200
    assert "Sign out" in page.words("nav button")


def test_one_click_looks_around_signed_out(shown):
    shown.post("demonstration.enter", role="hromada", token=False)

    page = shown.post("demonstration.enter", role="nobody", token=False)

    assert "Sign out" not in page.words("nav button")


def test_another_site_cannot_press_the_button(shown):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        shown.post("demonstration.enter", role="moderator", token=False, headers=headers, expect=403)


def test_an_unknown_role_is_not_found(shown):
    shown.post("demonstration.enter", role="president", token=False, expect=404)


def letter(to: str, event: str) -> Letter:
    row = Letter(
        message_id=f"<{event}.{to}>",
        event=event,
        to_address=to,
        locale="en",
        subject=f"About {event}",
        text="Open http://127.0.0.1:8000/en/accounts/confirm/abc now.\n<b>",
        html="",
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_one_reads_her_own_letters_and_no_others(shown):
    hers = letter(ROLES["hromada"][0], "answer_received")
    his = letter(ROLES["city"][0], "introduction")

    shown.post("demonstration.enter", role="hromada", token=False)
    page = shown("demonstration.letters")

    assert page.words(".inbox b")[0] == "About answer_received"
    assert "About introduction" not in page.text
    assert (
        "http://127.0.0.1:8000/en/accounts/confirm/abc"
        in shown("demonstration.letter", letter_id=hers.id).links
    )
    shown("demonstration.letter", letter_id=his.id, expect=404)


def test_somebody_who_registers_finds_the_letter_that_confirms_her(shown):
    letter("new@elsewhere.org", "account_confirm")
    letter("new@elsewhere.org", "introduction")
    letter(ROLES["city"][0], "account_confirm")

    page = shown("demonstration.letters")

    assert page.words(".inbox b") == ["About account_confirm"]
    assert page.words(".inbox li") != []
