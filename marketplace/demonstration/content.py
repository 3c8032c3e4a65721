"""The invented content, as it lies in content/*.jsonl (its README says what is real in it: the names of places)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@cache
def read(name: str) -> list[dict[str, Any]]:
    """The records of one file, in order: organisations, people, listings, answers, questions or revisions."""
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
