"""What goes wrong for honest people: stale tabs, double clicks, signed out meanwhile, old links. Nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.handoff.models import Answer
from marketplace.listings.models import Listing
from tests.factories.listings import need, offer

WORDS = {"proposal": "Ми навчимо шістьох інженерів.", "about": "Водоканал міста.", "locale": "uk"}


def test_a_stale_tab_does_not_overwrite_what_was_saved_later(visit, cast):
    draft = need(by=cast.olena, title="Перша назва")
    edit = {"as_": cast.olena, "reference": draft.reference, "step": 1}
    form = visit("listings.edit", **edit).form("/edit/1")
    visit.post("listings.edit", {**form, "title": "Назва з другої вкладки"}, **edit)

    page = visit.post("listings.edit", {**form, "title": "Назва зі старої вкладки"}, expect=409, **edit)

    db.session.refresh(draft)
    assert draft.title == "Назва з другої вкладки"
    assert page.form("/edit/1")["title"] == "Назва зі старої вкладки"


def test_a_double_click_sends_one_answer(visit, cast):
    listing = need(by=cast.olena, status="published")
    form = visit("handoff.new", as_=cast.jan, reference=listing.reference).form("/answer")

    visit.post("handoff.new", {**form, **WORDS}, as_=cast.jan, reference=listing.reference)
    again = visit.post("handoff.new", {**form, **WORDS}, as_=cast.jan, reference=listing.reference)
    other = {**form, **WORDS, "proposal": "Інша пропозиція."}
    refused = visit.post("handoff.new", other, as_=cast.jan, reference=listing.reference, expect=409)

    assert db.session.scalar(select(func.count()).select_from(Answer)) == 1
    assert WORDS["proposal"] in again.html
    assert other["proposal"] in refused.html


def test_a_double_click_submits_once(visit, cast, letters):
    draft = need(by=cast.olena)

    visit.post("listings.submit", as_=cast.olena, reference=draft.reference)
    visit.post("listings.submit", as_=cast.olena, reference=draft.reference, expect=409)

    assert len(letters(to=cast.olena.email)) == 1


def test_two_moderators_decide_once(visit, cast, letters):
    listing = need(by=cast.olena, status="submitted")
    visit.post("moderation.take", as_=cast.marta, reference=listing.reference)

    refused = visit.post("moderation.publish", as_=cast.bohdan, reference=listing.reference, expect=409)
    visit.post("moderation.publish", as_=cast.marta, reference=listing.reference)

    assert "Марта Гнатюк" in refused.html
    assert [letter.event for letter in letters(to=cast.olena.email)] == ["listing_published"]


def test_who_was_signed_out_in_another_tab_keeps_what_she_typed(visit, cast):
    listing = need(by=cast.olena, status="published")
    client = visit.client(cast.jan)
    token = visit.token(client)
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")

    answer = visit.send(
        client,
        "POST",
        visit.address("handoff.new", reference=listing.reference),
        data={**WORDS, "csrf_token": token},
    )

    assert answer.status_code == 401
    assert WORDS["proposal"] in answer.text
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_a_form_that_waited_too_long_comes_back_with_its_words(visit, cast, clock):
    listing = need(by=cast.olena, status="published")
    client = visit.client(cast.jan)
    token = visit.token(client)
    clock.shift(timedelta(hours=13))

    answer = visit.send(
        client,
        "POST",
        visit.address("handoff.new", reference=listing.reference),
        data={**WORDS, "csrf_token": token},
    )

    assert answer.status_code == 400
    assert WORDS["proposal"] in answer.text
    assert "This form has waited too long" in answer.text


def test_what_was_kept_can_be_sent_again_from_that_page(visit, cast):
    listing = need(by=cast.olena, status="published")
    page = visit.post(
        "handoff.new", WORDS, as_=cast.jan, reference=listing.reference, token=False, expect=400
    )

    kept = page.form("/answer")
    assert kept["proposal"] == WORDS["proposal"]
    again = visit.post(
        "handoff.new",
        {**kept, "organisation": str(cast.city.id)},
        as_=cast.jan,
        reference=listing.reference,
    )

    assert WORDS["proposal"] in again.html


def test_no_password_comes_back_from_an_expired_form(visit, cast):
    typed = {"email": "olena@hromada.example", "password": "таємниця-що-не-вертається"}

    page = visit.post("accounts.sign_in", typed, token=False, expect=400)

    assert typed["password"] not in page.html


def test_a_mailed_link_works_once_and_says_so_the_second_time(visit, cast, letters):
    visit.post("accounts.forgot", {"email": cast.stefan.email}, expect=200)
    path = next(word for word in letters(to=cast.stefan.email)[-1].text.split() if "/reset/" in word)
    address = path.removeprefix("http://127.0.0.1:8000")
    password = {"password": "чотири слова і ще одне"}

    visit.post(address, password)
    page = visit(address, expect=410)

    assert "/forgot" in "".join(page.links)


def test_a_mailed_link_grows_old(visit, cast, letters, clock):
    visit.post("accounts.forgot", {"email": cast.stefan.email}, expect=200)
    path = next(word for word in letters(to=cast.stefan.email)[-1].text.split() if "/reset/" in word)

    clock.shift(timedelta(days=3))

    visit(path.removeprefix("http://127.0.0.1:8000"), expect=410)


@pytest.mark.parametrize("locale", ["uk", "en", "lt"])
def test_an_unknown_page_answers_in_the_readers_language(visit, app, locale):
    page = visit(f"/{locale}/немає-такої", expect=404)

    assert page.soup.html["lang"] == locale
    assert page.links


def test_a_foreign_draft_is_no_page_at_all(visit, cast):
    draft = offer(by=cast.jan, title="Juodraštis")

    for method in ("listings.edit", "listings.preview"):
        step = {"step": 1} if method == "listings.edit" else {}
        page = visit(method, as_=cast.olena, reference=draft.reference, expect=404, **step)
        assert "Juodraštis" not in page.html


def test_a_wrong_method_is_told_so_in_the_readers_language(visit, cast):
    listing = need(by=cast.olena)

    page = visit("listings.submit", as_=cast.olena, reference=listing.reference, expect=405, locale="en")

    assert page.h1 == "This address works another way"
    assert db.session.get(Listing, listing.id).status == "draft"
