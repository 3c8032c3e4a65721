"""Writing one in the browser: steps, wrong input, a stale tab, the whole way to the public page."""

import pytest
from sqlalchemy.orm.exc import StaleDataError

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.fields import STEPS, step_of
from marketplace.listings.models import Listing
from tests.factories.listings import need, offer

WRONG = {
    "too long": "слово " * 1000,
    "NUL": "a\0b",
    "right to left": "abc\u202edef",
    "html": "<b>Школа</b>",
    "script": "<script>alert(1)</script>",
    "formula": "=HYPERLINK(1)",
}
TEXTS = {
    "need": "title summary problem done_so_far beneficiaries result own_contribution gives_back".split(),
    "offer": "title summary shares example learns costs conditions".split(),
}


def _listing(kind: str, cast, **facts) -> Listing:
    return need(by=cast.olena, **facts) if kind == "need" else offer(by=cast.olena, **facts)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", TEXTS)
def test_wrong_text_comes_back_with_a_sentence_and_is_not_kept(visit, cast, kind, wrong):
    listing = _listing(kind, cast, **dict.fromkeys(TEXTS[kind], "Було."))

    for step in STEPS[kind]:  # every text of a step at once: each has a sentence of its own
        names = [name for name in step.fields if name in TEXTS[kind]]
        if not names:
            continue
        typed = {"locale": "uk", "version": listing.version, **dict.fromkeys(names, WRONG[wrong])}
        where = {"as_": cast.olena, "reference": listing.reference, "step": step.number}
        page = visit.post("listings.edit", typed, expect=422, **where)

        assert set(names) <= set(page.errors)
        assert all(page.form(f"/edit/{step.number}")[name] for name in names)

    assert {getattr(listing, name) for name in TEXTS[kind]} == {"Було."}


def test_a_megabyte_comes_back_with_a_sentence_and_is_not_kept(visit, cast):
    listing = need(by=cast.olena, problem="Було.")
    where = {"as_": cast.olena, "reference": listing.reference, "step": 2}

    page = visit.post("listings.edit", {"problem": "ж" * 500_000}, expect=422, **where)

    assert "problem" in page.errors
    assert len(page.form("/edit/2")["problem"]) == 500_000
    assert listing.problem == "Було."


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sectors", ["nonsense"]),
        ("sectors", ["energy", "housing", "health", "education"]),
        ("helps", ["training", "mentoring", "study_visit", "materials", "twinning"]),
        ("languages", ["xx"]),
        ("format", "by_pigeon"),
        ("urgency", "yesterday"),
        ("stage", "=1"),
        ("place", "street"),
        ("open_until", "2020-01-01"),
        ("open_until", "soon"),
        ("budget_min", "-1"),
        ("budget_min", "many"),
        ("budget_max", "1" * 20),
        ("beneficiaries_count", "3.5"),
        ("beneficiaries_count", "0"),
        ("dream_code", "DREAM-1"),
        ("principles", ["greed"]),
        ("evidence_green", "<b>"),
        ("contact", "999"),
        ("locale", "tlh"),
    ],
)
def test_wrong_choices_and_numbers_come_back_with_a_sentence(visit, cast, field, typed):
    listing = need(by=cast.olena)
    step = step_of("need", "principles" if field.startswith("evidence") else field)

    page = visit.post(
        "listings.edit",
        {"locale": "uk", field: typed},
        as_=cast.olena,
        reference=listing.reference,
        step=step,
        expect=422,
    )

    assert any(name.startswith(field) for name in page.errors)


@pytest.mark.parametrize(
    ("locale", "first"), [("uk", ["Англійська", "Болгарська"]), ("en", ["Bulgarian", "Croatian"])]
)
def test_languages_stand_in_the_order_of_the_readers_dictionary(visit, olena, locale, first):
    draft = need(by=olena, status="draft")

    page = visit("listings.edit", locale=locale, as_=olena, reference=draft.reference, step=1)

    assert [name.capitalize() for name in page.words("#locale option")][1:3] == first


def test_an_upside_down_budget_is_refused(visit, cast):
    listing = need(by=cast.olena)

    page = visit.post(
        "listings.edit",
        {"budget_min": "20", "budget_max": "10"},
        as_=cast.olena,
        reference=listing.reference,
        step=5,
        expect=422,
    )

    assert "budget_max" in page.errors


@pytest.mark.parametrize("kind", ["need", "offer"])
def test_every_step_may_be_left_empty(visit, cast, kind):
    listing = _listing(kind, cast)

    for step in STEPS[kind]:
        typed = {"locale": "uk", **{name: "" for name in step.fields if name in TEXTS[kind]}}
        visit.post("listings.edit", typed, as_=cast.olena, reference=listing.reference, step=step.number)

    assert listing.title == ""
    page = visit.post("listings.submit", as_=cast.olena, reference=listing.reference, expect=422)
    assert "Give it a title." in page.text
    assert listing.status == "draft"


