"""Languages: the links to the same page in the others."""

import pytest

RESERVED = (
    "_external=1",
    "_scheme=javascript",
    "_external=1&_scheme=javascript",
    "_anchor=x",
    "_method=POST",
    "endpoint=x",
    "self=1",
    "values=1",
    "locale=xx",
)


def languages_of(page):
    return {link["hreflang"]: link["href"] for link in page.css("footer a[hreflang]")}


@pytest.mark.parametrize("query", RESERVED)
def test_nothing_in_an_address_moves_the_links_to_other_languages_elsewhere(visit, query):
    page = visit(f"/en/listings?{query}", headers={"Host": "evil.example"})

    for tag, link in languages_of(page).items():
        assert link.startswith(f"/{tag}/listings?")
    assert "evil.example" not in page.html


def test_a_parameter_does_not_stand_in_for_a_part_of_the_path(visit, cast):
    page = visit(f"/en/organisations/{cast.city.id}?organisation_id=abc&organisation_id=2")

    assert languages_of(page)["uk"].startswith(f"/uk/organisations/{cast.city.id}?")


def test_the_search_goes_along_into_the_other_language(visit):
    page = visit("/en/listings?sector=energy&sector=housing&q=школа+%26+сад")

    assert visit(languages_of(page)["uk"]).css('input[name="q"]')[0]["value"] == "школа & сад"
    assert "sector=energy&sector=housing" in languages_of(page)["lt"]
