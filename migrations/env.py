"""Alembic's environment: the application's own engine and models, on both engines."""

from alembic import context
from sqlalchemy import Connection, text

from marketplace.core.db import db

# Made by hand in the migrations: the full-text table of SQLite; the column of words, and its index, of PostgreSQL.
BY_HAND = ("listing_words", "ix_listings_words")


def is_ours(_object: object, name: str | None, _kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (name or "").startswith(BY_HAND)


def run(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        # Batch mode drops and makes anew the tables it changes; with foreign keys on, that deletes the rows that
        # refer to them. The switch has no effect inside a transaction, so it is thrown before.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr, attr-defined]
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite:
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            if orphans:
                raise RuntimeError(f"rows without the row they refer to: {orphans[:5]}")


with db.engine.connect() as connection:
    connection.detach()  # nobody shall get it from the pool afterwards: its foreign keys are off
    run(connection)
    connection.commit()
