"""Counts what is asked of the database: `with statements(at_most=6): visit(…)`."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from marketplace.core.db import db


@contextmanager
def statements(at_most: int = 1000) -> Iterator[list[str]]:
    """Within, every statement is written down; more than `at_most` fails, and says which they were."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) <= at_most, f"{len(asked)} statements:\n" + "\n\n".join(asked)
