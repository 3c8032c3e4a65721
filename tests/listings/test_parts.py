"""The parts of a need: written, shown, covered and opened again."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.core import history
from marketplace.core.db import db
from marketplace.listings.fields import step_of
from marketplace.listings.models import Part
from tests.factories.accounts import person
from tests.factories.handoff import answer
from tests.factories.listings import need, offer

STEP = step_of("need", "parts")


def rows(*parts: tuple[str, str, str], **more: str) -> dict[str, str]:
    """What a browser sends: title, sentence and quantity of each row."""
    sent: dict[str, str] = {}
    for number, part in enumerate(parts, 1):
        sent |= {
            f"part{number}_{name}": words
            for name, words in zip(("title", "detail", "quantity"), part, strict=True)
        }
    return {**sent, **more}


def stands(listing):
    return [(part.title, part.status) for part in listing.parts]


def shown_rows(page):
    return len(page.css("[data-row]:not([hidden])"))


# Writing them


def test_olena_splits_a_need_row_by_row_without_a_script(visit, olena):
    draft = need(by=olena)
    where = {"as_": olena, "reference": draft.reference, "step": STEP}

    first = visit.post("listings.edit", rows(("Насоси", "", "3 насоси"), then="another"), **where)
    typed = first.form(f"/edit/{STEP}") | rows(
        ("Насоси", "", "3 насоси"), ("Навчання", "Шестеро людей.", ""), then="another"
    )
    second = visit.post("listings.edit", typed, **where)

    assert (shown_rows(first), shown_rows(second)) == (2, 3)
    assert [(p.title, p.detail, p.quantity) for p in draft.parts] == [
        ("Насоси", "", "3 насоси"),
        ("Навчання", "Шестеро людей.", ""),
    ]
    assert "навчання" in draft.words_text


def test_an_empty_row_is_no_part_and_eight_are_enough(visit, olena):
    draft = need(by=olena, parts=[f"Частина {number}" for number in range(1, 9)])
    where = {"as_": olena, "reference": draft.reference, "step": STEP}
    page = visit("listings.edit", **where)
    assert shown_rows(page) == 8
    assert "Add another part" not in page.buttons

    visit.post("listings.edit", page.form(f"/edit/{STEP}") | rows(("", "", ""), ("  ", "", "")), **where)

    assert [part.title for part in draft.parts] == [f"Частина {number}" for number in range(3, 9)]
    assert [part.position for part in draft.parts] == list(range(6))


@pytest.mark.parametrize("asked", ["99", "-1", "x", "9" * 30, "0"])
def test_no_address_asks_for_more_rows_than_there_are(visit, olena, asked):
    draft = need(by=olena)

    page = visit("listings.edit", as_=olena, reference=draft.reference, step=STEP, rows=asked)

    assert shown_rows(page) in (1, 8)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"part1_title": "x" * 91}, "part1_title"),
        ({"part1_title": "x" * 1_000_000}, "part1_title"),
        ({"part1_title": "", "part1_quantity": "3"}, "part1_title"),
        ({"part2_title": "Так", "part2_detail": "x" * 301}, "part2_detail"),
        ({"part1_quantity": "x" * 41}, "part1_quantity"),
        ({"part1_title": "a\0b"}, "part1_title"),
        ({"part1_title": "a\u202eb"}, "part1_title"),
        ({"part8_title": "<script>alert(1)</script>"}, "part8_title"),
        ({"part1_title": "=HYPERLINK(1)"}, "part1_title"),
    ],
)
def test_a_wrong_part_comes_back_with_a_sentence_and_is_not_kept(visit, olena, wrong, field):
    draft = need(by=olena, parts=["Було"])
    where = {"as_": olena, "reference": draft.reference, "step": STEP}
    typed = rows(("Було", "", "1 шт."), result="Нове", version=str(draft.version)) | wrong

    page = visit.post("listings.edit", typed, expect=422, **where)

    assert field in page.errors
    assert page.form(f"/edit/{STEP}")["result"] == "Нове"
    assert stands(draft) == [("Було", "open")]
    assert draft.parts[0].quantity == ""


def test_autosave_keeps_the_parts_and_leaves_them_while_one_is_wrong(visit, olena):
    draft = need(by=olena)
    where = {"as_": olena, "reference": draft.reference, "step": STEP}

    visit.post("listings.autosave", rows(("Насоси", "", "")), expect=200, **where)
    visit.post("listings.autosave", rows(("Насоси", "", "")), expect=200, **where)
    visit.post("listings.autosave", rows(("<b>", "", ""), result="Вода"), expect=200, **where)

    assert stands(draft) == [("Насоси", "open")]
    assert draft.result == "Вода"


def test_parts_are_moderated_with_the_text(visit, cast):
    listing = need(by=cast.olena, status="submitted", parts=["Насоси", "Навчання"])
    page = visit.post("moderation.take", as_=cast.marta, reference=listing.reference)
    assert "Навчання" in page.text
    form = page.form("/return") | {"return-note": "Уточніть.", "return-parts_reason": "missing_facts"}

    visit.post("moderation.return_", form, as_=cast.marta, reference=listing.reference)
    page = visit("listings.edit", as_=cast.olena, reference=listing.reference, step=STEP)

    assert page.css("#parts-remark")
    assert page.css("#parts")[0]["aria-describedby"] == "parts-remark"


# Reading them


def test_the_page_and_the_card_say_how_the_parts_stand(visit, olena, jan):
    listing = need(by=olena, status="published", parts=["Насоси", "Труби", "Навчання"])
    listing.parts[0].status = "covered"
    answer(listing, by=jan, status="accepted", parts=[listing.parts[1]])

    page, found = visit("listings.show", reference=listing.reference), visit("search.index")

    said = "Parts: 1 of 3 covered, 1 promised, 1 open"
    assert said in page.text
    assert said in found.text
    assert page.words("#parts .status") == ["Covered", "Promised", "Open"]


@pytest.mark.parametrize("who", ["nobody", "petra", "stefan", "marta"])
def test_nobody_else_learns_who_has_promised_a_part(visit, cast, who):
    listing = need(by=cast.olena, status="published", parts=["Насоси", "Навчання"])
    answer(listing, by=cast.jan, status="accepted", parts=[listing.parts[0]])

    page = visit("listings.show", as_=getattr(cast, who), reference=listing.reference)

    assert page.words("#parts .status") == ["Promised", "Open"]
    assert cast.city.name not in page.html


@pytest.mark.parametrize("who", ["olena", "jan"])
def test_the_two_sides_see_whose_promise_it_is(visit, cast, who):
    listing = need(by=cast.olena, status="published", parts=["Насоси"])
    answer(listing, by=cast.jan, status="accepted", parts=[listing.parts[0]])

    page = visit("listings.show", as_=getattr(cast, who), reference=listing.reference)

    assert cast.city.name in page.words("#parts")[0]


# Moving them


def test_olena_covers_a_promised_part_and_opens_it_again(visit, olena, jan):
    listing = need(by=olena, status="published", parts=["Насоси", "Навчання"])
    [pumps, _training] = listing.parts
    answer(listing, by=jan, status="accepted", parts=[pumps])
    page = visit("listings.show", as_=olena, reference=listing.reference)

    page = visit.post(
        "listings.cover", page.form(f"/{pumps.id}/cover"), as_=olena, reference=listing.reference, part_id=pumps.id
    )  # fmt: skip
    assert "The part is covered." in page.text
    assert (pumps.status, pumps.taken_by_id) == ("covered", jan.memberships[0].organisation_id)
    visit.post(
        "listings.free", page.form(f"/{pumps.id}/free"), as_=olena, reference=listing.reference, part_id=pumps.id
    )  # fmt: skip

    assert (pumps.status, pumps.taken_by_id) == ("open", None)
    assert [row.event for row in db.session.scalars(history.of(pumps))] == ["cover", "free"]
    page = visit("listings.history", as_=olena, reference=listing.reference)
    assert "A part was covered" in page.text


def test_a_part_that_was_covered_elsewhere_is_covered_too(visit, olena):
    listing = need(by=olena, status="published", parts=["Насоси", "Навчання"])

    visit.post("listings.cover", as_=olena, reference=listing.reference, part_id=listing.parts[0].id)

    assert stands(listing) == [("Насоси", "covered"), ("Навчання", "open")]


def test_the_last_part_makes_the_need_met_and_one_button_closes_it(visit, olena, jan):
    listing = need(by=olena, status="published", parts=["Насоси"])

    page = visit.post("listings.cover", as_=olena, reference=listing.reference, part_id=listing.parts[0].id)
    public = visit("listings.show", as_=jan, reference=listing.reference)
    assert "Every part is covered: the need is met" in page.notice
    assert "takes no more answers" in public.notice
    assert "Answer this need" not in public.text
    visit("handoff.new", as_=jan, reference=listing.reference, expect=303)
    visit.post("listings.close", page.form("/close"), as_=olena, reference=listing.reference)

    assert (listing.status, listing.close_reason) == ("closed", "met_here")


def test_a_stale_page_is_told_and_nothing_moves(visit, olena):
    listing = need(by=olena, status="published", parts=["Насоси"])
    [part] = listing.parts
    where = {"as_": olena, "reference": listing.reference, "part_id": part.id}
    old = visit("listings.show", as_=olena, reference=listing.reference).form("/cover")
    visit.post("listings.cover", old, **where)
    visit.post("listings.free", **where)

    page = visit.post("listings.cover", old, expect=409, **where)

    assert "changed since you opened the page" in page.text
    assert part.status == "open"


def test_a_double_click_covers_once(visit, olena):
    listing = need(by=olena, status="published", parts=["Насоси"])
    where = {"as_": olena, "reference": listing.reference, "part_id": listing.parts[0].id}

    visit.post("listings.cover", **where)
    visit.post("listings.cover", expect=409, **where)

    assert stands(listing) == [("Насоси", "covered")]


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected"])
def test_nothing_is_covered_before_the_need_is_public(visit, olena, status):
    listing = need(by=olena, status=status, parts=["Насоси"])

    visit.post(
        "listings.cover", as_=olena, reference=listing.reference, part_id=listing.parts[0].id, expect=409
    )

    assert stands(listing) == [("Насоси", "open")]


def test_only_its_own_writers_move_a_part(visit, cast):
    listing = need(by=cast.olena, status="published", parts=["Насоси"])
    other = need(by=cast.olena, status="published", parts=["Інше"])
    part = listing.parts[0]
    reader = person("Ганна", reader_of=cast.hromada)

    for who, expect in ((cast.jan, 404), (cast.stefan, 404), (cast.marta, 403), (reader, 403), (None, 401)):
        visit.post("listings.cover", as_=who, reference=listing.reference, part_id=part.id, expect=expect)
    visit.post("listings.cover", as_=cast.olena, reference=other.reference, part_id=part.id, expect=404)
    visit.post("listings.cover", as_=cast.olena, reference=listing.reference, part_id=10**12, expect=404)

    assert part.status == "open"


@pytest.mark.parametrize(
    "wrong",
    [{"status": "lost"}, {"status": "promised"}, {"title": ""}, {"status": "open", "taken_by_id": 1}],
)
def test_the_database_refuses_a_part_that_cannot_be(olena, wrong):
    listing = need(by=olena, status="published", parts=["Насоси"])

    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Part).where(Part.listing_id == listing.id).values(**wrong))
    db.session.rollback()


# Finding them


def test_the_list_is_narrowed_to_needs_with_open_parts(visit, olena, jan):
    need(by=olena, status="published", title="Без частин")
    split = need(by=olena, status="published", title="Частинами", parts=["Насоси", "Труби"])
    done = need(by=olena, status="published", title="Закрита", parts=["Усе"])
    done.parts[0].status = "covered"
    offer(by=jan, status="published")

    page = visit("search.index", parts="open")

    assert page.words(".card-title") == [split.title]
    assert page.words("[data-count='parts:open'] .number") == ["1"]
    assert visit("search.index").words("[data-count='parts:open'] .number") == ["1"]
    assert "Parts are open" in page.words("#results .chip")[0]
    assert db.session.scalar(select(db.func.count()).select_from(Part)) == 3
