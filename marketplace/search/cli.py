"""`flask search`: indexing, measuring, and what the measuring rests on."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import delete, select

from marketplace.core import morphology
from marketplace.core.config import Settings
from marketplace.core.db import db, transaction
from marketplace.core.freshness import public_changed
from marketplace.lexicon.loaded import lexicon
from marketplace.lexicon.reading import mistakes, read
from marketplace.listings.actions import refresh_words
from marketplace.listings.models import Listing
from marketplace.listings.queries import public

from . import directions, evaluation, indexing, retrieval
from .embedder import embedder
from .evaluation import Figures, Gold
from .models import ListingVectors, WordGram

search = AppGroup("search", help="What search finds by, and how well.")
EXAMINED = {
    "words": retrieval.WORDS,
    "words, letters": retrieval.WORDS + retrieval.LETTERS,
    "concepts": retrieval.CONCEPTS,
    "meaning": retrieval.MEANING,
    "without meaning": retrieval.WORDS + retrieval.LETTERS + retrieval.CONCEPTS,
}
OURS = Path(__file__).resolve().parents[2] / "tests" / "search" / "gold"
EACH = 200


@search.command("index")
@click.option("--again", is_flag=True, help="Everything anew, not only what is new or changed.")
@with_appcontext
def index(again: bool) -> None:
    """Index what waits, at once; the worker does it otherwise."""
    if again:
        with transaction():
            ids = list(db.session.scalars(public().with_only_columns(Listing.id).order_by(Listing.id)))
            db.session.execute(delete(ListingVectors))
            db.session.execute(delete(WordGram))
        for start in range(0, len(ids), EACH):
            with transaction():
                some = ids[start : start + EACH]
                for listing in db.session.scalars(select(Listing).where(Listing.id.in_(some))).unique():
                    refresh_words(listing)
                public_changed(of=some)
            click.echo(f"words of {min(start + EACH, len(ids))} of {len(ids)}")
    done = 0
    while number := indexing.index_next(indexing.MANY_AT_ONCE):
        done += number
        click.echo(f"meaning of {done}")
    click.echo("The index is up to date.")


@search.command("dictionaries")
@with_appcontext
def dictionaries() -> None:
    """Make the dictionaries of word forms where they are missing: half a minute, once."""
    settings: Settings = current_app.config["SETTINGS"]
    morphology.build(settings.dictionaries)
    click.echo(f"{len(lexicon().concepts)} concepts, and the dictionaries, are in {settings.dictionaries}.")


@search.command("directions")
def make_directions() -> None:
    """Measure the model's languages and concepts anew: after the lexicon or the model has changed."""
    model = embedder()
    if model is None:
        raise click.ClickException("There is no embedder on this machine.")
    directions.measure(model)


@search.command("lexicon")
def check_lexicon() -> None:
    """Say what is wrong in the lexicon's files; ends with 1 if anything is."""
    concepts = read()
    wrong = list(mistakes(concepts))
    for sentence in wrong:
        click.echo(sentence)
    click.echo(f"{len(concepts)} concepts, {sum(len(t) for c in concepts for t in c.terms.values())} words.")
    if wrong:
        raise SystemExit(1)


@search.command("evaluate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=OURS)
@click.option(
    "--database",
    default="",
    help="An empty database of its own to measure in; by default SQLite, thrown away.",
)
@click.option(
    "--ranked",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("ranked.jsonl"),
    help="Where the order found is written.",
)
@click.option("--each", is_flag=True, help="Each retriever alone too.")
@with_appcontext
def evaluate(folder: Path, database: str, ranked: Path, each: bool) -> None:
    """Index a measuring set in a scratch database and print how well it is found.

    FOLDER has listings.jsonl, queries.jsonl and, if matches are to be measured, matches.jsonl (docs/search.md).
    """
    try:
        gold = Gold.read(folder)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"That is no measuring set: {error}") from error
    with tempfile.TemporaryDirectory() as scratch:
        app = _scratch(Path(scratch), database)
        with app.app_context():
            upgrade()
            retrieval.forget()
            ids = evaluation.fill(gold)
            ways = {**(EXAMINED if each else {}), "all together": "".join(sorted(retrieval.EVERYTHING))}
            found = {way: evaluation.ranked_queries(gold, ids, frozenset(use)) for way, use in ways.items()}
            db.session.remove()
            db.engine.dispose()
    for way, order in found.items():
        click.echo(f"\n{way}")
        for key in ("type", "lang"):
            _print(evaluation.by(key, gold, order), header=key == "type")
    with ranked.open("w", encoding="utf-8") as lines:
        for qid, names in found["all together"].items():
            lines.write(json.dumps({"qid": qid, "ranked": list(names[: evaluation.RANKED])}) + "\n")
    click.echo(f"\nThe order found is in {ranked}.")


def _scratch(folder: Path, database: str) -> Flask:
    settings: Settings = current_app.config["SETTINGS"]
    url = database or f"sqlite:///{folder / 'scratch.sqlite3'}"
    make = current_app.extensions["another"]
    app: Flask = make(
        replace(settings, database_url=url, instance=folder, demonstration=False, log_level="ERROR")
    )
    return app


def _print(figures: dict[str, Figures], *, header: bool) -> None:
    if header:
        click.echo(f"  {'':12} {'queries':>7} {'recall@10':>10} {'MRR@10':>8} {'nDCG@10':>8}")
    for name in sorted(figures, key=lambda name: (name != "all", name)):
        if name == "all" and not header:
            continue
        one = figures[name]
        click.echo(f"  {name:12} {one.queries:7} {one.recall:10.3f} {one.mrr:8.3f} {one.ndcg:8.3f}")
