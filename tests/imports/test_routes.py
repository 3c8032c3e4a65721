"""Posting for members in the browser: the file, the check, the mistakes, and "import all"."""

import csv
import io

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.imports import routes
from marketplace.imports.columns import COLUMNS
from marketplace.imports.models import Import
from marketplace.listings.models import Listing
from tests.factories.accounts import person
from tests.factories.imports import as_csv, imported, row, sent, work
from tests.factories.organisations import association


def send(visit, who, content: bytes, name: str = "members.csv", expect: int = 303, **typed):
    form = {"association": typed.get("association", ""), "file": (io.BytesIO(content), name)}
    return visit.post("imports.upload", files=form, as_=who, expect=expect)


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Listing)) or 0


def test_petra_posts_for_a_member(visit, cast):
    page = visit("imports.index", as_=cast.petra)
    chosen = page.form("/imports")["association"] or str(cast.association.id)

    page = send(visit, cast.petra, as_csv([row(cast.hromada)]), association=chosen)
    assert "Checking: 0 of 1 rows" in page.text
    one = db.session.scalars(select(Import)).one()
    work(one)
    page = visit("imports.show", as_=cast.petra, import_id=one.id)
    assert "1 listing will go to the moderators." in page.text
    assert stored() == 0
    page = visit.post("imports.run", as_=cast.petra, import_id=one.id)
    assert "Importing: 0 of 1 rows" in page.text
    work(one)

    page = visit("imports.show", as_=cast.petra, import_id=one.id)
    assert "1 listing is with the moderators." in page.text
    assert stored() == 1


def test_the_page_looks_again_by_itself_and_by_a_link(visit, cast):
    one = sent(cast.association, as_csv([row(cast.hromada)]), by=cast.petra, checked=False)

    page = visit("imports.show", as_=cast.petra, import_id=one.id)
    (link,) = page.css("#progress a.button")
    part = visit(link["data-hx-get"], as_=cast.petra, part=True)

    assert link["href"] == link["data-hx-get"] and "every 2s" in link["data-hx-trigger"]
    assert part.css("#progress") and not part.css("meta[http-equiv]")


def test_mistakes_are_told_row_by_row_in_the_readers_language(visit, cast):
    rows = [row(cast.hromada, n, **({"urgency": "yesterday"} if n == 2 else {})) for n in range(1, 4)]
    one = sent(cast.association, as_csv(rows), by=cast.petra)

    english = visit("imports.show", as_=cast.petra, import_id=one.id)
    ukrainian = visit("imports.show", as_=cast.petra, import_id=one.id, locale="uk")

    assert english.words("tbody td") == [
        "3",
        "urgency",
        "Write one of these: now, soon, this_year, long_term",
        "yesterday",
    ]
    assert ukrainian.words("tbody td")[2].startswith("Напишіть")
    assert "Import all" not in english.buttons


def test_many_mistakes_have_pages(visit, cast):
    rows = [row(cast.hromada, n, urgency="yesterday") for n in range(25)]
    one = sent(cast.association, as_csv(rows), by=cast.petra)

    first = visit("imports.show", as_=cast.petra, import_id=one.id)
    second = visit(first.css("a[rel=next]")[0]["href"], as_=cast.petra)

    assert (len(first.css("tbody tr")), len(second.css("tbody tr"))) == (20, 5)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil")']


