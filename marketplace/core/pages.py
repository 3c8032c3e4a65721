"""Pages of a Select, by keyset: as fast on the thousandth page as on the first, and nothing shown twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page of rows, with the cursors that lead on; a cursor is None where there is nothing."""

    rows: Sequence[Any]
    next: str | None = None
    previous: str | None = None
