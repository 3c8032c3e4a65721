"""The commands that belong to no one room; each is a thin cousin of a route: find, act, print."""

from flask import Flask

from . import backup, catalogues, doctor, documents, moderators, outbox, retention, setup, worker

ALL = (
    setup.setup,
    moderators.moderators,
    worker.worker,
    outbox.outbox,
    retention.retention,
    doctor.doctor,
    backup.backup,
    backup.restore,
    catalogues.catalogues,
    documents.documents,
)


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in ALL:
        app.cli.add_command(command)
