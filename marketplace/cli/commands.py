"""The commands that belong to no one room; each is a thin cousin of a route: find, act, print."""

from flask import Flask

from marketplace.search.cli import search

from . import backup, catalogues, doctor, documents, expiry, moderators, outbox, retention, setup, worker

ALL = (
    setup.setup,
    moderators.moderators,
    worker.worker,
    outbox.outbox,
    retention.retention,
    expiry.expiry,
    doctor.doctor,
    backup.backup,
    backup.restore,
    catalogues.catalogues,
    documents.documents,
    search,
)


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in ALL:
        app.cli.add_command(command)
