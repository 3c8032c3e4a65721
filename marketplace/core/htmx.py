"""The only file that knows htmx's header names."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from jinja2_fragments.flask import render_block
from werkzeug.urls import iri_to_uri

VARY = ("HX-Request", "HX-Request-Type", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page, rather than a person for the whole."""
    header = request.headers.get
    return (
        header("HX-Request") == "true"
        and header("HX-Request-Type") != "full"  # htmx 4: body target or hx-select
        and header("HX-Boosted") != "true"
        and header("HX-History-Restore-Request") != "true"  # the back button wants a page
    )


def render(
    template: str, *, fragment: str | None = None, status: int = 200, address: str = "", **context: Any
) -> Response:
    """Answer with the whole page, or with one of its blocks when htmx asks for a part.

    `address` is what the browser shall show once the part stands in the page.
    """
    if fragment and wants_fragment():
        html = render_block(template, fragment, **context)
    else:
        html = render_template(template, **context)
    response = make_response(html, status)
    if address and wants_fragment():
        response.headers["HX-Push-Url"] = address
    if fragment:
        response.vary.update(VARY)
    return response


def see_other(url: str) -> Response:
    """Send the visitor elsewhere after a POST, whoever is asking (RFC 9110 §15.4.4)."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Location": iri_to_uri(url)})  # a header is ASCII
    return make_response(redirect(url, code=303))
