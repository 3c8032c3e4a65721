"""A site on each engine, whose processes may be killed; and a mail server that outlives them."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from tests import database
from tests.crash.servers import Site
from tests.smtp import Server, free_port, mail_server

_number = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes live by the real clock."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.real_time)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A real server, which syncs as it does in production."""
    server = database.postgresql("crash")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test's own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mistok.sqlite3'}"
    server, name = (
        request.getfixturevalue("postgresql"),
        f"crash_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(_number)}",
    )
    return database.created(server, name)


@pytest.fixture
def post_office() -> Iterator[Server]:
    with mail_server() as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, database_url: str, post_office: Server) -> Iterator[Site]:
    """Tables made, nothing running yet."""
    site = Site(tmp_path, database_url, free_port(), post_office.url)
    site.command("setup")
    yield site
    site.kill()


@pytest.fixture
def rows(site: Site) -> Iterator[Any]:
    """What stands in the database, asked from outside: `rows("SELECT …")`."""
    engine: Engine = create_engine(site.database_url)

    def ask(statement: str, **values: Any) -> list[Any]:
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return list(result.all()) if result.returns_rows else []

    yield ask
    engine.dispose()
