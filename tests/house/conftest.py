"""The prepared world, built once a worker in a database of its own: whoever walks through it leaves it as it was."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from marketplace.app import create_app
from marketplace.core.config import Settings
from marketplace.core.db import Model, db
from tests.conftest import TODAY, database_url, forget
from tests.house.world import world
from tests.people import everybody
from tests.visit import Visit


@pytest.fixture(scope="session")
def standing(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[tuple[Flask, dict[str, Any]]]:
    """An application, and what its world is made of: rows as their class and key."""
    folder = tmp_path_factory.mktemp("house")
    of_its_own = replace(
        settings,
        database_url=database_url(folder, f"{worker_id}_house"),
        storage_url=f"file://{folder / 'files'}",  # another test sweeps away what its own database does not know
    )
    app = create_app(of_its_own, PROPAGATE_EXCEPTIONS=True)
    with app.app_context(), time_machine.travel(TODAY, tick=False):
        upgrade()
        made = vars(world(everybody()))
        rows = {
            name: (type(one), inspect(one).identity) if isinstance(one, Model) else one
            for name, one in made.items()
        }
    yield app, rows
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def made(standing: tuple[Flask, dict[str, Any]]) -> Iterator[SimpleNamespace]:
    """The world (tests/house/world.py) and its cast: `made.olena`, `made.draft`, …"""
    app, rows = standing
    forget()
    with app.app_context():
        found = {name: db.session.get(*row) if isinstance(row, tuple) else row for name, row in rows.items()}
        db.session.commit()  # no transaction of the test's is open while others walk
        yield SimpleNamespace(**found)
    forget()


@pytest.fixture
def walk(standing: tuple[Flask, dict[str, Any]], made: SimpleNamespace) -> Visit:
    """The client that walks through it."""
    return Visit(standing[0])
