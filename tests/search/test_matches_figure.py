"""The figure of the matches is held against falling: offers that fit a need, by readers who read both."""

from dataclasses import replace
from pathlib import Path

from marketplace.search import evaluation
from marketplace.search.evaluation import Gold

GOLD = Path(__file__).parent / "gold"
LEAST = 0.96


def test_of_the_offers_that_fit_nearly_all_are_among_the_first_five(app):
    gold = Gold.read(GOLD)
    asked = {match["need"] for match in gold.matches}
    listings = [one for one in gold.listings if one["kind"] == "offer" or one["id"] in asked]

    ids = evaluation.fill(replace(gold, listings=listings))
    recall = evaluation.recall_of_matches(gold, evaluation.ranked_matches(gold, ids))

    assert recall >= LEAST