def test_a_stale_tab_gets_its_text_back_and_may_save_it_then(visit, cast):
    listing = need(by=cast.olena)
    where = {"as_": cast.olena, "reference": listing.reference, "step": 2}
    old = visit("listings.edit", **where).form("/edit/2")
    visit.post("listings.edit", {**old, "problem": "З іншої вкладки"}, **where)

    page = visit.post("listings.edit", {**old, "problem": "Моє"}, expect=409, **where)

    assert page.form("/edit/2")["problem"] == "Моє"
    assert listing.problem == "З іншої вкладки"
    visit.post("listings.edit", page.form("/edit/2"), **where)
    assert listing.problem == "Моє"


def test_a_save_at_the_same_moment_is_told_and_the_text_comes_back(visit, cast, monkeypatch):
    listing = need(by=cast.olena, problem="Було")
    where = {"as_": cast.olena, "reference": listing.reference, "step": 2}

    def overtaken(*_given, **_named):
        raise StaleDataError

    monkeypatch.setattr("marketplace.listings.routes.writing.actions.save", overtaken)
    page = visit.post("listings.edit", {"problem": "Моє"}, expect=409, **where)

    assert "Моє" in page.html
    assert listing.problem == "Було"


def test_autosave_keeps_what_holds_and_leaves_out_what_does_not(visit, cast):
    listing = need(by=cast.olena, title="Було")
    where = {"as_": cast.olena, "reference": listing.reference, "step": 1}
    typed = {"title": "<b>", "summary": "Нове", "locale": "uk", "version": listing.version}

    answer = visit.post("listings.autosave", typed, expect=200, **where).response.json

    assert (listing.title, listing.summary) == ("Було", "Нове")
    assert answer["version"] == listing.version
    assert answer["saved"].startswith("Saved")
    visit.post("listings.autosave", typed, expect=409, **where)


def test_strangers_find_no_draft_and_write_nothing(visit, cast):
    draft = need(by=cast.olena)
    for who in (cast.jan, cast.stefan, cast.petra):
        for endpoint in ("edit", "preview", "show", "close", "discard"):
            step = {"step": 1} if endpoint == "edit" else {}
            visit(f"listings.{endpoint}", as_=who, reference=draft.reference, expect=404, **step)
        for endpoint in ("submit", "pause", "resume", "renew", "close", "discard"):
            visit.post(f"listings.{endpoint}", as_=who, reference=draft.reference, expect=404)


def test_a_remark_stands_in_the_list_and_beside_its_field(app, visit, cast):
    listing = need(by=cast.olena, status="submitted")
    with app.test_request_context("/"):
        actions.return_(listing, cast.marta, "Ще трохи.", {"problem": ("missing_facts", "З якого року?")})
        db.session.commit()

    page = visit("listings.edit", as_=cast.olena, reference=listing.reference, step=2)

    assert page.text.count("З якого року?") == 2
    assert "Ще трохи." in page.notice


def test_from_an_empty_page_to_the_public_and_the_end(app, visit, cast, letters):
    visit.post(
        "listings.new",
        {"kind": "need", "organisation": cast.hromada.id, "locale": "uk"},
        as_=cast.olena,
    )
    listing = db.session.scalars(db.select(Listing)).unique().one()
    facts = {
        1: {"title": "Школа без вікон", "summary": "Вибило вікна в школі на 200 дітей.", "locale": "uk"},
        2: {"problem": "Вікна закрито плівкою."},
        3: {"beneficiaries": "Діти", "beneficiaries_count": "200"},
        4: {
            "sectors": ["education"],
            "helps": ["materials"],
            "format": "in_ukraine",
            "languages": ["uk", "en"],
            "urgency": "now",
        },
        5: {"result": "Тепло.", "gives_back": "Табір", "principles": ["green"], "evidence_green": "Скло"},
        6: {"contact": cast.olena.id},
    }
    for step, typed in facts.items():
        visit.post("listings.edit", typed, as_=cast.olena, reference=listing.reference, step=step)
    visit("listings.preview", as_=cast.olena, reference=listing.reference)
    visit.post("listings.submit", as_=cast.olena, reference=listing.reference)
    with app.test_request_context("/"):
        listing = db.session.scalars(db.select(Listing)).unique().one()
        actions.publish(listing, cast.marta)
        db.session.commit()
    reference = listing.reference

    page = visit("listings.show", reference=reference)

    assert page.h1 == "Школа без вікон"
    assert page.html.index("Табір") < page.html.index("Вікна закрито")
    assert "olena@" not in page.html
    visit.post("listings.pause", as_=cast.olena, reference=reference)
    assert "paused" in visit("listings.show", reference=reference).notice
    visit.post("listings.resume", as_=cast.olena, reference=reference)
    visit.post("listings.close", {"reason": "met_here"}, as_=cast.olena, reference=reference)
    assert "closed" in visit("listings.show", reference=reference).notice
    events = [letter.event for letter in letters(to="olena@hromada.example")]
    assert events == ["listing_submitted", "listing_published", "listing_closed"]


def test_a_draft_is_thrown_away_after_a_question(visit, cast):
    draft = need(by=cast.olena)

    visit("listings.discard", as_=cast.olena, reference=draft.reference)
    visit.post("listings.discard", as_=cast.olena, reference=draft.reference)

    assert not db.session.scalars(db.select(Listing)).unique().all()
