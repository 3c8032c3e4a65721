"""What is done with a file: sent, checked, imported whole or not at all, thrown away."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.forms import CONTROLS
from marketplace.core.lifecycle import NotAllowed
from marketplace.listings import actions as listings
from marketplace.organisations.models import Organisation

from . import emails
from .judging import Fault, Judge
from .models import Import, ImportFault
from .policy import may_import_for
from .sheet import MOST_ROWS, Row, Sheet, read

log = structlog.get_logger(__name__)
PIECE = 200  # rows between two looks at what else there is to do
MOST_KEPT = 1000  # faults of one file; more help nobody
LEASE = timedelta(minutes=5)


def upload(
    association: Organisation, filename: str, content: bytes, by: User, most_rows: int = MOST_ROWS
) -> Import:
    """Take a file for this association; the worker checks it. Raises `NotAllowed`, `sheet.BadSheet`."""
    if not may_import_for(by, association):
        raise NotAllowed("import", association)
    sheet = read(content, most_rows=most_rows)
    one = Import(
        association=association,
        uploaded_by=by,
        filename=CONTROLS.sub("", filename).strip()[-120:] or f"rows.{sheet.form}",
        form=sheet.form,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        rows_total=len(sheet.rows),
    )
    db.session.add(one)
    db.session.flush()
    history.record(by, "upload", one, rows=len(sheet.rows))
    return one


def run(one: Import, by: User) -> None:
    """Import all of it: the worker does it. Raises `NotAllowed` while any row is wrong."""
    if not may_import_for(by, one.association) or not one.is_good or not one.rows_new:
        raise NotAllowed("run", one)
    one.wanted_at, one.rows_done = now(), 0
    history.record(by, "run", one)


def discard(one: Import, by: User) -> None:
    """Throw the file away, unless it is being imported or is. Raises `NotAllowed`."""
    if not may_import_for(by, one.association) or one.wanted_at is not None:
        raise NotAllowed("discard", one)
    history.record(by, "discard", one)
    db.session.delete(one)
    db.session.flush()


# The worker's part: pieces of work between which it does other things, each in a transaction of its own.


def claim() -> int | None:
    """Take the file that has waited longest; None if none waits. It comes back by itself if its worker dies."""
    moment = now()
    waits = or_(Import.checked_at.is_(None), Import.wanted_at.is_not(None))
    free = or_(Import.taken_until.is_(None), Import.taken_until <= moment)
    wanted = select(Import.id).where(waits, free, Import.done_at.is_(None)).order_by(Import.id).limit(1)
    with only_reading(), transaction():
        if db.session.scalar(wanted) is None:
            return None
    with transaction():
        taken = update(Import).where(Import.id == wanted.with_for_update(skip_locked=True).scalar_subquery())
        taken = taken.values(taken_until=moment + LEASE).returning(Import.id)
        return db.session.scalar(taken.execution_options(synchronize_session=False))


def work_on(import_id: int) -> Iterator[None]:
    """Check the file, or import it if that is wanted; yields after each piece."""
    with only_reading(), transaction():
        one = db.session.get(Import, import_id)
        if one is None:
            return
        storing, sheet, judge = (
            one.is_storing,
            read(one.content, most_rows=one.rows_total),
            Judge(one.association_id),
        )
    yield from _store(import_id, sheet, judge) if storing else _check(import_id, sheet, judge)


def _check(import_id: int, sheet: Sheet, judge: Judge) -> Iterator[None]:
    with transaction():
        db.session.execute(delete(ImportFault).filter_by(import_id=import_id))
        _note(import_id, rows_done=0, faults=0, known=0)
    wrong = known = done = 0
    for piece in _pieces(sheet.rows):
        judged = [judge.judge(row) for row in piece]
        faults = [fault for one in judged for fault in one.faults]
        done += len(piece)
        known += sum(one.is_known for one in judged)
        with transaction():
            _keep(import_id, faults[: max(0, MOST_KEPT - wrong)])
            wrong += len(faults)
            if not _note(import_id, rows_done=done, faults=wrong, known=known):
                return  # thrown away in the meantime
        yield
    with transaction():
        _note(import_id, checked_at=now(), taken_until=None)
    log.info("import checked", number=import_id, rows=done, faults=wrong, known=known)


def _store(import_id: int, sheet: Sheet, judge: Judge) -> Iterator[None]:
    ready: list[listings.Prepared] = []
    done = 0
    for piece in _pieces(sheet.rows):
        judged = [judge.judge(row) for row in piece]
        if any(one.faults for one in judged):
            with transaction():  # it was right when it was checked: checked again, it says what has changed
                _note(import_id, checked_at=None, wanted_at=None, taken_until=None)
            return
        posted = [one.posted for one in judged if one.posted]
        with only_reading(), transaction():
            ids = {row.organisation_id for row in posted}
            bodies = {
                o.id: o for o in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
            }
            ready += [listings.prepare(row, bodies[row.organisation_id]) for row in posted]
        done += len(piece)
        with transaction():
            _note(import_id, rows_done=min(done, len(sheet.rows) - 1))  # the last step is the storing itself
        yield
    try:
        with transaction():
            _store_all(import_id, ready)
    except IntegrityError:
        log.warning("import overtaken", number=import_id)
        with transaction():
            _note(import_id, checked_at=None, wanted_at=None, taken_until=None)
        return
    log.info("import done", number=import_id, rows=len(ready))


def _store_all(import_id: int, ready: list[listings.Prepared]) -> None:
    """Everything or nothing, in the present transaction."""
    wanted = select(Import).filter_by(id=import_id).with_for_update()
    one = db.session.scalar(wanted.execution_options(populate_existing=True))
    if one is None or not one.is_storing or one.uploaded_by is None:
        return
    listings.hand_in_for(one.association, ready, by=one.uploaded_by)
    one.done_at, one.rows_done, one.known = now(), one.rows_total, one.rows_total - len(ready)
    one.taken_until, one.content = None, b""
    history.record(one.uploaded_by, "imported", one, rows=len(ready))
    emails.done(one)


def _pieces(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), PIECE):
        yield rows[start : start + PIECE]


def _keep(import_id: int, faults: list[Fault]) -> None:
    if faults:
        db.session.execute(
            insert(ImportFault),
            [
                {
                    "import_id": import_id,
                    "row": fault.row,
                    "field": fault.field,
                    "value": fault.value,
                    "sentences": dict(fault.sentences),
                }
                for fault in faults
            ],
        )


def _note(import_id: int, **values: object) -> bool:
    """Write down how far it is, and hold it a little longer; whether it is still there."""
    values = {"taken_until": held_until(), **values}
    written = update(Import).filter_by(id=import_id).values(**values)
    return bool(db.session.execute(written.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def held_until() -> datetime:
    """Until when a file is held by whoever works on it now."""
    return now() + LEASE


def forget(import_id: int) -> None:
    """Nothing of it was stored, and nothing is left of it."""
    db.session.execute(delete(Import).where(Import.id == import_id, Import.done_at.is_(None)))


def forget_old(older_than: timedelta) -> int:
    """Throw away the files that nobody has imported for so long; how many they were."""
    old = select(Import.id).where(Import.uploaded_at <= now() - older_than, Import.done_at.is_(None))
    ids = list(db.session.scalars(old))
    if ids:
        db.session.execute(delete(Import).where(Import.id.in_(ids)))
    return len(ids)
