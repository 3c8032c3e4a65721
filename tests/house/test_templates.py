"""Templates: three kinds in three places, each compiles, is used, and is free of what the CSP would refuse."""

import re

import pytest
from jinja2 import meta

from tests.house.sources import endpoints, pages, places, strings, templates

FRAME = {"base.html", "errors/error.html"}
PARTS_OF_A_LETTER = ("subject.txt", "body.txt", "body.html")


def markup() -> dict[str, str]:
    """All templates of pages: letters are read elsewhere and may say their style themselves."""
    return {name: source for name, source in templates().items() if not name.startswith("emails/")}


@pytest.mark.parametrize("name", sorted(templates()))
def test_each_template_compiles(app, name):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", sorted(templates()))
def test_each_template_is_of_a_known_kind(name):
    room, _, file = name.partition("/")

    is_letter = room == "emails" and (name.count("/") == 2 or file.startswith("_"))
    is_macro_or_piece_or_page = room == "components" or name in pages() or file.startswith("_")

    assert name in FRAME or is_letter or (is_macro_or_piece_or_page and name.endswith(".html"))


def used(app) -> set[str]:
    """Every template that some Python file or some template names."""
    named = {text for texts in strings().values() for text in texts if text.endswith((".html", ".txt"))}
    for source in templates().values():
        tree = app.jinja_env.parse(source)
        named |= {name for name in meta.find_referenced_templates(tree) if name}
        named |= {f"components/{file}.html" for file in re.findall(r"\bui\.(\w+)\.", source)}
    return named


@pytest.mark.parametrize("name", sorted(n for n in templates() if not n.startswith("emails/")))
def test_each_template_is_reachable(app, name):
    assert name in used(app)


@pytest.mark.parametrize("name", sorted(markup()))
def test_each_macro_file_is_asked_for_by_its_name_and_not_imported(name):
    assert not places(r"\{%-?\s*(from|import)\b", {name: templates()[name]})


@pytest.mark.parametrize("name", pages())
def test_each_page_extends_the_base_and_has_its_title_and_content(app, name):
    source = templates()[name]

    blocks = app.jinja_env.get_template(name).blocks

    assert source.lstrip().startswith('{% extends "base.html" %}')
    assert {"title", "content"} <= set(blocks)


@pytest.mark.parametrize("name", pages())
def test_each_page_is_named_after_its_route(app, name):
    room, file = name.removesuffix(".html").split("/")

    assert {f"{room}.{file}", f"{room}.{file}_"} & set(endpoints(app))


@pytest.mark.parametrize("name", sorted(n for n in markup() if n.startswith("components/")))
def test_a_macro_says_when_it_was_called_in_the_way_that_strict_tests_allow(name):
    assert not places(r"\bif caller\b(?! is)", {name: templates()[name]})


def test_attributes_of_htmx_are_valid_html():
    assert not places(r"(?<![\w-])hx-[a-z-]+", markup())


def test_nothing_is_inline():
    assert not places(r"<style\b|\sstyle\s*=", markup())
    assert not places(r"<script(?![^>]*\b(?:src=|application/ld\+json))[^>]*>", markup())
    assert not places(r"<[^>{}]*\son[a-z]+\s*=", markup())


def test_no_template_reckons_with_states_roles_or_dates():
    assert not places(r"\.status\s*[=!]=\s*[\"']", templates())
    assert not places(r"\.role\s*[=!]=\s*[\"']|\brole\s+in\s*[\[(]", templates())
    assert not places(r"\b(today|now)\(\)", markup())


def test_no_address_of_another_site_is_fetched():
    assert not places(r"<(?:link|script|img|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", markup())
