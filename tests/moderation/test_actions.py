"""Deciding on a case: one moderator, one decision, on record."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.listings.models import Listing
from marketplace.moderation import actions, queries
from marketplace.moderation.models import CaseLock, Decision
from tests.factories.listings import need
from tests.factories.organisations import hromada


@pytest.fixture(autouse=True)
def within_a_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def case(olena):
    return need(by=olena, status="submitted")


def decisions():
    return [
        (row.move, row.moderator_id) for row in db.session.scalars(select(Decision).order_by(Decision.id))
    ]


def test_a_moderator_takes_a_case_for_half_an_hour(case, marta, clock):
    actions.take(case, by=marta)
    db.session.commit()

    assert queries.lock_of(case).moderator_id == marta.id

    clock.shift(timedelta(minutes=31))

    assert queries.lock_of(case) is None


def test_a_colleague_is_told_who_has_the_case_and_until_when(case, marta, bohdan):
    actions.take(case, by=marta)

    with pytest.raises(actions.Overtaken, match=r"Марта Гнатюк has taken this case until 11:30"):
        actions.take(case, by=bohdan)
    with pytest.raises(actions.Overtaken, match="until 11:30"):
        actions.publish(case, by=bohdan)


def test_a_lock_that_has_run_out_is_anybody_s(case, marta, bohdan, clock):
    actions.take(case, by=marta)
    db.session.commit()

    clock.shift(timedelta(minutes=30))
    actions.publish(case, by=bohdan)

    assert decisions() == [("publish", bohdan.id)]


def test_a_case_that_is_given_back_is_free(case, marta, bohdan):
    actions.take(case, by=marta)

    actions.release(case, by=bohdan)
    assert queries.lock_of(case).moderator_id == marta.id

    actions.release(case, by=marta)
    actions.take(case, by=bohdan)
    assert queries.lock_of(case).moderator_id == bohdan.id


def test_publishing_leaves_a_decision_a_history_row_and_no_lock(case, marta):
    actions.take(case, by=marta)

    actions.publish(case, by=marta, version=case.version)
    db.session.commit()

    assert case.is_open
    assert decisions() == [("publish", marta.id)]
    assert [row.event for row in db.session.scalars(history.of(case))] == ["take", "publish"]
    assert db.session.scalar(select(CaseLock)) is None


def test_a_return_keeps_the_remarks_for_the_author_and_on_record(case, marta):
    actions.return_(case, "Almost there.", {"result": ("missing_facts", "How many people?")}, by=marta)
    db.session.commit()

    decision = db.session.scalars(select(Decision)).one()
    assert decision.remarks == [{"field": "result", "reason": "missing_facts", "note": "How many people?"}]
    assert [(r.field, r.note) for r in case.remarks] == [("result", "How many people?")]
    assert case.moderator_note == "Almost there."


def test_a_double_click_is_one_decision(case, marta):
    actions.publish(case, by=marta)
    actions.publish(case, by=marta)

    assert decisions() == [("publish", marta.id)]


def test_a_colleague_who_comes_later_is_told_who_has_decided(case, marta, bohdan):
    actions.publish(case, by=marta)
    db.session.commit()

    with pytest.raises(actions.Overtaken, match="Марта Гнатюк has already decided"):
        actions.reject(case, "duplicate", "Twice.", by=bohdan)


def test_a_decision_on_an_older_text_is_refused(case, marta):
    with pytest.raises(actions.Overtaken, match="changed since"):
        actions.publish(case, by=marta, version=case.version - 1)


def test_nothing_of_an_unverified_organisation_is_published(olena, marta):
    case = need(by=olena, status="submitted", organisation=hromada(verified=False))

    with pytest.raises(actions.Overtaken, match="not verified"):
        actions.publish(case, by=marta)


def test_nobody_decides_on_her_own(case, marta, cast):
    from marketplace.organisations.models import Membership

    db.session.add(Membership(user=marta, organisation=cast.hromada, role="reader"))
    db.session.commit()

    for decide in (actions.take, actions.publish):
        with pytest.raises(Refused, match="colleague decides") as refusal:
            decide(case, by=marta)
        assert refusal.value.code == 403
    assert decisions() == []


def test_what_was_hidden_is_restored(olena, marta):
    listing = need(by=olena, status="published")

    actions.hide(listing, "personal_data", "A name.", by=marta)
    assert listing.status == "hidden"
    actions.restore(listing, by=marta)

    assert listing.is_open
    assert [move for move, _ in decisions()] == ["hide", "restore"]


@pytest.mark.real_time
@pytest.mark.parametrize("verb", ["take", "publish"])
def test_of_two_moderators_at_once_one_gets_it(app, case, marta, bohdan, verb):
    listing_id, ids = case.id, (marta.id, bohdan.id)
    db.session.commit()
    db.session.remove()
    start, outcomes = threading.Barrier(2), []

    def decide(moderator_id):
        with app.test_request_context("/"):
            try:
                start.wait()
                listing = db.session.get(Listing, listing_id)
                getattr(actions, verb)(listing, by=db.session.get(User, moderator_id))
                db.session.commit()
                outcomes.append("done")
            except actions.Overtaken as refusal:
                db.session.rollback()
                outcomes.append(refusal.description)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("done") == 1
    assert any("has taken this case" in said or "has already decided" in said for said in outcomes)
    assert len(decisions()) == (verb == "publish")
