"""The demonstration is written whole or not at all, and on no real site."""

import pytest

from marketplace.accounts.models import User
from marketplace.core.db import db, transaction
from marketplace.demonstration import seed


def test_a_real_site_is_never_seeded(app):
    for command in (["seed", "demonstration"], ["demonstration"], ["demonstration", "--fresh"]):
        result = app.test_cli_runner().invoke(args=command)

        assert result.exit_code == 1
        assert "DEMONSTRATION is not 1" in result.output
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 0


def test_the_demonstration_is_seeded_once(app, other_app):
    demonstration = other_app(demonstration=True)

    with demonstration.app_context():
        first = demonstration.test_cli_runner().invoke(args=["seed", "demonstration"])
        second = demonstration.test_cli_runner().invoke(args=["seed", "demonstration"])
        db.engine.dispose()

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Writing" in first.output
    assert "Writing" not in second.output


def test_a_failure_leaves_nothing(app, monkeypatch):
    monkeypatch.setattr(seed, "_answers", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction():
        seed.everything()

    assert seed.is_empty()


def test_a_real_site_has_no_such_doors(visit, marta):
    visit("/en/demonstration/letters", expect=404)
    visit.post("/en/demonstration/moderator", expect=404)
