"""Changing what is public: what is at once, what waits, who may, what becomes of it when its listing ends."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.core.errors import TOO_LATE, Refused
from marketplace.core.lifecycle import NotAllowed
from marketplace.listings import actions, queries
from marketplace.listings.models import Listing, Revision
from marketplace.moderation import actions as moderation
from tests.factories.listings import need, offer, revision

PROBLEM = "Насоси стоять, і три села щодня чекають на воду з цистерни біля школи."


@pytest.fixture(autouse=True)
def within_a_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def public(olena):
    return need(by=olena, status="published", budget_max=1000)


def handed_in(listing, by, **facts):
    actions.revise(listing, facts, by)
    done = actions.hand_in(listing, by)
    db.session.commit()
    return done


def test_a_slip_is_mended_at_once_and_found_by_search(public, olena):
    done = handed_in(public, olena, title="Насоси для водогонів")

    assert done == actions.HandedIn(public=("title",))
    assert public.title == "Насоси для водогонів"
    assert "водогонів" in public.words_title.split()
    assert queries.active_revision(public) is None


def test_a_material_change_waits_and_the_public_text_stays(public, olena, letters):
    done = handed_in(public, olena, problem=PROBLEM, budget_max=5000)

    assert done == actions.HandedIn(waiting=("problem", "budget_max"))
    assert (public.problem, public.budget_max) == ("Старі насоси зупиняються щотижня.", 1000)
    assert queries.active_revision(public).is_waiting
    assert [letter.event for letter in letters()] == ["revision_waiting"]


def test_of_both_kinds_each_goes_its_way(public, olena):
    done = handed_in(public, olena, title="Насоси для водогонів", problem=PROBLEM)

    assert done == actions.HandedIn(public=("title",), waiting=("problem",))
    assert public.title == "Насоси для водогонів"
    assert list(queries.active_revision(public).changes) == ["problem"]
    assert [one.status for one in public.revisions] == ["applied", "waiting"]


def test_many_small_changes_do_not_add_up_to_a_text_that_nobody_has_read(olena):
    public = need(by=olena, status="published", problem="один два три чотири п'ять шість сім вісім")

    assert handed_in(public, olena, problem="перший другий третій чотири п'ять шість сім вісім").public
    assert handed_in(public, olena, problem="перший другий третій четвертий п'ятий шість сім вісім").waiting


def test_once_a_moderator_has_read_it_small_changes_begin_anew(olena, marta):
    public = need(by=olena, status="published", problem="один два три чотири п'ять шість сім вісім")
    handed_in(public, olena, problem="перший другий третій чотири п'ять шість сім вісім")
    handed_in(public, olena, problem="перший другий третій четвертий п'ятий шість сім вісім")

    moderation.publish_revision(queries.active_revision(public), by=marta)

    assert handed_in(
        public, olena, problem="перший другий третій четвертий п'ятий шостий сьомий восьмий"
    ).public


def test_what_is_put_back_is_no_change(public, olena):
    actions.revise(public, {"problem": PROBLEM}, olena)

    assert handed_in(public, olena, problem=public.problem) == actions.HandedIn()
    assert queries.active_revision(public) is None


def test_every_fact_comes_through_as_it_was_written(olena, marta):
    public = need(by=olena, status="published")
    wanted = {
        "sectors": ["energy", "education"],
        "helps": ["materials"],
        "languages": ["en", "uk"],
        "format": "in_europe",
        "place": "hromada",
        "urgency": "now",
        "open_until": today() + timedelta(days=30),
        "beneficiaries_count": 200,
        "budget_min": 10,
        "budget_max": 20,
        "principles": {"green": "Сонце"},
        "dream_code": "DREAM-UA-120326-4A7C19E2",
    }
    handed_in(public, olena, **wanted)
    moderation.publish_revision(queries.active_revision(public), by=marta)
    db.session.commit()

    assert (public.sectors, public.helps, public.languages) == (
        ["energy", "education"],
        ["materials"],
        ["en", "uk"],
    )
    assert (public.budget_min, public.budget_max, public.beneficiaries_count) == (10, 20, 200)
    assert public.open_until == public.expires_on == today() + timedelta(days=30)
    assert [(row.principle, row.evidence) for row in public.principles] == [("green", "Сонце")]
    assert not public.region_only


def test_a_change_of_the_last_day_gives_no_more_than_a_renewal(olena, marta):
    public = need(by=olena, status="published", days_ago=300, expires_on=today() + timedelta(days=20))

    handed_in(public, olena, open_until=today() + timedelta(days=400))
    moderation.publish_revision(queries.active_revision(public), by=marta)

    assert public.expires_on == today() + timedelta(days=65)


def test_sensitive_sectors_show_their_oblast_unless_their_people_choose_otherwise(olena, marta):
    public = need(by=olena, status="published", sectors=["education"])

    handed_in(public, olena, sectors=["energy"], place="")
    moderation.publish_revision(queries.active_revision(public), by=marta)

    assert public.region_only


def test_while_it_waits_it_is_taken_back_before_it_is_edited(public, olena):
    handed_in(public, olena, problem=PROBLEM)

    with pytest.raises(NotAllowed):
        actions.revise(public, {"problem": "Інше"}, olena)
    actions.edit_again(queries.active_revision(public), olena)
    handed_in(public, olena, problem=f"{PROBLEM} Ще й уночі.")

    assert queries.active_revision(public).changes["problem"][1].endswith("уночі.")


def test_what_is_given_up_is_gone(public, olena):
    handed_in(public, olena, problem=PROBLEM)

    actions.withdraw(queries.active_revision(public), olena)

    assert queries.active_revision(public) is None
    assert public.problem == "Старі насоси зупиняються щотижня."


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "closed", "hidden"])
def test_only_what_is_public_is_changed_so(olena, status):
    with pytest.raises(NotAllowed):
        actions.revise(need(by=olena, status=status), {"problem": PROBLEM}, olena)


@pytest.mark.parametrize("who", ["jan", "marta", "petra", "stefan"])
def test_nobody_else_changes_it(cast, public, who):
    with pytest.raises(NotAllowed):
        actions.revise(public, {"problem": PROBLEM}, getattr(cast, who))


def test_a_save_over_a_newer_one_is_refused(public, olena):
    version = "0"
    actions.revise(public, {"problem": PROBLEM}, olena, version)

    with pytest.raises(Refused):
        actions.revise(public, {"problem": "Інше"}, olena, version)


def test_a_listing_has_one_change_at_a_time(public, olena):
    revision(public, by=olena)

    with pytest.raises(IntegrityError):
        revision(public, by=olena, status="draft")
    db.session.rollback()


@pytest.mark.parametrize("end", ["close", "hide", "renew"])
def test_a_change_ends_with_its_listing(cast, end, clock):
    public = need(by=cast.olena, status="published")
    change = revision(public, by=cast.olena)

    if end == "close":
        actions.close(public, cast.olena, "met_here")
    elif end == "hide":
        actions.hide(public, cast.marta, "personal_data", "Ім’я.")
    else:
        clock.shift(timedelta(days=95))
        assert db.session.scalars(queries.revisions_waiting()).all() == []
        actions.renew(public, cast.olena)
    db.session.commit()

    assert change.status == "lapsed"
    assert db.session.scalars(queries.revisions_waiting()).all() == []
    assert "lapse_revision" in [row.event for row in db.session.scalars(history.of(public))]


def test_what_a_moderator_reads_is_what_it_replaces(public, olena, marta):
    change = revision(public, by=olena, budget_max=5000)
    public.budget_max = 2000
    db.session.commit()

    with pytest.raises(moderation.Overtaken, match="Budget up to"):
        moderation.publish_revision(change, by=marta)

    assert public.budget_max == 2000


def test_a_returned_change_carries_its_remarks_until_it_is_handed_in_again(public, olena, marta, letters):
    change = revision(public, by=olena)

    moderation.return_revision(change, "Скільки сіл?", {"problem": ("missing_facts", "Точно?")}, by=marta)
    assert change.remarks == [{"field": "problem", "reason": "missing_facts", "note": "Точно?"}]
    handed_in(public, olena, problem=f"{PROBLEM} Їх сім.")

    assert (change.status, change.moderator_note, change.remarks) == ("waiting", "", [])
    assert [letter.event for letter in letters()] == ["revision_returned", "revision_waiting"]


def test_nobody_decides_on_her_own_change(cast, public):
    change = revision(public, by=cast.marta)

    with pytest.raises(Refused, match="colleague decides"):
        moderation.publish_revision(change, by=cast.marta)


def test_an_offer_is_changed_too(cast):
    public = offer(by=cast.jan, status="published", capacity_cases=2)

    handed_in(public, cast.jan, capacity_cases=3, available_from=date(2027, 1, 1))
    moderation.publish_revision(queries.active_revision(public), by=cast.marta)

    assert (public.capacity_cases, public.available_from) == (3, date(2027, 1, 1))


@pytest.mark.real_time
@pytest.mark.parametrize("rival", ["publish", "edit"])
def test_of_two_at_once_one_decides(app, public, cast, rival):
    change_id, ids = revision(public, by=cast.olena).id, (cast.marta.id, cast.bohdan.id, cast.olena.id)
    db.session.commit()
    db.session.remove()
    start, outcomes = threading.Barrier(2), []

    def decide(verb, who):
        with app.test_request_context("/"):
            try:
                start.wait()
                change = db.session.get(Revision, change_id)
                if verb == "edit":
                    actions.edit_again(change, db.session.get(User, who))
                else:
                    moderation.publish_revision(change, by=db.session.get(User, who))
                db.session.commit()
                outcomes.append("done")
            except (moderation.Overtaken, *TOO_LATE):
                db.session.rollback()
                outcomes.append("late")
            finally:
                db.session.remove()

    rivals = [("publish", ids[0]), ("publish", ids[1]) if rival == "publish" else ("edit", ids[2])]
    threads = [threading.Thread(target=decide, args=one) for one in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "late"]
    listing = db.session.scalars(db.select(Listing)).unique().one()
    assert (listing.problem == PROBLEM) == (db.session.get(Revision, change_id).status == "published")
