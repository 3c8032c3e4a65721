"""Alive without a database; ready only with everything."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from marketplace.app import create_app
from marketplace.core import health
from marketplace.core.db import db


@pytest.fixture
def at_revision(app):
    """Say that the tables stand elsewhere; put right afterwards."""

    def say(revision: str) -> None:
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})

    yield say
    say(health.newest())


def test_a_good_site_is_alive_and_ready(app):
    browser = app.test_client()

    alive, ready = browser.get("/healthz"), browser.get("/readyz")

    assert (alive.status_code, alive.json) == (200, {"alive": True})
    assert (ready.status_code, ready.json) == (200, {"database": True, "migrations": True, "storage": True})
    assert alive.headers["Cache-Control"] == ready.headers["Cache-Control"] == "no-store"


def test_without_a_database_it_is_alive_and_not_ready(settings, tmp_path):
    lost = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'no' / 'folder.sqlite3'}"))
    browser = lost.test_client()

    alive, ready = browser.get("/healthz"), browser.get("/readyz")

    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json["database"] is False


def test_tables_that_are_not_made_are_not_ready(settings, tmp_path):
    empty = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}"))

    ready = empty.test_client().get("/readyz")
    with empty.app_context():
        db.engine.dispose()

    assert (ready.status_code, ready.json["migrations"]) == (503, False)


def test_a_database_newer_than_the_code_is_refused(app, at_revision):
    at_revision("29991231_tomorrow")

    with pytest.raises(health.ForeignDatabase, match="newer than the code"):
        health.refuse_a_newer_database()

    assert app.test_client().get("/readyz").status_code == 503


def test_the_present_database_is_not(app):
    health.refuse_a_newer_database()  # raises nothing

    assert app.test_client().get("/readyz").status_code == 200


def test_files_that_cannot_be_kept_are_not_ready(app, monkeypatch):
    def full(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(health, "TemporaryFile", full)

    ready = app.test_client().get("/readyz")

    assert (ready.status_code, ready.json["storage"]) == (503, False)


def test_health_asks_no_database_who_is_signed_in(visit, olena, monkeypatch):
    browser = visit.client(olena)
    monkeypatch.setattr(db.session, "execute", None)
    monkeypatch.setattr(db.session, "scalar", None)

    assert browser.get("/healthz").status_code == 200
