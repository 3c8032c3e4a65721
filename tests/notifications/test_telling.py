"""The worker tells what is new: once, to whom it fits, in one letter."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.core.db import db, transaction
from marketplace.listings import actions as listings
from marketplace.notifications import actions, news, queries
from marketplace.search.models import ListingVectors
from marketplace.search.ranking import Why
from tests.factories.accounts import person
from tests.factories.listings import need, offer
from tests.factories.notifications import saved_search


def test_a_new_need_comes_by_letter_and_only_once(jan, olena, told):
    saved_search({"kind": "need", "sector": "water_sanitation"}, by=jan)
    listing = told.publish(by=olena)

    told.work()
    told.work()

    (letter,) = told.to(jan)
    assert listing.title in letter.text and listing.title in letter.html
    assert f"/lt/listings/{listing.reference}" in letter.text


def test_what_does_not_fit_is_not_told(jan, olena, told):
    saved_search({"kind": "offer"}, by=jan)
    saved_search({"sector": "energy"}, by=jan)
    told.publish(by=olena)

    told.work()

    assert told.to(jan) == []


def test_what_was_there_before_is_not_new(jan, olena, told):
    need(by=olena, status="published")
    saved_search(by=jan)

    told.work()

    assert told.to(jan) == []


def test_what_two_searches_find_is_shown_once_and_says_by_which(jan, olena, told):
    saved_search({"kind": "need"}, by=jan, name="Poreikiai")
    saved_search({"place": "UA-74"}, by=jan, name="Černihivas")
    listing = told.publish(by=olena)

    told.work()

    (letter,) = told.to(jan)
    assert letter.text.count(listing.title) == 1
    assert "Poreikiai, Černihivas" in letter.text


def test_one_letter_holds_what_several_searches_found_newest_first(jan, olena, stefan, told):
    saved_search({"kind": "need"}, by=jan)
    saved_search({"kind": "offer"}, by=jan)
    told.publish(by=olena, title="Перша потреба")
    told.publish(offer, by=stefan, title="Tweede aanbod")

    told.work()

    (letter,) = told.to(jan)
    assert letter.text.index("Tweede aanbod") < letter.text.index("Перша потреба")


def test_what_is_published_within_a_short_while_stands_in_one_letter(jan, olena, told):
    saved_search(by=jan)
    told.publish(by=olena, title="Перша")
    _read_for_search()
    early = told.work(minutes=1)
    told.publish(by=olena, title="Друга")
    _read_for_search()

    told.work(minutes=1)

    assert early == 0
    (letter,) = told.to(jan)
    assert "Перша" in letter.text and "Друга" in letter.text


def test_nobody_waits_longer_than_some_minutes_for_the_vectors(jan, olena, told):
    saved_search(by=jan)
    told.publish(by=olena)

    told.work(minutes=4)
    waiting = len(told.to(jan))
    told.work(minutes=1.1)

    assert (waiting, len(told.to(jan))) == (0, 1)


def test_what_is_read_meanwhile_does_not_overtake_what_is_not(jan, olena, told):
    saved_search(by=jan)
    told.publish(by=olena, title="Ще не прочитана")
    later = told.publish(by=olena, title="Вже прочитана")
    _read_for_search(later)

    told.work(minutes=2)
    waiting = len(told.to(jan))
    told.work(minutes=3)

    assert waiting == 0
    (letter,) = told.to(jan)
    assert "Ще не прочитана" in letter.text and "Вже прочитана" in letter.text


def test_what_is_closed_or_hidden_meanwhile_is_left_out(cast, told):
    saved_search(by=cast.jan)
    closed, hidden = (
        told.publish(by=cast.olena, title="Закрита"),
        told.publish(by=cast.olena, title="Схована"),
    )
    told.publish(by=cast.olena, title="Відкрита")
    with transaction():
        listings.close(closed, by=cast.olena, reason="met_elsewhere")
        listings.hide(hidden, by=cast.marta, reason="sensitive_place", note="Схема мережі.")

    told.work()

    (letter,) = told.to(cast.jan)
    assert "Відкрита" in letter.text
    assert "Закрита" not in letter.text and "Схована" not in letter.text


def test_what_was_shown_and_is_met_since_is_named_once(jan, olena, told):
    saved_search(by=jan)
    met = told.publish(by=olena, title="Забезпечена")
    told.work()
    with transaction():
        listings.close(met, by=olena, reason="met_here")
    told.work()
    told.publish(by=olena, title="Друга")
    told.work()
    told.publish(by=olena, title="Третя")

    told.work()

    first, second, third = told.to(jan)
    assert "Забезпечена" in first.text
    assert "Забезпечена" in second.text.split("Друга")[1]
    assert "Забезпечена" not in third.text


def test_what_her_own_organisation_publishes_is_no_news(jan, told):
    saved_search(by=jan)
    told.publish(offer, by=jan)

    told.work()

    assert told.to(jan) == []


def test_never_is_never_and_afterwards_only_what_is_new(jan, olena, told):
    saved = saved_search(by=jan, frequency="never")
    told.publish(by=olena, title="Минула")
    silent = told.work()
    with transaction():
        actions.change(saved, "at_once", by=jan)
    told.publish(by=olena, title="Нова")

    told.work()

    assert silent == 0
    (letter,) = told.to(jan)
    assert "Нова" in letter.text and "Минула" not in letter.text


def test_weekly_letters_leave_on_monday_morning_in_kyiv(jan, olena, clock, told):
    saved_search(
        {"kind": "need"}, by=jan, frequency="weekly"
    )  # on a Monday at nine, after this week's letters
    told.publish(by=olena, title="Перша")
    clock.shift(timedelta(days=3))
    told.publish(by=olena, title="Друга")

    clock.move_to(datetime(2026, 11, 30, 5, 59, tzinfo=UTC))
    told.work(minutes=0)
    before = len(told.to(jan))
    clock.move_to(datetime(2026, 11, 30, 6, 1, tzinfo=UTC))
    told.work(minutes=0)
    told.work(minutes=600)

    assert before == 0
    (letter,) = told.to(jan)
    assert "Перша" in letter.text and "Друга" in letter.text


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 3, 30, 4, 59, tzinfo=UTC), datetime(2026, 3, 23, 6, tzinfo=UTC)),  # winter's eight
        (datetime(2026, 3, 30, 5, 0, tzinfo=UTC), datetime(2026, 3, 30, 5, tzinfo=UTC)),  # summer's eight
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)),
    ],
)
def test_mondays_are_kyivs(moment, monday):
    assert queries.last_monday(moment) == monday


def test_a_letter_at_once_does_not_empty_the_weekly_one_of_what_is_left(jan, olena, stefan, clock, told):
    saved_search({"kind": "need"}, by=jan)
    saved_search(by=jan, frequency="weekly")
    told.publish(by=olena, title="Потреба")
    told.publish(offer, by=stefan, title="Aanbod")
    told.work()

    clock.move_to(datetime(2026, 11, 30, 7, 0, tzinfo=UTC))
    told.work(minutes=0)

    at_once, weekly = told.to(jan)
    assert "Потреба" in at_once.text and "Aanbod" not in at_once.text
    assert "Aanbod" in weekly.text and "Потреба" not in weekly.text


def test_everybody_gets_a_letter_of_her_own_in_her_language(cast, told):
    for user in (cast.jan, cast.stefan, cast.petra):
        saved_search(by=user)
    for number in range(3):
        told.publish(by=cast.olena, title=f"Потреба {number}")

    looked = told.work()

    assert looked == 3
    assert told.to(cast.stefan)[0].subject == "3 new listings fit your searches"
    assert told.to(cast.jan)[0].locale == "lt"
    assert "2026\N{NO-BREAK SPACE}m. lapkričio 23\N{NO-BREAK SPACE}d." in told.to(cast.jan)[0].text


def test_who_is_not_confirmed_gets_nothing(olena, told):
    iryna = person("Iryna", confirmed=False)
    saved_search(by=iryna)
    told.publish(by=olena)

    told.work()

    assert told.to(iryna) == []


def test_a_listing_in_another_language_is_found_by_what_it_speaks_of(jan, olena, told):
    saved_search({"q": "mokyklinis autobusas"}, by=jan)
    told.publish(
        by=olena, title="Шкільний автобус для трьох сіл", summary="Діти йдуть до школи сім кілометрів."
    )
    told.publish(by=olena, title="Музичні інструменти для школи мистецтв", summary="Потрібні скрипки.")

    told.work()

    (letter,) = told.to(jan)
    assert "Шкільний автобус" in letter.text
    assert "Музичні інструменти" not in letter.text


@pytest.mark.parametrize(
    ("covered", "cosine", "told"),
    [(0.5, 0.0, True), (0.49, 0.2, False), (0.0, 0.33, True), (0.0, 0.32, False), (1.0, -0.1, True)],
)
def test_a_hit_by_meaning_alone_must_be_strong(covered, cosine, told):
    assert news.fits(Why(covered=covered, cosine=cosine)) is told


def _read_for_search(*only) -> None:
    """As the worker leaves it once a listing's meaning has been read."""
    read = select(queries.Listing.id).where(queries.Listing.id.not_in(select(ListingVectors.listing_id)))
    for listing_id in [one.id for one in only] or list(db.session.scalars(read)):
        row = ListingVectors(listing_id=listing_id, digest="-", version=1, batch=1, signs=b"", vectors=b"")
        db.session.add(row)
    db.session.commit()
