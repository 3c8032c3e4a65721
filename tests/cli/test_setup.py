"""The first command an operator runs; as often as she likes."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from marketplace.app import create_app
from marketplace.core import health
from marketplace.core.db import db

pytestmark = pytest.mark.one_engine  # the same steps; migrations are tested on both


@pytest.fixture
def fresh(settings, tmp_path):
    application = create_app(
        replace(settings, instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'm.sqlite3'}")
    )
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def test_tables_are_made_and_the_next_steps_told(fresh):
    result = fresh.test_cli_runner().invoke(args=["setup"])

    assert result.exit_code == 0, result.output
    assert "The tables are made." in result.output
    for step in ("moderators add", "MAIL_URL", "CONTACT_EMAIL"):
        assert step in result.output
    assert health.revision() == health.newest()


def test_a_second_time_changes_nothing(fresh):
    fresh.test_cli_runner().invoke(args=["setup"])

    result = fresh.test_cli_runner().invoke(args=["setup"])

    assert (result.exit_code, result.output.splitlines()[0]) == (0, "The tables are up to date.")


@pytest.mark.parametrize("command", ["setup", "worker"])
def test_a_database_newer_than_the_code_is_refused(fresh, command):
    fresh.test_cli_runner().invoke(args=["setup"])
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '29991231_tomorrow'"))

    result = fresh.test_cli_runner().invoke(args=[command])

    assert result.exit_code == 1
    assert "newer than the code" in str(result.exception) + result.output
