"""Setting up the second factor."""

import pytest

from marketplace.accounts.models import RecoveryCode, User
from marketplace.core.db import db
from tests.factories.accounts import PASSWORD, code_of
from tests.visit import Visit


def secret_on(page) -> str:
    return page.css("main code")[0].get_text().replace(" ", "")


def sets_up(visit, user):
    secret = secret_on(visit("accounts.two_factor", as_=user))
    return visit.post(
        "accounts.two_factor", {"code": code_of(secret), "password": PASSWORD}, as_=user, expect=200
    )


def test_she_sets_it_up_and_sees_her_recovery_codes_once(visit, letters, olena, app):
    elsewhere = Visit(app)
    elsewhere("accounts.settings", as_=olena)

    page = sets_up(visit, olena)

    codes = page.words("main li code")
    assert len(codes) == 10
    assert db.session.get_one(User, olena.id).has_second_factor
    assert not any(code in visit("accounts.two_factor", as_=olena).html for code in codes)
    assert [letter.event for letter in letters(olena.email)] == ["account_second_factor"]
    elsewhere("accounts.settings", as_=olena, expect=303)


def test_the_picture_stands_in_the_page_without_style_or_data_address(visit, olena):
    page = visit("accounts.two_factor", as_=olena)

    (picture,) = [svg for svg in page.css("main svg") if svg.find("title")]
    assert picture.select("path") and "data:" not in page.html and not picture.select("[style]")


def test_the_key_stays_the_same_until_it_is_proved(visit, olena):
    first = secret_on(visit("accounts.two_factor", as_=olena))

    page = visit.post("accounts.two_factor", {"code": "000000", "password": PASSWORD}, as_=olena, expect=422)

    assert "code" in page.errors and secret_on(page) == first
    assert not db.session.get_one(User, olena.id).has_second_factor


def test_without_her_password_it_is_not_set_up(visit, olena):
    secret = secret_on(visit("accounts.two_factor", as_=olena))

    page = visit.post(
        "accounts.two_factor", {"code": code_of(secret), "password": "wrong"}, as_=olena, expect=422
    )

    assert "password" in page.errors and not db.session.get_one(User, olena.id).has_second_factor


def test_the_code_that_proved_it_does_not_let_in_as_well(visit, olena, app):
    sets_up(visit, olena)
    secret = db.session.get_one(User, olena.id).totp_secret
    another = Visit(app)
    another.post("accounts.sign_in", {"email": olena.email, "password": PASSWORD}, follow=False)

    another.post("accounts.second_factor", {"code": code_of(secret)}, expect=422)


def test_a_recovery_code_lets_her_in_once(visit, olena, app):
    code = sets_up(visit, olena).words("main li code")[0]
    for expect in (303, 422):
        another = Visit(app)
        another.post("accounts.sign_in", {"email": olena.email, "password": PASSWORD}, follow=False)
        another.post("accounts.second_factor", {"code": code}, expect=expect, follow=False)


def test_she_makes_new_recovery_codes(visit, marta):
    page = visit.post("accounts.recovery_codes", {"password": PASSWORD}, as_=marta, expect=200)

    assert len(page.words("main li code")) == 10
    visit.post("accounts.recovery_codes", {"password": "wrong"}, as_=marta, expect=422)


def test_she_takes_it_off_with_her_password(visit, letters, marta):
    visit.post("accounts.remove_two_factor", {"password": "wrong"}, as_=marta, expect=422)
    assert db.session.get_one(User, marta.id).has_second_factor

    visit.post("accounts.remove_two_factor", {"password": PASSWORD}, as_=marta, follow=False)

    assert not db.session.get_one(User, marta.id).has_second_factor
    assert db.session.query(RecoveryCode).count() == 0
    assert [letter.event for letter in letters(marta.email)] == ["account_second_factor"]
    visit("moderation.queue", as_=marta, expect=303)


@pytest.mark.parametrize("endpoint", ["recovery_codes", "remove_two_factor"])
def test_what_is_not_on_cannot_be_changed(visit, olena, endpoint):
    page = visit.post(f"accounts.{endpoint}", {"password": PASSWORD}, as_=olena)

    assert page.h1 == "Set up the second factor"
