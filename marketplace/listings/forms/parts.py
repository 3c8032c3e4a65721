"""The parts of a need: rows of fields, as many as a page shows; a row left empty is no part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wtforms import HiddenField

from marketplace.core.forms import line
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l

from ..changes import must_stay
from ..models import MOST_PARTS, PART_FACTS, Part

NUMBERS = range(1, MOST_PARTS + 1)


@dataclass(frozen=True)
class Row:
    """One part as the form shows it."""

    number: int
    title: Any
    detail: Any
    quantity: Any
    part: Any  # a hidden field: which part it is, by its id; empty in a row that is new
    shown: bool = False  # or waits until another is asked for

    @property
    def fields(self) -> tuple[Any, ...]:
        return (self.title, self.detail, self.quantity)

    @property
    def part_id(self) -> int | None:
        """Which part it is, as it was sent."""
        sent = str(self.part.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None

    @property
    def said(self) -> bool:
        """Whether anything is written in it, or wrong with it."""
        return any(field.data or field.errors for field in self.fields)


class WithParts:
    """What a form of a need has besides: `part1_title`, `part1_detail`, `part1_quantity`, `part1_id`, `part2_title` …"""

    _fields: dict[str, Any]
    form_errors: list[str]
    public_parts: Sequence[Part] = ()  # of what is public: those somebody relies on must stay
    answered: Collection[int] = ()  # the ids of those that somebody has answered for

    def part_rows(self, shown: int = 1) -> list[Row]:
        """All rows; at least `shown` of them, and every one that says something, stand in sight."""
        rows = [self._row(number) for number in NUMBERS]
        last = max([shown, 1, *(row.number for row in rows if row.said)])
        return [replace(row, shown=row.number <= last) for row in rows]

    def _row(self, number: int) -> Row:
        return Row(number, *(self._fields[f"part{number}_{name}"] for name in (*PART_FACTS, "id")))

    def judge_parts(self) -> bool:
        """A part has a title: without one nobody could promise it."""
        holds = True
        for row in self.part_rows():
            if row.said and not row.title.data and not row.title.errors:
                row.title.errors = [_("Give this part a title, or leave the whole row empty.")]
                holds = False
        return holds

    def keep_promises(self, parts: Sequence[Part], answered: Collection[int]) -> bool:
        """No row of a part that must stay is left empty; a sentence where one is. True if all holds."""
        rows = {row.part_id: row for row in self.part_rows()}
        holds = True
        for part in parts:
            row = rows.get(part.id)
            if not must_stay(part, answered) or (row is not None and row.said):
                continue
            holds = False
            sentence = (
                _("It is promised or covered, and so it cannot be removed. Open it again first.")
                if part.is_taken
                else _(
                    "Somebody has answered for it, and so it cannot be removed. Decide on the answer first."
                )
            )
            if row is None:
                self.form_errors.append(f"{part.title}: {sentence}")
            else:
                row.title.data, row.title.errors = part.title, [sentence]
        return holds

    def move_earlier(self, number: int) -> None:
        """Let this row and the one before it change their places."""
        if number in NUMBERS[1:]:
            one, other = self._row(number), self._row(number - 1)
            for mine, theirs in zip((*one.fields, one.part), (*other.fields, other.part), strict=True):
                mine.data, theirs.data = theirs.data, mine.data

    def part_facts(self) -> list[dict[str, Any]] | None:
        """What is written, empty rows left out; None while something in it is wrong."""
        rows = [row for row in self.part_rows() if row.said]
        if any(field.errors for row in rows for field in row.fields):
            return None
        return [
            {
                "id": row.part_id,
                **{name: field.data or "" for name, field in zip(PART_FACTS, row.fields, strict=True)},
            }
            for row in rows
        ]


for _number in NUMBERS:
    setattr(WithParts, f"part{_number}_id", HiddenField())
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


def values_of(parts: Sequence[Part]) -> dict[str, Any]:
    """What the rows are filled with."""
    return {
        f"part{number}_{name}": getattr(part, name)
        for number, part in enumerate(parts, 1)
        for name in (*PART_FACTS, "id")
    }
