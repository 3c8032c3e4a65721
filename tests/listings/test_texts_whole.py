"""A text in another language says everything that is written: parts, evidence, and what pictures show."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.cards import cards
from marketplace.listings.models import ListingPrinciple
from marketplace.listings.texts import ListingText
from tests.factories.listings import need
from tests.factories.texts import text_of
from tests.listings.test_machine import Stand, work


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def whole(olena):
    """A need with two parts, a line of evidence and a picture."""
    listing = need(by=olena, status="published", parts=["Насоси", "Навчання"])
    listing.parts[0].detail, listing.parts[0].quantity = "Сталеві.", "3 насоси"
    listing.principles = [ListingPrinciple(principle="green", evidence="Менше газу")]
    actions.attach(listing, picture(), "Стара насосна", olena)
    db.session.commit()
    return listing


def english(listing) -> dict[str, str]:
    pumps, training = listing.parts
    return {
        "title": "Pumps",
        "summary": "In short.",
        "problem": "They stop.",
        "beneficiaries": "All.",
        "result": "Water.",
        f"part{pumps.id}_title": "Three pumps",
        f"part{pumps.id}_detail": "Of steel.",
        f"part{pumps.id}_quantity": "3 pieces",
        f"part{training.id}_title": "Training",
        "evidence_green": "Less gas",
        f"picture{listing.pictures[0].id}": "The old pump house",
    }


def test_olena_translates_the_whole_page_and_jan_reads_it_in_english(visit, olena, marta, whole):
    where = {"as_": olena, "reference": whole.reference, "language": "en"}
    page = visit("listings.text", **where)
    assert [
        words for words in page.words(".pair label") if words.startswith(("Part 1", "Evidence", "Picture"))
    ] == [
        "Part 1",
        "Part 1 in one sentence",
        "Part 1: how much",
        "Evidence for: Green",
        "Picture 1: what it shows, in words",
    ]

    visit.post("listings.text", {**page.form("/texts/en"), **english(whole), "then": "hand_in"}, **where)
    text = db.session.scalars(select(ListingText)).one()
    assert "The old pump house" in visit("listings.text_case", as_=marta, text_id=text.id).text
    visit.post("listings.pass_text", as_=marta, text_id=text.id)
    page = visit("listings.show", reference=whole.reference)

    assert page.words("#parts b[lang=en]") == ["Three pumps", "Training"]
    assert page.words("#parts span[lang=en]") == ["3 pieces"]
    assert page.words("dd span[lang=en]") == ["Less gas"]
    assert [(one["alt"], one["lang"]) for one in page.css(".pictures img")] == [("The old pump house", "en")]
    assert "older text was translated" not in page.text
    assert whole.reference in visit("search.index", locale="uk", q="steel").html


def test_what_is_missing_is_said_in_the_original_and_handed_in_only_when_it_is_there(visit, olena, whole):
    where = {"as_": olena, "reference": whole.reference, "language": "en"}
    missing = {name: "" for name in english(whole) if name.startswith(("part", "picture", "evidence"))}

    page = visit.post("listings.text", {**english(whole), **missing, "then": "hand_in"}, expect=422, **where)
    assert set(missing) <= set(page.errors)
    text_of(whole, "en", **missing)
    page = visit("listings.show", reference=whole.reference)

    assert page.words("#parts b[lang=uk]") == ["Насоси", "Навчання"]
    assert page.words("dd span[lang=uk]") == ["Менше газу"]
    assert [(one["alt"], one["lang"]) for one in page.css(".pictures img")] == [("Стара насосна", "uk")]


@pytest.mark.parametrize("wrong", ["слово " * 2000, "a\0b", "abc\u202edef", "<b>Школа</b>", "=HYPERLINK(1)"])
def test_wrong_words_come_back_with_a_sentence(visit, olena, whole, wrong):
    name = f"part{whole.parts[0].id}_title"
    where = {"as_": olena, "reference": whole.reference, "language": "en"}

    page = visit.post("listings.text", {**english(whole), name: wrong, "then": "stop"}, expect=422, **where)

    assert list(page.errors) == [name]
    assert page.form("/texts/en")["title"] == "Pumps"


def test_of_what_is_not_there_nothing_is_kept(visit, olena, whole):
    other = need(by=olena, status="published", parts=["Чуже"])
    strange = {
        f"part{other.parts[0].id}_title": "Theirs",
        "part1x_title": "X",
        "is_public": "1",
        "version": "",
    }
    where = {"as_": olena, "reference": whole.reference, "language": "en"}

    visit.post("listings.text", {**english(whole), **strange, "then": "stop"}, **where)

    text = db.session.scalars(select(ListingText)).one()
    assert not text.is_public
    assert set(text.more) == {
        name for name in english(whole) if name.startswith(("part", "picture", "evidence"))
    }


@pytest.mark.parametrize("what", ["a part", "evidence", "a picture"])
def test_it_goes_stale_when_one_of_them_says_something_else(visit, olena, whole, what):
    text_of(whole, "en")
    assert "older text" not in visit("listings.show", reference=whole.reference).text

    if what == "a part":
        whole.parts[1].title = "Навчання для шістьох"
    elif what == "evidence":
        whole.principles[0].evidence = "Без газу"
    else:
        actions.describe(whole.pictures[0], "Нова насосна", olena)
    db.session.commit()

    assert "The original has changed since" in visit("listings.show", reference=whole.reference).text


def test_another_order_leaves_it_fresh_and_each_part_its_words(visit, olena, whole):
    text_of(whole, "en", **english(whole))
    rows = [
        {"id": part.id, "title": part.title, "detail": part.detail, "quantity": part.quantity}
        for part in reversed(whole.parts)
    ]

    actions.revise(whole, {"parts": rows}, olena)
    actions.hand_in(whole, olena)
    page = visit("listings.show", reference=whole.reference)

    assert page.words("#parts b") == ["Training", "Three pumps"]
    assert "older text" not in page.text


def test_a_machine_translates_them_too_and_anew_when_a_picture_says_something_else(app, olena, whole, clock):
    service = Stand()
    work(service)
    text = db.session.scalars(select(ListingText).filter_by(locale="lt")).one()
    assert text.words(f"part{whole.parts[0].id}_quantity") == "[lt] 3 насоси"
    assert text.words("evidence_green") == "[lt] Менше газу"
    asked = len(service.asked)

    clock.shift(timedelta(hours=1))
    actions.describe(whole.pictures[0], "Нова насосна", olena)
    work(service)

    assert len(service.asked) == 2 * asked
    text = db.session.scalars(select(ListingText).filter_by(locale="lt")).one()
    assert text.words(f"picture{whole.pictures[0].id}") == "[lt] Нова насосна"


def test_a_machines_long_lines_are_cut(app, olena, whole):
    whole.parts[0].quantity = "слів " * 7
    work(service := Stand())
    assert service.asked
    service.translate = lambda texts, *_: ["довго " * 500 for _text in texts]  # type: ignore[method-assign]
    whole.problem = "Інше."
    work(service)

    text = db.session.scalars(select(ListingText).filter_by(locale="lt")).one()
    assert len(text.words(f"part{whole.parts[0].id}_quantity")) <= 60
    assert len(text.title) <= 120


def test_the_picture_of_a_card_is_described_in_the_language_of_the_card(visit, olena, whole):
    text_of(whole, "en", **english(whole))
    plain = need(by=olena, status="published")
    actions.attach(plain, picture(), "Криниця", olena)
    db.session.commit()

    page = visit("search.index")

    shown = {one["alt"]: one["lang"] for one in page.css(".card img")}
    assert shown == {"The old pump house": "en", "Криниця": "uk"}
    assert cards([whole.id])[0].picture_title == "The old pump house"


def test_what_a_picture_shows_is_found(visit, olena):
    listing = need(by=olena, status="published")
    actions.attach(listing, picture(), "Іржава цистерна", olena)
    db.session.commit()

    assert listing.reference in visit("search.index", locale="uk", q="цистерна").html
