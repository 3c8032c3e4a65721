"""What a state machine is in this house: a table of moves, asked by guards, buttons, tests and docs alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from . import history
from .clock import now


class Subject(Protocol):
    """Whatever has a status: a listing, an answer."""

    id: Any
    status: Any


class Actor(Protocol):
    """Whoever moves it."""

    id: Any


class Rule:
    """The site itself, when a rule and no person moves something; history names nobody."""

    id = None


THE_SITE = Rule()


@dataclass(frozen=True)
class Move:
    """One arrow: from these states to that one, by whoever `by(actor, subject)` lets."""

    source: frozenset[StrEnum]
    target: StrEnum
    by: Callable[[Any, Any], bool]


Moves = Mapping[str, Move]


class NotAllowed(Exception):
    """The move is not in the table for this subject and this actor (HTTP 409)."""

    def __init__(self, name: str, subject: object) -> None:
        self.name = name
        self.subject = subject
        super().__init__(f"{name} is not open for {subject!r}")


def is_open(name: str, subject: Subject, actor: Actor | None, moves: Moves) -> bool:
    """Whether this actor may make this move with this subject now."""
    move = moves.get(name)
    return (
        move is not None and actor is not None and subject.status in move.source and move.by(actor, subject)
    )


def open_moves(subject: Subject, actor: Actor | None, moves: Moves) -> list[str]:
    """The names of the moves that this actor may make with this subject now, in the order of the table."""
    return [name for name in moves if is_open(name, subject, actor, moves)]


def advance(subject: Subject, name: str, actor: Actor, moves: Moves, **details: Any) -> None:
    """Make the move and write its history row; `details` (codes, notes) are kept with it.

    Raises `NotAllowed` if the table does not have it, or the actor may not.
    """
    if not is_open(name, subject, actor, moves):
        raise NotAllowed(name, subject)
    before, subject.status = subject.status, moves[name].target
    if hasattr(subject, "status_since"):
        subject.status_since = now()
    history.record(actor, name, subject, before=before, after=subject.status, **details)
