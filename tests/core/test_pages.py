import pytest
from sqlalchemy import select

from marketplace.core.pages import Cursor, Order, page_of
from marketplace.listings.models import Listing
from tests.factories.listings import need

ORDER = Order("newest", (Listing.published_at, Listing.id), descending=True)
OTHER = Order("waiting", (Listing.published_at, Listing.id))


def _page(cursor="", size=2):
    return page_of(select(Listing.id, *ORDER.columns), ORDER, cursor=cursor, size=size)


def test_a_list_that_fits_has_no_other_pages(olena):
    need(by=olena, status="published")

    page = _page()

    assert len(page.rows) == 1
    assert page.next is None and page.previous is None


def test_a_cursor_survives_the_address(olena):
    listing = need(by=olena, status="published")
    cursor = Cursor((listing.published_at, listing.id), 3, backwards=True)

    assert Cursor.read(cursor.written(ORDER), ORDER) == cursor


def test_a_cursor_of_another_order_is_ignored(olena):
    for n in range(5):
        need(by=olena, status="published", days_ago=n)
    foreign = page_of(select(Listing.id, *OTHER.columns), OTHER, size=2).next

    page = _page(foreign)

    assert page.cursor_ignored
    assert page.number == 1


@pytest.mark.parametrize(
    "nonsense", ["2", "-1", "99999999999999999999", "\0", "ы", "=", "AAAA", "a" * 10_000, "W10"]
)
def test_a_cursor_that_makes_no_sense_is_ignored(olena, nonsense):
    need(by=olena, status="published")

    page = _page(nonsense)

    assert page.cursor_ignored
    assert len(page.rows) == 1


def test_a_changed_cursor_is_ignored(olena):
    for n in range(5):
        need(by=olena, status="published", days_ago=n)
    cursor = _page().next

    changed = cursor[:20] + ("A" if cursor[20] != "A" else "B") + cursor[21:]

    assert _page(changed).cursor_ignored


def test_a_page_beyond_the_last_is_empty(olena):
    first = need(by=olena, status="published", days_ago=3)
    beyond = Cursor((first.published_at, first.id), 9).written(ORDER)

    page = _page(beyond)

    assert page.rows == []
    assert not page.cursor_ignored
