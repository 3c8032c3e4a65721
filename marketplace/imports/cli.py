"""`flask listings import`: a file for an association's members, on the machine itself."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.i18n import SOURCE
from marketplace.organisations.models import Organisation

from . import actions, queries
from .models import Import
from .sheet import BadSheet

MOST_ROWS = 100_000


@click.group()
def listings() -> None:
    """Needs and offers."""


@listings.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "address", required=True, metavar="ADDRESS", help="Who posts: her e-mail address.")
@click.option("--association", metavar="NAME", help="For which association, where she may post for several.")
@click.option("--dry-run", is_flag=True, help="Check every row and store nothing.")
@with_appcontext
def import_(file: Path, address: str, association: str | None, dry_run: bool) -> None:
    """Hand in the needs and offers of a file (CSV or JSON Lines): all of them, or none."""
    import_id = _upload(file, address, association)
    finished = False
    try:
        _work(import_id, "Checking")
        one = _look(import_id)
        for row, field, sentence in _faults(one):
            click.echo(f"row {row}, {field or 'the row'}: {sentence}", err=True)
        if one.is_wrong:
            raise click.ClickException(f"{one.faults} mistakes; nothing is stored.")
        click.echo(f"{one.rows_total} rows are right; {one.known} of them are here already.")
        if dry_run or not one.rows_new:
            return
        with transaction():
            held = db.session.get_one(Import, import_id)
            assert held.uploaded_by is not None
            actions.run(held, by=held.uploaded_by)
        _work(import_id, "Importing")
        finished = _look(import_id).is_done
        if not finished:
            raise click.ClickException("Something has changed in the meantime; nothing is stored. Try again.")
        click.echo(f"{one.rows_new} listings are with the moderators.")
    finally:
        if not finished:
            with transaction():
                actions.forget(import_id)


def _upload(file: Path, address: str, association: str | None) -> int:
    with transaction():
        user = db.session.scalar(select(User).where(User.email == address.casefold()))
        if user is None:
            raise click.ClickException(f"Nobody has the address {address}.")
        bodies = list(db.session.scalars(queries.associations_of(user)))
        if association:
            bodies = [body for body in bodies if association in (body.name, body.name_latin)]
        if len(bodies) != 1:
            raise click.ClickException(_which(bodies))
        try:
            one = actions.upload(bodies[0], file.name, file.read_bytes(), by=user, most_rows=MOST_ROWS)
        except BadSheet as refusal:
            raise click.ClickException(str(refusal)) from refusal
        one.taken_until = actions.held_until()  # from the worker
        return one.id


def _which(bodies: list[Organisation]) -> str:
    if not bodies:
        return "There is no verified association that she may post for."
    return f"Name one with --association: {', '.join(body.name for body in bodies)}."


def _work(import_id: int, what: str) -> None:
    for _piece in actions.work_on(import_id):
        one = _look(import_id)
        click.echo(f"{what}: {one.rows_done} of {one.rows_total}", err=True)


def _look(import_id: int) -> Import:
    with only_reading(), transaction():
        one = db.session.get_one(Import, import_id, populate_existing=True)
        db.session.expunge(one)
    return one


def _faults(one: Import) -> list[tuple[int, str, str]]:
    with only_reading(), transaction():
        rows = db.session.execute(queries.faults_of(one).order_by(*queries.IN_ORDER.columns)).all()
        return [(row[0].row, row[0].field, row[0].sentences[SOURCE]) for row in rows]
