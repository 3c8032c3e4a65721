"""A search in words, and one address for one search."""

from typing import Any

import pytest

from marketplace.core.i18n import speaking
from marketplace.notifications.searches import address_of, digest_of, in_words
from marketplace.search.filters import Filters


def read(**address: Any) -> Filters:
    return Filters.read(
        {name: value if isinstance(value, list) else [value] for name, value in address.items()}
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({}, "All new needs and offers"),
        ({"kind": "need"}, "All new needs"),
        ({"kind": "offer"}, "All new offers"),
        (
            {"kind": "need", "sector": "water_sanitation", "place": "UA-74"},
            "New needs: Water and sanitation, Chernihiv Oblast",
        ),
        ({"kind": ["need", "offer"], "q": "pumps"}, "New needs and offers: “pumps”"),
        ({"kind": "offer", "q": "pumps", "help": "training"}, "New offers: “pumps”, Training"),
    ],
)
def test_a_search_says_in_words_what_it_will_send(built_app, address, said):
    with built_app.app_context():
        assert in_words(read(**address)) == said


def test_it_is_said_in_the_readers_language(built_app):
    with built_app.app_context(), speaking("uk"):
        assert in_words(read(kind="need", place="UA-74")) == "Нові потреби: Чернігівська область"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "need", "sort": "waiting", "page": "3"}, {"kind": ["need"]}),
        ({"sector": ["health", "energy"]}, {"sector": ["energy", "health", "alchemy"]}),
        ({"q": "  Pumps\n "}, {"q": "pumps"}),
        ({"q": "🙂"}, {}),
        ({"q": "pumps", "sort": "newest"}, {"q": "pumps", "sort": "relevance"}),
    ],
)
def test_addresses_of_the_same_search_are_one(built_app, one, other):
    with built_app.app_context():
        assert digest_of(read(**one)) == digest_of(read(**other))


def test_other_searches_are_others(built_app):
    addresses: tuple[dict[str, str], ...] = (
        {},
        {"kind": "need"},
        {"kind": "offer"},
        {"q": "pumps"},
        {"q": "pumps", "as": "words"},
    )

    with built_app.app_context():
        assert len({digest_of(read(**address)) for address in addresses}) == len(addresses)


def test_what_is_kept_reads_as_the_same_search(built_app):
    with built_app.app_context():
        kept = address_of(read(kind="need", q="Насоси", place=["UA-74", "LT"], sort="closing"))

        assert kept == {"kind": ["need"], "q": "Насоси", "place": ["UA-74", "LT"]}
        assert digest_of(read(**kept)) == digest_of(read(kind="need", q="Насоси", place=["LT", "UA-74"]))
