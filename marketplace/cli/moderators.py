"""`flask moderators`: who moderates. The first one is made here; nobody can make herself one on the site."""

import secrets

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from marketplace.accounts import emails, queries
from marketplace.accounts.actions import links, roles
from marketplace.accounts.models import Purpose, User
from marketplace.accounts.passwords import hash_password
from marketplace.core import outbox
from marketplace.core.clock import now
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.history import record
from marketplace.core.i18n import LOCALES, SOURCE


@click.group()
def moderators() -> None:
    """Who moderates."""


@moderators.command()
@click.argument("email")
@click.option("--name", help="For somebody who has no account yet.")
@click.option("--language", type=click.Choice(list(LOCALES)), default=SOURCE, show_default=True)
@with_appcontext
def add(email: str, name: str | None, language: str) -> None:
    """Make a person a moderator, with a new account if she has none; prints her link to a password."""
    address = _address(email)
    link = ""
    with current_app.test_request_context("/"), transaction():
        user = db.session.scalar(queries.by_email(address))
        if user is None:
            if not name:
                raise click.ClickException(
                    f"{address} has no account. Say her name with --name, and one is made."
                )
            user = User(
                email=address,
                name=name,
                locale=language,
                password_hash=hash_password(
                    secrets.token_urlsafe(32)
                ),  # nobody knows it: the link sets another
                confirmed_at=now(),
            )
            db.session.add(user)
            db.session.flush()
            record(None, "registered", user, how="operator")
            token = links.make(Purpose.RESET, user, user.email)
            emails.reset(user, token)
            link = outbox.address_of("accounts.reset", locale=user.locale, token=token)
        if user.is_moderator:
            click.echo(f"{address} moderates already.")
        else:
            roles.make_moderator(user)
            click.echo(f"{address} moderates now.")
        if not user.has_second_factor:
            click.echo("At the next sign-in a second factor is asked for; until then the queue stays shut.")
    if link:
        click.echo(f"To set a password, within the hour (it is on its way by letter too):\n{link}")


@moderators.command()
@click.argument("email")
@with_appcontext
def remove(email: str) -> None:
    """A person moderates no more; the account stays, her sessions end."""
    with transaction():
        user = db.session.scalar(queries.by_email(_address(email)))
        if user is None or not user.is_moderator:
            raise click.ClickException(f"{email} does not moderate.")
        roles.unmake_moderator(user)
    click.echo(f"{email} moderates no more.")


@moderators.command("list")
@with_appcontext
def list_moderators() -> None:
    """Everybody who moderates."""
    with only_reading():
        found = db.session.scalars(select(User).filter_by(is_moderator=True).order_by(User.email)).all()
        for user in found:
            factor = "second factor" if user.has_second_factor else "no second factor yet"
            click.echo(f"{user.email}  {user.name}  {factor}")
    if not found:
        click.echo("Nobody. Begin with: flask moderators add ADDRESS --name NAME")


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise click.ClickException(f"{email} is no e-mail address.") from error
