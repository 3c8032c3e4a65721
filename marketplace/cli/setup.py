"""`flask setup`: tables made or brought up to date, and what to do next."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import health, morphology
from marketplace.core.config import Settings
from marketplace.core.db import db, only_reading
from marketplace.lexicon.loaded import lexicon


@click.command()
@with_appcontext
def setup() -> None:
    """Make or update the tables, and check that the site can run; safe to repeat."""
    settings: Settings = current_app.config["SETTINGS"]
    health.refuse_a_newer_database()
    before = health.revision()
    if before == health.newest():
        click.echo("The tables are up to date.")
    else:
        upgrade()
        click.echo("The tables are made." if before is None else "The tables are brought up to date.")
    if morphology.Morphology(settings.dictionaries).missing:
        click.echo("Making the dictionaries of word forms (half a minute, once) ...")
        morphology.build(settings.dictionaries)
    lexicon()
    if not health.storage_is_writable():
        raise click.ClickException("The folder of people's files cannot be written to.")
    for line in _next_steps(settings):
        click.echo(f"Next: {line}")


def _next_steps(settings: Settings) -> list[str]:
    steps = []
    with only_reading():
        if db.session.scalar(select(User.id).filter_by(is_moderator=True).limit(1)) is None:
            steps.append("name a first moderator: flask moderators add ADDRESS --name NAME")
    if not settings.mail_url and not settings.demonstration:
        steps.append("set MAIL_URL: until then letters only become files in the instance folder")
    if not settings.contact_email and not settings.demonstration:
        steps.append("set CONTACT_EMAIL: people must be able to reach you")
    return steps
