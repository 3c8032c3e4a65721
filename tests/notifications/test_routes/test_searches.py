"""Jan keeps a search, changes it, and gives it up; others see nothing of it."""

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.notifications import actions
from marketplace.notifications.models import FollowedListing, SavedSearch, SearchDelivery, UnsubscribeLink
from tests.factories.listings import need
from tests.factories.notifications import followed, saved_search
from tests.organisations.test_races import at_once, posting

TABLES = (SavedSearch, FollowedListing, SearchDelivery, UnsubscribeLink)
SEARCH = {"kind": "need", "sector": "water_sanitation", "place": "UA-74"}


def kept() -> list[SavedSearch]:
    db.session.expire_all()
    return list(db.session.scalars(select(SavedSearch).order_by(SavedSearch.id)))


def link(page, words: str) -> str:
    return next(str(a["href"]) for a in page.css("a[href]") if words in a.get_text(" "))


def test_jan_saves_what_he_looks_for(visit, jan, olena):
    need(by=olena, status="published")
    results = visit("search.index", as_=jan, **SEARCH)

    asked = visit(link(results, "Save this search"), as_=jan)
    page = visit.post("notifications.save", {"name": "", "frequency": "at_once"}, as_=jan, **SEARCH)

    assert "New needs: Water and sanitation, Chernihiv Oblast" in asked.text
    assert asked.form("/saved-searches/new")["frequency"] == ["weekly"]
    assert "The search is saved." in page.notice
    assert page.words("h2")[0] == "New needs: Water and sanitation, Chernihiv Oblast"
    assert "A letter within minutes of their publication. No letter yet." in page.text


def test_any_search_can_be_saved_even_that_for_everything(visit, jan):
    page = visit.post("notifications.save", {"frequency": "weekly"}, as_=jan)

    assert page.words("h2")[0] == "All new needs and offers"


def test_the_same_search_saved_twice_is_the_same(visit, jan):
    visit.post("notifications.save", {"name": "Vanduo", "frequency": "weekly"}, as_=jan, q="pumps", **SEARCH)

    again = visit("notifications.save", as_=jan, sort="waiting", q=" Pumps", **SEARCH)
    visit.post(
        "notifications.save", {"name": "Siurbliai", "frequency": "never"}, as_=jan, q="PUMPS", **SEARCH
    )

    assert "You keep this search already" in again.notice
    assert again.form("/saved-searches/new")["name"] == "Vanduo"
    assert [(one.name, one.frequency) for one in kept()] == [("Siurbliai", "never")]


def test_a_double_click_saves_once(visit, jan):
    form = {"frequency": "weekly"}

    statuses = at_once(*(posting(visit, jan, "notifications.save", form, **SEARCH) for _ in range(3)))

    assert statuses == [303, 303, 303]
    assert len(kept()) == 1


def test_who_is_signed_out_signs_in_and_comes_back(visit, jan, olena):
    need(by=olena, status="published")
    results = visit("search.index", **SEARCH)

    sign_in = visit(link(results, "Sign in to save this search"))

    form = {"email": jan.email, "password": "correct horse battery staple"}
    page = visit.post(str(sign_in.css("form[action*=sign-in]")[0]["action"]), form)
    assert page.h1 == "Save this search"
    assert "New needs: Water and sanitation, Chernihiv Oblast" in page.text


def test_a_search_without_results_can_be_saved(visit, jan):
    page = visit("search.index", as_=jan, q="зимовийнісенітниця")

    assert "Save this search" in page.text


def test_fifty_searches_are_the_most(visit, jan, monkeypatch):
    monkeypatch.setattr(actions.saving, "MOST_SEARCHES", 2)
    saved_search({"kind": "need"}, by=jan)
    saved_search({"kind": "offer"}, by=jan)

    page = visit.post(
        "notifications.save", {"name": "Trečia", "frequency": "weekly"}, as_=jan, expect=422, sector="energy"
    )

    assert "as many as one can. Delete one first." in page.text
    assert page.form("/saved-searches/new")["name"] == "Trečia"
    assert len(kept()) == 2


