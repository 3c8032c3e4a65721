"""What is right and wrong in a row, cell by cell."""

import pytest

from marketplace.core.db import db
from marketplace.core.i18n import LOCALES
from marketplace.imports.columns import COLUMNS, template
from marketplace.imports.judging import Judge
from marketplace.imports.sheet import Row, read
from marketplace.organisations.models import Membership
from tests.factories.imports import row
from tests.factories.organisations import city, hromada
from tests.statements import statements


def judged(cast, **cells):
    judge = Judge(cast.association.id)
    return judge.judge(Row(2, {**row(cast.hromada), **cells}))


def faults(cast, **cells) -> dict[str, str]:
    return {fault.field: fault.sentences["en"] for fault in judged(cast, **cells).faults}


def test_a_right_row_is_ready_to_be_posted(cast):
    posted = judged(cast).posted

    assert posted.organisation_id == cast.hromada.id
    assert posted.contact_id == cast.olena.id
    assert posted.facts["helps"] == ["training", "equipment_gift"]


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("external_id", ""),
        ("external_id", "x" * 81),
        ("external_id", "=1"),
        ("kind", ""),
        ("kind", "wish"),
        ("organisation", ""),
        ("language", ""),
        ("language", "tlh"),
        ("title", ""),
        ("title", "x" * 91),
        ("title", "@SUM(A1)"),
        ("title", "<b>"),
        ("summary", ""),
        ("summary", "слово " * 61),
        ("summary", "a\u202eb"),
        ("problem", ""),
        ("problem", "=HYPERLINK(1)"),
        ("problem", "x" * 5000),
        ("problem", "a\ud800b"),
        ("sectors", ""),
        ("sectors", "alchemy"),
        ("sectors", "energy housing health education"),
        ("helps", "money"),
        ("format", "by_pigeon"),
        ("languages", ""),
        ("languages", "xx"),
        ("urgency", "yesterday"),
        ("stage", "=1"),
        ("place", "street"),
        ("open_until", "2020-01-01"),
        ("open_until", "31.12.2026"),
        ("budget_min", "-1"),
        ("budget_min", "many"),
        ("budget_min", "3.5"),
        ("budget_max", "9" * 20),
        ("beneficiaries_count", "0"),
        ("principles", "greed"),
        ("dream_code", "DREAM-1"),
        ("shares", "An offer's own field."),
        ("no_such_column", "1"),
    ],
)
def test_a_wrong_cell_is_named(cast, field, cell):
    assert list(faults(cast, **{field: cell})) == [field]


def test_every_wrong_cell_of_a_row_is_named_at_once(cast):
    found = faults(cast, kind="wish", title="<b>", sectors="alchemy", organisation="Nowhere")

    assert set(found) == {"kind", "title", "sectors", "organisation"}


def test_pairs_in_the_wrong_order(cast):
    assert "budget_max" in faults(cast, budget_min="20", budget_max="10")


def test_a_sentence_stands_in_every_language(cast):
    (fault,) = judged(cast, urgency="yesterday").faults

    assert set(fault.sentences) == set(LOCALES)
    assert len(set(fault.sentences.values())) == len(LOCALES)


def test_an_organisation_is_found_by_code_and_by_name(cast):
    for name in (
        cast.hromada.katottg.lower(),
        cast.hromada.name,
        cast.hromada.name_latin.upper(),
        f" {cast.hromada.name} ",
    ):
        assert judged(cast, organisation=name).posted.organisation_id == cast.hromada.id


def test_an_organisation_must_be_here_verified_unmistakable_and_have_somebody(cast):
    waiting, twin, lonely = hromada(verified=False), city("Kauno miesto savivaldybė"), city("Lonely")
    db.session.execute(Membership.__table__.delete().where(Membership.organisation_id == lonely.id))

    said = [
        faults(cast, organisation=name)["organisation"]
        for name in ("UA99999999999999999", waiting.katottg, twin.name, lonely.name)
    ]

    assert [sentence.split()[0] for sentence in said] == ["No", "This", "Several", "Nobody"]


def test_an_offer_has_its_own_fields(cast):
    cells = row(
        cast.city, kind="offer", shares="What we know.", capacity_cases="3", title="Mokymai", language="lt"
    )
    need_only = ("problem", "beneficiaries", "result", "urgency")

    wrong = {fault.field for fault in Judge(cast.association.id).judge(Row(2, cells)).faults}
    right = Judge(cast.association.id).judge(Row(2, cells | dict.fromkeys(need_only, "")))

    assert wrong == set(need_only)
    assert right.posted.facts["capacity_cases"] == 3


def test_a_number_or_a_row_twice_is_wrong_the_second_time(cast):
    judge, first = Judge(cast.association.id), row(cast.hromada, 1)

    judge.judge(Row(2, first))
    again = judge.judge(Row(7, {**first, "title": "Інше"}))
    same = judge.judge(Row(9, {**first, "external_id": "other"}))

    assert again.faults[0].sentences["en"] == "Row 2 has the same."
    assert same.faults[0].sentences["en"] == "Row 2 says the very same."


def test_the_database_is_asked_once_however_many_rows_there_are(cast):
    judge = Judge(cast.association.id)
    rows = [Row(n + 2, row(cast.hromada, n, title="" if n % 2 else "Насоси")) for n in range(40)]

    with statements(at_most=0) as asked:
        for one in rows:
            judge.judge(one)

    assert asked == []


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_template_has_every_column_and_its_example_is_right(cast, form):
    koriukivka = (
        hromada("UA74020010000010449") if cast.hromada.katottg != "UA74020010000010449" else cast.hromada
    )
    if koriukivka is not cast.hromada:
        db.session.add(Membership(user=cast.olena, organisation=koriukivka, role="owner"))
        db.session.commit()

    (example,) = read(template(form).encode()).rows

    assert set(example.cells) == set(COLUMNS)
    assert Judge(cast.association.id).judge(example).faults == []
