"""What can be done with a listing, by whom, and what it leaves behind."""

import threading
from datetime import timedelta

import pytest

from marketplace.core import freshness
from marketplace.core.clock import today
from marketplace.core.db import db, transaction
from marketplace.core.errors import Refused
from marketplace.core.history import HistoryRow
from marketplace.core.lifecycle import NotAllowed, advance
from marketplace.listings import actions
from marketplace.listings.codes import ListingStatus
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing, ListingCode
from marketplace.organisations.models import Organisation
from tests.factories.listings import expired, need, offer

PEOPLE = ("olena", "jan", "marta", "petra", "stefan")
ALLOWED = {
    "submit": {"olena"},
    "publish": {"marta"},
    "return": {"marta"},
    "reject": {"marta"},
    "pause": {"olena"},
    "resume": {"olena"},
    "fill": set(),  # by the rule alone
    "reopen": set(),
    "close": {"olena"},
    "hide": {"marta"},
    "restore": {"marta"},
}
VERBS = {
    "submit": actions.submit,
    "publish": actions.publish,
    "return": lambda it, by: actions.return_(it, by, "Скільки?", {"title": ("unclear_problem", "Коротше")}),
    "reject": lambda it, by: actions.reject(it, by, "outside_scope", "Не сюди."),
    "pause": actions.pause,
    "resume": actions.resume,
    "fill": lambda it, by: advance(it, "fill", by, MOVES),
    "reopen": lambda it, by: advance(it, "reopen", by, MOVES),
    "close": lambda it, by: actions.close(it, by, "met_here"),
    "hide": lambda it, by: actions.hide(it, by, "sensitive_place", "Місце."),
    "restore": actions.restore,
}


@pytest.fixture
def in_request(app):
    """Letters carry addresses, and addresses are made in a request."""
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("status", ListingStatus)
def test_a_move_is_made_by_whom_and_from_where_the_table_says(in_request, cast, name, status):
    for person in PEOPLE:
        listing, actor = need(by=cast.olena, status=status), getattr(cast, person)

        if person in ALLOWED[name] and status in MOVES[name].source:
            VERBS[name](listing, actor)
            db.session.commit()
            assert listing.status == MOVES[name].target
        else:
            with pytest.raises(NotAllowed):
                VERBS[name](listing, actor)
            db.session.rollback()


def test_references_are_counted_by_kind_and_never_reused(in_request, cast):
    first = actions.begin("need", cast.hromada, cast.olena, "uk")
    actions.discard(first, cast.olena)
    second = actions.begin("need", cast.hromada, cast.olena, "uk")
    other = actions.begin("offer", cast.hromada, cast.olena, "uk")

    assert (second.reference, other.reference) == ("N-2026-0002", "O-2026-0001")


def test_two_who_begin_at_once_get_two_numbers(app, cast):
    organisation_id, user_id, given = cast.hromada.id, cast.olena.id, []

    def begin():
        with app.app_context(), transaction():
            user = db.session.get(type(cast.olena), user_id)
            body = db.session.get(Organisation, organisation_id)
            assert body and user
            given.append(actions.begin("need", body, user, "uk").reference)
        with app.app_context():
            db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == [f"N-2026-000{number}" for number in (1, 2, 3, 4)]


def test_nobody_begins_for_an_organisation_she_does_not_write_for(cast):
    with pytest.raises(NotAllowed):
        actions.begin("need", cast.hromada, cast.jan, "lt")


def test_saving_keeps_only_what_is_named_and_refreshes_the_words(in_request, cast):
    listing = need(by=cast.olena, problem="Було")

    actions.save(listing, {"title": "Школа №1", "sectors": ["education", "energy"]}, cast.olena)
    db.session.commit()

    assert listing.problem == "Було"
    assert listing.sectors == ["education", "energy"]
    assert "школа" in listing.words_title
    assert "chernihiv" in listing.words_text
    assert "громада" in listing.words_text


def test_a_stale_version_is_refused_and_nothing_is_kept(cast):
    listing = need(by=cast.olena)
    old = listing.version
    actions.save(listing, {"title": "Перша"}, cast.olena)

    with pytest.raises(Refused):
        actions.save(listing, {"title": "Друга"}, cast.olena, version=old)

    assert listing.title == "Перша"


def test_changing_only_codes_makes_a_new_version(cast):
    listing = need(by=cast.olena)
    old = listing.version

    actions.save(listing, {"languages": ["uk"]}, cast.olena)

    assert listing.version > old


@pytest.mark.parametrize(
    ("place", "sectors", "region_only"),
    [
        (None, ["energy"], True),
        (None, ["education"], False),
        ("hromada", ["energy"], False),
        ("region", ["education"], True),
    ],
)
def test_sensitive_sectors_show_the_oblast_unless_one_chooses(cast, place, sectors, region_only):
    listing = need(by=cast.olena, sectors=[])

    actions.save(listing, {"sectors": sectors, "place": place}, cast.olena)

    assert listing.region_only is region_only


