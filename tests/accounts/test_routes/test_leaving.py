"""Leaving the site."""

from marketplace.accounts.models import ContactCard, MailedLink, RecoveryCode, SignInSession, User
from marketplace.core.db import db
from marketplace.organisations.models import Membership
from tests.factories.accounts import PASSWORD, person


def test_the_page_says_what_happens_and_changes_nothing(visit, olena):
    page = visit("accounts.leave", as_=olena)

    assert "cannot be undone" in page.text
    assert db.session.get_one(User, olena.id).left_at is None


def test_the_account_is_emptied(visit, letters, olena):
    email = olena.email

    visit.post("accounts.leave", {"password": PASSWORD}, as_=olena, follow=False)

    left = db.session.get_one(User, olena.id)
    assert (left.email, left.name, left.password_hash) == (f"left-{olena.id}@invalid", "–", "")
    assert left.left_at is not None
    for table in (ContactCard, SignInSession, MailedLink, RecoveryCode, Membership):
        column = table.user_id
        assert db.session.scalars(db.select(table).where(column == left.id)).all() == []
    assert [letter.event for letter in letters(email)] == ["account_left"]
    visit("accounts.settings", as_=olena, expect=303)
    visit.post("accounts.sign_in", {"email": email, "password": PASSWORD}, expect=422)


def test_her_address_may_register_again(visit, letters, olena):
    email = olena.email
    visit.post("accounts.leave", {"password": PASSWORD}, as_=olena, follow=False)

    anew = {"name": "Олена", "email": email, "password": "Twelve storks cross the Desna", "locale": "uk"}
    visit.post("accounts.register", anew)

    assert letters(email)[-1].event == "account_confirm"


def test_without_her_password_nobody_leaves(visit, olena):
    page = visit.post("accounts.leave", {"password": "wrong"}, as_=olena, expect=422)

    assert "password" in page.errors and db.session.get_one(User, olena.id).left_at is None


def test_a_last_owner_hands_over_first(visit, cast):
    person("Colleague", "colleague@kaunas.example", reader_of=cast.city)

    page = visit("accounts.leave", as_=cast.jan)
    assert "Hand over first" in page.text and not page.css("input[type=password]")

    visit.post("accounts.leave", {"password": PASSWORD}, as_=cast.jan, expect=409)
    assert db.session.get_one(User, cast.jan.id).left_at is None


def test_an_owner_who_is_alone_may_leave(visit, jan):
    visit.post("accounts.leave", {"password": PASSWORD}, as_=jan, follow=False)

    assert db.session.get_one(User, jan.id).left_at is not None
