"""The access matrix: every route of the URL map, everybody of the cast, GET and POST."""

from collections.abc import Iterable, Iterator

import pytest

from marketplace.core.gate import audience_of
from tests.house.access import ADMITTED, may_come
from tests.house.doors import UNSAFE, Knock, knocks, routes, undo_every_deed
from tests.house.doors_of_rooms import DOORS
from tests.house.world import PEOPLE, everything
from tests.page import Page

GONE = {404, 410}
# 409 is a page too: what was asked for cannot be done in the present state.
SHOWN = {200, 302, 303, 304, 308, 409}
# What a door says to somebody who may come, and who sends nothing but the token.
ACTED = {200, 204, 303, 409, 422}


def expected(person: str, knock: Knock) -> set[int]:
    """The answers that keep to the declared line."""
    if person not in ADMITTED[knock.door.audience]:
        if knock.door.audience == "signed_out":
            return {303}
        if person == "nobody":
            return {303} if knock.method == "GET" else {401}
        return {403}
    if not knock.is_for(person):
        return GONE
    return SHOWN if knock.method == "GET" else ACTED


def asked_by(person: str, all_knocks: Iterable[Knock]) -> Iterator[Knock]:
    """What this person asks for. A door that is shut to her is shut before it is known what she names: one try is enough."""
    tried: set[tuple[str, str]] = set()
    for knock in all_knocks:
        if may_come(person, knock.door) or (knock.endpoint, knock.method) not in tried:
            tried.add((knock.endpoint, knock.method))
            yield knock


def test_every_route_has_its_line_and_every_line_its_route(app):
    assert sorted(routes(app)) == sorted(DOORS)


def test_every_route_names_its_audience_and_it_is_the_declared_one(app):
    named = {endpoint: getattr(audience_of(endpoint), "name", None) for endpoint in routes(app)}

    assert named == {endpoint: door.audience for endpoint, door in DOORS.items()}


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_answers_each_person_as_declared_and_changes_no_row(walk, made, person):
    client = walk.client(getattr(made, person))
    before = everything()

    wrong = []
    for knock in asked_by(person, knocks(walk, made, "GET")):
        response = walk.send(client, "GET", knock.address)
        if knock.first_reader == person:
            walk.send(client, "HEAD", knock.address)
        if response.status_code not in expected(person, knock):
            wrong.append(f"{knock}: {response.status_code}, not {expected(person, knock)}")
        elif (
            response.mimetype == "text/html" and response.status_code == 200 and knock.first_reader == person
        ):
            Page(response).inspect(part=False)

    assert not wrong
    assert everything() == before


@pytest.mark.one_engine
@pytest.mark.parametrize("person", PEOPLE)
def test_every_deed_answers_each_person_as_declared(walk, made, person, monkeypatch):
    client = walk.client(getattr(made, person))
    asked = list(asked_by(person, knocks(walk, made, *UNSAFE)))
    token = walk.token(client)
    undo_every_deed(monkeypatch)

    wrong = []
    with client.session_transaction() as cookie:
        before = dict(cookie)
    for knock in asked:
        response = walk.send(client, knock.method, knock.address, data={"csrf_token": token})
        if response.status_code not in expected(person, knock):
            wrong.append(f"{knock}: {response.status_code}, not {expected(person, knock)}")
        if "Set-Cookie" in response.headers:
            with client.session_transaction() as cookie:
                cookie.clear()
                cookie.update(before)

    assert not wrong


@pytest.mark.parametrize(
    "address", ["/en/no-such-page", "/xx/listings", "/en/listings/N-2026-9999", "/no/such/thing"]
)
@pytest.mark.parametrize("person", ["olena", "nobody"])
def test_an_unknown_address_is_not_found(visit, cast, person, address):
    page = visit(address, as_=getattr(cast, person), expect=404)

    assert page.h1 == "There is no such page"


def test_a_route_that_names_no_audience_is_shut(other_app):
    app = other_app()
    app.add_url_rule("/<locale>/unnamed", "unnamed", lambda: "come in")

    answer = app.test_client().get("/en/unnamed")

    assert answer.status_code == 403
    assert "come in" not in answer.text


def test_a_wrong_method_gets_405(walk, made):
    shown = walk.app.url_map.bind("")
    only_posted = [
        knock for knock in knocks(walk, made, "POST") if not shown.test(knock.address.split("?")[0], "GET")
    ]

    answers = {
        str(knock): walk.send(walk.client(), "GET", knock.address).status_code for knock in only_posted
    }

    assert {name: status for name, status in answers.items() if status != 405} == {}