@pytest.mark.parametrize("status", [s for s in ListingStatus if s not in ("draft", "returned")])
def test_the_text_is_closed_in_other_states(cast, status):
    listing = need(by=cast.olena, status=status)

    with pytest.raises(NotAllowed):
        actions.save(listing, {"title": "Інша"}, cast.olena)


def test_an_incomplete_draft_is_not_submitted(in_request, cast):
    listing = need(by=cast.olena, result="")

    with pytest.raises(NotAllowed):
        actions.submit(listing, cast.olena)


def test_publishing_sets_90_days_or_the_authors_wish(in_request, cast):
    plain = need(by=cast.olena, status="submitted")
    wished = need(by=cast.olena, status="submitted", open_until=today() + timedelta(days=30))

    actions.publish(plain, cast.marta)
    actions.publish(wished, cast.marta)

    assert plain.expires_on == today() + timedelta(days=90)
    assert wished.expires_on == today() + timedelta(days=30)


@pytest.mark.parametrize("name", ["publish", "pause", "resume", "close", "hide", "restore"])
def test_what_changes_the_public_picture_says_so(in_request, cast, name):
    status = next(iter(MOVES[name].source))
    listing = need(by=cast.olena, status=status)
    before = freshness.public_version()

    VERBS[name](listing, cast.marta if "marta" in ALLOWED[name] else cast.olena)

    assert freshness.public_version() == before + 1


def test_an_expired_one_is_renewed_for_90_days_within_a_year(in_request, cast):
    old, young = expired(by=cast.olena), need(by=cast.olena, status="published", days_ago=1)

    actions.renew(old, cast.olena)

    assert old.is_open
    assert old.expires_on == today() + timedelta(days=90)
    with pytest.raises(NotAllowed):
        actions.renew(young, cast.olena)


def test_after_a_year_it_is_not_renewed(in_request, cast):
    listing = need(by=cast.olena, status="published", days_ago=366, expires_on=today() - timedelta(days=1))

    with pytest.raises(NotAllowed):
        actions.renew(listing, cast.olena)


def test_a_discarded_draft_leaves_only_its_history(in_request, cast):
    draft = need(by=cast.olena)
    listing_id = draft.id

    actions.discard(draft, cast.olena)
    db.session.commit()

    assert db.session.get(Listing, listing_id) is None
    assert not db.session.scalars(db.select(ListingCode).filter_by(listing_id=listing_id)).all()
    assert db.session.scalars(db.select(HistoryRow).filter_by(event="discard")).one()


def test_remarks_are_kept_until_it_is_handed_in_again(in_request, cast):
    listing = need(by=cast.olena, status="submitted")

    actions.return_(listing, cast.marta, "Ще.", {"title": ("missing_facts", "Скільки?")})
    db.session.commit()
    assert [remark.field for remark in listing.remarks] == ["title"]

    actions.submit(listing, cast.olena)
    db.session.commit()
    assert listing.remarks == []


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("publish", "listing_published"),
        ("return", "listing_returned"),
        ("reject", "listing_rejected"),
        ("hide", "listing_hidden"),
        ("restore", "listing_restored"),
        ("close", "listing_closed"),
        ("submit", "listing_submitted"),
    ],
)
def test_each_decision_writes_a_letter_in_its_readers_language(in_request, cast, letters, name, event):
    listing = offer(by=cast.jan, status=next(iter(MOVES[name].source)), title="Mokymai <b>")

    VERBS[name](listing, cast.marta if "marta" in ALLOWED[name] else cast.jan)
    db.session.commit()

    (letter,) = letters(to="jan@kaunas.example")
    assert letter.event == event
    assert letter.locale == "lt"
    assert listing.reference in letter.text
    assert "/lt/listings/" in letter.text
    assert "<b>" in letter.subject
    assert "Mokymai <b>" not in letter.html


def test_who_speaks_for_the_organisation_no_more_gets_no_letters_about_it(in_request, cast, letters):
    listing = need(by=cast.olena, status="submitted")
    db.session.delete(cast.olena.memberships[0])
    db.session.commit()
    db.session.refresh(cast.olena)

    actions.return_(listing, cast.marta, "Скільки людей?", {"title": ("unclear_problem", "Коротше")})

    assert letters(to=cast.olena.email) == []


@pytest.mark.parametrize("part", ["author", "contact"])
def test_a_moderator_who_wrote_it_for_an_organisation_she_has_left_does_not_decide(in_request, cast, part):
    listing = need(by=cast.olena, status="submitted")
    setattr(listing, part, cast.marta)
    db.session.commit()

    with pytest.raises(NotAllowed):
        actions.publish(listing, cast.marta)
    actions.publish(listing, cast.bohdan)
