"""What is good once is good once, also for two at the same moment."""

from marketplace.accounts.models import RecoveryCode, SignInSession
from marketplace.accounts.second_factor import recovery_hash
from marketplace.core.db import db
from tests.factories.accounts import NEW_PASSWORD, PASSWORD, code_of, link_in
from tests.organisations.test_races import at_once
from tests.visit import Visit


def posting(visit, address, data):
    """As from a browser of its own."""
    client = visit.client()
    form = {**data, "csrf_token": visit.token(client)}
    return lambda: client.post(address, data=form).status_code


def browsers(app, count):
    return [Visit(app) for _ in range(count)]


def test_a_reset_link_opens_for_one_of_two(visit, letters, olena, app):
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    link = link_in(letters()[0])

    statuses = at_once(*(posting(one, link, {"password": NEW_PASSWORD}) for one in browsers(app, 2)))

    assert statuses == [303, 410]


def halfway(app, who, count):
    made = browsers(app, count)
    for one in made:
        one.post("accounts.sign_in", {"email": who.email, "password": PASSWORD}, follow=False)
    return made


def test_a_one_time_code_lets_one_of_two_in(visit, marta, app):
    two, code = halfway(app, marta, 2), code_of()

    statuses = at_once(
        *(posting(one, visit.address("accounts.second_factor"), {"code": code}) for one in two)
    )

    assert statuses == [303, 422]
    assert len(db.session.scalars(db.select(SignInSession)).all()) == 1


def test_a_recovery_code_lets_one_of_two_in(visit, marta, app):
    db.session.add(RecoveryCode(user_id=marta.id, code_hash=recovery_hash("abcd-efgh-jkmn-pqrs")))
    two = halfway(app, marta, 2)

    statuses = at_once(
        *(
            posting(one, visit.address("accounts.second_factor"), {"code": "ABCD EFGH JKMN PQRS"})
            for one in two
        )
    )

    assert statuses == [303, 422]


def test_one_address_registered_twice_at_once_is_one_account(visit, letters, app):
    form = {"name": "Nina", "email": "nina@hromada.example", "password": NEW_PASSWORD, "locale": "uk"}

    statuses = at_once(*(posting(one, visit.address("accounts.register"), form) for one in browsers(app, 2)))

    assert statuses == [303, 303]
    assert {letter.event for letter in letters()} == {"account_confirm"}
