from datetime import timedelta

from marketplace.core.clock import today
from marketplace.search import queries
from marketplace.search.filters import Filters
from marketplace.search.queries import Search
from tests.factories.listings import expired, need, offer
from tests.statements import statements


def _search(address):
    return Search.begin(Filters.read(address), "en")


def _found(address, cursor=""):
    return queries.page(_search(address), cursor)


def test_only_open_listings_are_counted_and_found(olena):
    shown = need(by=olena, status="published")
    for status in ("draft", "submitted", "returned", "rejected", "paused", "hidden", "closed"):
        need(by=olena, status=status)
    expired(by=olena)

    assert queries.counts(_search({})).total == 1
    assert [row[0] for row in _found({}).rows] == [shown.id]


def test_each_facet_is_counted_with_its_own_filter_left_out(olena, jan):
    need(by=olena, status="published", sectors=["energy"])
    need(by=olena, status="published", sectors=["energy", "housing"])
    need(by=olena, status="published", sectors=["health"])
    offer(by=jan, status="published", sectors=["health"])

    counts = queries.counts(_search({"kind": ["need"], "sector": ["energy"]}))

    assert counts.total == 2
    assert counts["sector", "energy"] == 2
    assert counts["sector", "health"] == 1
    assert counts["kind", "need"] == 2
    assert counts["kind", "offer"] == 0


def test_a_family_of_help_counts_each_listing_once(olena):
    need(by=olena, status="published", helps=["training", "mentoring"])

    counts = queries.counts(_search({}))

    assert counts["help", "training"] == counts["help", "mentoring"] == 1
    assert counts["help", "capacity_building"] == 1
    assert queries.counts(_search({"help": ["capacity_building"]})).total == 1
    assert queries.counts(_search({"help": ["equipment"]})).total == 0


def test_a_place_is_an_oblast_or_a_country(olena, jan):
    need(by=olena, status="published")
    offer(by=jan, status="published")

    counts = queries.counts(_search({}))

    assert counts["place", "UA-74"] == counts["place", "UA"] == 1
    assert counts["place", "LT"] == 1
    assert queries.counts(_search({"place": ["UA-74", "LT"]})).total == 2
    assert queries.counts(_search({"place": ["UA"]})).total == 1


def test_the_orders(olena):
    old = need(by=olena, status="published", days_ago=50)
    new = need(by=olena, status="published", days_ago=1, expires_on=today() + timedelta(days=3))

    assert [row[0] for row in _found({}).rows] == [new.id, old.id]
    assert [row[0] for row in _found({"sort": ["waiting"]}).rows] == [old.id, new.id]
    assert [row[0] for row in _found({"sort": ["closing"]}).rows] == [new.id, old.id]


def test_words_in_the_title_come_before_words_in_the_text(olena):
    in_title = need(by=olena, status="published", title="Автобус", days_ago=30)
    in_text = need(by=olena, status="published", title="Транспорт", summary="Потрібен автобус.", days_ago=1)

    assert [row[0] for row in _found({"q": ["автобуси"]}).rows] == [in_title.id, in_text.id]


def test_what_dropping_a_filter_would_bring(olena):
    need(by=olena, status="published", sectors=["energy"], title="Школа")
    search = _search({"sector": ["health"], "kind": ["need"], "q": ["школа"]})

    assert queries.counts(search).total == 0
    assert queries.drops(search) == {"sector": 1, "kind": 0, "q": 0}


def test_pages_lead_through_all_rows_and_back_in_every_order(olena):
    made = {need(by=olena, status="published", title="Автобус", days_ago=n % 7).id for n in range(45)}

    for address in ({}, {"sort": ["waiting"]}, {"sort": ["closing"]}, {"q": ["автобус"]}):
        first = _found(address)
        second = _found(address, first.next)
        third = _found(address, second.next)
        back = _found(address, third.previous)

        seen = [row[0] for page in (first, second, third) for row in page.rows]
        assert len(seen) == 45 and set(seen) == made
        assert third.next is None and first.previous is None
        assert [row[0] for row in back.rows] == [row[0] for row in second.rows]
        assert (first.number, second.number, third.number, back.number) == (1, 2, 3, 2)


def test_counting_asks_only_whether_anything_has_changed(olena):
    need(by=olena, status="published")
    queries.counts(_search({}))

    with statements(at_most=1):
        queries.counts(_search({"kind": ["need"], "sector": ["energy"]}))


def test_what_was_counted_is_not_counted_again_until_something_changes(olena):
    need(by=olena, status="published")
    before = queries.counts(_search({"kind": ["need"]}))

    with statements(at_most=1):
        again = queries.counts(_search({"kind": ["need"], "sort": ["waiting"]}))
    need(by=olena, status="published")
    after = queries.counts(_search({"kind": ["need"]}))

    assert (before.total, again.total, after.total) == (1, 1, 2)
