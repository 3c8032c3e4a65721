"""`flask expiry apply`: letters about listings whose last day is near, and the end of changes to those that are over.

That a listing has expired is only a date.
"""

from collections.abc import Callable
from typing import Any

import click
import structlog
from flask.cli import with_appcontext

from marketplace.core.db import db, only_reading, transaction
from marketplace.listings import actions
from marketplace.listings.expiry import changes_over
from marketplace.listings.models import Listing, Revision
from marketplace.listings.queries import ending

log = structlog.get_logger(__name__)


def write_letters() -> tuple[int, int]:
    """Write what is due, each listing in a transaction of its own: for how many it was written, and how many failed.

    May be repeated and run by several at once: a letter is recorded once.
    """
    with only_reading(), transaction():
        due = list(db.session.scalars(ending().with_only_columns(Listing.id).order_by(Listing.expires_on)))
        over = list(db.session.scalars(changes_over().with_only_columns(Revision.listing_id)))
    written, failed = _each(due, actions.remind)
    lapsed, failed_too = _each(over, actions.lapse_expired)
    if written or lapsed:
        log.info("letters about last days written", listings=written, changes=lapsed)
    return written, failed + failed_too


def _each(ids: list[int], act: Callable[[int], Any]) -> tuple[int, int]:
    """How many it was done for, and for how many it failed."""
    done = failed = 0
    for listing_id in ids:
        try:
            with transaction():
                done += act(listing_id)
        except Exception:
            log.exception("letter about a last day not written", listing=listing_id)
            failed += 1
    return done, failed


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
