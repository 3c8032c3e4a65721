"""A file read into rows, whoever wrote it with whatever program."""

import pytest

from marketplace.imports.sheet import BadSheet, read

HEAD = "external_id,title\n"


@pytest.mark.parametrize(
    "content",
    [
        b"external_id,title\r\n1,Pumps\r\n",
        b"external_id,title\n1,Pumps",
        b"\xef\xbb\xbfexternal_id;title\r\n1;Pumps\r\n",
        b'"external_id","title"\n"1","Pumps"\n',
        b"External_ID, title \n\n1,Pumps\n,\n",
        b'{"external_id": 1, "title": "Pumps"}',
        b'\xef\xbb\xbf{"external_id": "1", "title": "Pumps"}\r\n\n',
    ],
)
def test_the_same_row_in_many_dresses(content):
    (row,) = read(content).rows

    assert {name: cell.strip() for name, cell in row.cells.items()} == {"external_id": "1", "title": "Pumps"}


def test_a_cell_may_have_line_breaks_quotes_and_the_delimiter():
    sheet = read(b'external_id;title\n1;"a;b\nc ""d"""\n2;e\n')

    assert [(row.number, row.cells["title"]) for row in sheet.rows] == [(2, 'a;b\nc "d"'), (3, "e")]


def test_rows_are_numbered_as_a_spreadsheet_does():
    assert [row.number for row in read((HEAD + "1,a\n,\n2,b\n").encode()).rows] == [2, 4]


def test_a_list_in_json_is_a_cell_with_blanks():
    (row,) = read(
        b'{"sectors": ["energy", "health"], "budget_min": null, "budget_max": 5, "title": true}'
    ).rows

    assert row.cells == {"sectors": "energy health", "budget_min": "", "budget_max": "5", "title": "true"}


@pytest.mark.parametrize("line", [b'{"a": ', b"[1]", b'"a"', b"null", b"nonsense", b'{"a":' * 50_000])
def test_a_line_that_is_no_object_is_one_wrong_row(line):
    rows = read(b'{"title": "a"}\n' + line + b'\n{"title": "b"}').rows

    assert [bool(row.problem) for row in rows] == [False, True, False]


def test_a_row_with_too_few_cells_is_one_wrong_row():
    assert [row.problem for row in read((HEAD + "1\n2,b\n1,2,3\n").encode()).rows] == ["cells", "", "cells"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"external_id,title\n", "no rows"),
        (HEAD.encode("utf-16"), "UTF-8"),
        ("external_id,title\n1,Насоси".encode("cp1251"), "UTF-8"),
        (b"external_id,title\n1,a\0b", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"title,title\n1,2", "twice"),
        (b'external_id,title\n1,"open\n', "Row 2"),
        (b'external_id,title\n1,a\n2,"a"b\n', "Row 3"),
        ((HEAD + "1,a\n" * 11).encode(), "10 rows"),
        (b"external_id,title\n1," + b"x" * 200_000, "Row 2"),
    ],
)
def test_what_cannot_be_read_at_all_says_why(content, words):
    with pytest.raises(BadSheet, match=words):
        read(content, most_rows=10)
