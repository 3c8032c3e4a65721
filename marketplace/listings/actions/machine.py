"""A machine's texts: asked of the configured service by the worker, never inside a request, and marked as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import delete, select, update

from marketplace.core import freshness, history
from marketplace.core.clock import now
from marketplace.core.db import db, only_reading, transaction
from marketplace.core.i18n import LOCALES
from marketplace.core.translate import NotNow, Refused, Service

from ..codes import TextSource
from ..machine import LEASE, LONGEST_ERROR, PAUSES, TextJob, lacking
from ..models import Listing
from ..pieces import Piece, pieces_of
from ..queries import public
from ..texts import ListingText, digest_of, text_in
from .finding import refresh_words, touch

log = structlog.get_logger(__name__)
MOST_ASKED = 200  # rows written at a time


def ask_for_texts() -> int:
    """Write down what the service is to be asked for; how many rows that are."""
    asked = 0
    for locale in LOCALES:
        with only_reading(), transaction():
            wanted = lacking(locale).with_only_columns(Listing.id).limit(MOST_ASKED)
            ids = list(db.session.scalars(wanted))
        if not ids:
            continue
        with transaction():
            db.session.execute(delete(TextJob).where(TextJob.listing_id.in_(ids), TextJob.locale == locale))
            db.session.add_all(TextJob(listing_id=key, locale=locale) for key in ids)
        asked += len(ids)
    return asked


@dataclass(frozen=True)
class Task:
    """What one job needs, read before the service is asked: no transaction is open while it thinks."""

    job_id: int
    attempts: int
    listing_id: int
    source: str
    target: str
    digest: str
    pieces: Sequence[Piece]
    is_fresh: bool  # the machine's text is of this original already


def translate_next(service: Service) -> bool:
    """Take one job that is due, ask the service, and keep what it says; False if none is due."""
    task = _claim()
    if task is None:
        return False
    about = {"listing": task.listing_id, "target": task.target, "attempt": task.attempts}
    try:
        said = {} if task.is_fresh else _ask(service, task)
    except Refused as reason:
        log.warning("translation refused", reason=str(reason), **about)
        _give_up(task, str(reason))
    except NotNow as reason:
        log.warning("no translation now", reason=str(reason), **about)
        _later(task, str(reason))
    else:
        with transaction():
            _keep(task, said, service.name)
            db.session.execute(delete(TextJob).filter_by(id=task.job_id, attempts=task.attempts))
        log.info("translation kept", **about)
    return True


def _ask(service: Service, task: Task) -> dict[str, str]:
    answer = service.translate([piece.words for piece in task.pieces], task.source, task.target)
    said = {
        piece.name: _at_most(" ".join(words.split()), piece.longest) if piece.longest else words
        for piece, words in zip(task.pieces, answer, strict=True)
    }
    if not said.get("title") or not said.get("summary"):
        raise NotNow("it left title or summary empty")
    return said


def _at_most(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0] + "…"


def _claim() -> Task | None:
    """Take the job that has been due longest. Of several workers one gets it; jobs without an open listing go."""
    moment = now()
    due = (
        select(TextJob.id)
        .where(TextJob.given_up_at.is_(None), TextJob.due_at <= moment)
        .order_by(TextJob.due_at, TextJob.id)
        .limit(1)
    )
    with only_reading(), transaction():
        if db.session.scalar(due) is None:
            return None
    with transaction():
        taken = (
            update(TextJob)
            .where(TextJob.id == due.with_for_update(skip_locked=True).scalar_subquery())
            .values(due_at=moment + LEASE, attempts=TextJob.attempts + 1)
            .returning(TextJob)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        job = db.session.scalars(taken).one_or_none()
        if job is None:
            return None
        listing = db.session.scalar(public().where(Listing.id == job.listing_id))
        if listing is None:
            db.session.delete(job)
            return None
        return _task(job, listing)


def _task(job: TextJob, listing: Listing) -> Task:
    kept = text_in(listing, job.locale, public=True)
    digest = digest_of(listing)
    return Task(
        job.id,
        job.attempts,
        listing.id,
        listing.locale,
        job.locale,
        digest,
        pieces_of(listing),
        is_fresh=kept is not None and kept.of_digest == digest,
    )


def _keep(task: Task, said: Mapping[str, str], service: str) -> None:
    """Write the text down, unless the original has changed, is no longer open, or a person was faster."""
    wanted = public().where(Listing.id == task.listing_id).with_for_update(of=Listing)
    listing = db.session.scalar(wanted.execution_options(populate_existing=True))
    if listing is None or digest_of(listing) != task.digest:
        return  # it is asked for anew, if it is open
    text = text_in(listing, task.target, public=True)
    if text is not None and not text.is_machine:
        return
    if said:
        text = text or ListingText(listing=listing, locale=task.target, is_public=True)
        text.say(said)
        text.source, text.service, text.made_at = TextSource.MACHINE, service, now()
        text.of_digest = task.digest
        db.session.add(text)
        db.session.flush()
        touch(listing)
        refresh_words(listing)
        freshness.public_changed(of=[listing.id])
        history.record(None, "text_machine", listing, locale=task.target, service=service)
        db.session.flush()  # which dates the change of the words
    if text is not None:
        text.checked_at = now()


def _give_up(task: Task, reason: str) -> None:
    _note(task, given_up_at=now(), last_error=reason[:LONGEST_ERROR])


def _later(task: Task, reason: str) -> None:
    """Again after a pause that grows, until it is given up."""
    if task.attempts > len(PAUSES):
        _give_up(task, reason)
    else:
        _note(task, due_at=now() + PAUSES[task.attempts - 1], last_error=reason[:LONGEST_ERROR])


def _note(task: Task, **values: object) -> None:
    with transaction():
        mine = update(TextJob).filter_by(id=task.job_id, attempts=task.attempts)
        db.session.execute(mine.values(**values).execution_options(synchronize_session=False))
