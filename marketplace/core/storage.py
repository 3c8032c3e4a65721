"""Files that people brought: under random names, on the disk before their row, gone after their row is gone.

A file is written and synced, and its folder too, before the transaction that names it commits; if that rolls
back, the file goes. A deleted row's file goes after the commit. What a crash leaves behind, `sweep` takes.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from .clock import now
from .db import db

NAME = re.compile(r"[0-9a-f]{32}(-small)?\.[a-z]{3,4}")
SWEPT_AFTER = 24 * 3600  # seconds: longer than any request takes to name its file
_NEW, _GONE = "storage_new", "storage_gone"


def folder() -> Path:
    """Where the files are: STORAGE_URL, or `files` in the instance folder."""
    settings = current_app.config["SETTINGS"]
    if settings.storage_url:
        return Path(unquote(urlsplit(settings.storage_url).path))
    return Path(settings.instance) / "files"


def path_of(name: str) -> Path:
    """The path of a stored file. Raises `ValueError` for a name that is not one of ours."""
    if not NAME.fullmatch(name):
        raise ValueError(f"not a stored name: {name!r}")
    return folder() / name[:2] / name


def random_name(suffix: str) -> str:
    """A name that nobody can guess and nobody chose."""
    return f"{secrets.token_hex(16)}.{suffix}"


def write(name: str, content: bytes) -> None:
    """Store the bytes under this name, safe from a power cut, before the present transaction commits."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    for place in (path.parent, path.parent.parent):
        _sync(place)
    db.session().info.setdefault(_NEW, set()).add(path)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(name: str) -> bytes | None:
    """The bytes, or None if there is no such file."""
    try:
        return path_of(name).read_bytes()
    except FileNotFoundError:
        return None


def delete(name: str) -> None:
    """Remove the file once the present transaction has committed; a rollback keeps it."""
    db.session().info.setdefault(_GONE, set()).add(path_of(name))


def sweep(known: set[str]) -> int:
    """Remove the files that no row names and that are older than a day; how many they were."""
    old, swept = now().timestamp() - SWEPT_AFTER, 0
    for path in folder().glob("??/*"):
        if path.name not in known and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _remove(paths: set[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # what cannot go now goes with the next sweep
            path.unlink(missing_ok=True)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    session.info.pop(_NEW, None)
    _remove(session.info.pop(_GONE, set()))


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, previous: object) -> None:
    if getattr(previous, "nested", False):
        return
    session.info.pop(_GONE, None)
    _remove(session.info.pop(_NEW, set()))
