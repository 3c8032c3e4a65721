"""A file read into rows: CSV (RFC 4180) or JSON Lines, UTF-8. What the rows say is judged elsewhere."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import ngettext

MOST_BYTES = 10 * 1024 * 1024  # by the web; a command on the machine reads what it is given
MOST_ROWS = 10_000
LONGEST_CELL = 100_000
DELIMITERS = (";", ",")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet runs at the beginning of a cell
HEADER = 1  # the row of a CSV's header, as a spreadsheet counts

csv.field_size_limit(LONGEST_CELL)


class BadSheet(Exception):
    """The file cannot be read at all; the sentence says why, in the present language."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet or an editor shows it, and its cells by column."""

    number: int
    cells: dict[str, str]
    problem: str = ""  # a code: the row itself cannot be read


@dataclass(frozen=True)
class Sheet:
    """The columns that the file has (none for JSON Lines, where each row names its own), and its rows."""

    form: str
    columns: tuple[str, ...]
    rows: list[Row]


def read(content: bytes, *, most_rows: int = MOST_ROWS) -> Sheet:
    """The rows of a file. JSON Lines begin with a brace, anything else is CSV. Raises `BadSheet`."""
    text = _decoded(content)
    if not text.strip():
        raise BadSheet(_("This file is empty."))
    sheet = _json_lines(text) if text.lstrip().startswith("{") else _csv(text)
    if not sheet.rows:
        raise BadSheet(_("There are no rows under the header."))
    if len(sheet.rows) > most_rows:
        raise BadSheet(
            ngettext(
                "There may be %(num)s row in a file at most.",
                "There may be %(num)s rows in a file at most.",
                most_rows,
            )
        )
    return sheet


def _decoded(content: bytes) -> str:
    if b"\0" in content:  # UTF-16 has them too
        raise BadSheet(_("This is no text in UTF-8. In Excel save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSheet(_("This is no text in UTF-8. In Excel save it as “CSV UTF-8”.")) from error


def _csv(text: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    numbered = _numbered(reader)
    header = next(numbered, (HEADER, []))[1]
    columns = tuple(name.strip().casefold() for name in header)
    if len(set(columns)) != len(columns):
        raise BadSheet(_("A column stands in the header twice."))
    rows = []
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            rows.append(Row(number, {}, "cells"))
        else:
            rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    return Sheet("csv", columns, rows)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number: a cell with line breaks in it is still one row of a spreadsheet."""
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadSheet(
                _(
                    "Row %(row)s is no CSV: a quotation mark is not closed, or stands in the wrong place.",
                    row=number,
                )
            ) from error
        yield number, cells


def _delimiter(text: str) -> str:
    """Comma or semicolon, whichever the header has more of: Excel writes what the country uses."""
    first = text.lstrip().split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _json_lines(text: str) -> Sheet:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line, parse_constant=str, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            rows.append(Row(number, {name.casefold(): _cell(value) for name, value in said.items()}))
        else:
            rows.append(Row(number, {}, "json"))
    return Sheet("jsonl", (), rows)


def _cell(value: Any) -> str:
    """A value as a cell of a table would say it: a list with blanks between, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(_cell(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
