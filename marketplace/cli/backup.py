"""`flask backup` and `flask restore`: the database and the files in one archive, taken while the site runs.

The database first and the files after: a file without a row is harmless, a row without its file is not.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace.core import health, storage
from marketplace.core.config import Settings
from marketplace.core.db import db

ON_SQLITE, ON_POSTGRESQL = "database.sqlite3", "database.dump"


def _database_file(settings: Settings) -> Path:
    return Path(str(db.engine.url.database or ""))


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; its password goes by the environment, where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise click.ClickException(f"{program} is not here: install PostgreSQL's client programs.")
    url = db.engine.url
    known = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run([found, *arguments], env=environment, check=False)  # noqa: S603  our own words only
    if done.returncode:
        raise click.ClickException(f"{program} failed.")


def _take_database(settings: Settings, folder: Path) -> Path:
    if not settings.on_sqlite:
        target = folder / ON_POSTGRESQL
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return target
    target = folder / ON_SQLITE
    source = sqlite3.connect(f"{_database_file(settings).as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Write the database and people's files into FILE (tar.gz), readable by you alone."""
    settings: Settings = current_app.config["SETTINGS"]
    if file.exists():
        raise click.ClickException(f"{file} is there already: a backup is never written over.")
    unfinished = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        database = _take_database(settings, Path(folder))
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz") as archive:
                archive.add(database, database.name)
                for path in sorted(storage.folder().glob("??/*")):
                    _add_if_there(archive, path)
            out.flush()
            os.fsync(out.fileno())
    unfinished.replace(file)
    click.echo(f"{file}: {file.stat().st_size // 1024} kB. Keep it where only you can read it.")


def _add_if_there(archive: tarfile.TarFile, path: Path) -> None:
    try:
        archive.add(path, f"files/{path.parent.name}/{path.name}")
    except FileNotFoundError:  # deleted meanwhile, with its row
        return


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--overwrite", is_flag=True, help="Replace what is there now.")
@with_appcontext
def restore(file: Path, overwrite: bool) -> None:
    """Bring back what FILE holds. Stop the site and the worker before."""
    settings: Settings = current_app.config["SETTINGS"]
    if health.revision() is not None and not overwrite:
        raise click.ClickException("There is a database already. Say --overwrite to replace it.")
    db.engine.dispose()
    wanted = ON_SQLITE if settings.on_sqlite else ON_POSTGRESQL
    with tempfile.TemporaryDirectory(dir=settings.instance) as name:
        folder = Path(name)
        with tarfile.open(file) as archive:
            if wanted not in archive.getnames():
                raise click.ClickException(f"{file} holds no {wanted}: it is of another kind of database.")
            archive.extractall(folder, filter="data")
        for path in (folder / "files").glob("??/*"):
            target = storage.folder() / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
        _bring_database(settings, folder / wanted)
    os.sync()
    health.refuse_a_newer_database()
    click.echo(f"Restored; the tables are at {health.revision()}. Next: flask setup")


def _bring_database(settings: Settings, source: Path) -> None:
    if not settings.on_sqlite:
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={db.engine.url.database}", str(source))  # fmt: skip
        return
    target = _database_file(settings)
    for leftover in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        leftover.unlink(missing_ok=True)
    shutil.move(source, target)
