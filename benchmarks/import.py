"""How long ten thousand rows take from an association's file to the moderators' queue, and how long others wait.

    .venv/bin/python benchmarks/import.py [ROWS]

Uses a scratch database (SQLite) in a temporary folder. First with one wrong row, of which nothing may be stored; then
whole. While it is stored, somebody else writes every tenth of a second: her longest wait is what the import costs others.
"""

import csv
import io
import sys
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from marketplace.accounts.models import ContactCard, User
from marketplace.app import create_app
from marketplace.core.clock import now
from marketplace.core.config import Settings
from marketplace.core.db import db, transaction
from marketplace.core.throttle import within
from marketplace.imports import actions
from marketplace.imports.models import Import, ImportFault
from marketplace.listings.models import Listing
from marketplace.organisations import register
from marketplace.organisations.models import Membership, Organisation

PROBLEM = "Насоси 1978 року зупиняються щотижня, і чотири села лишаються без води на добу. " * 4
ROW = {
    "kind": "need", "language": "uk", "summary": "Насоси зупиняються щотижня. Шукаємо два насоси і місто, яке навчить наших людей.",
    "problem": PROBLEM, "beneficiaries": "Мешканці чотирьох сіл", "beneficiaries_count": "3400", "result": "Вода цілодобово до осені.",
    "sectors": "water_sanitation energy", "helps": "equipment_gift training", "format": "in_ukraine", "languages": "uk en",
    "urgency": "soon", "budget_min": "5000", "budget_max": "20000", "gives_back": "Досвід цивільного захисту.",
}  # fmt: skip


def prepare() -> None:
    """Five hundred hromadas, each with somebody who has a contact card, and the association that posts for them."""
    petra = User(email="petra@example.org", name="Petra", locale="uk", password_hash="x", confirmed_at=now())
    union = Organisation(
        kind="association", name="Association", name_latin="Association", locale="en", country="UA"
    )
    bodies = [
        Organisation(
            kind="hromada", name=h.full_name, name_latin=h.name_latin, locale="uk", country="UA", region=h.region,
            katottg=h.katottg, hromada_kind=h.kind,
        )
        for h in list(register.all_hromadas().values())[:500]
    ]  # fmt: skip
    db.session.add_all([petra, union, *bodies])
    db.session.flush()
    for body in (union, *bodies):
        body.verified_by, body.verified_at, body.verified_by_id = "signed_letter", now(), petra.id
    db.session.add(Membership(user=petra, organisation=union, role="owner"))
    for number, body in enumerate(bodies):
        user = User(
            email=f"h{number}@example.org", name="Olena", locale="uk", password_hash="x", confirmed_at=now(),
            card=ContactCard(name="Olena", role="Official", email=f"h{number}@example.org"),
        )  # fmt: skip
        db.session.add(Membership(user=user, organisation=body, role="owner"))


def file_of(rows: int, wrong: int | None = None) -> bytes:
    """A file of so many rows; the one at `wrong` is."""
    codes = list(register.all_hromadas())[:500]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["external_id", "organisation", "title", *ROW])
    writer.writeheader()
    for number in range(rows):
        row = {
            **ROW,
            "external_id": str(number),
            "organisation": codes[number % len(codes)],
            "title": f"Насоси для водогону {number}",
        }
        writer.writerow({**row, "urgency": "yesterday"} if number == wrong else row)
    return out.getvalue().encode()


def sent(content: bytes) -> tuple[int, float]:
    """The number of the import of this file, and how long it took to send."""
    began = time.monotonic()
    with transaction():
        union = db.session.scalars(select(Organisation).filter_by(kind="association")).one()
        petra = db.session.scalars(select(User).filter_by(email="petra@example.org")).one()
        number = actions.upload(union, "rows.csv", content, by=petra).id
    return number, time.monotonic() - began


def worked(number: int) -> float:
    """How long the worker's part takes."""
    began = time.monotonic()
    for _piece in actions.work_on(number):
        pass
    db.session.remove()
    return time.monotonic() - began


class Other(threading.Thread):
    """Somebody else, who writes a row now and then; `longest` is how long she waited at worst."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app, self.stop, self.longest = app, threading.Event(), 0.0

    def run(self) -> None:
        with self.app.app_context():
            while not self.stop.wait(0.1):
                began = time.monotonic()
                with transaction():
                    within("1000000 per hour", "benchmark", "other")
                self.longest = max(self.longest, time.monotonic() - began)
            db.session.remove()


def main(rows: int) -> None:
    """Both files, and what came of them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            secret_key="benchmark-0123456789-abcdefghijklmnopqrstuvwxyz", base_url="http://127.0.0.1:8000",
            database_url=f"sqlite:///{Path(folder) / 'import.sqlite3'}", instance=Path(folder),
        )  # fmt: skip
        app = create_app(settings)
        with app.app_context():
            upgrade()
            with transaction():
                prepare()
            wrong = file_of(rows, wrong=rows // 2)
            print(f"{rows} rows, {len(wrong) / 1024 / 1024:.1f} MB")
            number, reading = sent(wrong)
            print(f"one wrong row: read in {reading:.1f} s, checked in {worked(number):.1f} s", end="; ")
            print(f"{count(ImportFault)} mistake reported, {count(Listing)} listings stored")
            number, _ = sent(file_of(rows))
            print(f"all right: checked in {worked(number):.1f} s", end="; ")
            with transaction():
                one = db.session.get_one(Import, number)
                actions.run(one, by=one.uploaded_by)  # type: ignore[arg-type]
            other = Other(app)
            other.start()
            print(f"imported in {worked(number):.1f} s", end="; ")
            other.stop.set()
            other.join()
            print(f"{count(Listing)} listings stored; somebody else waited {other.longest:.1f} s at most")
            db.session.remove()
            db.engine.dispose()


def count(table: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
