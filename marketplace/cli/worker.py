"""`flask worker`: sends letters, reads what is new and tells of it, keeps house, writes about last days, until stopped."""

import signal
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core import health, post
from marketplace.core.clock import now
from marketplace.core.config import Settings
from marketplace.core.db import db
from marketplace.notifications import actions as notifications
from marketplace.search import indexing

from .expiry import write_letters
from .retention import keep_house

log = structlog.get_logger(__name__)
IDLE = 1.0  # seconds until it looks again
TROUBLED = 5.0  # seconds after the database did not answer
HOUSE_KEPT_EVERY = timedelta(hours=1)
NEWS_LOOKED_FOR_EVERY = timedelta(seconds=10)


class Worker:
    """One after another: a letter, and now and then the house. `stop` ends it after the letter in hand."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stop = Event()
        self.house_kept_at: datetime | None = None
        self.news_looked_for_at: datetime | None = None

    def run(self) -> None:
        """Work until stopped; trouble with the database is waited out."""
        while not self.stop.is_set():
            try:
                busy = self.step()
            except SQLAlchemyError as error:
                log.warning("database does not answer", reason=type(error).__name__)
                db.session.remove()
                self.stop.wait(TROUBLED)
                continue
            if not busy:
                self.stop.wait(IDLE)

    def step(self) -> bool:
        """Do one thing; False if there was nothing to do."""
        if self.house_kept_at is None or now() - self.house_kept_at >= HOUSE_KEPT_EVERY:
            keep_house()
            write_letters()
            self.house_kept_at = now()
        told = self._tell_news()  # beside the letters, so that neither waits for the end of the others
        return post.deliver_next(self.settings) or bool(indexing.index_next()) or told

    def _tell_news(self) -> bool:
        if self.news_looked_for_at and now() - self.news_looked_for_at < NEWS_LOOKED_FOR_EVERY:
            return False
        told = notifications.tell_next()
        self.news_looked_for_at = None if told else now()
        return told


@click.command()
@with_appcontext
def worker() -> None:
    """Send letters and do what waits, until stopped."""
    health.refuse_a_newer_database()
    db.engine.dispose()
    at_work = Worker(current_app.config["SETTINGS"])

    def ask_to_stop(*_: Any) -> None:
        at_work.stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    log.info("worker begins")
    at_work.run()
    log.info("worker ends")
