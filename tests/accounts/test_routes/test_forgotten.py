"""A forgotten password."""

from datetime import timedelta

import pytest

from marketplace.accounts.models import MailedLink, User
from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from marketplace.core.outbox import Letter
from tests.factories.accounts import NEW_PASSWORD, PASSWORD, link_in, person
from tests.visit import Visit


def test_olena_sets_a_new_password_and_is_signed_out_everywhere(visit, letters, olena, app):
    elsewhere = Visit(app)
    elsewhere("accounts.settings", as_=olena)
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    link = link_in(letters(olena.email)[0])
    visit(link)

    page = visit.post(link, {"password": NEW_PASSWORD})

    assert page.h1 == "Увійти"
    elsewhere("accounts.settings", as_=olena, expect=303)
    visit.post("accounts.sign_in", {"email": olena.email, "password": PASSWORD}, expect=422)
    visit.post("accounts.sign_in", {"email": olena.email, "password": NEW_PASSWORD}, follow=False)
    assert [letter.event for letter in letters(olena.email)] == ["account_reset", "account_password_changed"]


def test_nobody_can_tell_whether_there_is_an_account(visit, letters, olena):
    known = visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    unknown = visit.post("accounts.forgot", {"email": "nobody@hromada.example"}, expect=200)

    assert known.text.replace(olena.email, "X") == unknown.text.replace("nobody@hromada.example", "X")
    assert [letter.event for letter in letters()] == ["account_reset", "account_none"]


def test_the_link_works_once(visit, letters, olena):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    link = link_in(letters()[0])
    visit.post(link, {"password": NEW_PASSWORD}, follow=False)

    page = visit.post(link, {"password": "Another nine grey herons"}, expect=410)

    assert page.h1 == "Це посилання більше не діє"


def test_the_link_is_good_for_an_hour(visit, letters, olena, clock):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)

    clock.shift(timedelta(hours=1, seconds=1))

    visit.post(link_in(letters()[0]), {"password": NEW_PASSWORD}, expect=410)


def test_a_newer_link_replaces_the_older(visit, letters, olena):
    for _ in range(2):
        visit.post("accounts.forgot", {"email": olena.email}, expect=200)

    older, newer = letters()

    visit(link_in(older), expect=410)
    visit(link_in(newer))


def test_a_link_of_one_kind_opens_no_other_door(visit, letters, olena):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)

    token = link_in(letters()[0]).rsplit("/", 1)[1]

    visit("accounts.confirm", token=token, expect=410)
    visit("accounts.confirm_email", token=token, expect=410)


def test_opening_the_link_changes_nothing(visit, letters, olena):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)

    visit(link_in(letters()[0]))
    visit(link_in(letters()[0]))

    assert db.session.get_one(User, olena.id).password_hash == olena.password_hash


@pytest.mark.parametrize("weak", ["", "short", "password12345", "Коваленко 1990", "x" * 1_000_000])
def test_a_weak_password_leaves_the_link_good(visit, letters, olena, weak):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    link = link_in(letters()[0])

    page = visit.post(link, {"password": weak}, expect=422)

    assert "password" in page.errors
    visit.post(link, {"password": NEW_PASSWORD}, follow=False)


def test_the_link_proves_the_address_too(visit, letters):
    new = person(email="new@selo.example", confirmed=False)
    visit.post("accounts.forgot", {"email": new.email}, expect=200)

    visit.post(link_in(letters()[0]), {"password": NEW_PASSWORD}, follow=False)

    assert db.session.get_one(User, new.id).confirmed_at is not None


def test_asking_is_throttled(visit, letters, olena):
    for _ in range(5):
        visit.post("accounts.forgot", {"email": olena.email}, expect=200)

    visit.post("accounts.forgot", {"email": olena.email}, expect=429)

    assert len(letters()) == 5


@pytest.mark.parametrize(
    "wrong", ["", "no address", "a\0@b.example", "<b>@x.example", "=a@b.example", "x" * 300, "x" * 1_000_000]
)
def test_wrong_input_is_answered_with_a_sentence(visit, letters, wrong):
    page = visit.post("accounts.forgot", {"email": wrong}, expect=422)

    assert "email" in page.errors and letters() == []


def test_a_link_to_a_new_address_that_somebody_else_asked_for_dies_with_the_old_password(
    visit, letters, olena, app
):
    borrowed = Visit(app)
    borrowed.post(
        "accounts.change_email",
        {"email": "thief@elsewhere.example", "password": PASSWORD},
        as_=olena,
        expect=200,
    )
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    visit.post(link_in(letters(olena.email)[0]), {"password": NEW_PASSWORD})

    visit(link_in(letters("thief@elsewhere.example")[0]), expect=410)


def test_an_address_without_an_account_costs_the_same_work(visit, olena):
    def rows() -> list[int]:
        tables = (MailedLink, HistoryRow, Letter)
        return [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables]

    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    assert rows() == [1, 1, 1]
    visit.post("accounts.forgot", {"email": "nobody@hromada.example"}, expect=200)
    assert rows() == [2, 2, 2]