@pytest.mark.parametrize(
    "form",
    [
        {"frequency": "hourly"},
        {"frequency": ""},
        {"frequency": "weekly", "name": "x" * 81},
        {"frequency": "weekly", "name": "x" * 1_000_000},
        {"frequency": "weekly", "name": "a\0b"},
        {"frequency": "weekly", "name": "\u202eabc"},
        {"frequency": "weekly", "name": "<script>alert(1)</script>"},
        {"frequency": "weekly", "name": "=1+1"},
    ],
)
def test_what_makes_no_sense_is_told_beside_the_field(visit, jan, form):
    page = visit.post("notifications.save", form, as_=jan, expect=422, **SEARCH)

    assert page.errors
    assert kept() == []


@pytest.mark.parametrize(
    "query", ["sector=alchemy", "q=%00", "q=" + "x" * 10_000, "kind[]=need", "q=%ED%A0%80"]
)
def test_an_odd_address_is_saved_as_what_was_understood_of_it(visit, jan, query):
    page = visit.post(f"/en/saved-searches/new?{query}", {"frequency": "weekly"}, as_=jan)

    assert page.h1 == "Saved searches"
    assert len(kept()) == 1


def test_each_search_has_its_switch(visit, jan):
    weekly, other = saved_search(SEARCH, by=jan, frequency="weekly"), saved_search(by=jan)

    page = visit.post("notifications.change", {"frequency": "never"}, as_=jan, search_id=weekly.id)

    assert "No letters; the search is kept here." in page.notice
    assert [(one.id, one.frequency) for one in kept()] == [(weekly.id, "never"), (other.id, "at_once")]


def test_a_switch_knows_three_positions(visit, jan):
    saved = saved_search(SEARCH, by=jan, frequency="weekly")

    page = visit.post("notifications.change", {"frequency": "hourly"}, as_=jan, search_id=saved.id)

    assert "Choose when we shall write." in page.notice
    assert kept()[0].frequency == "weekly"


def test_a_deleted_search_is_gone(visit, jan):
    number = saved_search(SEARCH, by=jan).id

    page = visit.post("notifications.forget", as_=jan, search_id=number)
    visit.post("notifications.forget", as_=jan, search_id=number, expect=404)

    assert "You keep no search yet" in page.text
    assert kept() == []


def test_nobody_touches_the_search_of_another(visit, jan, stefan):
    saved = saved_search(SEARCH, by=jan)

    visit.post("notifications.change", {"frequency": "never"}, as_=stefan, search_id=saved.id, expect=404)
    visit.post("notifications.forget", as_=stefan, search_id=saved.id, expect=404)
    page = visit("notifications.index", as_=stefan)

    assert "Water" not in page.text
    assert kept()[0].frequency == "at_once"


def test_the_page_leads_to_the_results_and_says_when_it_last_wrote(visit, jan, olena, told):
    saved_search({**SEARCH, "q": "насоси"}, by=jan, name="Vanduo")
    listing = told.publish(by=olena)
    told.work()

    page = visit("notifications.index", as_=jan)

    assert "The last letter: 23 Nov 2026, 11:07." in page.text
    assert listing.title in visit(link(page, "See the results"), as_=jan).text


def test_the_desk_leads_to_saved_searches(visit, jan):
    desk = visit("pages.desk", as_=jan)

    assert visit(link(desk, "Saved searches"), as_=jan).h1 == "Saved searches"


def test_who_leaves_takes_her_searches_with_her(visit, cast, jan, olena, told):
    saved_search(by=olena)
    followed(need(by=jan, organisation=cast.city, status="published"), by=olena)
    told.publish(by=jan)
    told.work()

    visit.post("accounts.leave", {"password": "correct horse battery staple"}, as_=olena)

    left = [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]
    assert left == [0, 0, 0, 0]
