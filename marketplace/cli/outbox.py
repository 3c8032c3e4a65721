"""`flask outbox`: letters that wait, and those that were given up."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from marketplace.core import outbox as letters
from marketplace.core import post
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.outbox import Letter, LetterState

MOST_LISTED = 200


@click.group()
def outbox() -> None:
    """Letters."""


@outbox.command()
@with_appcontext
def deliver() -> None:
    """Send the letters that are due, once, and end."""
    count = 0
    while post.deliver_next(current_app.config["SETTINGS"]):
        count += 1
    click.echo(f"{count} {'letter' if count == 1 else 'letters'} taken in hand.")


@outbox.command("list")
@click.option("--given-up", is_flag=True, help="Those that no server took, and why.")
@with_appcontext
def list_letters(given_up: bool) -> None:
    """Letters that wait, oldest first."""
    state = LetterState.GIVEN_UP if given_up else LetterState.QUEUED
    with only_reading():
        found = db.session.scalars(
            select(Letter).filter_by(state=state).order_by(Letter.id).limit(MOST_LISTED)
        ).all()
        for letter in found:
            click.echo(
                f"{letter.id}  {letter.written_at:%Y-%m-%d %H:%M}  {letter.event}  {letter.to_address}"
                f"  tries {letter.attempts}  {letter.last_error}"
            )
    if not found:
        click.echo("None.")


@outbox.command()
@click.argument("numbers", nargs=-1, type=int)
@with_appcontext
def retry(numbers: tuple[int, ...]) -> None:
    """Try given-up letters again: all, or those with these NUMBERS."""
    with transaction():
        count = letters.retry(*numbers)
    click.echo(f"{count} letters wait again.")
