"""How often something may be tried: counted in the database, so all workers share it and a restart keeps it.

`limits` counts; it has no SQL storage, so here is one. A hit belongs to the request's transaction: an answer keeps it.
"""

from datetime import UTC, datetime, timedelta

from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import String, case, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Model, Moment, db
from .errors import TooMany


class ThrottleCount(Model):
    """How often, in the window that ends at `ends_at`."""

    __tablename__ = "throttle_counts"

    key: Mapped[str] = mapped_column(String(250), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(Moment, index=True)


class SqlStorage(Storage):
    """The storage that `limits` asks for, in our own table."""

    STORAGE_SCHEME = ["mistok"]
    base_exceptions = ()  # nothing is wrapped: a failing database is a failing request

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
        moment, table = now(), ThrottleCount
        row = insert(table).values(key=key[:250], count=amount, ends_at=moment + timedelta(seconds=expiry))
        over = table.ends_at <= moment
        row = row.on_conflict_do_update(
            index_elements=[table.key],
            set_={
                "count": case((over, amount), else_=table.count + amount),
                "ends_at": case((over, row.excluded.ends_at), else_=table.ends_at),
            },
        )
        return int(db.session.execute(row.returning(table.count)).scalar_one())

    def get(self, key: str) -> int:
        wanted = select(ThrottleCount.count).where(
            ThrottleCount.key == key[:250], ThrottleCount.ends_at > now()
        )
        return db.session.scalar(wanted) or 0

    def get_expiry(self, key: str) -> float:
        ends = db.session.scalar(select(ThrottleCount.ends_at).where(ThrottleCount.key == key[:250]))
        return (ends or datetime.fromtimestamp(0, UTC)).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return db.session.execute(delete(ThrottleCount)).rowcount  # type: ignore[attr-defined, no-any-return]

    def clear(self, key: str) -> None:
        db.session.execute(delete(ThrottleCount).where(ThrottleCount.key == key[:250]))


_limiter = FixedWindowRateLimiter(SqlStorage())


def throttle(limit: str, *who: str) -> None:
    """Count one try of `who` (what is tried, by whom) under a limit such as "5 per minute".

    Raises `errors.TooMany` (429, with the seconds to wait) once the limit is passed.
    """
    item = parse(limit)
    if not _limiter.hit(item, *who):
        ends = _limiter.get_window_stats(item, *who).reset_time
        raise TooMany(max(1, int(ends - now().timestamp())))


def forgive(limit: str, *who: str) -> None:
    """Forget the tries of `who`: after a success."""
    _limiter.clear(parse(limit), *who)
