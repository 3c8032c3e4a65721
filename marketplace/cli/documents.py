"""`flask documents`: the PDF that were stored before each was written anew."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from marketplace.core.db import db, only_reading, transaction
from marketplace.listings import actions
from marketplace.listings.files import BadFile
from marketplace.listings.models import Attachment


@click.group()
def documents() -> None:
    """People's documents."""


@documents.command()
@with_appcontext
def rewrite() -> None:
    """Write stored documents anew, without metadata and scripts; needed once, and safe to repeat."""
    with only_reading():
        found = db.session.scalars(
            select(Attachment.id).where(Attachment.kind == "document", Attachment.rewritten_at.is_(None))
        ).all()
        db.session.rollback()
    kept = 0
    for number in found:
        try:
            with transaction():  # one at a time: a large one takes seconds
                document = db.session.get_one(Attachment, number)
                actions.rewrite(document)
        except BadFile as refusal:
            kept += 1
            reference = db.session.get_one(Attachment, number).listing.reference
            click.echo(f"{reference}, document {number}: {refusal}")
    click.echo(f"{len(found) - kept} rewritten, {kept} left as they were.")
    if kept:
        raise SystemExit(1)
