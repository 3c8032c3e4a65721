"""The moderators' pages, as Marta and Bohdan walk through them."""

import pytest
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.moderation.models import CaseLock, Decision
from marketplace.organisations.models import Membership
from tests.factories.listings import need, offer
from tests.factories.organisations import hromada


@pytest.fixture
def case(olena):
    return need(by=olena, status="submitted")


def test_an_empty_queue_says_so(visit, marta):
    page = visit("moderation.queue", as_=marta)

    assert "Nothing waits" in page.text


def test_the_queue_shows_the_oldest_first_with_its_age_and_state(visit, olena, jan, marta, bohdan):
    need(by=olena, status="submitted", title="Новіша", days_ago=1)
    old = offer(by=jan, status="submitted", title="Senesnis", days_ago=7)
    visit.post("moderation.take", as_=bohdan, reference=old.reference)

    page = visit("moderation.queue", as_=marta)

    assert page.words("[data-case]") == ["Senesnis", "Новіша"]
    assert page.words("tbody .number") == ["5 too long", "1"]
    assert "1 waits too long" in page.text
    assert "Богдан Лис" in page.text


def test_the_queue_leads_to_the_organisations_to_verify(visit, marta):
    hromada(verified=False)

    assert "Organisations to verify 1" in visit("moderation.queue", as_=marta).text


def test_the_queue_has_pages(visit, olena, marta):
    for number in range(25):
        need(by=olena, status="submitted", title=f"Потреба {number}", days_ago=30 - number)

    first = visit("moderation.queue", as_=marta)
    second = visit(first.css("a[rel=next]")[0]["href"], as_=marta)

    assert len(first.css("[data-case]")) == 20
    assert second.words("[data-case]") == [f"Потреба {number}" for number in range(20, 25)]
    assert visit(second.css("a[rel=prev]")[0]["href"], as_=marta).words("[data-case]")[0] == "Потреба 0"


@pytest.mark.parametrize("who", ["olena", "jan", "petra", "stefan"])
def test_nobody_else_comes_in(visit, cast, case, who):
    person = getattr(cast, who)

    visit("moderation.queue", as_=person, expect=403)
    visit("moderation.case", as_=person, expect=403, reference=case.reference)
    for move in ("take", "publish", "return_", "reject", "hide", "restore"):
        visit.post(f"moderation.{move}", as_=person, expect=403, reference=case.reference)

    assert db.session.get(Listing, case.id).status == "submitted"


def test_looking_at_a_case_changes_nothing(visit, case, marta):
    page = visit("moderation.case", as_=marta, reference=case.reference)

    assert "Take this case" in page.buttons
    assert "Publish" not in page.buttons
    assert db.session.scalar(select(CaseLock)) is None


def test_a_draft_is_no_case(visit, olena, marta):
    draft = need(by=olena)

    visit("moderation.case", as_=marta, expect=404, reference=draft.reference)


def test_a_moderator_takes_and_publishes(visit, case, marta):
    page = visit.post("moderation.take", as_=marta, reference=case.reference)
    assert "Publish" in page.buttons

    page = visit.post("moderation.publish", page.form("publish"), as_=marta, reference=case.reference)

    assert f"Published: {case.title}" in page.notice
    assert db.session.get(Listing, case.id).is_open


def test_a_moderator_returns_a_need_for_one_field(visit, case, marta):
    page = visit.post("moderation.take", as_=marta, reference=case.reference)
    form = {**page.form("/return"), "return-note": "Майже готово.", "return-result_reason": "missing_facts"}

    visit.post("moderation.return_", form, as_=marta, reference=case.reference)

    listing = db.session.get(Listing, case.id)
    assert (listing.status, listing.moderator_note) == ("returned", "Майже готово.")
    assert [remark.field for remark in listing.remarks] == ["result"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "return-note"),
        ({"return-note": "Note", "return-title_reason": "nonsense"}, "return-title_reason"),
        ({"return-note": "Note", "return-title_note": "Longer"}, "return-title_reason"),
        ({"return-note": "Note", "return-title_reason": "other"}, "return-title_note"),
        ({"return-note": "<b>x</b>", "return-title_reason": "duplicate"}, "return-note"),
        ({"return-note": "x\0y", "return-title_reason": "duplicate"}, "return-note"),
        ({"return-note": "x" * 1_000_000, "return-title_reason": "duplicate"}, "return-note"),
    ],
)
def test_a_return_that_is_not_right_comes_back_with_what_was_typed(visit, case, marta, sent, field):
    visit.post("moderation.take", as_=marta, reference=case.reference)

    page = visit.post("moderation.return_", sent, as_=marta, expect=422, reference=case.reference)

    assert field in page.errors
    if sent.get("return-note", "").isalpha():
        assert page.form("/return")["return-note"] == sent["return-note"]
    assert db.session.get(Listing, case.id).status == "submitted"


