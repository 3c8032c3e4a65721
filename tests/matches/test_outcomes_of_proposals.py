"""What became of a proposal, as its broker reads it."""

import pytest

from marketplace.core.db import db, transaction
from marketplace.matches import outcomes
from marketplace.matches.codes import Outcome
from marketplace.matches.models import Proposal
from tests.factories.handoff import answer, introduced
from tests.factories.listings import need
from tests.factories.matches import proposal
from tests.statements import statements


def outcome_of(row) -> Outcome:
    db.session.expire_all()
    return outcomes.of([db.session.get_one(Proposal, row.id)])[row.id]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("sent", Outcome.ANSWERED),
        ("asked_back", Outcome.ANSWERED),
        ("declined", Outcome.NOT_FOR_US),
        ("withdrawn", Outcome.WAITING),
    ],
)
def test_an_answer_tells_what_became_of_a_proposal(pair, cast, status, outcome):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    answer(pair.need, by=cast.jan, status=status)

    assert outcome_of(row) == outcome


def test_an_acceptance_is_what_a_broker_hopes_for(pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    introduced(pair.offer, by=cast.olena, to=cast.jan)

    assert outcome_of(row) == Outcome.ACCEPTED


def test_a_proposal_ends_with_one_of_the_two(visit, pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    with transaction():
        pair.need.status, pair.need.decision_reason = "hidden", "duplicate"

    assert outcome_of(row) == Outcome.ENDED
    page = visit("matches.proposals", as_=cast.petra)
    assert pair.need.title not in page.text and "no longer public" in page.text
    assert visit("handoff.inbox", as_=cast.jan).words("#proposed") == []


def test_the_answer_of_somebody_else_is_none_of_this_pair(pair, cast):
    row = proposal(pair.need, pair.offer, by=cast.petra)

    answer(pair.need, by=cast.stefan)

    assert outcome_of(row) == Outcome.WAITING


def test_lists_of_proposals_ask_as_much_for_one_as_for_many(visit, pair, cast):
    proposal(pair.need, pair.offer, by=cast.petra)
    with statements() as own:
        visit("matches.proposals", as_=cast.petra)
    with statements() as inbox:
        visit("handoff.inbox", as_=cast.olena)
    for number in range(5):
        wanted = need(by=cast.olena, status="published", title=f"Вежа {number}")
        proposal(wanted, pair.offer, by=cast.petra)

    with statements() as many_own:
        visit("matches.proposals", as_=cast.petra)
    with statements() as many_in_the_inbox:
        visit("handoff.inbox", as_=cast.olena)

    assert len(many_own) <= len(own)
    assert len(many_in_the_inbox) <= len(inbox)
