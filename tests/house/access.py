"""Who may come through which door, declared once more and by hand: a route without a line here fails the tests.

A line says the audience of the route and, where its address names an object, for each object who finds it. Whoever is
not named there gets 404 (or 410, where something public once is gone), for GET and for POST alike.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests.house.world import LINK_TOKEN, PEOPLE

ALL = frozenset(PEOPLE)
SIGNED_IN = ALL - {"nobody"}
MODERATORS = frozenset({"marta", "bohdan"})

# Which of the cast belong to each audience. A new audience needs its line.
ADMITTED = {
    "everyone": ALL,
    "signed_out": frozenset({"nobody"}),
    "people": SIGNED_IN,
    "members": frozenset({"olena", "jan", "petra", "stefan"}),
    "writers": frozenset({"olena", "jan", "petra", "stefan"}),
    "moderators": MODERATORS,
    "importers": MODERATORS | {"petra"},
    "brokers": MODERATORS | {"petra"},
}

World = SimpleNamespace
Values = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One object that the address may name, and who of the cast finds it."""

    name: str
    values: Values
    found_by: frozenset[str] = ALL
    method: str = ""  # where GET and POST differ


@dataclass(frozen=True)
class Door:
    """One route: its audience, and what its address may name."""

    audience: str
    cases: tuple[Case, ...] = field(default=(Case("", lambda world: {}),))


def organisation(name: str, found_by: frozenset[str] = ALL) -> Case:
    """An organisation of the world, by its name there."""
    return Case(name, lambda world: {"organisation_id": getattr(world, name).id}, found_by)


def listing(name: str, found_by: frozenset[str] = ALL, method: str = "") -> Case:
    """A listing of the world."""
    return Case(name, lambda world: {"reference": getattr(world, name).reference}, found_by, method)


def answer(name: str, found_by: frozenset[str]) -> Case:
    """An answer of the world."""
    return Case(name, lambda world: {"answer_id": getattr(world, name).id}, found_by)


def question(status: str, found_by: frozenset[str]) -> Case:
    """A question of the world, by its state."""
    return Case(status, lambda world: {"question_id": getattr(world, f"question_{status}").id}, found_by)


def change(name: str, found_by: frozenset[str] = ALL) -> Case:
    """A change to a public listing of the world."""
    return Case(name, lambda world: {"revision_id": getattr(world, name).id}, found_by)


def door(audience: str, *cases: Case) -> Door:
    return Door(audience, cases) if cases else Door(audience)


def who(names: str) -> frozenset[str]:
    """The people named, blanks between."""
    return frozenset(names.split())


def mailed(purpose: str) -> Case:
    """The link of a letter."""
    return Case("link", lambda world: {"token": f"{LINK_TOKEN}-{purpose}"})


NO_ONE = who("")
OLENA, JAN, PETRA = who("olena"), who("jan"), who("petra")
DEAD_LINK = Case("no such link", lambda world: {"token": "no-such-link"}, NO_ONE)


def may_come(person: str, door: Door) -> bool:
    return person in ADMITTED[door.audience]


def finds(person: str, case: Case) -> bool:
    return person in case.found_by