@pytest.mark.parametrize("cell", FORMULAS)
def test_the_mistakes_as_a_file_run_nothing_in_a_spreadsheet(visit, cast, cell):
    wrong = {**row(cast.hromada, title=cell), cell: "x"}
    one = sent(cast.association, as_csv([wrong]), by=cast.petra)

    response = visit("imports.errors", as_=cast.petra, import_id=one.id).response
    cells = [cell for line in csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))) for cell in line]

    assert f"'{cell}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file first."),
        (b"   ", "empty"),
        ("external_id\n1".encode("utf-16"), "UTF-8"),
        (b"a\0b", "UTF-8"),
        (b'external_id\n"open', "quotation mark"),
        (b"external_id\n" + b"1\n" * 10_001, "10000 rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(visit, cast, content, words):
    name = "" if not content else "members.csv"

    page = send(visit, cast.petra, content, name, 422, association=str(cast.association.id))

    assert words in page.errors["file"]
    assert db.session.scalar(select(Import)) is None


def test_a_file_that_is_too_large_is_refused(visit, cast, monkeypatch):
    monkeypatch.setattr(routes, "MOST_BYTES", 100_000)

    page = send(visit, cast.petra, b"x" * 100_001, expect=422, association=str(cast.association.id))

    assert "larger than 10 MB" in page.errors["file"]


def test_a_strange_name_of_a_file_is_kept_as_words_only(visit, cast):
    page = send(
        visit,
        cast.petra,
        as_csv([row(cast.hromada)]),
        "../<b>x\u202e.csv" + "y" * 300,
        association=str(cast.association.id),
    )

    assert len(page.h1) <= 120 and "<b>" not in page.html.split("<h1>")[1].split("</h1>")[0]


def test_she_posts_for_her_own_association_only(visit, cast):
    other = association("Another association")

    send(visit, cast.petra, as_csv([row(cast.hromada)]), expect=422, association=str(other.id))

    assert db.session.scalar(select(Import)) is None


def test_a_moderator_chooses_the_association(visit, cast, marta):
    association("Another association")

    page = visit("imports.index", as_=marta)

    assert {"Another association", "Association of Twin Towns"} <= set(page.words("#association option"))


def test_an_unverified_association_is_told_to_wait(visit, cast):
    waiting = association("Waiting")
    waiting.verified_at = waiting.verified_by = waiting.verified_by_id = None
    newcomer = person("Nina", owner_of=waiting)

    page = visit("imports.index", as_=newcomer)

    assert "Once a moderator has verified your association" in page.text
    assert not page.css("main input[type=file]")


def test_others_have_no_business_here(visit, cast):
    one = sent(cast.association, as_csv([row(cast.hromada)]), by=cast.petra)
    stranger = person("Sam", owner_of=association("Strangers"))

    visit("imports.index", as_=cast.olena, expect=403)
    visit("imports.show", as_=stranger, import_id=one.id, expect=404)
    visit("imports.errors", as_=stranger, import_id=one.id, expect=404)
    visit.post("imports.run", as_=stranger, import_id=one.id, expect=404)


def test_pressing_twice_imports_once(visit, cast):
    one = sent(cast.association, as_csv([row(cast.hromada)]), by=cast.petra)
    visit.post("imports.run", as_=cast.petra, import_id=one.id)

    visit.post("imports.run", as_=cast.petra, import_id=one.id, expect=409)
    work(one)

    visit.post("imports.run", as_=cast.petra, import_id=one.id, expect=409)
    assert stored() == 1


def test_a_file_is_thrown_away(visit, cast):
    one = sent(cast.association, as_csv([row(cast.hromada)]), by=cast.petra)

    page = visit.post("imports.discard", as_=cast.petra, import_id=one.id)

    assert "Nothing of it was stored" in page.notice
    assert db.session.scalar(select(Import)) is None


def test_what_is_being_imported_is_not_thrown_away(visit, cast):
    one = imported(cast.association, [row(cast.hromada)], by=cast.petra)

    visit.post("imports.discard", as_=cast.petra, import_id=one.id, expect=409)


def test_the_very_same_file_says_so(visit, cast):
    imported(cast.association, [row(cast.hromada)], by=cast.petra)
    again = sent(cast.association, as_csv([row(cast.hromada)]), by=cast.petra)

    page = visit("imports.show", as_=cast.petra, import_id=again.id)

    assert "You have sent this very file before" in page.text
    assert "1 row is here already and is left as it is." in page.text


def test_twenty_files_a_day(visit, cast):
    for _ in range(20):
        send(visit, cast.petra, as_csv([row(cast.hromada)]), association=str(cast.association.id))

    send(visit, cast.petra, as_csv([row(cast.hromada)]), expect=429, association=str(cast.association.id))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_template_comes_as_a_file(visit, cast, form):
    response = visit("imports.template_file", as_=cast.petra, form=form).response

    assert "attachment" in response.headers["Content-Disposition"]
    assert all(name in response.text for name in COLUMNS)


def test_the_way_there_stands_where_she_looks(visit, cast, marta):
    assert "Post for members" in visit("listings.mine", as_=cast.petra).text
    assert "Post for members" not in visit("listings.mine", as_=cast.olena).text
    assert "Post for members" in visit("moderation.queue", as_=marta).text
