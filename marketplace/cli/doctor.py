"""`flask doctor`: whether a running installation is as it should be; one line each."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from smtplib import SMTPException

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core import health, morphology, post, storage, translate
from marketplace.core.clock import now
from marketplace.core.config import Settings
from marketplace.core.db import db, only_reading
from marketplace.core.outbox import Letter, LetterState
from marketplace.core.translate import service_of
from marketplace.listings.machine import TextJob
from marketplace.search import indexing
from marketplace.search.embedder import embedder

# What a power cut must not undo, and what keeps rows whole.
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"}
SYNCED = ("on", "remote_write", "remote_apply", "local")
OLDEST_POSTGRESQL, OLDEST_SQLITE = 150000, (3, 35, 0)
LEAST_ROOM = 500 * 1024 * 1024
LATE = timedelta(minutes=15)
SKEW = timedelta(minutes=2)
TROUBLE = (SQLAlchemyError, OSError, SMTPException, post.NotNow, translate.NotNow, translate.Refused)

Finding = tuple[bool, str]


def _settings(settings: Settings) -> Iterator[Finding]:
    for mistake in settings.mistakes():
        yield False, mistake
    yield True, f"settings make sense; the site is {settings.base_url}"
    if settings.demonstration:
        yield True, "this is a demonstration"
    else:
        yield bool(settings.contact_email), "CONTACT_EMAIL says where people write to"


def _database(settings: Settings) -> Iterator[Finding]:
    health.database_answers()
    yield from _sqlite() if settings.on_sqlite else _postgresql()


def _sqlite() -> Iterator[Finding]:
    yield sqlite3.sqlite_version_info >= OLDEST_SQLITE, f"SQLite {sqlite3.sqlite_version}"
    with only_reading(), db.engine.connect() as connection:
        for name, wanted in PRAGMAS.items():
            found = str(connection.execute(text(f"PRAGMA {name}")).scalar())
            yield found == wanted, f"{name} is {found}"
        whole = connection.execute(text("PRAGMA quick_check")).scalar()
        yield whole == "ok", f"the database file is whole: {whole}"
        orphans = connection.execute(text("PRAGMA foreign_key_check")).first()
        yield orphans is None, "no row refers to one that is not there"


def _postgresql() -> Iterator[Finding]:
    with only_reading(), db.engine.connect() as connection:
        version = int(connection.execute(text("SHOW server_version_num")).scalar() or 0)
        yield version >= OLDEST_POSTGRESQL, f"PostgreSQL {version // 10000}"
        for name, wanted in POSTGRESQL.items():
            found = connection.execute(text(f"SHOW {name}")).scalar()
            yield found == wanted, f"{name} is {found}"
        synced = connection.execute(text("SHOW synchronous_commit")).scalar()
        yield synced in SYNCED, f"synchronous_commit is {synced}"


def _migrations(_settings: Settings) -> Iterator[Finding]:
    present = health.revision()
    if present is not None and present not in health.known():
        yield False, f"the database is newer ({present}) than this version ({health.newest()})"
    else:
        yield present == health.newest(), f"the tables are at {present}, this version wants {health.newest()}"


def _files(settings: Settings) -> Iterator[Finding]:
    yield health.storage_is_writable(), f"files can be written to {storage.folder()}"
    room = shutil.disk_usage(settings.instance).free
    yield room >= LEAST_ROOM, f"{room // 1024 // 1024} MB are free"


def _mail(settings: Settings) -> Iterator[Finding]:
    if not settings.mail_url:
        yield settings.demonstration, "MAIL_URL is not set: letters become files"
        return
    with post.conversation(settings.mail_url) as server:
        yield server.noop()[0] == 250, "the mail server answers"


def _letters(_settings: Settings) -> Iterator[Finding]:
    with only_reading():
        late = select(func.count()).where(Letter.state == LetterState.QUEUED, Letter.due_at < now() - LATE)
        waiting = db.session.scalar(late)
        given_up = db.session.scalar(select(func.count()).where(Letter.state == LetterState.GIVEN_UP))
    yield not waiting, f"{waiting} letters are overdue (is the worker running?)"
    yield not given_up, f"{given_up} letters were given up (flask outbox list --given-up)"


def _translations(settings: Settings) -> Iterator[Finding]:
    service = service_of(settings)
    if service is None:
        yield True, "TRANSLATE_URL is not set: no text goes to a translation service"
        return
    said = service.translate(["Добрий день"], "uk", "en")
    yield bool(said[0]), f"{service.name} at {settings.translate_url} answers"
    with only_reading():
        given_up = db.session.scalar(select(func.count()).where(TextJob.given_up_at.is_not(None)))
    yield not given_up, f"{given_up} translations were given up"


def _clock(settings: Settings) -> Iterator[Finding]:
    if settings.on_sqlite:
        yield True, f"the clock says {now():%Y-%m-%d %H:%M} UTC"
        return
    with only_reading(), db.engine.connect() as connection:
        theirs = connection.execute(text("SELECT now()")).scalar_one()
    apart = abs(theirs.astimezone(UTC) - now())
    yield apart < SKEW, f"the clock and the database's are {apart.total_seconds():.0f} seconds apart"


def _search(settings: Settings) -> Iterator[Finding]:
    missing = morphology.Morphology(settings.dictionaries).missing
    yield not missing, f"dictionaries of word forms are in {settings.dictionaries}{_without(missing)}"
    if embedder() is None:
        yield True, "no embedder for this machine: search finds by words and concepts, not by meaning"
        return
    with only_reading():
        unread = db.session.scalar(indexing.waiting().with_only_columns(func.count()).order_by(None))
    yield not unread, f"{unread} open listings are not indexed yet (is the worker running?)"


def _without(missing: list[str]) -> str:
    return f"; without {' '.join(missing)}: flask search dictionaries" if missing else ""


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _settings, _database, _migrations, _files, _mail, _letters, _translations, _search, _clock,
)  # fmt: skip


def findings(settings: Settings) -> Iterator[Finding]:
    """Each check's findings; what cannot be asked is a bad finding."""
    for check in CHECKS:
        try:
            yield from check(settings)
        except TROUBLE as error:
            yield False, f"{check.__name__.strip('_')}: {type(error).__name__}: {str(error).splitlines()[0]}"


@click.command()
@with_appcontext
def doctor() -> None:
    """Check a running installation; ends with 1 if anything is wrong."""
    bad = 0
    for good, sentence in findings(current_app.config["SETTINGS"]):
        bad += not good
        click.echo(f"{'ok   ' if good else 'WRONG'}  {sentence}")
    if bad:
        raise SystemExit(1)
