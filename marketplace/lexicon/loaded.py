"""What this process knows of words: loaded at the first question, and shared by all its threads."""

from functools import cache
from pathlib import Path
from threading import Lock

from flask import Flask

from marketplace.core.morphology import Morphology

from . import compiled
from .compiled import Lexicon
from .gazetteer import Gazetteer, load

_folder: list[Path] = []  # where the dictionaries lie; one process serves one installation
_one_at_a_time = Lock()


def init_app(app: Flask) -> None:
    """Say where the dictionaries of this installation lie (`DICTIONARIES`)."""
    _folder[:] = [app.config["SETTINGS"].dictionaries]


def morphology() -> Morphology:
    """Words under all their endings."""
    with _one_at_a_time:
        return _morphology(_folder[0])


def lexicon() -> Lexicon:
    """The concepts of the field."""
    known = morphology()
    with _one_at_a_time:
        return _lexicon(known, _folder[0])


def gazetteer() -> Gazetteer:
    """Cities and regions under the names that others have for them."""
    with _one_at_a_time:
        return _gazetteer(_folder[0])


@cache
def _gazetteer(where: Path) -> Gazetteer:
    return load(where)


@cache
def _morphology(where: Path) -> Morphology:
    return Morphology(where if where.is_dir() else None)


@cache
def _lexicon(known: Morphology, where: Path) -> Lexicon:
    return compiled.load(known, where)
