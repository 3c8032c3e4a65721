"""Questions: who asks, who answers, who decides, and that a double click is one."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.errors import Refused, TooMany
from marketplace.core.lifecycle import NotAllowed
from marketplace.listings.models import Listing
from marketplace.moderation import actions as moderation
from marketplace.questions import actions, queries
from marketplace.questions.models import Question, QuestionFollower
from tests.factories.listings import expired, need
from tests.factories.organisations import hromada
from tests.factories.questions import question


@pytest.fixture(autouse=True)
def within_a_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def public(olena):
    return need(by=olena, status="published")


def waiting():
    return db.session.scalars(queries.waiting()).unique().all()


@pytest.mark.parametrize("who", ["jan", "petra", "stefan", "marta"])
def test_anybody_signed_in_may_ask(cast, public, who):
    asked = actions.ask(public, "Скільки насосів?", "uk", getattr(cast, who))

    assert waiting() == [asked]
    assert queries.followers(asked) == [getattr(cast, who)]


def test_its_own_people_may_not(public, olena):
    with pytest.raises(Refused, match="takes no questions"):
        actions.ask(public, "Скільки насосів?", "uk", olena)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "paused", "closed", "hidden"])
def test_only_what_is_open_is_asked_about(cast, status):
    with pytest.raises(Refused):
        actions.ask(need(by=cast.olena, status=status), "Скільки?", "uk", cast.jan)
    with pytest.raises(Refused):
        actions.ask(expired(by=cast.olena), "Скільки?", "uk", cast.jan)


def test_nothing_is_asked_about_what_is_not_verified(cast):
    body = hromada(verified=False)

    with pytest.raises(Refused):
        actions.ask(need(by=cast.olena, status="published", organisation=body), "Скільки?", "uk", cast.jan)


def test_a_double_click_is_one_question(public, jan):
    first = actions.ask(public, "Скільки насосів?", "uk", jan)
    second = actions.ask(public, "Скільки насосів?", "uk", jan)

    assert first is second
    assert len(waiting()) == 1


def test_after_ten_questions_in_a_day_one_has_to_wait(public, jan):
    for number in range(10):
        actions.ask(public, f"Питання {number}?", "uk", jan)

    with pytest.raises(TooMany):
        actions.ask(public, "Ще одне?", "uk", jan)


def test_whoever_asked_may_withdraw_it_and_nobody_else(cast, public):
    asked = question(public, by=cast.jan)

    with pytest.raises(NotAllowed):
        actions.withdraw(asked, cast.stefan)
    actions.withdraw(asked, cast.jan)

    assert waiting() == []


@pytest.mark.parametrize("end", ["close", "hide"])
def test_questions_wait_no_more_once_the_listing_has_ended(cast, public, end):
    asked = question(public, by=cast.jan)
    public.status, public.close_reason = "closed", "met_here"
    if end == "hide":
        public.status, public.close_reason, public.decision_reason = "hidden", None, "other"
    db.session.commit()

    assert waiting() == []
    with pytest.raises(moderation.Overtaken, match="no longer waits"):
        moderation.pass_(asked, by=cast.marta)


def test_nobody_decides_on_what_she_asked_or_answered(cast, public):
    hers = question(public, by=cast.marta)
    answered = question(public, by=cast.jan, status="replied", replied_by=cast.marta, body="Скільки?")

    for decide, subject in ((moderation.pass_, hers), (moderation.pass_reply, answered)):
        with pytest.raises(Refused, match="had a part in this") as refusal:
            decide(subject, by=cast.marta)
        assert refusal.value.code == 403


def test_a_refusal_is_told_to_whoever_asked_and_to_nobody_else(cast, public, letters):
    asked = question(public, by=cast.jan)

    moderation.refuse(asked, "commercial", "Це реклама.", by=cast.marta)
    db.session.commit()

    [letter] = letters()
    assert (letter.event, letter.to_address) == ("question_refused", cast.jan.email)
    assert "Це реклама." in letter.text
    assert queries.of_listing(public) == []


def test_an_answer_is_sent_back_and_its_words_are_kept(cast, public, letters):
    asked = question(public, by=cast.jan, status="replied", replied_by=cast.olena)

    moderation.return_reply(asked, "unclear", "Якого року?", by=cast.marta)
    db.session.commit()

    assert (asked.status, asked.reply, asked.reply_note) == ("open", "Так, насоси однакові.", "Якого року?")
    assert [(letter.event, letter.to_address) for letter in letters()] == [
        ("question_reply_returned", cast.olena.email)
    ]
    actions.reply(asked, "Так, 1978 року.", "uk", cast.olena, asked.version)
    assert asked.status == "replied"


def test_what_is_public_can_be_taken_down(cast, public):
    asked = question(public, by=cast.jan, status="answered")

    moderation.refuse(asked, "personal_data", by=cast.marta)

    assert queries.of_listing(public) == []


def test_a_colleague_s_answer_is_not_overwritten(cast, public):
    asked = question(public, by=cast.jan, status="open")

    with pytest.raises(Refused, match="changed since"):
        actions.reply(asked, "Так.", "uk", cast.olena, asked.version - 1)


def test_one_follows_once_and_only_what_waits_for_an_answer(cast, public):
    asked = question(public, by=cast.jan, status="open")
    for _ in range(2):
        actions.follow(asked, cast.petra)

    assert db.session.scalar(select(func.count()).select_from(QuestionFollower)) == 2
    with pytest.raises(NotAllowed):
        actions.follow(asked, cast.olena)
    with pytest.raises(NotAllowed):
        actions.follow(question(public, by=cast.jan, status="answered", body="Ще?"), cast.petra)


def test_who_leaves_leaves_her_questions_without_her(cast, public):
    asked = question(public, by=cast.jan, status="open")

    actions.forget(cast.jan)
    db.session.commit()

    assert asked.author_id is None
    assert queries.followers(asked) == []


@pytest.mark.parametrize(
    ("status", "facts"),
    [("refused", {"reason": None}), ("answered", {"reply": ""}), ("asked", {"body": ""}), ("lost", {})],
)
def test_the_database_refuses_what_cannot_be(cast, public, status, facts):
    with pytest.raises(IntegrityError):
        question(public, by=cast.jan, status=status, **facts)
    db.session.rollback()


@pytest.mark.real_time
@pytest.mark.parametrize("verb", ["ask", "pass"])
def test_of_two_at_once_one_is_done(app, public, cast, verb):
    asked = None if verb == "ask" else question(public, by=cast.jan).id
    ids = (cast.jan.id, cast.jan.id) if verb == "ask" else (cast.marta.id, cast.bohdan.id)
    listing_id = public.id
    db.session.commit()
    db.session.remove()
    start, outcomes = threading.Barrier(2), []

    def act(who):
        with app.test_request_context("/"):
            try:
                start.wait()
                by = db.session.get(User, who)
                if asked is None:
                    actions.ask(db.session.get(Listing, listing_id), "Скільки?", "uk", by)
                else:
                    moderation.pass_(db.session.get(Question, asked), by=by)
                db.session.commit()
                outcomes.append("done")
            except moderation.Overtaken:
                db.session.rollback()
                outcomes.append("late")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == (["done", "done"] if verb == "ask" else ["done", "late"])
    assert db.session.scalar(select(func.count()).select_from(Question)) == 1
