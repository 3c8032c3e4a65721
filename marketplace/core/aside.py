"""Files that are there whole or not at all, though several processes may make them at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A name of one's own to write under; moved to `path` at the end. Of two who write at once, the later's stays."""
    with TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        aside = Path(folder) / path.name
        yield aside
        aside.replace(path)
