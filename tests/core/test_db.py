"""The promises of the database: whole, synced, one transaction a request, no lock in the way of eight writers."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import abort
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.exceptions import NotFound

from marketplace.accounts.models import ContactCard
from marketplace.app import create_app
from marketplace.core.db import db, find, only_reading, transaction
from marketplace.core.gate import everyone, open_to
from marketplace.core.history import HistoryRow
from marketplace.core.outbox import Letter

only_sqlite = pytest.mark.one_engine("sqlite")


@pytest.fixture
def begun(app):
    """How transactions began meanwhile."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 15000),
    ],
)
@only_sqlite
def test_sqlite_is_told_to_be_careful(app, pragma, value):
    assert db.session.execute(text(f"PRAGMA {pragma}")).scalar() == value


@only_sqlite
def test_what_is_erased_leaves_no_byte(app, settings):
    word = "Незабудка-7431"
    with transaction():
        db.session.add(HistoryRow(event=word, subject_type="x", subject_id="1"))
    with transaction():
        db.session.execute(HistoryRow.__table__.delete())
    db.session.remove()

    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    path = Path(settings.database_url.removeprefix("sqlite:///"))
    assert word.encode() not in path.read_bytes()


def test_a_row_cannot_refer_to_nobody(app):
    db.session.add(ContactCard(user_id=987654, name="x", role="x", email="x"))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_moment_keeps_its_zone(app):
    moment = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
    with transaction():
        db.session.add(HistoryRow(at=moment, event="x", subject_type="x", subject_id="1"))
    db.session.remove()

    assert db.session.scalar(select(HistoryRow.at)) == moment


def test_a_moment_without_a_zone_is_refused(app):
    db.session.add(HistoryRow(at=datetime(2026, 11, 23), event="x", subject_type="x", subject_id="1"))  # noqa: DTZ001

    with pytest.raises(Exception, match="without a zone"):
        db.session.flush()
    db.session.rollback()


@only_sqlite
def test_reading_asks_for_no_lock(app, begun):
    app.test_client().get("/en/listings")

    assert set(begun) == {"BEGIN"}


@only_sqlite
def test_writing_takes_the_lock_first(app, visit, begun):
    visit.post("accounts.forgot", {"email": "nobody@example.org"}, expect=200)

    assert begun[0] == "BEGIN IMMEDIATE"


@only_sqlite
def test_a_block_that_only_reads_says_so(app, begun):
    with only_reading(), transaction():
        db.session.scalar(select(HistoryRow.id))

    assert begun == ["BEGIN"]


def test_eight_writers_are_never_told_that_it_is_locked(app):
    trouble = []

    def write(writer: int) -> None:
        with app.app_context():
            try:
                for number in range(25):
                    with transaction():
                        before = db.session.scalar(select(func.count()).select_from(HistoryRow))
                        row = HistoryRow(
                            event=str(before), subject_type="writer", subject_id=f"{writer}-{number}"
                        )
                        db.session.add(row)
            except SQLAlchemyError as error:
                trouble.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert trouble == []
    assert db.session.scalar(select(func.count()).select_from(HistoryRow)) == 200


@pytest.fixture(scope="module")
def writing(built_app, settings):
    """An application one of whose routes writes, and then ends as it is told."""
    application = create_app(settings, PROPAGATE_EXCEPTIONS=False)

    @application.post("/<locale>/write/<int:code>")
    @open_to(everyone)
    def write(code: int):
        db.session.add(HistoryRow(event="written", subject_type="x", subject_id="1"))
        db.session.flush()
        if code == 500:
            raise RuntimeError
        if code >= 400:
            abort(code)
        return "written", code

    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(("code", "rows"), [(200, 1), (403, 0), (404, 0), (409, 0), (500, 0)])
def test_an_answer_commits_and_an_exception_rolls_back(writing, code, rows, part, visit):
    visit.app = writing
    client = writing.test_client()
    headers = {"HX-Request": "true"} if part else {}

    answer = client.post(f"/en/write/{code}", data={"csrf_token": visit.token(client)}, headers=headers)

    db.session.remove()
    assert answer.status_code == code
    assert db.session.scalar(select(func.count()).select_from(HistoryRow)) == rows


def write_and_fail():
    with transaction():
        db.session.add(HistoryRow(event="x", subject_type="x", subject_id="1"))
        db.session.flush()
        raise RuntimeError


def test_a_block_that_fails_leaves_nothing(app):
    with pytest.raises(RuntimeError):
        write_and_fail()

    assert db.session.scalar(select(func.count()).select_from(HistoryRow)) == 0


@pytest.mark.parametrize(
    "keys", [{"id": 10**20}, {"id": -(10**20)}, {"event": "a\0b"}, {"event": "a\ud800b"}, {"id": 2**40}]
)
def test_a_key_that_cannot_be_is_not_found(app, keys):
    table = Letter if "id" in keys else HistoryRow

    with pytest.raises(NotFound):
        find(select(table), **keys)
    db.session.rollback()
