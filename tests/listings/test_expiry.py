"""Letters about the last day: to whom, when, and each once, however often and by how many it is looked at."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace.cli.expiry import write_letters
from marketplace.core.clock import today
from marketplace.core.db import db, transaction
from marketplace.core.errors import Refused
from marketplace.core.history import HistoryRow
from marketplace.core.lifecycle import NotAllowed
from marketplace.listings import actions, queries
from marketplace.listings.codes import ListingStatus
from marketplace.listings.expiry import ExpiryLetter
from marketplace.listings.models import Listing
from tests.factories.accounts import links_in, person
from tests.factories.listings import ending, expired, need, offer
from tests.factories.organisations import hromada


@pytest.fixture
def run(app):
    """Run a command; its result."""

    def command(*words: str):
        result = app.test_cli_runner().invoke(args=words)
        db.session.remove()
        return result

    return command


@pytest.fixture
def told(letters):
    """How many letters about last days have been written so far, each hour anew."""

    def count() -> int:
        write_letters()
        return sum(letter.event == "listing_expires" for letter in letters())

    return count


def test_letters_go_out_21_and_7_days_before_the_last_day_and_on_it(cast, told, clock):
    ending(30, by=cast.olena)

    written = []
    for _ in range(60):
        written.append(told())
        clock.shift(timedelta(days=1))

    first_of = [written.index(number) for number in (1, 2, 3)]
    assert first_of == [30 - 21, 30 - 7, 30]
    assert written[-1] == 3


@pytest.mark.parametrize(
    ("days", "subject"),
    [(21, "21 день"), (3, "3 дні"), (0, "сьогодні останній день"), (-1, "строк сплив"), (-14, "строк сплив")],
)
def test_the_letter_says_how_long_it_is_still_open(cast, told, letters, days, subject):
    ending(days, by=cast.olena, title="Насоси")

    told()

    (letter,) = letters(to=cast.olena.email)
    assert "Насоси" in letter.subject
    assert subject in letter.subject
    assert len(links_in(letter)) == 3
    assert all(link.startswith("/uk/listings/by-letter/") for link in links_in(letter))


@pytest.mark.parametrize("days", [22, -15, -60])
def test_too_early_and_long_after_nobody_is_written_to(cast, told, days):
    ending(days, by=cast.olena)

    assert told() == 0


def test_a_worker_that_was_away_writes_only_the_most_urgent_one(cast, told, letters, clock):
    ending(25, by=cast.olena)
    assert told() == 0

    clock.shift(timedelta(days=20))
    again = told(), told()

    assert again == (1, 1)
    assert "5 днів" in letters(to=cast.olena.email)[0].subject


@pytest.mark.parametrize(
    "status", [status for status in ListingStatus if status not in ("published", "paused")]
)
def test_what_is_not_public_or_hidden_by_a_moderator_gets_no_letter(cast, told, status):
    need(by=cast.olena, status=status, **({"expires_on": today()} if status in ("hidden", "closed") else {}))

    assert told() == 0


def test_nothing_is_written_about_an_organisation_that_is_not_verified(cast, told):
    ending(7, by=cast.olena, organisation=hromada(verified=False))

    assert told() == 0


def test_a_paused_one_gets_its_letters_too(cast, told, letters):
    ending(7, by=cast.olena, status="paused")

    assert told() == 1
    assert "призупинено" in letters()[0].text


def test_one_that_a_moderator_restores_hears_what_is_most_urgent(app, cast, told, clock):
    listing = ending(21, by=cast.olena, status="hidden")
    clock.shift(timedelta(days=15))
    assert told() == 0

    with app.test_request_context("/"), transaction():
        actions.restore(db.session.get_one(Listing, listing.id), cast.marta)

    assert told() == 1


def test_author_contact_and_owners_are_told_and_who_cannot_act_is_not(cast, told, letters):
    owner, reader = person("Ігор", owner_of=cast.hromada), person("Рита", reader_of=cast.hromada)
    unconfirmed = person("Нова", owner_of=cast.hromada, confirmed=False)
    listing = ending(7, by=cast.olena)
    listing.contact = reader
    db.session.commit()

    told()

    assert {letter.to_address for letter in letters()} == {cast.olena.email, owner.email}
    assert unconfirmed.email not in {letter.to_address for letter in letters()}


def test_who_speaks_for_the_organisation_no_more_is_not_told(cast, told):
    ending(7, by=cast.olena)
    db.session.delete(cast.olena.memberships[0])
    db.session.commit()

    assert told() == 0


def test_after_a_renewal_the_letters_begin_again(cast, told, clock):
    listing = ending(21, by=cast.olena, days_ago=69)
    told()
    with transaction():
        actions.renew(db.session.get_one(Listing, listing.id), cast.olena)

    written = []
    for _ in range(95):
        written.append(told())
        clock.shift(timedelta(days=1))

    assert [written.index(number) for number in (2, 3, 4)] == [90 - 21, 90 - 7, 90]


def test_who_has_just_renewed_for_a_few_days_is_not_told_what_she_knows(cast, told, clock):
    listing = ending(0, by=cast.olena, days_ago=360)
    with transaction():
        actions.renew(db.session.get_one(Listing, listing.id), cast.olena)

    at_once = told()
    clock.shift(timedelta(days=5))

    assert (at_once, told()) == (0, 1)


def test_who_wished_for_two_weeks_is_not_told_on_the_day_of_publication(app, cast, told, clock):
    listing = need(by=cast.olena, status="submitted", open_until=today() + timedelta(days=14))
    with app.test_request_context("/"), transaction():
        actions.publish(db.session.get_one(Listing, listing.id), cast.marta)

    at_once = told()
    clock.shift(timedelta(days=7))

    assert (at_once, told()) == (0, 1)


def test_after_a_year_the_letter_offers_no_renewal(cast, told, letters):
    ending(-1, by=cast.olena, days_ago=366)

    told()

    (letter,) = letters()
    assert len(links_in(letter)) == 2
    assert "цілий рік" in letter.text


def test_an_offer_is_spoken_of_as_one(cast, told, letters):
    offer(by=cast.jan, status="published", expires_on=today())

    told()

    assert "Pasinaudota: uždaryti skelbimą" in letters(to=cast.jan.email)[0].text


def test_two_workers_at_once_write_each_letter_once(app, cast, letters):
    person("Ігор", owner_of=cast.hromada)
    for days in (-1, 0, 1, 7, 8, 20, 21, 5):
        ending(days, by=cast.olena)
    together = Barrier(3)

    def work(_number: int) -> int:
        with app.app_context():
            together.wait()
            written, failed = write_letters()
            db.session.remove()
            return written if not failed else -1000

    with ThreadPoolExecutor(3) as pool:
        written = sum(pool.map(work, range(3)))

    assert written == 8
    assert len(letters()) == 2 * 8


def test_a_worker_that_saw_it_as_due_a_moment_too_late_writes_nothing(cast, letters):
    listing = ending(7, by=cast.olena)

    with transaction():
        first = actions.remind(listing.id)
    with transaction():
        second = actions.remind(listing.id)

    assert (first, second, len(letters())) == (True, False, 1)


def test_the_database_itself_refuses_a_second_record(cast):
    listing = ending(7, by=cast.olena)
    for _ in range(2):
        db.session.add(ExpiryLetter(listing=listing, expires_on=listing.expires_on, days_before=7))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_one_that_fails_does_not_stop_the_others(cast, run, letters, monkeypatch):
    broken, sound = ending(0, by=cast.olena), ending(1, by=cast.olena)
    remind = actions.remind

    def flaky(listing_id: int) -> bool:
        if listing_id == broken_id:
            raise RuntimeError
        return remind(listing_id)

    broken_id, reference = broken.id, sound.reference
    monkeypatch.setattr(actions, "remind", flaky)
    result = run("expiry", "apply")

    assert result.exit_code == 1
    assert "failed, see the log: 1" in result.output
    assert [reference in letter.text for letter in letters()] == [True]


def test_the_command_says_for_how_many_it_wrote(cast, run):
    ending(7, by=cast.olena)

    outputs = [run("expiry", "apply").output.strip() for _ in range(2)]

    assert outputs == ["listings written about: 1", "listings written about: 0"]


def test_that_they_were_told_stands_in_the_history(cast, told):
    ending(7, by=cast.olena)

    told()

    assert db.session.scalars(db.select(HistoryRow).filter_by(event="remind")).one().actor_id is None


# Paused and past its day


def test_a_paused_one_whose_day_has_passed_is_expired(visit, cast):
    listing = ending(-1, by=cast.olena, status="paused")

    visit("listings.show", reference=listing.reference, expect=410)
    page = visit("listings.show", as_=cast.olena, reference=listing.reference, locale="en")

    assert "Expired" in page.text
    assert "Renew" in page.buttons
    assert "Resume" not in page.buttons
    assert db.session.scalars(queries.public()).unique().all() == []


def test_it_is_resumed_only_after_it_was_renewed(visit, cast):
    listing = ending(-1, by=cast.olena, status="paused")

    refused = visit.post("listings.resume", as_=cast.olena, reference=listing.reference, expect=409)
    renewed = visit.post("listings.renew", as_=cast.olena, reference=listing.reference)
    resumed = visit.post("listings.resume", as_=cast.olena, reference=listing.reference)

    assert "Renew it first" in refused.text
    assert "Resume" in renewed.buttons
    assert "It is open again." in resumed.html
    visit("listings.show", reference=listing.reference)


def test_nobody_else_learns_that_it_could_be_renewed(cast):
    listing = ending(-1, by=cast.olena, status="paused")

    with pytest.raises(NotAllowed):
        actions.resume(listing, cast.jan)
    with pytest.raises(Refused):
        actions.resume(listing, cast.olena)


def test_an_expired_one_cannot_be_paused(cast):
    with pytest.raises(NotAllowed):
        actions.pause(expired(by=cast.olena), cast.olena)


def test_mine_gathers_what_has_expired_in_one_group(visit, cast):
    ending(-1, by=cast.olena, status="paused", title="Призупинена")
    ending(-1, by=cast.olena, title="Відкрита")
    ending(5, by=cast.olena, title="Жива")

    page = visit("listings.mine", as_=cast.olena)

    assert page.words("h2") == ["Expired", "Published"]


def test_the_desk_names_the_paused_ones_that_end_soon(visit, cast):
    ending(5, by=cast.olena, status="paused", title="Призупинена")

    page = visit("pages.desk", as_=cast.olena)

    assert "Призупинена" in page.text
