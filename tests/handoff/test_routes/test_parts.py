"""Which parts of a need an answer takes, and what becomes of them."""

import pytest
from sqlalchemy import func, select

from marketplace.core import history
from marketplace.core.db import db
from marketplace.handoff.models import Answer, Reveal
from tests.factories.handoff import answer, introduced
from tests.factories.listings import need
from tests.handoff.forms import filled, stored


@pytest.fixture
def split(olena):
    return need(by=olena, status="published", parts=["Насоси", "Труби", "Навчання"])


def stands(listing):
    return [part.status for part in listing.parts]


def ids(*parts):
    return [str(part.id) for part in parts]


def accepting(visit, row, by, **more):
    form = visit("handoff.accept", as_=by, answer_id=row.id).form("/accept")
    return visit.post("handoff.accept", form | more, as_=by, answer_id=row.id)


def test_jan_names_the_parts_and_they_become_promised_when_he_is_accepted(visit, split, olena, jan, letters):
    pumps, _pipes, training = split.parts
    page = visit("handoff.new", as_=jan, reference=split.reference)
    form = filled(page, parts=ids(pumps, training))

    page = visit.post("handoff.new", form, as_=jan, reference=split.reference)
    assert page.words("#parts b") == ["Насоси", "Навчання"]
    assert stands(split) == ["open", "open", "open"]
    [row] = db.session.scalars(select(Answer)).unique().all()
    page = accepting(visit, row, olena)

    assert stands(split) == ["promised", "open", "promised"]
    assert pumps.taken_by_id == row.organisation_id
    assert page.words("#parts .status") == ["Promised", "Promised"]
    assert [one.event for one in db.session.scalars(history.of(pumps))] == ["promise"]
    received, introduction = letters(to=olena.email)
    assert "Насоси; Навчання" in received.text
    assert "Насоси; Навчання" in introduction.html


def test_an_answer_to_a_need_in_parts_takes_one_at_least(visit, split, jan):
    page = visit("handoff.new", as_=jan, reference=split.reference)

    page = visit.post("handoff.new", filled(page), as_=jan, expect=422, reference=split.reference)

    assert "parts" in page.errors
    assert page.form("/answer")["proposal"]
    assert stored() == 0


@pytest.mark.parametrize("wrong", ["999999", "x", "-1", "1\0", "1" * 1000])
def test_a_part_of_nothing_is_refused(visit, split, jan, wrong):
    page = visit("handoff.new", as_=jan, reference=split.reference)

    page = visit.post(
        "handoff.new", filled(page, parts=[wrong]), as_=jan, expect=422, reference=split.reference
    )

    assert "parts" in page.errors
    assert stored() == 0


def test_only_open_parts_are_offered(visit, split, stefan, jan):
    answer(split, by=stefan, status="accepted", parts=[split.parts[0]])
    split.parts[1].status = "covered"

    page = visit("handoff.new", as_=jan, reference=split.reference)

    assert [box["value"] for box in page.css("input[name=parts]")] == ids(split.parts[2])


def test_a_part_that_was_promised_while_jan_wrote_comes_back_to_him(visit, split, stefan, jan):
    page = visit("handoff.new", as_=jan, reference=split.reference)
    answer(split, by=stefan, status="accepted", parts=[split.parts[0]])

    form = filled(page, parts=ids(split.parts[0]))
    page = visit.post("handoff.new", form, as_=jan, expect=422, reference=split.reference)

    assert "parts" in page.errors
    assert page.form("/answer")["proposal"] == form["proposal"]


def test_where_every_part_is_promised_one_may_still_answer(visit, split, stefan, jan, olena):
    answer(split, by=stefan, status="accepted", parts=list(split.parts))

    page = visit("handoff.new", as_=jan, reference=split.reference)
    assert "Every part is promised" in page.notice
    visit.post("handoff.new", filled(page), as_=jan, reference=split.reference)
    visit.post("listings.free", as_=olena, reference=split.reference, part_id=split.parts[1].id)
    row = db.session.scalars(select(Answer).filter_by(author_id=jan.id)).unique().one()
    accepting(visit, row, olena, parts=ids(split.parts[1]))

    assert [part.taken_by_id for part in split.parts].count(row.organisation_id) == 1
    assert row.parts == [split.parts[1]]


