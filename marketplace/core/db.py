"""The database: base class, UTC moments, one transaction a request, and nobody else commits."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, abort, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Engine,
    MetaData,
    Select,
    any_,
    cast,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator

LARGEST_KEY = 2**31 - 1  # what both engines store; a larger number in an address is simply not found

# Pages ask small questions: a plan is never worth compiling, and to fetch a row by its key costs no disk's turn.
POSTGRESQL = "-c jit=off -c random_page_cost=1.1"

NEVER_STORED = re.compile("[\\0\ud800-\udfff]")

# SQLite refuses at once to turn a transaction that has read into one that writes, whatever the busy timeout.
# So a request that may write takes the write lock first, and one that only reads (GET, HEAD) never asks for it.
_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


class Base(DeclarativeBase):
    """Every table's root; names its constraints so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A point in time: kept in UTC on both engines, read back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # acknowledged means on the disk, a power cut included
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased leaves no byte behind
        "busy_timeout=15000",
        "cache_size=-16000",  # kilobytes a connection: a search looks at two thousand rows (docs/search.md, Speed)
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _only_reads.get() else "BEGIN IMMEDIATE")


@contextmanager
def only_reading() -> Iterator[None]:
    """Within, SQLite transactions take no write lock."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


@contextmanager
def transaction() -> Iterator[None]:
    """One unit of work outside a request (commands, the worker): commits at the end, or rolls back and raises."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def breathe() -> None:
    """Keep what was done so far and let others write while something slow is done; the next statement begins anew.

    On SQLite a request that may write holds everybody's lock from its first statement.
    """
    db.session.commit()


def finish(response: Response) -> Response:
    """An answer commits; an exception never comes here (`core.errors` rolls back first)."""
    db.session.commit()
    return response


def among(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """`column` is one of these numbers: one parameter, however many they are, and one statement to prepare."""
    numbers = list(ids)
    if db.engine.dialect.name == "postgresql":
        written = "{" + ",".join(map(str, numbers)) + "}"  # a list would be written number by number, slowly
        return column == any_(cast(literal(written), ARRAY(BigInteger)))  # type: ignore[no-any-return]
    return column.in_(select(func.json_each(json.dumps(numbers)).table_valued("value").c.value))  # type: ignore[no-any-return]


Row = TypeVar("Row")


def _could_be(key: Any) -> bool:
    """Whether a database can store it at all: no number too large, no text with NUL or a lone surrogate."""
    if isinstance(key, int):
        return abs(key) <= LARGEST_KEY
    return not (isinstance(key, str) and NEVER_STORED.search(key))


def find(select: Select[Row], **keys: Any) -> Row:
    """The one row of `select` with these keys; 404 where the Select does not contain it.

    Sight is a Select: what a person may not see does not exist for her.
    """
    if not all(_could_be(key) for key in keys.values()):
        abort(404)
    row = db.session.scalars(select.filter_by(**keys)).unique().one_or_none()
    if row is None:
        abort(404)
    return row


def init_app(app: Flask) -> None:
    """One transaction a request: it takes the lock it needs, and commits with the answer."""
    # What people wrote stands in the parameters of a statement, and a failing statement in the log.
    options: dict[str, Any] = {"hide_parameters": True}
    if not app.config["SETTINGS"].on_sqlite:
        options |= {"pool_pre_ping": True, "connect_args": {"options": POSTGRESQL}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**options, **app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {})}
    db.init_app(app)

    @app.before_request
    def choose_lock() -> None:
        _only_reads.set(request.method in ("GET", "HEAD", "OPTIONS"))

    app.after_request(finish)

    @app.teardown_request
    def choose_again(_error: BaseException | None) -> None:
        _only_reads.set(False)  # whoever writes next in this thread, outside a request, takes the lock first
