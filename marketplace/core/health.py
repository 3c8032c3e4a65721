"""Whether the process lives, and whether visitors may be sent to it."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import structlog
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from . import storage
from .db import db, only_reading
from .gate import everyone, open_to

log = structlog.get_logger(__name__)
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class ForeignDatabase(SystemExit):
    """The database was made by a newer version than this code."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Mistok does not start: the database is at {revision}, which this version does not know. "
            "It is newer than the code: install that version, or restore the backup taken before."
        )


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


@cache
def newest() -> str:
    """The last migration of this code."""
    return str(_script().get_current_head())


@cache
def known() -> frozenset[str]:
    """All migrations of this code."""
    return frozenset(script.revision for script in _script().walk_revisions())


def revision() -> str | None:
    """Where the database stands; None if it has no tables yet."""
    with only_reading(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_a_newer_database() -> None:
    """Raises `ForeignDatabase` if the database stands at a migration that this code does not have."""
    present = revision()
    if present is not None and present not in known():
        raise ForeignDatabase(present)


def storage_is_writable() -> bool:
    """Whether a file can be written where people's files are kept."""
    folder = storage.folder()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as trial:
        trial.write(b"x")
    return os.access(folder, os.W_OK)


def database_answers() -> bool:
    """Whether it says anything at all; raises `SQLAlchemyError` if not."""
    with only_reading(), db.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": lambda: revision() == newest(),
    "storage": storage_is_writable,
}


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, OSError) as error:
        log.warning("not ready", check=name, reason=type(error).__name__)
        return False


@open_to(everyone)
def alive() -> Response:
    """The process lives: nothing else is asked."""
    return _plain({"alive": True}, 200)


@open_to(everyone)
def ready() -> Response:
    """The database answers and is this version's, and files can be kept; 503 otherwise."""
    found = {name: _holds(name, check) for name, check in CHECKS.items()}
    return _plain(found, 200 if all(found.values()) else 503)


def _plain(facts: dict[str, bool], status: int) -> Response:
    response = jsonify(facts)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Two addresses without a language. Call it before whatever asks the database who is signed in."""
    app.add_url_rule("/healthz", "health.alive", alive, methods=["GET"])
    app.add_url_rule("/readyz", "health.ready", ready, methods=["GET"])

    @app.before_request
    def before_anybody_is_asked() -> Response | None:
        if request.endpoint == "health.alive":
            return alive()
        return ready() if request.endpoint == "health.ready" else None
