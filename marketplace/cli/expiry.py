"""`flask expiry apply`: letters about listings whose last day is near. That they have expired is only a date."""

import click
import structlog
from flask.cli import with_appcontext

from marketplace.core.db import db, only_reading, transaction
from marketplace.listings import actions
from marketplace.listings.models import Listing
from marketplace.listings.queries import ending

log = structlog.get_logger(__name__)


def write_letters() -> tuple[int, int]:
    """Write what is due, each listing in a transaction of its own: for how many it was written, and how many failed.

    May be repeated and run by several at once: a letter is recorded once.
    """
    with only_reading(), transaction():
        due = list(db.session.scalars(ending().with_only_columns(Listing.id).order_by(Listing.expires_on)))
    written = failed = 0
    for listing_id in due:
        try:
            with transaction():
                written += actions.remind(listing_id)
        except Exception:
            log.exception("letter about a last day not written", listing=listing_id)
            failed += 1
    if written:
        log.info("letters about last days written", listings=written)
    return written, failed


@click.group()
def expiry() -> None:
    """The last days of listings."""


@expiry.command("apply")
@with_appcontext
def apply() -> None:
    """Write the letters about listings whose last day is near or just over; the worker does it every hour."""
    written, failed = write_letters()
    click.echo(f"listings written about: {written}")
    if failed:
        click.echo(f"failed, see the log: {failed}")
        raise SystemExit(1)
