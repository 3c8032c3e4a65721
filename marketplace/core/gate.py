"""Doors are shut unless named: each route says its audience, and an unnamed one answers 403."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request, url_for

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Audience:
    """A named circle of people; `admits` is asked with the signed-in person, or None.

    `instead` may name the endpoint to which a signed-in person is sent who is refused; None means 403.
    """

    name: str
    admits: Callable[[Any], bool]
    instead: Callable[[Any], str | None] = lambda user: None


class SignInFirst(Exception):
    """Nobody is signed in and the door is not open to everybody."""


everyone = Audience("everyone", lambda user: True)
signed_out = Audience("signed_out", lambda user: user is None, instead=lambda user: "pages.home")
people = Audience("people", lambda user: user is not None)


def open_to(audience: Audience) -> Callable[[View], View]:
    """Say who may come through this route. Sight of an object and the deed itself are judged further in."""

    def name_it(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]  # a function wears its audience
        return view

    return name_it


def audience_of(endpoint: str) -> Audience | None:
    """The audience that the view of this endpoint was opened to, or None if it was never named."""
    return getattr(current_app.view_functions.get(endpoint), "audience", None)


def _guard() -> None:
    if request.endpoint is None or request.routing_exception is not None:
        return  # no such address, wrong method: the error pages answer
    audience = audience_of(request.endpoint)
    if audience is None:
        abort(403)
    if audience.admits(g.user):
        return
    if g.user is None:
        raise SignInFirst
    instead = audience.instead(g.user)
    if instead is not None:
        abort(current_app.redirect(url_for(instead), 303))
    abort(403)


def init_app(app: Flask) -> None:
    """Ask at every door."""
    app.before_request(_guard)
