"""What a visit costs over the wire: a first one under 50 kB in all, the next page under 15 kB."""

import gzip

import pytest

from tests.factories.listings import need, offer

pytestmark = pytest.mark.one_engine

FIRST_VISIT, NEXT_PAGE = 50_000, 15_000


def _sent(client, address):
    """What comes over the wire for this address, in bytes."""
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.status_code == 200, address
        return response.get_data()


@pytest.fixture
def full_pages(cast):
    for n in range(30):
        need(
            by=cast.olena,
            status="published",
            days_ago=n,
            title=f"Насосна станція № {n}: відновити водогін для чотирьох сіл",
            summary=" ".join(f"Потреба{n * 7 % 13}{word}" for word in range(40)),
            gives_back="Досвід цивільного захисту і гостинність.",
            sectors=["water_sanitation", "energy"],
            helps=["training", "equipment_gift", "study_visit"],
        )
    for n in range(10):
        offer(by=cast.jan, status="published", days_ago=n, title=f"Mokymai vandentvarkos specialistams {n}")


@pytest.mark.parametrize("locale", ["en", "uk", "lt"])
@pytest.mark.parametrize("address", ["/{}/", "/{}/listings"])
def test_a_visit_is_light(visit, full_pages, address, locale):
    client = visit.client()
    page = _sent(client, address.format(locale))

    soup = visit(address.format(locale)).soup
    linked = {str(tag["src"]) for tag in soup.select("script[src], img[src]")} | {
        str(tag["href"]) for tag in soup.select("link[rel=stylesheet], link[rel=icon]")
    }
    files = {name: len(_sent(client, name)) for name in linked}

    whole = len(page) + sum(files.values())
    assert len(gzip.decompress(page)) > 10_000
    assert len(page) < NEXT_PAGE, f"{address}: {len(page)} bytes"
    assert whole < FIRST_VISIT, f"{address}: {whole}: {sorted(files.items(), key=lambda file: -file[1])}"
