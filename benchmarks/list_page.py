"""How long the list takes, in process, and against the same page rendered from constants (the floor).

    .venv/bin/python benchmarks/list_page.py [LISTINGS] [ROUNDS]

Uses a scratch database in a temporary folder. Only the ratios mean anything on another machine.
"""

import logging
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
from sqlalchemy import func, insert, select

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


Texts = Callable[[random.Random], tuple[str, str]]


def few_words(pick: random.Random) -> tuple[str, str]:
    """A title and a text of twelve words that nearly every listing has."""
    return " ".join(pick.sample(WORDS, 5)), " ".join(pick.choices(WORDS, k=40))


def fill(count: int, texts: Texts = few_words) -> None:
    """So many open listings, the last the newest, of a hundred hromadas and twenty cities or more, by bulk insert."""
    pick = random.Random(1)
    hromadas = list(register.all_hromadas().values())[: max(100, count // 50)]
    bodies = [
        {"kind": "hromada", "name": h.full_name, "name_latin": h.name_latin, "locale": "uk", "country": "UA",
         "region": h.region, "katottg": h.katottg, "hromada_kind": h.kind}
        for h in hromadas
    ] + [
        {"kind": "municipality", "name": f"City {n}", "name_latin": f"City {n}", "locale": "en",
         "country": pick.choice(["LT", "PL", "DE", "FR"]), "region": "", "katottg": None, "hromada_kind": None}
        for n in range(max(20, count // 100))
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
        title, text = texts(pick)
        published = now() - timedelta(minutes=(count - n) * 60 * 24 * 80 // count)
        rows.append(
            {"id": n, "version": 1, "reference": f"{kind[0].upper()}-2026-{n:06}", "kind": kind, "status": "published",
             "organisation_id": owner.id, "country": owner.country, "region": owner.region,
             "hromada_kind": owner.hromada_kind, "locale": "uk", "title": title[:90], "summary": text,
             "format": pick.choice(list(Format)), "urgency": pick.choice(list(Urgency)), "submitted_at": published,
             "published_at": published, "expires_on": today() + timedelta(days=pick.randint(1, 90)),
             "words_title": title, "words_text": text, "preferred_regions": []}
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


def arguments() -> tuple[int, int]:
    """How many listings, and how many rounds."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 40


def filled(by: Callable[[int], None], count: int) -> tuple[Flask, str]:
    """The application on a database that `by` has filled, and which engine it is.

    A database of `DATABASE_URL` that is filled already stays: the second run is quick, and its memory is its own.
    """
    folder = Path(tempfile.mkdtemp())
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'benchmark.sqlite3'}"
    app = create_app(
        Settings("benchmark-only-0123456789-abcdefghijklmnop", "http://127.0.0.1:8000", url, instance=folder)
    )
    with app.app_context():
        upgrade()
        if db.session.scalar(select(func.count(Listing.id))) != count:
            with transaction():
                by(count)
            db.session.execute(db.text("ANALYZE"))
        db.session.commit()
    return app, url.split(":")[0]


def main() -> None:
    """Fill, ask, print."""
    count, rounds = arguments()
    app, engine = filled(fill, count)
    logging.disable(logging.INFO)
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
    print(f"{count} listings, {rounds} rounds, {engine}")
    for name, time_taken in results.items():
        print(f"{name:34} {time_taken:8.2f} ms   {floor / time_taken:5.2f} x floor")


if __name__ == "__main__":
    main()
