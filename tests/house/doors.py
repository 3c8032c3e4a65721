"""Every route of the site through the eyes of the tests: what can be asked for, and as whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, has_request_context

from marketplace.core.db import db
from tests.house.access import Case, Door, finds, may_come
from tests.house.doors_of_rooms import DOORS
from tests.visit import Visit

# Pages that many find are looked over once, as the first of these sees them.
READERS = ("nobody", "jan", "olena", "marta")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Knock:
    """One request that can be made: a method, an address, and the lines that were declared for it."""

    endpoint: str
    method: str
    address: str
    door: Door
    case: Case

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint} {self.case.name}".strip()

    def is_for(self, person: str) -> bool:
        """Whether this person is let in and finds what it names."""
        return may_come(person, self.door) and finds(person, self.case)

    @property
    def first_reader(self) -> str | None:
        """Through whose eyes this page is looked over."""
        return next((name for name in READERS if self.is_for(name)), None)


def routes(app: Flask) -> dict[str, set[str]]:
    """Endpoint → methods, of the whole URL map."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.endpoint, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return found


def knocks(visit: Visit, world: SimpleNamespace, *methods: str, locale: str = "en") -> Iterator[Knock]:
    """Every request there is with one of these methods, as declared."""
    for endpoint, there in sorted(routes(visit.app).items()):
        for method in sorted(there & set(methods)):
            cases = DOORS[endpoint].cases if endpoint in DOORS else ()
            for case in (one for one in cases if one.method in ("", method)):
                values: dict[str, Any] = case.values(world)
                address = visit.address(endpoint, locale, **values)
                yield Knock(endpoint, method, address, DOORS[endpoint], case)


def undo_every_deed(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on what a request changes is judged by the database and then forgotten, so that all meet one world."""
    commit = db.session.commit
    monkeypatch.setattr(
        db.session, "commit", lambda: db.session.flush() if has_request_context() else commit()
    )
