"""The demonstration's content in a database."""

from collections import Counter

import pytest

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.demonstration import content
from marketplace.demonstration.routes import ROLES
from marketplace.handoff.models import Answer, Reveal
from marketplace.listings.codes import PartStatus
from marketplace.listings.models import Listing, ReferenceCounter
from marketplace.notifications.models import SavedSearch
from marketplace.notifications.searches import filters_of
from marketplace.organisations.models import Organisation
from marketplace.search import queries

pytestmark = pytest.mark.usefixtures("seeded")


def test_everything_is_there():
    for model, name in (
        (Organisation, "organisations"),
        (User, "people"),
        (Listing, "listings"),
        (Answer, "answers"),
    ):
        assert db.session.scalar(db.select(db.func.count()).select_from(model)) == len(content.read(name))


def test_there_are_listings_in_every_state():
    listings = db.session.scalars(db.select(Listing)).unique().all()

    states = Counter("expired" if listing.is_expired else listing.status for listing in listings)

    assert states == Counter(record["state"] for record in content.read("listings"))


def test_parts_stand_in_every_state_and_one_offer_is_full():
    listings = db.session.scalars(db.select(Listing)).unique().all()

    assert {part.status for listing in listings for part in listing.parts} == set(PartStatus)
    assert [listing.status for listing in listings if listing.resumes_by_itself] == ["paused"]
    assert any(listing.is_met for listing in listings if listing.is_open)


def test_numbers_go_on_where_the_content_ends():
    counter = db.session.get(ReferenceCounter, ("need", 2026))
    references = db.session.scalars(db.select(Listing.reference).where(Listing.kind == "need")).all()

    assert counter is not None
    assert counter.last == max(int(reference[-4:]) for reference in references if "-2026-" in reference)


def test_what_is_not_verified_has_nothing_public():
    shown = db.session.scalars(db.select(Listing).where(Listing.published_at.is_not(None))).unique()

    assert all(listing.organisation.is_verified for listing in shown)


def test_an_acceptance_shows_each_side_one_card():
    states = [record["state"] for record in content.read("answers")]
    met = [state for state in states if state in ("accepted", "finished")]

    assert db.session.scalar(db.select(db.func.count()).select_from(Reveal)) == 2 * len(met)


def test_whoever_looks_around_finds_letters():
    letters = db.session.scalars(db.select(Letter).order_by(Letter.id)).all()

    events = {letter.to_address: letter.event for letter in letters}

    assert events["olena.kovalenko@velyka-rublivka.example"] == "answer_received"
    assert "introduction" in events.values()
    assert all(letter.written_at < now() for letter in letters)


def test_a_listing_looks_as_old_as_it_is():
    newest = db.session.scalars(db.select(Listing.updated_at).where(Listing.status == "draft")).all()

    assert all(changed < now() for changed in newest)


def test_whoever_looks_around_keeps_searches_that_find_something():
    kept = db.session.scalars(db.select(SavedSearch)).all()

    assert {search.user.email for search in kept} >= {
        ROLES[role][0] for role in ("hromada", "city", "broker")
    }
    for search in kept:
        filters = filters_of(search)
        assert not filters.ignored
        assert queries.counts(queries.Search.begin(filters, search.locale)).total
