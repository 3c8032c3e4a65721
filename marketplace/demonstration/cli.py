"""`flask demonstration`: a running site with invented content, in one command."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from marketplace.core.config import Settings
from marketplace.core.db import db, transaction

from . import seed

GUNICORN = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(demonstration)
    app.cli.add_command(seed_group)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demonstration:
        raise click.ClickException(
            "DEMONSTRATION is not 1: its accounts open without a password, so it keeps to itself."
        )
    return settings


def _fill() -> None:
    upgrade()
    if seed.is_empty():
        click.echo("Writing the demonstration's content ...")
        with transaction():
            seed.everything()


@click.group("seed")
def seed_group() -> None:
    """Fill a database."""


@seed_group.command("demonstration")
def seed_demonstration() -> None:
    """Invented organisations, people, listings and answers, into an empty database."""
    _settings()
    _fill()


@click.command()
@click.option("--fresh", is_flag=True, help="Forget what visitors did, and begin anew.")
def demonstration(fresh: bool) -> None:
    """Serve the demonstration: content if there is none yet, web server and worker, until Ctrl-C."""
    settings = _settings()
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if fresh:
        db.engine.dispose()
        for leftover in path.parent.glob(path.name + "*"):
            leftover.unlink()
    _fill()
    db.session.remove()
    db.engine.dispose()
    port = os.environ.get("PORT") or "8000"
    environment = {**os.environ, "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2", "PYTHONUNBUFFERED": "1"}
    binaries = Path(sys.executable).parent
    commands = (
        [str(binaries / "gunicorn"), "--config", str(GUNICORN), "wsgi:app"],
        [str(binaries / "flask"), "--app", "wsgi", "worker"],
    )
    processes = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603  our own programs

    def stop(*_: object) -> None:
        for process in processes:
            process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    click.echo(f"\n  Mistok's demonstration: {settings.base_url}/\n  Stop it with Ctrl-C.\n")
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    stop()
    sys.exit(0 if _stopped(processes) else 1)


def _stopped(processes: list[subprocess.Popen[bytes]]) -> bool:
    """Whether they ended because they were asked to."""
    return all(process.wait() in (0, -signal.SIGTERM, -signal.SIGINT) for process in processes)