def test_a_return_without_any_field_is_not_enough(visit, case, marta):
    visit.post("moderation.take", as_=marta, reference=case.reference)

    page = visit.post(
        "moderation.return_", {"return-note": "Hm"}, as_=marta, expect=422, reference=case.reference
    )

    assert "one field at least" in page.text


def test_a_moderator_rejects_with_a_reason_and_a_note(visit, case, marta):
    visit.post("moderation.take", as_=marta, reference=case.reference)
    visit.post("moderation.reject", {}, as_=marta, expect=422, reference=case.reference)

    form = {"reject-reason": "commercial", "reject-note": "Це реклама."}
    visit.post("moderation.reject", form, as_=marta, reference=case.reference)

    assert db.session.get(Listing, case.id).status == "rejected"
    assert "It is an advertisement" in visit("moderation.decided", as_=marta).text


def test_two_moderators_cannot_decide_the_same_need(visit, case, marta, bohdan):
    visit.post("moderation.publish", as_=marta, reference=case.reference)
    form = {"reject-reason": "other", "reject-note": "Зовсім не те."}

    page = visit.post("moderation.reject", form, as_=bohdan, expect=409, reference=case.reference)

    assert "Марта Гнатюк has already decided." in page.notice
    assert "Зовсім не те." in page.text
    assert [row.move for row in db.session.scalars(select(Decision))] == ["publish"]


def test_a_case_that_a_colleague_holds_shows_no_buttons(visit, case, marta, bohdan):
    visit.post("moderation.take", as_=marta, reference=case.reference)

    page = visit("moderation.case", as_=bohdan, reference=case.reference)
    refused = visit.post("moderation.take", as_=bohdan, expect=409, reference=case.reference)

    assert "Take this case" not in page.buttons
    assert "Publish" not in page.buttons
    assert "Марта Гнатюк has taken this case until 11:30." in refused.notice


def test_a_case_of_an_unverified_organisation_leads_to_its_verification(visit, olena, marta):
    body = hromada(verified=False)
    case = need(by=olena, status="submitted", organisation=body)

    page = visit.post("moderation.take", as_=marta, reference=case.reference)
    refused = visit.post("moderation.publish", as_=marta, expect=409, reference=case.reference)

    assert "Publish" not in page.buttons
    assert "Verify the organisation" in page.text
    assert "Nothing of it can be public" in refused.notice


def test_nobody_decides_on_her_own(visit, case, marta, cast):
    db.session.add(Membership(user=marta, organisation=cast.hromada, role="editor"))

    page = visit("moderation.case", as_=marta, reference=case.reference)
    visit.post("moderation.take", as_=marta, expect=403, reference=case.reference)
    visit.post("moderation.publish", as_=marta, expect=403, reference=case.reference)

    assert "a colleague decides" in page.text
    assert "Your own" in visit("moderation.queue", as_=marta).text
    assert not {"Take this case", "Publish"} & set(page.buttons)


def test_a_published_one_is_hidden_and_restored(visit, olena, marta):
    listing = need(by=olena, status="published")
    page = visit("moderation.hide", as_=marta, reference=listing.reference)
    visit.post("moderation.hide", {}, as_=marta, expect=422, reference=listing.reference)

    form = {**page.form("/hide"), "reason": "personal_data", "note": "Ім’я людини."}
    page = visit.post("moderation.hide", form, as_=marta, reference=listing.reference)
    assert "Restore it" in page.buttons

    page = visit.post("moderation.restore", page.form("/restore"), as_=marta, reference=listing.reference)
    assert "Hide it" in page.text
    assert db.session.get(Listing, listing.id).is_open


@pytest.mark.parametrize("version", ["0", "x", "9" * 30, "\0"])
def test_a_stale_or_broken_version_is_told_in_a_sentence(visit, case, marta, version):
    page = visit.post(
        "moderation.publish", {"version": version}, as_=marta, expect=409, reference=case.reference
    )

    assert "changed since you opened it" in page.notice


def test_an_unknown_case_is_not_found(visit, marta):
    visit("moderation.case", as_=marta, expect=404, reference="N-1999-0001")
    visit.post("moderation.take", as_=marta, expect=404, reference="N-1999-0001\0")
