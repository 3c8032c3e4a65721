"""How far back is read: as far as is needed, within any filters, and what was read is not read again."""

import pytest
from sqlalchemy import text

from marketplace.core.db import db
from marketplace.lexicon.tagging import TITLE
from marketplace.listings.actions import refresh_words
from marketplace.listings.models import ListingConcept
from marketplace.search import postings
from marketplace.search.bitmaps import keeper
from marketplace.search.postings import Field, Postings
from marketplace.search.understanding import Word
from tests.factories import together
from tests.factories.listings import need, offer
from tests.statements import statements

PUMP = Word("насос", ("насос", "насоси"))
SCHOOL = Word("школа", ("школа",))


@pytest.fixture
def listings(cast, monkeypatch):
    """Thirty needs about pumps, each third a school's too; between them three offers, the oldest of all among them."""
    monkeypatch.setattr(postings, "MOST", 3)
    monkeypatch.setattr(postings, "FIRST", 2)
    monkeypatch.setattr(postings, "FIRST_ON_POSTGRESQL", 2)
    with together():
        first = offer(by=cast.jan, status="published", title="насос", locale="uk")
        needs = [
            need(
                by=cast.olena,
                status="published",
                title="насос школа" if n % 3 == 0 else "насос",
                days_ago=30 - n,
            )
            for n in range(30)
        ]
        hidden = need(by=cast.olena, status="hidden", title="насос школа")
    return first, needs, hidden


def _ids(field, places):
    return field.index.ids[places].tolist()


def _field(**chosen):
    index = keeper.now()
    return Field(index, index.having(chosen))


def test_the_newest_are_found_and_no_more_than_are_looked_at(listings):
    _, needs, _ = listings
    field = _field()

    pumps, schools = Postings().with_words([PUMP, SCHOOL], field)

    assert _ids(field, pumps) == [row.id for row in needs[:-4:-1]]
    assert _ids(field, schools) == [needs[n].id for n in (27, 24, 21)]


def test_within_a_filter_is_read_as_far_back_as_it_takes(listings):
    first = listings[0]
    read = Postings()
    read.with_words([PUMP], _field())
    field = _field(kind=("offer",))

    [pumps] = read.with_words([PUMP], field)

    assert _ids(field, pumps) == [first.id]


def test_what_was_read_is_not_read_again(listings):
    read = Postings()
    for field in (_field(), _field(kind=("offer",)), _field(kind=("need",))):
        read.with_words([PUMP, SCHOOL], field)
        read.about(["pump"], field)

    with statements() as asked:
        field = _field(kind=("need",))
        again = read.with_words([SCHOOL, PUMP], field)
        read.about(["pump"], field)

    assert len(asked) == 1  # whether anything has changed
    assert [_ids(field, places) for places in again] == [
        _ids(field, places) for places in Postings().with_words([SCHOOL, PUMP], field)
    ]


def test_a_word_that_nobody_has_is_looked_for_to_the_end(listings):
    field = _field()

    [nothing] = Postings().with_words([Word("немає", ("немає",))], field)

    assert not len(nothing)
    assert Postings().with_words([], field) == []


def test_concepts_are_found_with_how_much_is_said_of_them(listings):
    first, needs, hidden = listings
    db.session.query(ListingConcept).delete()
    said = [
        (first, "pump", 1),
        (needs[0], "pump", 30),
        (needs[0], "school", 2),
        (needs[9], "school", 1),
        (hidden, "pump", 9),
    ]
    db.session.add_all(
        ListingConcept(listing_id=listing.id, concept=concept, weight=weight)
        for listing, concept, weight in said
    )
    db.session.commit()
    field = _field()

    told = Postings().about(["pump", "school", "farm"], field)

    assert {
        (concept, listing_id, weight)
        for concept, places, weights in told
        for listing_id, weight in zip(_ids(field, places), weights.tolist(), strict=True)
    } == {
        ("pump", first.id, 1),
        ("pump", needs[0].id, TITLE),
        ("school", needs[0].id, 2),
        ("school", needs[9].id, 1),
    }


def test_of_several_concepts_the_newest_listings_are_kept(listings):
    _, needs, _ = listings
    db.session.query(ListingConcept).delete()
    for listing in needs:
        db.session.add(ListingConcept(listing_id=listing.id, concept="pump", weight=1))
        db.session.add(ListingConcept(listing_id=listing.id, concept="school", weight=1))
    db.session.commit()
    field = _field()

    told = Postings().about(["pump", "school"], field)

    assert sorted(n for _, places, _ in told for n in _ids(field, places)) == sorted(
        row.id for row in needs[-3:] for _ in "ab"
    )


@pytest.mark.one_engine("postgresql")
def test_rows_of_words_stay_narrow_whoever_writes_them(listings):
    _, needs, _ = listings
    for listing in needs[:3]:
        listing.summary = " ".join(f"слово{n}" for n in range(listing.id * 7))
        refresh_words(listing)
    db.session.commit()

    beside = text("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'listing_words'")
    outside = text(f"SELECT count(DISTINCT chunk_id) FROM {db.session.scalar(beside)}")
    assert db.session.scalar(outside) == db.session.scalar(text("SELECT count(*) FROM listing_words")) == 32


def test_without_listings_nothing_is_asked(app):
    field = _field()

    with statements(at_most=0):
        assert not len(Postings().with_words([PUMP], field)[0])
