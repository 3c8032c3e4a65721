"""Fragments: a block of the page, wearing its own name as id, which stands alone."""

import pytest
from bs4 import BeautifulSoup, Tag

from tests.house.doors import knocks, undo_every_deed
from tests.house.sources import Call, calls, text_of
from tests.house.world import PEOPLE
from tests.page import Page

pytestmark = pytest.mark.one_engine


def fragments() -> list[Call]:
    """Every `render(…, fragment=…)`."""
    return [call for call in calls() if call.name.split(".")[-1] == "render" and "fragment" in call.keywords]


def of_endpoints() -> dict[str, str]:
    """Endpoint → the fragment that its view may answer with."""
    return {
        f"{call.file.split('/')[0]}.{call.function}": str(text_of(call.keywords["fragment"]))
        for call in fragments()
    }


@pytest.mark.parametrize("call", fragments(), ids=lambda call: f"{call.file}:{call.line}")
def test_each_fragment_is_a_block_of_its_page(built_app, call):
    template, fragment = call.text(0), text_of(call.keywords["fragment"])

    assert template and fragment, "a page and its part are named in plain words"
    assert fragment in built_app.jinja_env.get_template(template).blocks


def roots(page: Page) -> list[str]:
    """The ids of the outermost elements; what htmx swaps out of band beside them does not count."""
    body = BeautifulSoup(page.html, "html.parser")
    tags = [child for child in body.children if isinstance(child, Tag)]
    return [str(tag.get("id")) for tag in tags if not tag.has_attr("data-hx-swap-oob")]


@pytest.mark.parametrize("person", PEOPLE)
def test_each_fragment_stands_alone_and_wears_its_name(walk, made, person, monkeypatch):
    client, named = walk.client(getattr(made, person)), of_endpoints()
    token = walk.token(client)
    asked = [
        knock
        for knock in knocks(walk, made, "GET", "POST")
        if knock.endpoint in named and knock.is_for(person)
    ]
    undo_every_deed(monkeypatch)

    wrong = []
    for knock in asked:
        data = {"csrf_token": token} if knock.method == "POST" else None
        response = walk.send(client, knock.method, knock.address, headers={"HX-Request": "true"}, data=data)
        if response.status_code not in (200, 422) or response.mimetype != "text/html":
            continue
        page = Page(response)
        page.inspect(part=True)
        if roots(page) != [named[knock.endpoint]]:
            wrong.append(f"{knock}: {roots(page)}, not {named[knock.endpoint]}")
        if "HX-Request" not in response.vary:
            wrong.append(f"{knock}: a shared cache would mix page and part")

    assert not wrong


@pytest.mark.parametrize("person", ["olena", "nobody"])
def test_the_back_button_and_a_boosted_link_get_the_whole_page(walk, made, person):
    client, named = walk.client(getattr(made, person)), of_endpoints()

    for knock in knocks(walk, made, "GET"):
        if knock.endpoint in named and knock.is_for(person):
            for header in ("HX-Boosted", "HX-History-Restore-Request"):
                headers = {"HX-Request": "true", header: "true"}
                response = walk.send(client, "GET", knock.address, headers=headers)
                assert response.status_code != 200 or "<html" in response.text
