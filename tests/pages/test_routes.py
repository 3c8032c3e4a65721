from datetime import timedelta

import pytest

from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.core.freshness import public_changed
from marketplace.organisations.models import JoinRequest, Membership
from marketplace.pages import statement
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import expired, need, offer
from tests.factories.organisations import hromada, invitation, join_request


@pytest.mark.parametrize("name", ["home", "about", "rules", "accessibility", "privacy"])
@pytest.mark.parametrize("locale", ["en", "uk", "lt"])
def test_every_page_opens_in_every_language(visit, name, locale):
    assert visit(f"pages.{name}", locale=locale).h1


def test_home_counts_what_is_open_and_shows_who_waits_longest(visit, olena, jan):
    for n in range(8):
        need(by=olena, status="published", days_ago=n, title=f"Потреба {n}")
    offer(by=jan, status="published")
    need(by=olena, status="draft")
    expired(by=olena)

    page = visit("pages.home")

    assert page.words(".figures dd") == ["8", "1", "0"]
    assert page.words(".card-title") == [f"Потреба {n}" for n in (7, 6, 5, 4, 3, 2)]


def test_the_map_has_every_oblast_and_leads_to_its_list(visit, olena):
    need(by=olena, status="published")

    page = visit("pages.home")

    tiles = page.css(".tiles")[0].select("a.tile")
    assert len(tiles) == 27
    there = next(t for t in tiles if t["aria-label"] == "Chernihiv Oblast: 1")
    assert "place=UA-74" in there["href"] and "kind=need" in there["href"]
    assert len(page.css(".tiles")[0].select("tbody tr")) == 27


def test_countries_with_offers_have_a_tile_each(visit, jan):
    offer(by=jan, status="published")

    assert [t["aria-label"] for t in visit("pages.home").css(".tiles")[1].select("a.tile")] == [
        "Lithuania: 1"
    ]


def test_a_hidden_listing_is_nowhere_on_the_first_page(visit, olena):
    need(by=olena, status="hidden", title="Прихована потреба")

    page = visit("pages.home")

    assert "Прихована" not in page.html
    assert page.words(".figures dd")[0] == "0"


def test_the_desk_shows_what_waits(visit, olena, jan, cast):
    listing = need(by=olena, status="published", title="Автобус")
    answer(listing, by=jan)
    need(by=olena, status="returned", title="Повернена")
    need(by=olena, status="draft", title="Чернетка")
    need(by=olena, status="submitted", title="Подана")
    need(by=olena, status="published", title="Спливає", expires_on=today() + timedelta(days=5))
    need(by=olena, status="submitted", title="Чужа", organisation=hromada())

    page = visit("pages.desk", as_=olena)

    assert page.words("h2") == [
        "Answers to decide on",
        "Returned for changes",
        "Open for three more weeks at most",
        "Drafts to finish",
        "With the moderators",
    ]
    assert "Чужа" not in page.html


def test_the_desk_of_an_owner_shows_who_asks_to_join(visit, jan, stefan, cast):
    db.session.add(JoinRequest(user_id=stefan.id, organisation_id=cast.city.id))

    assert "People who ask to join" in visit("pages.desk", as_=jan).text


def test_the_desk_of_a_moderator_says_how_many_wait(visit, olena, marta):
    need(by=olena, status="submitted")

    assert "1 case waits for a decision." in visit("pages.desk", as_=marta).text


def test_the_desk_of_a_moderator_leads_to_the_organisations_to_verify(visit, marta):
    waiting = hromada(verified=False)

    page = visit("pages.desk", as_=marta)

    assert "1 organisation waits to be verified" in page.text
    assert waiting.shown_name in visit(page.css(".panel a")[0]["href"], as_=marta).text


def test_an_empty_desk_says_the_next_step(visit, jan, marta):
    alone = person("Iryna", "iryna@elsewhere.example")

    assert "Post a need or an offer" in visit("pages.desk", as_=jan).text
    assert "Open the queue" in visit("pages.desk", as_=marta).text
    assert "You do not speak for an organisation yet" in visit("pages.desk", as_=alone).text


def test_the_desk_of_a_newcomer_shows_her_request_and_whoever_invites_her(visit, jan, cast):
    newcomer = person("Iryna", "iryna@elsewhere.example")
    join_request(cast.hromada, by=newcomer)
    invitation(cast.city, newcomer.email, by=jan)

    page = visit("pages.desk", as_=newcomer)

    assert page.words(".notice b") == ["You are invited", "Your request is waiting"]


@pytest.mark.parametrize("endpoint", ["pages.desk", "listings.mine"])
def test_a_reader_is_not_asked_to_write(visit, cast, endpoint):
    reader = person("Iryna", "iryna@elsewhere.example")
    db.session.add(Membership(user=reader, organisation=cast.city, role="reader"))

    assert not [link for link in visit(endpoint, as_=reader).links if "/listings/new" in link]
    assert [link for link in visit(endpoint, as_=cast.jan).links if "/listings/new" in link]


def test_the_header_leads_everybody_to_what_she_may_open(visit, olena, marta):
    alone = person("Iryna", "iryna@elsewhere.example")

    assert "My listings" in visit("pages.desk", as_=olena).words(".nav a")
    for somebody in (alone, marta):
        page = visit("pages.desk", as_=somebody)
        for link in page.css(".nav a"):
            visit(link["href"], as_=somebody)


def test_the_header_says_how_many_answers_wait(visit, olena, jan):
    answer(need(by=olena, status="published"), by=jan)

    assert "Inbox 1 waiting for you" in visit("pages.about", as_=olena).words(".nav a")
    assert "Inbox" in visit("pages.about", as_=jan).words(".nav a")


def test_the_desk_is_not_for_strangers(visit):
    visit("pages.desk", expect=303)


def test_the_bare_address_leads_to_the_visitors_language(visit):
    page = visit("/", headers={"Accept-Language": "lt, en;q=0.5"}, expect=302)

    assert page.location == "/lt/"
    assert "Accept-Language" in page.response.headers["Vary"]
    assert visit("/", headers={"Accept-Language": "zz"}, expect=302).location == "/en/"


def test_the_sitemap_names_what_is_public_in_every_language_and_nothing_else(visit, olena, app):
    shown = need(by=olena, status="published")
    closed = need(by=olena, status="hidden")
    unverified = hromada(verified=False)

    xml = visit("/sitemap.xml").html

    assert shown.reference in xml and closed.reference not in xml
    assert "http://127.0.0.1:8000/uk/listings" in xml and 'hreflang="lt"' in xml
    assert f"/organisations/{unverified.id}<" not in xml
    assert xml.startswith("<?xml")


def test_robots_are_told_where_the_sitemap_is(visit):
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in visit("/robots.txt").html


def test_a_published_change_makes_kept_pages_stale(visit, app):
    first = visit("pages.home").response.headers["ETag"]
    visit("pages.home", headers={"If-None-Match": first}, expect=304)

    public_changed()
    db.session.commit()

    assert visit("pages.home", headers={"If-None-Match": first}).response.headers["ETag"] != first


@pytest.mark.real_time
def test_the_accessibility_statement_has_been_reviewed_within_the_year():
    assert statement.PREPARED_ON <= statement.REVIEWED_ON <= today() < statement.review_due()


def test_who_speaks_for_nobody_is_led_to_say_for_whom(visit):
    alone = person("Iryna", "iryna@elsewhere.example")

    for door in ("listings.new", "listings.mine"):
        page = visit(door, as_=alone, expect=303)

        assert page.location == "/en/organisations/start"
