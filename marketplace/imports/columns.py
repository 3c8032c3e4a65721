"""The columns of a file: which there are, for needs and for offers, what may stand in them, and the template."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from wtforms import ValidationError

from marketplace.core.forms import LARGEST_NUMBER, AtMost, AtMostWords, PlainText, tidy
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.behalf import LONGEST_EXTERNAL_ID
from marketplace.listings.codes import FORMATS, HELPS, KINDS, PRINCIPLES, SECTORS, STAGES, URGENCIES, Kind
from marketplace.listings.fields import LABELS, PLACES, fields_of
from marketplace.listings.forms.steps import LONGEST_TEXT, WORDS, DreamCode, NotPast
from marketplace.listings.meter import REQUIRED as ASKED_OF_ALL
from marketplace.organisations.codes import OBLASTS, WORKING_LANGUAGES

BOTH = frozenset(Kind)


class Wrong(Exception):
    """What is wrong with a cell, in a sentence of the present language."""


Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """One column: its name, the field it fills, who has it, and how a cell is read (raises `Wrong`)."""

    name: str
    field: str
    kinds: frozenset[Kind]
    read: Reader
    example: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """What may stand in it, where that is a list of codes."""
        return CODES.get(self.name, ())

    @property
    def label(self) -> Any:
        """What it is called in the writing form."""
        return HEADS.get(self.name) or LABELS[self.field]

    @property
    def is_required(self) -> bool:
        """Whether every row must say it, or every need and offer that has it."""
        asked = [{name for name, _sentence, _said in ASKED_OF_ALL[kind]} for kind in self.kinds]
        return self.name in REQUIRED or all(self.name in names for names in asked)


def _judged(value: Any, *judges: Any) -> Any:
    """A value that the judges of the forms let pass."""
    asked = SimpleNamespace(data=value, errors=[])
    for judge in judges:
        try:
            judge(None, asked)
        except ValidationError as error:
            raise Wrong(str(error)) from error
    return value


def _words(longest: int, *judges: Any, long: bool = True) -> Reader:
    plain, short = PlainText(long=long), AtMost(longest)
    return lambda cell: _judged(tidy(cell), plain, short, *judges)


def _one_of(codes: Iterable[Any]) -> Reader:
    known = tuple(str(code) for code in codes)

    def read(cell: str) -> str | None:
        word = cell.strip().casefold()
        if word and word not in known:
            raise Wrong(_("Write one of these: %(codes)s", codes=", ".join(known)))
        return word or None

    return read


def _some_of(codes: Iterable[Any], most: int) -> Reader:
    known = {str(code).casefold(): str(code) for code in codes}

    def read(cell: str) -> list[str]:
        words = cell.replace(",", " ").replace(";", " ").replace("|", " ").casefold().split()
        strange = [word for word in words if word not in known]
        if strange:
            raise Wrong(
                _(
                    "%(word)s is none of these: %(codes)s",
                    word=strange[0][:40],
                    codes=", ".join(known.values()),
                )
            )
        found = list(dict.fromkeys(known[word] for word in words))
        if len(found) > most:
            raise Wrong(_("Write %(most)s of them at most.", most=most))
        return found

    return read


def _number(least: int = 0, most: int = LARGEST_NUMBER) -> Reader:
    def read(cell: str) -> int | None:
        word = cell.strip()
        if not word:
            return None
        if not (word.isascii() and word.isdigit() and len(word) <= 12):
            raise Wrong(_("Write a whole number, in digits only."))
        if not least <= int(word) <= most:
            raise Wrong(_("Write a number from %(least)s to %(most)s.", least=least, most=most))
        return int(word)

    return read


def _day(*judges: Any) -> Reader:
    def read(cell: str) -> date | None:
        word = cell.strip()
        if not word:
            return None
        try:
            day = date.fromisoformat(word)
        except ValueError as error:
            raise Wrong(_("Write a date such as 2027-03-31.")) from error
        _judged(day, *judges)
        return day

    return read


_READ: dict[str, Reader] = {
    "title": _words(90, long=False),
    "sectors": _some_of(SECTORS, 3),
    "helps": _some_of(HELPS, 4),
    "format": _one_of(FORMATS),
    "languages": _some_of(WORKING_LANGUAGES, 8),
    "place": _one_of(PLACES),
    "urgency": _one_of(URGENCIES),
    "stage": _one_of(STAGES),
    "open_until": _day(NotPast()),
    "beneficiaries_count": _number(1),
    "budget_min": _number(),
    "budget_max": _number(),
    "principles": _some_of(PRINCIPLES, len(PRINCIPLES)),
    "dream_code": lambda cell: _judged(tidy(cell).upper(), DreamCode()),
    "capacity_cases": _number(1, 1000),
    "capacity_people": _number(1, 100_000),
    "capacity_days": _number(1, 10_000),
    "preferred_regions": _some_of(OBLASTS, len(OBLASTS)),
    "available_from": _day(),
    "available_until": _day(NotPast()),
    **{name: _words(LONGEST_TEXT, AtMostWords(most)) for name, most in WORDS.items()},
}
HEADS: Mapping[str, Any] = {
    "external_id": _l(
        "Your own number or name of the row; a row whose number is here already is left as it is"
    ),
    "kind": _l("Need or offer"),
    "organisation": _l(
        "For whom: the KATOTTG code of a hromada, or the name of an organisation that is registered here"
    ),
}
CODES: Mapping[str, tuple[str, ...]] = {
    name: tuple(str(code) for code in codes)
    for name, codes in {
        "kind": KINDS,
        "language": WORKING_LANGUAGES,
        "sectors": SECTORS,
        "helps": HELPS,
        "format": FORMATS,
        "languages": WORKING_LANGUAGES,
        "place": PLACES,
        "urgency": URGENCIES,
        "stage": STAGES,
        "principles": PRINCIPLES,
        "preferred_regions": OBLASTS,
    }.items()
}
_EXAMPLE: Mapping[str, str] = {
    "external_id": "2026-001",
    "kind": "need",
    "organisation": "UA74020010000010449",
    "locale": "uk",
    "title": "Насоси для водогону чотирьох сіл",
    "summary": "Насоси 1978 року зупиняються щотижня. Шукаємо два насоси і місто, яке навчить наших людей.",
    "problem": "Щотижня чотири села лишаються без води на добу.",
    "beneficiaries": "Мешканці чотирьох сіл",
    "beneficiaries_count": "3400",
    "result": "Вода цілодобово до осені.",
    "sectors": "water_sanitation",
    "helps": "equipment_gift training",
    "format": "in_ukraine",
    "languages": "uk en",
    "urgency": "soon",
    "gives_back": "Досвід цивільного захисту.",
}
# Asked for in another way (a file cannot attach files; the contact is chosen from the organisation's own people), or
# told by a table of their own.
_NOT_IN_A_FILE = frozenset({"pictures", "documents", "contact", "locale"})


def _column(name: str) -> Column:
    kinds = frozenset(kind for kind in Kind if name in fields_of(kind))
    return Column(name, name, kinds, _READ[name], _EXAMPLE.get(name, ""))


def _all() -> dict[str, Column]:
    heads = (
        Column(
            "external_id",
            "external_id",
            BOTH,
            _words(LONGEST_EXTERNAL_ID, long=False),
            _EXAMPLE["external_id"],
        ),
        Column("kind", "kind", BOTH, _one_of(KINDS), _EXAMPLE["kind"]),
        Column("organisation", "organisation", BOTH, tidy, _EXAMPLE["organisation"]),
        Column("language", "locale", BOTH, _one_of(WORKING_LANGUAGES), _EXAMPLE["locale"]),
    )
    names = [
        name
        for name in dict.fromkeys([*fields_of(Kind.NEED), *fields_of(Kind.OFFER)])
        if name in _READ and name not in _NOT_IN_A_FILE
    ]
    return {column.name: column for column in (*heads, *map(_column, names))}


COLUMNS = _all()
REQUIRED = ("external_id", "kind", "organisation", "language")


def template(form: str) -> str:
    """An example to begin from, with every column: one row of a need."""
    if form == "jsonl":
        return (
            json.dumps({name: column.example for name, column in COLUMNS.items()}, ensure_ascii=False) + "\n"
        )
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(column.example for column in COLUMNS.values())
    return "\ufeff" + out.getvalue()  # Excel reads UTF-8 where it is told so
