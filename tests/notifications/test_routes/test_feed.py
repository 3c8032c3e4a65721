"""Any search as Atom: RFC 4287's musts, and nothing that the list would not show."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from marketplace.core.db import db
from tests.factories.listings import expired, need, offer

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}


def read(visit, **address):
    """The feed, judged by RFC 4287."""
    page = visit("notifications.feed", **address)
    assert page.response.mimetype == "application/atom+xml"
    root = ET.fromstring(page.response.data)
    judge(root)
    return root


def judge(root: ET.Element) -> None:
    """§4.1.1, §4.1.2: how often what stands; §3.3 dates; §4.2.6 ids; §4.2.7 links."""
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element, name in [(root, "feed"), *((entry, "entry") for entry in entries)]:
        counts = {
            child: len(element.findall(f"{ATOM}{child}")) for child in (*ONCE[name], *AT_MOST_ONCE[name])
        }
        assert all(counts[child] == 1 for child in ONCE[name]), counts
        assert all(counts[child] <= 1 for child in AT_MOST_ONCE[name]), counts
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert alternates and len(alternates) == len(set(alternates))
        assert all(link.get("href") for link in element.findall(f"{ATOM}link"))
        assert re.match(r"(https?://|tag:)\S+$", element.findtext(f"{ATOM}id") or "")
        for author in element.findall(f"{ATOM}author"):
            assert author.findtext(f"{ATOM}name")
    assert root.findall(f"{ATOM}author")
    for date in root.iter():
        if date.tag in (f"{ATOM}updated", f"{ATOM}published"):
            assert DATE.fullmatch(date.text or ""), date.text
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))


def titles(root: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def test_anybody_follows_a_search_newest_first(visit, olena, jan):
    need(by=olena, status="published", title="Давня", days_ago=9)
    need(by=olena, status="published", title="Нова", days_ago=1)
    offer(by=jan, status="published", title="Pasiūlymas")

    root = read(visit, kind="need", sort="waiting")

    assert titles(root) == ["Нова", "Давня"]
    assert root.findtext(f"{ATOM}title") == "Mistok: All new needs"


def test_the_feed_says_where_it_is_and_what_it_shows(visit, olena):
    need(by=olena, status="published")

    root = read(visit, kind="need", q="насоси", locale="uk")

    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    asked = "kind=need&q=%D0%BD%D0%B0%D1%81%D0%BE%D1%81%D0%B8"
    assert links["self"] == f"http://127.0.0.1:8000/uk/listings.atom?{asked}"
    assert links["alternate"] == f"http://127.0.0.1:8000/uk/listings?{asked}"
    assert root.get(LANG) == "uk"
    assert root.find(f"{ATOM}entry/{ATOM}title").get(LANG) == "uk"


def test_an_entry_is_the_same_in_every_language_and_after_a_change(visit, olena, clock):
    listing = need(by=olena, status="published")

    english = read(visit).find(f"{ATOM}entry")
    clock.shift(timedelta(hours=1))
    listing.summary = "Інакше."
    db.session.commit()
    ukrainian = read(visit, locale="uk").find(f"{ATOM}entry")

    assert english.findtext(f"{ATOM}id") == ukrainian.findtext(f"{ATOM}id")
    assert english.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2026:{listing.reference}"
    before, after = (
        datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in (english, ukrainian)
    )
    assert after - before == timedelta(hours=1)
    assert english.findtext(f"{ATOM}published") == ukrainian.findtext(f"{ATOM}published")


def test_only_what_is_open_stands_in_it(visit, olena):
    shown = need(by=olena, status="published", title="Видима")
    for status in ("draft", "submitted", "returned", "rejected", "paused", "hidden", "closed"):
        need(by=olena, status=status, title=f"Невидима {status}")
    expired(by=olena, title="Невидима")

    assert titles(read(visit)) == [shown.title]


def test_fifty_are_the_most(visit, olena):
    for number in range(53):
        need(by=olena, status="published", days_ago=number, title=f"Потреба {number}")

    assert titles(read(visit)) == [f"Потреба {number}" for number in range(50)]


def test_what_people_wrote_is_escaped(visit, olena):
    title = 'Насоси <b>"& Co"</b> ]]> &amp;'
    need(by=olena, status="published", title=title)

    assert titles(read(visit)) == [title]


@pytest.mark.parametrize(
    "query",
    [
        "sector=alchemy",
        "q=%00%0B",
        "q=" + "x" * 10_000,
        "page=-1",
        "sort=%27",
        "q=%ED%A0%80",
        "q=%EF%BF%BF",
        "q=%3C%2Ftitle%3E",
    ],
)
def test_no_address_of_a_feed_is_an_error(visit, olena, query):
    need(by=olena, status="published")

    page = visit(f"/en/listings.atom?{query}")

    root = ET.fromstring(page.response.data)
    judge(root)
    assert root.tag.endswith("}feed")


def test_an_empty_feed_is_a_feed(visit, app):
    root = read(visit, kind="offer")

    assert titles(root) == []


def test_a_reader_that_has_it_gets_304_until_something_changes(visit, cast):
    need(by=cast.olena, status="published")
    waiting = need(by=cast.olena, status="submitted")
    first = visit("notifications.feed", kind="need")
    etag = {"If-None-Match": first.response.headers["ETag"]}

    same = visit("notifications.feed", kind="need", headers=etag, expect=304)
    visit.post("moderation.take", as_=cast.marta, reference=waiting.reference)
    visit.post(
        "moderation.publish", {"version": str(waiting.version)}, as_=cast.marta, reference=waiting.reference
    )
    changed = visit("notifications.feed", kind="need", headers=etag)

    assert same.response.data == b""
    assert waiting.title in changed.html


def test_the_list_names_its_feed(visit, olena):
    need(by=olena, status="published")

    page = visit("search.index", kind="need", sort="waiting")

    (named,) = page.css('head link[type="application/atom+xml"]')
    (shown,) = page.css('#results a[type="application/atom+xml"]')
    assert named["href"] == shown["href"] == "/en/listings.atom?kind=need"
    assert named["rel"] == ["alternate"]


def test_a_part_of_the_list_names_the_feed_of_the_new_search(visit, olena):
    need(by=olena, status="published")

    page = visit("search.index", sector="energy", part=True)

    assert page.css('#results a[href="/en/listings.atom?sector=energy"]')
