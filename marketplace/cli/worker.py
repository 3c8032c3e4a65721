"""`flask worker`: sends letters, translates, imports, reads what is new and tells of it, keeps house, until it is stopped."""

import signal
from collections.abc import Callable, Iterator
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
from marketplace.core.translate import service_of
from marketplace.imports import actions as imports
from marketplace.listings import actions as listings
from marketplace.notifications import actions as notifications
from marketplace.search import indexing, pairing

from .expiry import write_letters
from .retention import keep_house

log = structlog.get_logger(__name__)
IDLE = 1.0  # seconds until it looks again
TROUBLED = 5.0  # seconds after the database did not answer
HOUSE_KEPT_EVERY = timedelta(hours=1)
TEXTS_ASKED_EVERY = timedelta(minutes=1)
NEWS_LOOKED_FOR_EVERY = timedelta(seconds=10)
READING_RESTS = timedelta(minutes=5)  # after a listing that could not be read


class Worker:
    """One after another: a letter, and now and then the house. `stop` ends it after the letter in hand."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stop = Event()
        self.house_kept_at: datetime | None = None
        self.texts_asked_at: datetime | None = None
        self.service = service_of(settings)
        self.import_in_hand: Iterator[None] | None = None
        self.news_looked_for_at: datetime | None = None
        self.reading_rests_until: datetime | None = None

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
        # All of them each time: a long file must not keep letters waiting, nor letters a file or the news.
        jobs: tuple[Callable[[], bool], ...] = (
            self._letter_or_reading,
            self._tell_news,
            self._translation,
            self._import,
            listings.tell_of_imported,
        )
        busy = [job() for job in jobs]
        return any(busy)

    def _letter_or_reading(self) -> bool:
        """Reading for search and matching take seconds: they wait until no letter is due."""
        return post.deliver_next(self.settings) or self._reading()

    def _reading(self) -> bool:
        if self.reading_rests_until and now() < self.reading_rests_until:
            return False
        try:
            return bool(indexing.index_next() or pairing.renew_next())
        except SQLAlchemyError:
            raise
        except Exception:  # whatever is wrong with a text or with the model: letters go on
            log.exception("reading failed")
            db.session.rollback()
            self.reading_rests_until = now() + READING_RESTS
            return False

    def _tell_news(self) -> bool:
        if self.news_looked_for_at and now() - self.news_looked_for_at < NEWS_LOOKED_FOR_EVERY:
            return False
        told = notifications.tell_next()
        self.news_looked_for_at = None if told else now()
        return told

    def _translation(self) -> bool:
        if self.service is None:
            return False
        if self.texts_asked_at is None or now() - self.texts_asked_at >= TEXTS_ASKED_EVERY:
            listings.ask_for_texts()
            self.texts_asked_at = now()
        return listings.translate_next(self.service)

    def _import(self) -> bool:
        """One piece of the file in hand, or the first of the next."""
        if self.import_in_hand is None:
            number = imports.claim()
            if number is None:
                return False
            self.import_in_hand = imports.work_on(number)
        try:
            next(self.import_in_hand)
        except StopIteration:
            self.import_in_hand = None
        except Exception:  # whatever is wrong with this file: it comes back after its lease
            self.import_in_hand = None
            log.exception("import failed")
            db.session.rollback()
        return True


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
