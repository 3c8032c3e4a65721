import json

import pytest

from tests.factories.listings import need, offer
from tests.statements import statements

STRANGE = {
    "NUL": "q=%00",
    "one letter": "q=a",
    "operators": "q=AND%20OR%20NOT%20NEAR(%22%20*%20%5E%20%3A%20-%20%2B",
    "SQL": "q=%27%3B%20DROP%20TABLE%20listings%3B%20--",
    "emoji": "q=%F0%9F%99%82",
    "HTML": "q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "10,000 characters": "q=" + "x" * 10_000,
    "a broken byte": "q=%FF%FE",
    "a lone surrogate": "q=%ED%A0%80",
    "an unknown value": "sector=alchemy",
    "NUL in a facet": "sector=%00",
    "a thousand values": "&".join(f"sector=s{n}" for n in range(1000)),
    "an unknown parameter": "colour=red",
    "a page number": "page=99999",
    "a negative page": "page=-1",
    "a huge page": "page=" + "9" * 400,
    "NUL for a page": "page=%00",
    "an unknown order": "sort=sideways",
    "brackets": "sector[]=energy&kind[$ne]=need",
}


@pytest.mark.parametrize("query", STRANGE.values(), ids=STRANGE.keys())
def test_no_address_of_the_list_is_an_error(visit, olena, query):
    need(by=olena, status="published")

    page = visit(f"/en/listings?{query}")

    assert page.h1 == "Needs and offers"
    assert page.css("[data-announce]")


def test_what_was_not_understood_is_told(visit, olena):
    need(by=olena, status="published")

    page = visit("search.index", sector="alchemy", page="nowhere", q="🙂")

    assert "“alchemy” is not one of the choices and was left out." in page.notice
    assert "“🙂” has no letters or digits to look for." in page.notice
    assert "this is the first page" in page.notice
    assert page.words("[data-announce]") == ["1 need or offer"]


def test_the_chosen_filters_stand_above_the_list_and_can_be_taken_off(visit, olena):
    need(by=olena, status="published", sectors=["energy"])

    page = visit("search.index", kind="need", sector="energy", q="насоси")

    chips = {" ".join(a.get_text(" ").split()): a["href"] for a in page.css("#results .chips a.chip")}
    assert set(chips) == {
        "Remove filter: Words: насоси", "Remove filter: Need", "Remove filter: Energy",
    }  # fmt: skip
    assert "sector" not in chips["Remove filter: Energy"]
    assert page.words("[data-announce]") == ["1 need"]


def test_each_choice_wears_its_number(visit, olena, jan):
    need(by=olena, status="published", sectors=["energy"])
    offer(by=jan, status="published", sectors=["energy"])

    page = visit("search.index", kind="need")

    assert page.words("[data-count='kind:offer'] .number") == ["1"]
    assert page.words("[data-count='sector:energy'] .number") == ["1"]
    assert json.loads(page.css("#results")[0]["data-counts"])["kind:offer"] == 1


def test_htmx_gets_the_results_alone_and_the_tidy_address(visit, olena):
    need(by=olena, status="published")

    page = visit("/en/listings?kind=need&q=&sort=newest", part=True)

    assert page.css("#results .card")
    assert page.response.headers["HX-Push-Url"] == "/en/listings?kind=need"
    assert "HX-Request" in page.response.headers["Vary"]


def test_nothing_found_says_which_filter_to_drop(visit, olena):
    need(by=olena, status="published", sectors=["energy"])

    page = visit("search.index", kind="need", sector="health")

    assert page.words(".empty .chip") == ["Without “Health”: 1 listing"]
    assert "sector" not in page.css(".empty .chip")[0]["href"]


def test_an_empty_site_invites_the_first(visit):
    assert "Nothing is open yet" in visit("search.index").text


def test_an_empty_list_asks_nobody_to_write_who_may_not(visit, jan, marta):
    assert "/en/listings/new" in visit("search.index", as_=jan).links
    assert "/en/listings/new" not in visit("search.index", as_=marta).links


def test_the_pages_follow_one_another_under_the_same_filters(visit, olena):
    for n in range(25):
        need(by=olena, status="published", days_ago=n)

    first = visit("search.index", kind="need")
    second = visit(str(first.css("a[rel=next]")[0]["href"]))

    assert len(first.css(".card")) == 20 and len(second.css(".card")) == 5
    assert "Page 2 of 2" in second.text
    assert second.css("a[rel=prev]")[0]["href"] == "/en/listings?kind=need"


@pytest.mark.parametrize(("words", "most"), [("", 7), ("насоси", 12)])
def test_the_number_of_statements_does_not_grow_with_the_rows(visit, olena, words, most):
    need(by=olena, status="published")
    visit("search.index")  # who asks first reads what is open
    with statements() as few:
        visit("search.index", kind="need", q=words)
    for n in range(30):
        need(by=olena, status="published", days_ago=n)
    visit("search.index")

    with statements() as many:
        visit("search.index", kind="need", q=words)

    assert len(few) == len(many) <= most


@pytest.mark.parametrize(
    "typed",
    [
        "слово " * 2000,
        "ж" * 10_000,
        "a",
        "AND OR NOT NEAR(* ^ : - +",
        "🙂🙂",
        "і та на",
        "' & | ! <-> :* школа",
    ],
)
def test_whatever_is_typed_a_search_asks_the_database_no_more_than_a_few_times(visit, olena, typed):
    need(by=olena, status="published")

    with statements(at_most=20):
        page = visit("search.index", q=typed)

    assert page.css("[data-announce]")


def test_another_page_of_the_same_search_looks_for_nothing_again(visit, olena):
    for n in range(25):
        need(by=olena, status="published", title="Насоси", days_ago=n)
    visit("search.index", q="насоси")

    with statements() as asked:
        page = visit("search.index", q="насоси", page="2")

    assert len(page.css(".card")) == 5
    assert not [said for said in asked if "listing_vectors" in said or "listing_concepts" in said]


def test_what_is_published_after_a_search_is_found_by_the_same_search(visit, olena):
    need(by=olena, status="published", title="Насоси")
    visit("search.index", q="насоси")

    need(by=olena, status="published", title="Насоси для лікарні")

    assert len(visit("search.index", q="насоси").css(".card")) == 2


def test_an_unchanged_list_is_not_sent_again(visit, olena):
    need(by=olena, status="published")
    first = visit("search.index")

    again = visit("search.index", headers={"If-None-Match": first.response.headers["ETag"]}, expect=304)

    assert again.html == ""


def test_the_count_speaks_the_readers_language(visit, olena):
    need(by=olena, status="published")

    assert visit("search.index", locale="uk").status == 200
    assert visit("search.index", locale="lt").status == 200
