"""Templates: three kinds in three places, each compiles, is used, and is free of what the CSP would refuse."""

import re

import pytest
from flask import Flask
from jinja2 import meta

from tests.house.sources import endpoints, pages, places, strings, templates

pytestmark = pytest.mark.one_engine

FRAME = {"base.html", "errors/error.html"}
PARTS_OF_A_LETTER = ("subject.txt", "body.txt", "body.html")


def markup() -> dict[str, str]:
    """All templates of pages: letters are read elsewhere and may say their style themselves."""
    return {name: source for name, source in templates().items() if not name.startswith("emails/")}


# Pages that several routes show, and why they have no route of their own.
SHARED = {"accounts/dead_link.html": "each kind of mailed link may be used, too old or unknown"}


def test_each_template_compiles(built_app):
    for name in templates():
        assert built_app.jinja_env.get_template(name)


def test_each_template_is_of_a_known_kind():
    strange = []
    for name in templates():
        room, _, file = name.partition("/")
        is_letter = room == "emails" and (name.count("/") == 2 or file.startswith("_"))
        is_macro_or_piece_or_page = room == "components" or name in pages() or file.startswith("_")
        if not (name in FRAME or is_letter or (is_macro_or_piece_or_page and name.endswith(".html"))):
            strange.append(name)

    assert not strange


def used(app: Flask) -> set[str]:
    """Every template that some Python file or some template names."""
    named = {text for texts in strings().values() for text in texts if text.endswith((".html", ".txt"))}
    for source in templates().values():
        tree = app.jinja_env.parse(source)
        named |= {name for name in meta.find_referenced_templates(tree) if name}
        named |= {f"components/{file}.html" for file in re.findall(r"\bui\.(\w+)\.", source)}
    return named


def test_each_template_is_reachable(built_app):
    of_pages = {name for name in templates() if not name.startswith("emails/")}

    assert sorted(of_pages - used(built_app)) == []


def test_each_macro_is_asked_for_by_its_name_and_not_imported():
    assert not places(r"\{%-?\s*(from|import)\b", templates())


def test_each_page_extends_the_base_and_has_its_title_and_content(built_app):
    plain = [
        name
        for name in pages()
        if not templates()[name].lstrip().startswith('{% extends "base.html" %}')
        or not {"title", "content"} <= set(built_app.jinja_env.get_template(name).blocks)
    ]

    assert not plain


def test_each_page_is_named_after_its_route_or_after_a_state_of_it(built_app):
    there = endpoints(built_app)

    lost = []
    for name in pages():
        room, file = name.removesuffix(".html").split("/")
        named = {f"{room}.{file}", f"{room}.{file}_", f"{room}.{file.rpartition('_')[0]}"}
        if not named & there and name not in SHARED:
            lost.append(name)

    assert not lost


def test_a_macro_says_when_it_was_called_in_the_way_that_strict_tests_allow():
    assert not places(r"\bif caller\b(?! is)", templates())


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
