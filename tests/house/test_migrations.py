"""One head, equal to the models; up, down and up again leaves no trace; what is in the tables stays."""

import sqlite3
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import ContactCard
from marketplace.app import MIGRATIONS, create_app
from marketplace.core.clock import now
from marketplace.core.db import db
from tests.conftest import ENGINE
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need
from tests.factories.organisations import city, hromada


@pytest.fixture
def empty(app, settings, tmp_path):
    """An application whose database has no tables."""
    if ENGINE == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        name = f"{db.engine.url.database}_migrations"  # each worker has its own
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(
                text(
                    f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
                )
            )
        url = db.engine.url.set(database=name).render_as_string(hide_password=False)
    application = create_app(
        replace(settings, database_url=url, instance=tmp_path), PROPAGATE_EXCEPTIONS=True
    )
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def names() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def ours(_object, name, _kind, _reflected, _other) -> bool:
    return not (name or "").startswith(("listing_words", "ix_listings_words"))


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours, "render_as_batch": True}
        )

        assert compare_metadata(context, db.metadata) == []


def test_up_down_and_up_again(empty):
    upgrade()
    made = names()
    downgrade(revision="base")
    left = names()
    upgrade()

    assert made == names() and made
    assert left == set()


def test_down_and_up_with_people_in_the_tables(empty):
    upgrade()
    village = hromada()
    olena = person("Олена", editor_of=village)
    person("Jan", owner_of=city())
    need(by=olena)
    db.session.remove()

    downgrade(revision="base")
    upgrade()

    assert db.session.execute(text("SELECT count(*) FROM users")).scalar() == 0


def test_a_second_upgrade_changes_nothing(empty):
    upgrade()
    olena = person("Олена")
    number = olena.id
    db.session.remove()

    upgrade()

    assert db.session.execute(text("SELECT id FROM users")).scalars().all() == [number]


def test_foreign_keys_hold_after_an_upgrade(empty):
    upgrade()

    db.session.add(ContactCard(user_id=99, name="x", role="x", email="x"))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_what_is_over_is_told_in_the_older_words_on_the_way_down(empty):
    upgrade()
    olena, jan = person("Олена", editor_of=hromada()), person("Jan", owner_of=city())
    asked = need(by=olena, status="published", parts=["Насоси"])
    rows = [answer(asked, by=jan, status="finished"), answer(asked, by=jan, status="accepted")]
    other = need(by=olena, status="published")
    rows += [
        answer(other, by=jan, status="finished"),
        answer(asked, by=jan, status="withdrawn", decided_at=now()),
    ]
    ids = [row.id for row in rows]
    db.session.remove()

    downgrade(revision="20261123_begin")
    told = {row.id: row.status for row in db.session.execute(text("SELECT id, status FROM answers"))}
    db.session.remove()
    upgrade()

    assert [told[number] for number in ids] == ["withdrawn", "accepted", "accepted", "withdrawn"]


# A harmless change of a table in batch mode drops it and makes it anew; its children must not go with it.
CHANGE = """
import sqlalchemy as sa
from alembic import op

revision = "20261124_change"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users", recreate="always") as batch:
        batch.alter_column("name", type_=sa.String(121))


def downgrade() -> None:
    with op.batch_alter_table("users", recreate="always") as batch:
        batch.alter_column("name", type_=sa.String(120))
"""


@pytest.mark.one_engine("sqlite")  # batch mode is its own
def test_a_change_of_a_table_keeps_the_rows_that_refer_to_it(empty, tmp_path):
    script = ScriptDirectory(str(MIGRATIONS))
    later = tmp_path / "later"
    later.mkdir()
    (later / "20261124_change.py").write_text(CHANGE.format(head=script.get_current_head()))
    empty.extensions["migrate"].migrate.configure(
        lambda config: _also_from(config, f"{MIGRATIONS / 'versions'};{later}")
    )
    upgrade(revision=script.get_current_head())
    person("Олена")
    db.session.remove()

    upgrade(revision="20261124_change")

    path = db.engine.url.database
    with sqlite3.connect(path) as connection:
        cards = connection.execute("SELECT count(*) FROM contact_cards").fetchone()[0]
        at = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    connection.close()
    assert (cards, at) == (1, "20261124_change")


def _also_from(config, places):
    config.set_main_option("path_separator", ";")
    config.set_main_option("version_path_separator", ";")
    config.set_main_option("version_locations", places)
    return config
