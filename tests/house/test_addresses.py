"""Every address that a template or a Python file asks for is one that exists."""

import re

import pytest

from tests.house.sources import calls, endpoints, line_of, templates

IN_A_TEMPLATE = re.compile(r"""\b(?:url_for|address_of|go)\(\s*["']([\w.]+)["']""")


def asked_in_templates() -> list[tuple[str, str]]:
    return [
        (f"{name}:{line_of(source, found.start())}", found.group(1))
        for name, source in templates().items()
        for found in IN_A_TEMPLATE.finditer(source)
    ]


def asked_in_python() -> list[tuple[str, str]]:
    return [
        (f"{call.file}:{call.line}", endpoint)
        for call in calls()
        if call.name.split(".")[-1] in ("url_for", "address_of") and (endpoint := call.text(0))
    ]


@pytest.mark.parametrize("asked", [asked_in_templates, asked_in_python])
def test_each_address_resolves(built_app, asked):
    unknown = [(place, endpoint) for place, endpoint in asked() if endpoint not in endpoints(built_app)]

    assert not unknown


def test_no_address_is_only_a_placeholder(built_app):
    with built_app.test_request_context("/"), pytest.raises(Exception, match="no_such_room"):
        built_app.jinja_env.from_string("{{ url_for('no_such_room.door') }}").render()


def test_no_address_is_written_by_hand():
    by_hand = re.compile(r"""(?:href|action|data-hx-(?:get|post))=["']/(?!/)[^"'{]*["']""")

    found = [f"{name}: {m.group()}" for name, source in templates().items() for m in by_hand.finditer(source)]

    assert not found
