"""How long the list takes, in process, and against the same page rendered from constants (the floor).

    .venv/bin/python benchmarks/list_page.py [LISTINGS] [ROUNDS]

Uses a scratch database in a temporary folder. Only the ratios mean anything on another machine.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from flask import Flask, Response, render_template, template_rendered
from flask_migrate import upgrade
from sqlalchemy import insert, select

from marketplace.app import create_app
from marketplace.core.clock import now, today
from marketplace.core.config import Settings
from marketplace.core.db import db, transaction
from marketplace.core.freshness import public_changed
from marketplace.core.gate import everyone, open_to
from marketplace.listings.codes import Format, Help, Sector, Urgency
from marketplace.listings.models import Listing, ListingCode
from marketplace.organisations import register
from marketplace.organisations.models import Organisation

WORDS = (
    "школа насоси водогін міст автобус лікарня опалення дорога освітлення бібліотека громада насосна".split()
)


def fill(count: int) -> None:
    """So many open listings of a hundred hromadas and twenty cities, by bulk insert."""
    pick = random.Random(1)
    hromadas = list(register.all_hromadas().values())[:100]
    bodies = [
        {"kind": "hromada", "name": h.full_name, "name_latin": h.name_latin, "locale": "uk", "country": "UA",
         "region": h.region, "katottg": h.katottg, "hromada_kind": h.kind}
        for h in hromadas
    ] + [
        {"kind": "municipality", "name": f"City {n}", "name_latin": f"City {n}", "locale": "en",
         "country": pick.choice(["LT", "PL", "DE", "FR"]), "region": "", "katottg": None, "hromada_kind": None}
        for n in range(20)
    ]  # fmt: skip
    checker = db.metadata.tables["users"]
    db.session.execute(
        insert(checker).values(
            email="checker@example.org", name="Checker", locale="en", password_hash="x", registered_at=now()
        )
    )
    checked = db.session.scalar(select(checker.c.id))
    for body in bodies:
        body.update(verified_by="signed_letter", verified_at=now(), verified_by_id=checked)
    db.session.execute(insert(Organisation), bodies)
    owners = db.session.execute(
        select(Organisation.id, Organisation.country, Organisation.region, Organisation.hromada_kind)
    ).all()
    rows, codes = [], []
    for n in range(1, count + 1):
        owner = pick.choice(owners)
        kind = "need" if owner.country == "UA" else "offer"
        title = " ".join(pick.sample(WORDS, 5))
        published = now() - timedelta(minutes=n * 60 * 24 * 80 // count)
        rows.append(
            {"id": n, "version": 1, "reference": f"{kind[0].upper()}-2026-{n:06}", "kind": kind, "status": "published",
             "organisation_id": owner.id, "country": owner.country, "region": owner.region,
             "hromada_kind": owner.hromada_kind, "locale": "uk", "title": title, "summary": " ".join(pick.choices(WORDS, k=40)),
             "format": pick.choice(list(Format)), "urgency": pick.choice(list(Urgency)), "submitted_at": published,
             "published_at": published, "expires_on": today() + timedelta(days=pick.randint(1, 90)),
             "words_title": title, "words_text": " ".join(pick.choices(WORDS, k=40)), "preferred_regions": []}
        )  # fmt: skip
        for scheme, of, most in (
            ("sector", list(Sector), 3),
            ("help", list(Help), 4),
            ("language", ["uk", "en", "de"], 2),
        ):
            codes += [
                {"listing_id": n, "scheme": scheme, "code": str(code), "position": i}
                for i, code in enumerate(pick.sample(of, pick.randint(1, most)))
            ]
    for start in range(0, len(rows), 5000):
        db.session.execute(insert(Listing), rows[start : start + 5000])
    for start in range(0, len(codes), 20000):
        db.session.execute(insert(ListingCode), codes[start : start + 20000])
    public_changed()


def floor_of(app: Flask, address: str) -> None:
    """A route that renders what `address` renders, from the same values, without a question to the database."""
    kept: dict[str, object] = {}

    def keep(_sender: Flask, template: object, context: dict[str, object], **_: object) -> None:
        kept.update(context)

    with template_rendered.connected_to(keep, app):
        app.test_client().get(address)
    constants = {k: v for k, v in kept.items() if k not in ("g", "request", "session", "config")}

    @open_to(everyone)
    def constant(locale: str = "") -> Response:
        return Response(render_template("search/index.html", **constants))

    app._got_first_request = False
    app.add_url_rule("/<locale>/floor", "floor", constant)


def milliseconds(ask: Callable[[], object], rounds: int) -> float:
    """The median of so many calls."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def main() -> None:
    """Fill, ask, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    folder = Path(tempfile.mkdtemp())
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'benchmark.sqlite3'}"
    app = create_app(
        Settings("benchmark-only-0123456789-abcdefghijklmnop", "http://127.0.0.1:8000", url, instance=folder)
    )
    with app.app_context():
        upgrade()
        with transaction():
            fill(count)
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()
    floor_of(app, "/uk/listings")
    client = app.test_client()
    etag = client.get("/uk/listings").headers["ETag"]
    asked = {
        "floor (the page from constants)": ("/uk/floor", {}),
        "list": ("/uk/listings", {}),
        "two filters": ("/uk/listings?kind=need&sector=energy", {}),
        "words": ("/uk/listings?q=школи+міст", {}),
        "only the results (htmx)": ("/uk/listings?kind=need", {"HX-Request": "true"}),
        "unchanged (304)": ("/uk/listings", {"If-None-Match": etag}),
        "first page of the site": ("/uk/", {}),
    }
    results = {
        name: milliseconds(lambda a=a, h=h: client.get(a, headers=h), rounds)
        for name, (a, h) in asked.items()
    }
    floor = results["floor (the page from constants)"]
    print(f"{count} listings, {rounds} rounds, {url.split(':')[0]}")
    for name, time_taken in results.items():
        print(f"{name:34} {time_taken:8.2f} ms   {floor / time_taken:5.2f} x floor")


if __name__ == "__main__":
    main()
