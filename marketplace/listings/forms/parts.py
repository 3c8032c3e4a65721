"""The parts of a need: rows of fields, as many as a page shows; a row left empty is no part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from marketplace.core.forms import line
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l

from ..models import MOST_PARTS, Part

FACTS = ("title", "detail", "quantity")
NUMBERS = range(1, MOST_PARTS + 1)


@dataclass(frozen=True)
class Row:
    """One part as the form shows it."""

    number: int
    title: Any
    detail: Any
    quantity: Any
    shown: bool = False  # or waits until another is asked for

    @property
    def fields(self) -> tuple[Any, ...]:
        return (self.title, self.detail, self.quantity)

    @property
    def said(self) -> bool:
        """Whether anything is written in it, or wrong with it."""
        return any(field.data or field.errors for field in self.fields)


class WithParts:
    """What a form of a need has besides: the fields `part1_title`, `part1_detail`, `part1_quantity`, `part2_title` …"""

    _fields: dict[str, Any]

    def part_rows(self, shown: int = 1) -> list[Row]:
        """All rows; at least `shown` of them, and every one that says something, stand in sight."""
        rows = [self._row(number) for number in NUMBERS]
        last = max([shown, 1, *(row.number for row in rows if row.said)])
        return [replace(row, shown=row.number <= last) for row in rows]

    def _row(self, number: int) -> Row:
        title, detail, quantity = (self._fields[f"part{number}_{name}"] for name in FACTS)
        return Row(number, title, detail, quantity)

    def judge_parts(self) -> bool:
        """A part has a title: without one nobody could promise it."""
        holds = True
        for row in self.part_rows():
            if row.said and not row.title.data and not row.title.errors:
                row.title.errors = [_("Give this part a title, or leave the whole row empty.")]
                holds = False
        return holds

    def part_facts(self) -> list[dict[str, str]] | None:
        """What is written, empty rows left out; None while something in it is wrong."""
        rows = [row for row in self.part_rows() if row.said]
        if any(field.errors for row in rows for field in row.fields):
            return None
        return [
            {name: field.data or "" for name, field in zip(FACTS, row.fields, strict=True)} for row in rows
        ]


for _number in NUMBERS:
    setattr(
        WithParts, f"part{_number}_title", line(_l("Part %(number)s", number=_number), 90, required=False)
    )
    setattr(
        WithParts,
        f"part{_number}_detail",
        line(_l("Part %(number)s in one sentence", number=_number), 300, required=False),
    )
    setattr(
        WithParts,
        f"part{_number}_quantity",
        line(_l("Part %(number)s: how much", number=_number), 40, required=False),
    )


def values_of(parts: Sequence[Part]) -> dict[str, str]:
    """What the rows are filled with."""
    return {
        f"part{number}_{name}": getattr(part, name) for number, part in enumerate(parts, 1) for name in FACTS
    }
