"""What is not kept for ever, and how long each kind stays (GDPR, article 5 (1) (e))."""

from collections.abc import Callable
from datetime import timedelta

import click
import structlog
from flask.cli import with_appcontext
from sqlalchemy import Delete, and_, delete, or_

from marketplace.accounts.models import LASTING, MailedLink, SignInSession
from marketplace.accounts.session import ABSOLUTE
from marketplace.core import outbox, throttle
from marketplace.core.clock import now
from marketplace.core.db import db, transaction
from marketplace.imports import actions as imports
from marketplace.listings import actions as listings
from marketplace.moderation.models import LOCKS
from marketplace.notifications import actions as notifications

log = structlog.get_logger(__name__)
SESSIONS_STAY = timedelta(days=30)
LETTERS_STAY = timedelta(days=30)
IMPORTS_STAY = timedelta(days=30)


def _count(rows: Delete) -> int:
    return int(db.session.execute(rows).rowcount)  # type: ignore[attr-defined]


def links() -> int:
    """Mailed links that are used (unless they still tell what became) or too old."""
    used = and_(MailedLink.used_at.is_not(None), MailedLink.purpose.not_in(LASTING))
    over = or_(used, MailedLink.expires_at <= now())
    return _count(delete(MailedLink).where(over))


def sessions() -> int:
    """Sessions that ended a month ago, or would have by themselves."""
    ended = SignInSession.ended_at <= now() - SESSIONS_STAY
    outlived = SignInSession.started_at <= now() - ABSOLUTE - SESSIONS_STAY
    return _count(delete(SignInSession).where(or_(ended, outlived)))


def throttles() -> int:
    """Counts of tries whose window is over."""
    return throttle.forget_old()


def letters() -> int:
    """The words of letters that left a month ago; that they were sent stays."""
    return outbox.forget_words(LETTERS_STAY)


def locks() -> int:
    """Cases that a moderator took and did not decide in time."""
    return sum(_count(delete(lock).where(lock.until <= now())) for lock, _key in LOCKS.values())


def files() -> int:
    """Files that no row names."""
    return listings.sweep()


def files_to_import() -> int:
    """Files of associations that nobody has imported for a month."""
    return imports.forget_old(IMPORTS_STAY)


def told() -> int:
    """What was told of saved searches more than a year ago, and the ways out of those letters."""
    return notifications.forget_old()


JOBS: tuple[Callable[[], int], ...] = (
    links, sessions, throttles, letters, locks, files, files_to_import, told,
)  # fmt: skip


def keep_house() -> dict[str, int]:
    """Do each job in a transaction of its own; what each removed. One that fails does not stop the others."""
    done = {}
    for job in JOBS:
        try:
            with transaction():
                done[job.__name__] = job()
        except Exception:
            log.exception("job failed", job=job.__name__)
            done[job.__name__] = -1
    if any(done.values()):
        log.info("house kept", **done)
    return done


@click.group()
def retention() -> None:
    """What is not kept for ever."""


@retention.command("apply")
@with_appcontext
def apply() -> None:
    """Delete what is past its time; the worker does it every hour."""
    done = keep_house()
    for name, count in done.items():
        click.echo(f"{name}: {'failed, see the log' if count < 0 else count}")
    if any(count < 0 for count in done.values()):
        raise SystemExit(1)