def test_where_every_part_is_covered_nobody_answers_any_more(visit, split, jan):
    page = visit("handoff.new", as_=jan, reference=split.reference)
    form = filled(page, parts=ids(split.parts[0]))
    for part in split.parts:
        part.status = "covered"

    page = visit.post("handoff.new", form, as_=jan, expect=409, reference=split.reference)
    visit.post(
        "handoff.new",
        {key: form[key] for key in form if key != "parts"},
        as_=jan,
        expect=409,
        reference=split.reference,
    )

    assert stored() == 0


def test_olena_may_accept_one_part_and_leave_the_other_open(visit, split, olena, jan):
    row = answer(split, by=jan, parts=split.parts[:2])

    accepting(visit, row, olena, parts=ids(split.parts[0]))

    assert stands(split) == ["promised", "open", "open"]


def test_nobody_is_accepted_for_no_part(visit, split, olena, jan):
    row = answer(split, by=jan, parts=split.parts[:2])
    form = visit("handoff.accept", as_=olena, answer_id=row.id).form("/accept") | {"parts": []}

    page = visit.post("handoff.accept", form, as_=olena, expect=422, answer_id=row.id)

    assert "parts" in page.errors
    assert row.status == "sent"


def test_where_all_its_parts_went_to_others_an_answer_cannot_be_accepted(visit, split, cast):
    row = answer(split, by=cast.jan, parts=[split.parts[0]])
    answer(split, by=cast.stefan, status="accepted", parts=[split.parts[0]])

    page = visit("handoff.accept", as_=cast.olena, answer_id=row.id)
    form = {"contact": str(cast.olena.id), "version": str(row.version)}
    visit.post("handoff.accept", form, as_=cast.olena, expect=409, answer_id=row.id)

    assert "not open any more" in page.notice
    assert row.status == "sent"
    assert db.session.scalar(select(func.count()).select_from(Reveal)) == 0


def test_whoever_withdraws_an_accepted_answer_gives_the_parts_back(visit, split, olena, jan, letters):
    row = introduced(split, by=jan, to=olena, parts=split.parts[:2])
    split.parts[0].status = "covered"
    page = visit("handoff.show", as_=jan, answer_id=row.id)

    page = visit.post("handoff.withdraw", page.form("/withdraw"), as_=jan, answer_id=row.id)

    assert row.status == "withdrawn"
    assert stands(split) == ["covered", "open", "open"]
    assert split.parts[1].taken_by_id is None
    assert olena.card.email not in page.html
    [letter] = letters(to=olena.email)
    assert "Труби" in letter.text
    assert "Труби" in letter.html


@pytest.mark.parametrize("who", ["olena", "jan"])
def test_either_side_finishes_a_case_and_the_other_is_told(visit, split, cast, letters, who):
    row = introduced(split, by=cast.jan, to=cast.olena, parts=[split.parts[1]])
    by, other = (cast.olena, cast.jan) if who == "olena" else (cast.jan, cast.olena)
    page = visit("handoff.show", as_=by, answer_id=row.id)

    visit.post("handoff.finish", page.form("/finish"), as_=by, answer_id=row.id)
    seen = visit("handoff.show", as_=cast.olena, answer_id=row.id)

    assert row.status == "finished"
    assert stands(split) == ["open", "promised", "open"]
    assert "these parts are still promised" in seen.text
    assert cast.jan.card.email in seen.html
    [letter] = letters()
    assert (letter.event, letter.to_address) == ("answer_finished", other.email)
    assert ("Труби" in letter.text) == (other is cast.olena)
    visit("handoff.new", as_=cast.jan, reference=split.reference)


def test_a_part_is_covered_from_the_page_of_the_answer_and_leads_back_there(visit, split, olena, jan):
    row = introduced(split, by=jan, to=olena, parts=split.parts[:1])
    page = visit("handoff.show", as_=olena, answer_id=row.id)

    page = visit.post(
        "listings.cover",
        page.form("/cover"),
        as_=olena,
        reference=split.reference,
        part_id=split.parts[0].id,
    )

    assert "Answer from" in page.h1
    assert page.words("#parts .status") == ["Covered"]


@pytest.mark.parametrize("strange", ["//evil.example", "x", "-1", "1" * 30])
def test_no_button_of_a_part_leads_elsewhere(visit, split, olena, strange):
    page = visit.post(
        "listings.cover",
        {"answer": strange},
        as_=olena,
        follow=False,
        reference=split.reference,
        part_id=split.parts[0].id,
    )

    assert page.location.endswith(f"/listings/{split.reference}#parts")
