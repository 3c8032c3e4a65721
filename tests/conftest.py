"""The application, an empty database for each test, the `visit` client, a clock that stands still."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from marketplace.app import create_app
from marketplace.core import i18n
from marketplace.core.config import Settings
from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.search import places, queries, retrieval, suggesting
from tests import database
from tests.people import bohdan, cast, jan, marta, olena, petra, stefan  # noqa: F401  fixtures for all
from tests.visit import Visit

ENGINE = database.ENGINE
UNSYNCED = ("fsync", "full_page_writes", "synchronous_commit")  # nothing of it outlives the run
TODAY = "2026-11-23T09:00:00+00:00"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On each engine all but what is asked on the other one alone."""
    elsewhere = {
        item
        for item in items
        for marker in item.iter_markers("one_engine")
        if (marker.args[0] if marker.args else "sqlite") != ENGINE
    }
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def database_url(folder: Path, name: str) -> str:
    """Where a new database may be: a file of this folder, or of this name on the server of this run."""
    if ENGINE == "sqlite":
        return f"sqlite:///{folder / 'test.sqlite3'}"
    server = database.postgresql("tests")
    for setting in UNSYNCED:
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return database.created(server, name)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    folder = tmp_path_factory.mktemp("instance")
    return Settings(
        secret_key="a-secret-for-tests-only-0123456789-abcdefghij",
        base_url="http://127.0.0.1:8000",
        database_url=database_url(folder, worker_id),
        storage_url=f"file://{folder / 'files'}",
        testing=True,
        instance=folder,
    )


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, PROPAGATE_EXCEPTIONS=True)
    with app.app_context():
        upgrade()
    # What is loaded by now stays: collecting garbage need not walk over it again and again, nor look so often.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application with an empty database. Commits are real, as they are in production."""
    with built_app.app_context():
        yield built_app
        database.empty()
        forget()


def forget() -> None:
    """What this process keeps of a database: the next test has another."""
    for keeper in (retrieval, queries, places, suggesting):
        keeper.forget()


@pytest.fixture(autouse=True)
def language() -> None:
    """The language of the test before is not ours."""
    i18n._spoken.set(i18n.SOURCE)


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Time stands still at nine on a Monday; `clock.shift(timedelta(days=1))` moves it."""
    if request.node.get_closest_marker("real_time"):
        yield None
        return
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visit(app: Flask) -> Visit:
    return Visit(app)


@pytest.fixture
def letters(app: Flask) -> Any:
    """All letters written so far, oldest first: `letters()`, `letters(to="olena@…")`."""

    def read(to: str | None = None) -> list[Letter]:
        db.session.expire_all()
        written = db.session.scalars(db.select(Letter).order_by(Letter.id)).all()
        return [letter for letter in written if to in (None, letter.to_address)]

    return read


@pytest.fixture
def other_app(settings: Settings) -> Iterator[Any]:
    """An application with some settings changed: `other_app(demonstration=True)`."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(create_app(replace(settings, **changes), PROPAGATE_EXCEPTIONS=True))
        return made[-1]

    yield make
    for application in made:
        with application.app_context():
            db.engine.dispose()  # an open connection that is forgotten is a warning, and warnings are errors
