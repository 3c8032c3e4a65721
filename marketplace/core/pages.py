"""Pages of a Select, by keyset: as fast on the thousandth page as on the first, and nothing shown twice.

The place in the list is the last row's own values, carried in the address. Whoever changes it by hand begins
again at the first page; it opens nothing that the Select does not contain, so it needs no signature.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, literal, tuple_

from .db import LARGEST_KEY, Moment, db

PAGE_SIZE = 20
LONGEST_CURSOR = 200


@dataclass(frozen=True)
class Page:
    """One page of rows, with the cursors that lead on; a cursor is None where there is nothing."""

    rows: Sequence[Any]
    number: int = 1
    next: str | None = None
    previous: str | None = None
    cursor_ignored: bool = False  # the place asked for makes no sense in this list


@dataclass(frozen=True)
class Order:
    """How a list is sorted: a name of its own, and columns that together part any two rows, all in one direction."""

    name: str
    columns: tuple[Any, ...]
    descending: bool = False


@dataclass(frozen=True)
class Cursor:
    """A place in a list: before or after the row with these values, and the number of the page there."""

    values: tuple[Any, ...]
    number: int
    backwards: bool = False

    def written(self, order: Order) -> str:
        """For an address: short, and good in this order only."""
        values = [v.isoformat() if isinstance(v, date) else v for v in self.values]
        body = json.dumps([int(self.backwards), self.number, *values], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_sum(order, body) + body).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, order: Order) -> "Cursor | None":
        """What `written` wrote for the same order; None for anything else."""
        if len(text) > LONGEST_CURSOR:
            return None
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            if _sum(order, raw[4:]) != raw[:4]:
                return None
            backwards, number, *values = json.loads(raw[4:])
            read = tuple(_as(column, value) for column, value in zip(order.columns, values, strict=True))
        except (ValueError, TypeError, RecursionError):
            return None
        return cls(read, max(1, min(int(number), LARGEST_KEY)), bool(backwards))


def _sum(order: Order, body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=4, person=order.name.encode()[:16]).digest()


def _as(column: Any, value: Any) -> Any:
    """A value of the address as this column holds it; raises ValueError for any other."""
    wanted = datetime if isinstance(column.type, Moment) else column.type.python_type
    if wanted in (date, datetime):
        read = wanted.fromisoformat(value)
        if wanted is datetime and read.tzinfo is None:
            raise ValueError("a moment without a zone")
        return read
    if wanted is not int or not isinstance(value, int) or abs(value) > LARGEST_KEY:
        raise ValueError("not a value of this column")
    return value


def page_of(
    wanted: Select[Any],
    order: Order,
    *,
    cursor: str = "",
    size: int = PAGE_SIZE,
    run: Callable[[Select[Any]], Sequence[Any]] | None = None,
) -> Page:
    """One page of `wanted` (a Select whose last columns are those of `order`) in one statement.

    `cursor` is what an earlier page gave as `next` or `previous`; one that is not of this list is ignored.
    """
    place = Cursor.read(cursor, order) if cursor else None
    backwards = place is not None and place.backwards
    if place is not None:
        here = tuple_(*order.columns)
        there = tuple_(
            *(literal(value, column.type) for value, column in zip(place.values, order.columns, strict=True))
        )
        wanted = wanted.where(here < there if order.descending != backwards else here > there)
    sorted_by = [c.desc() if order.descending != backwards else c.asc() for c in order.columns]
    found = wanted.order_by(None).order_by(*sorted_by).limit(size + 1)
    rows = list(run(found) if run else db.session.execute(found).all())
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    number = place.number if place is not None else 1
    width = len(order.columns)
    after = before = None
    if rows and (more or backwards):
        after = Cursor(tuple(rows[-1][-width:]), number + 1).written(order)
    if rows and (more if backwards else place is not None):
        before = Cursor(tuple(rows[0][-width:]), max(1, number - 1), backwards=True).written(order)
    return Page(rows, number, after, before, cursor_ignored=bool(cursor) and place is None)
