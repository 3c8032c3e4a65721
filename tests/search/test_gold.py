"""The figures of the measuring set, held against falling; and one order on both engines (docs/search.md)."""

from flask_migrate import upgrade

from marketplace.core.db import db
from marketplace.search import evaluation, retrieval
from tests.conftest import ENGINE

LEAST = {
    "all": 0.93, "same": 0.94, "cross": 0.94, "inflected": 0.95, "slip": 0.93, "place": 0.96, "concept": 0.86,
}  # fmt: skip
LEAST_OF_MATCHES = 0.96


def test_the_set_is_found_as_well_as_before_and_in_one_order_on_both_engines(
    app, other_app, tmp_path, reads_once, gold
):
    ids = evaluation.fill(gold)

    found = evaluation.ranked_queries(gold, ids)
    of_matches = evaluation.recall_of_matches(gold, evaluation.ranked_matches(gold, ids))

    figures = evaluation.by("type", gold, found)
    assert {
        name: round(figures[name].recall, 3) for name in LEAST if figures[name].recall < LEAST[name]
    } == {}
    assert of_matches >= LEAST_OF_MATCHES
    if ENGINE == "postgresql":
        on_sqlite = other_app(database_url=f"sqlite:///{tmp_path / 'gold.sqlite3'}", instance=tmp_path)
        with on_sqlite.app_context():
            upgrade()
            retrieval.forget()
            there = evaluation.ranked_queries(gold, evaluation.fill(gold))
            db.session.remove()
        assert [qid for qid in found if found[qid][:10] != there[qid][:10]] == []


def test_every_query_and_match_of_the_set_names_listings_that_are_in_it(gold):
    ids = {row["id"] for row in gold.listings}

    named = {name for row in gold.queries for name in row["relevant"]}
    named |= {name for row in gold.matches for name in (row["need"], *row["offers"])}

    assert named <= ids
    assert all(row["relevant"] for row in gold.queries)
    assert len({(row["lang"], row["text"]) for row in gold.queries}) == len(gold.queries)
    assert len({row["lang"] for row in gold.queries}) == 25
