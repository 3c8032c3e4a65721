"""Suggestions under the search field: by the keyboard alone, by mouse, and without a script, on a telephone."""

from typing import Any

import pytest
from flask import Flask

from tests.browser import looks
from tests.factories.accounts import person
from tests.factories.listings import need
from tests.factories.organisations import hromada

KHARKIV = "UA63120270000028556"


@pytest.fixture(scope="module", autouse=True)
def told(site: Flask) -> None:
    with site.app_context():
        olena = person("Олена Коваленко", "olena@suggestions.example", owner_of=hromada(KHARKIV))
        need(by=olena, status="published", title="Ремонт водонапірної вежі")


def types(reader: Any, letters: str) -> Any:
    """Types letter by letter, as people do, and waits for what comes. Returns the field."""
    field = reader.page.get_by_label("What are you looking for?")
    field.focus()
    reader.page.keyboard.type(letters)
    reader.page.get_by_role("listbox").wait_for()
    return field


@pytest.mark.parametrize("address", ["/", "/listings"])
def test_a_keyboard_walks_through_the_suggestions_and_follows_one(reader: Any, address: str):
    jan = reader("Jan", by="keyboard", locale="en")
    jan.open(address)

    field = types(jan, "Wasserturm")

    assert field.get_attribute("role") == "combobox" and field.get_attribute("aria-expanded") == "true"
    assert jan.page.locator("#status").inner_text() == "1 suggestion"
    jan.page.keyboard.press("ArrowDown")
    marked = jan.page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert marked.get_attribute("aria-selected") == "true"
    assert "= water tower" in marked.inner_text()
    assert field.evaluate("e => e === document.activeElement")
    assert not looks.violations(jan.page) + looks.overflow(jan.page)
    jan.page.keyboard.press("Enter")
    jan.page.wait_for_url("**/en/listings?q=Wasserturm")
    jan.reads("Found as: water tower")


def test_escape_closes_the_list_and_then_empties_the_field(reader: Any):
    jan = reader("Jan", by="keyboard", locale="en")
    jan.open("/listings")
    field = types(jan, "school")

    jan.page.keyboard.press("ArrowUp")
    jan.page.keyboard.press("Escape")

    assert jan.page.get_by_role("listbox").count() == 0
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "school"
    jan.page.keyboard.press("ArrowDown")
    assert jan.page.get_by_role("listbox").is_visible()
    jan.page.keyboard.press("Tab")
    assert jan.page.get_by_role("listbox").count() == 0
    field.focus()
    jan.page.keyboard.press("Escape")
    assert field.input_value() == ""


def test_enter_without_a_choice_searches_for_what_was_typed(reader: Any):
    jan = reader("Jan", by="keyboard", locale="en")
    jan.open("/listings")
    types(jan, "Wasserturm")

    jan.page.keyboard.press("Enter")

    jan.page.wait_for_url("**/en/listings?q=Wasserturm")
    jan.reads("Found as: water tower")
    assert jan.page.get_by_role("listbox").count() == 0


def test_a_place_is_chosen_with_the_mouse(reader: Any):
    jan = reader("Jan", locale="en")
    jan.open("/listings")
    types(jan, "Хар")

    jan.page.get_by_role("option", name="Kharkiv Place").first.click()

    jan.reads("This is everything from “Kharkiv”")
    assert jan.page.get_by_role("listbox").count() == 0


def test_without_a_script_the_field_is_a_plain_form_and_the_suggestions_a_page(reader: Any):
    jan = reader("Jan", by="no scripts", locale="en")
    jan.open("/listings")
    assert jan.page.get_by_label("What are you looking for?").get_attribute("role") is None

    jan.type("What are you looking for?", "водонапірна вежа")
    jan.press("Search")
    jan.reads("Ремонт")

    jan.open("/listings/suggestions?q=Wassertu")
    jan.press("Wasserturm", exact=False)
    jan.reads("Found as: water tower")
