"""Files that associations post for their members, for tests."""

import csv
import io
import json
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.imports import actions
from marketplace.imports.models import Import
from marketplace.organisations.models import Organisation

ROW = {
    "external_id": "1",
    "kind": "need",
    "language": "uk",
    "title": "Насоси для водогону",
    "summary": "Коротко про потребу.",
    "problem": "Старі насоси зупиняються щотижня.",
    "beneficiaries": "Мешканці громади",
    "result": "Вода цілодобово.",
    "sectors": "water_sanitation",
    "helps": "training equipment_gift",
    "format": "online",
    "languages": "uk en",
    "urgency": "soon",
}


def row(organisation: Organisation, number: int = 1, **cells: Any) -> dict[str, str]:
    """A right row for this organisation; any cell may be given."""
    return {
        **ROW,
        "external_id": f"row {number}",
        "organisation": organisation.katottg or organisation.name,
        "title": f"Насоси для водогону {number}",
        **cells,
    }


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """The rows as a file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, list(dict.fromkeys(name for one in rows for name in one)), delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_json(rows: list[dict[str, Any]]) -> bytes:
    """The rows as JSON Lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode()


def work(one: Import) -> Import:
    """What the worker does with it, to the end."""
    db.session.commit()
    for _piece in actions.work_on(one.id):
        pass
    db.session.expire_all()
    return one


def sent(association: Organisation, content: bytes, *, by: User, checked: bool = True) -> Import:
    """A file that was sent, and (by default) checked."""
    one = actions.upload(association, "members.csv", content, by=by)
    return work(one) if checked else one


def imported(association: Organisation, rows: list[dict[str, str]], *, by: User) -> Import:
    """A file that was imported."""
    one = sent(association, as_csv(rows), by=by)
    assert not one.faults, one.faults
    actions.run(one, by=by)
    return work(one)
