"""How often something may be tried: counted in the database, so all workers share it and a restart keeps it.

`limits` counts; it has no SQL storage, so here is one. A hit belongs to the request's transaction: an answer keeps it.
Whose tries are counted is stored as a digest: the table holds no address of anybody.
"""

import hashlib
import ipaddress
import math
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
        row = insert(table).values(key=key, count=amount, ends_at=moment + timedelta(seconds=expiry))
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
        wanted = select(ThrottleCount.count).where(ThrottleCount.key == key, ThrottleCount.ends_at > now())
        return db.session.scalar(wanted) or 0

    def get_expiry(self, key: str) -> float:
        ends = db.session.scalar(select(ThrottleCount.ends_at).where(ThrottleCount.key == key))
        return (ends or datetime.fromtimestamp(0, UTC)).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return db.session.execute(delete(ThrottleCount)).rowcount  # type: ignore[attr-defined, no-any-return]

    def clear(self, key: str) -> None:
        db.session.execute(delete(ThrottleCount).where(ThrottleCount.key == key))


_limiter = FixedWindowRateLimiter(SqlStorage())


def within(limit: str, what: str, *who: str) -> bool:
    """Count one try of `what` by `who` under a limit such as "5 per minute"; whether it is still within it."""
    return _limiter.hit(parse(limit), what, _digest(*who))


def throttle(limit: str, what: str, *who: str) -> None:
    """As `within`, but raises `errors.TooMany` (429, with the seconds to wait) once the limit is passed."""
    if not within(limit, what, *who):
        ends = _limiter.get_window_stats(parse(limit), what, _digest(*who)).reset_time
        raise TooMany(max(1, math.ceil(ends - now().timestamp())))


def forgive(limit: str, what: str, *who: str) -> None:
    """Forget the tries of `who`: after a success."""
    _limiter.clear(parse(limit), what, _digest(*who))


def forget_old() -> int:
    """Delete what is counted no more; how many rows that were."""
    ended = delete(ThrottleCount).where(ThrottleCount.ends_at <= now())
    return db.session.execute(ended).rowcount  # type: ignore[attr-defined, no-any-return]


def neighbourhood(address: str | None) -> str:
    """The part of a network address that one household or office holds: IPv4 whole, of IPv6 the first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _digest(*who: str) -> str:
    return hashlib.sha256("\0".join(who).encode("utf-8", "surrogatepass")).hexdigest()
