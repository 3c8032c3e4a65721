"""Signing in and out: nobody can tell who has an account, nobody guesses for long, nothing stays open."""

from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.actions.leaving import leave
from marketplace.accounts.models import SignInSession, User
from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from tests.factories.accounts import PASSWORD, code_of, person
from tests.visit import Visit


def signs_in(visit, email, password=PASSWORD, **how):
    return visit.post("accounts.sign_in", {"email": email, "password": password}, **how)


def is_in(visit) -> bool:
    with visit.app.app_context():
        return visit.client().get("/en/account").status_code == 200


def test_olena_signs_in_and_comes_to_her_desk_in_her_language(visit, olena):
    page = signs_in(visit, olena.email, follow=False)

    assert page.location == visit.address("pages.desk", "uk")
    assert is_in(visit)
    assert "signed_in" in db.session.scalars(db.select(HistoryRow.event)).all()


def test_an_old_hash_is_made_anew_at_sign_in_and_still_opens(visit, olena, app):
    signs_in(visit, olena.email)

    assert not passwords.is_outdated(db.session.get_one(User, olena.id).password_hash)
    signs_in(Visit(app), olena.email, follow=False)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visit, olena):
    wrong = signs_in(visit, olena.email, "not her password", expect=422)
    unknown = signs_in(visit, "nobody@hromada.example", "not her password", expect=422)

    assert wrong.text == unknown.text
    assert wrong.notice == unknown.notice
    assert "do not belong together" in wrong.text


def test_known_and_unknown_addresses_cost_the_same_work(visit, olena, monkeypatch):
    checked, made = [], []
    real = passwords._hasher

    class Counting:
        def verify(self, stored, password):
            checked.append(stored.split("$")[3])
            return real.verify(stored, password)

        def hash(self, password):
            made.append(password)
            return real.hash(password)

        check_needs_rehash = staticmethod(real.check_needs_rehash)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    counts = []
    for email in (olena.email, "nobody@hromada.example"):
        signs_in(visit, email, "not her password", expect=422)
        counts.append((len(checked), len(made)))
    assert counts == [(1, 0), (2, 0)]

    new = {"name": "N", "password": "Twelve storks cross the Desna", "locale": "en"}
    for email in (olena.email, "another@hromada.example"):
        visit.post("accounts.register", {**new, "email": email})
        counts.append((len(checked), len(made)))
    assert counts[2:] == [(2, 1), (2, 2)]


def test_the_sixth_wrong_try_in_a_minute_is_refused_and_the_seventh_minute_is_free(visit, olena, clock):
    for _ in range(5):
        signs_in(visit, olena.email, "not her password", expect=422)

    page = signs_in(visit, olena.email, expect=429)

    assert 1 <= int(page.response.headers["Retry-After"]) <= 60
    assert "try again" in page.text
    clock.shift(timedelta(seconds=61))
    signs_in(visit, olena.email)
    assert is_in(visit)


def test_an_unknown_address_is_throttled_alike(visit):
    for _ in range(5):
        signs_in(visit, "nobody@hromada.example", "x", expect=422)

    signs_in(visit, "nobody@hromada.example", "x", expect=429)


def test_whoever_guesses_shuts_out_herself_and_nobody_else(visit, olena, jan, app):
    for _ in range(5):
        signs_in(visit, olena.email, "not her password", expect=422)
    signs_in(visit, olena.email, expect=429)

    signs_in(Visit(app), jan.email, follow=False)
    elsewhere = Visit(app)
    elsewhere.client().environ_base["REMOTE_ADDR"] = "192.0.2.77"
    signs_in(elsewhere, olena.email, follow=False)
    assert is_in(elsewhere)


def test_whoever_tries_many_accounts_from_one_place_is_stopped(visit):
    for number in range(20):
        signs_in(visit, f"p{number}@hromada.example", "x", expect=422)

    signs_in(visit, "p21@hromada.example", "x", expect=429)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https:evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"],
)
def test_nobody_is_led_elsewhere(visit, olena, target):
    page = signs_in(visit, olena.email, next=target, follow=False)

    assert page.location == visit.address("pages.desk", "uk")


def test_she_comes_to_the_page_she_asked_for(visit, olena):
    asked = visit("accounts.card", expect=303)
    page = visit.post(asked.location, {"email": olena.email, "password": "wrong"}, expect=422)

    landed = visit.post(
        page.css("main form")[0]["action"], {"email": olena.email, "password": PASSWORD}, follow=False
    )

    assert landed.location == visit.address("accounts.card")


def test_the_signed_in_are_sent_home(visit, olena):
    assert visit("accounts.sign_in", as_=olena, expect=303).location == visit.address("pages.home")


# Sessions that die


def stolen(visit) -> str:
    return visit.client().get_cookie("session").value


def opens(app, cookie: str) -> bool:
    client = app.test_client()
    client.set_cookie("session", cookie)
    with app.app_context():
        return client.get("/en/account").status_code == 200


def test_signing_in_gives_a_new_id_each_time(visit, olena):
    signs_in(visit, olena.email)
    first = db.session.scalar(db.select(SignInSession.token_hash))
    visit.post("accounts.sign_out")
    signs_in(visit, olena.email)

    hashes = set(db.session.scalars(db.select(SignInSession.token_hash)).all())
    assert len(hashes) == 2 and first in hashes


def test_after_signing_out_a_stolen_cookie_opens_nothing(visit, olena, app):
    signs_in(visit, olena.email)
    cookie = stolen(visit)
    assert opens(app, cookie)

    visit.post("accounts.sign_out")

    assert not opens(app, cookie)
    assert not is_in(visit)


def test_after_leaving_a_stolen_cookie_opens_nothing(visit, olena, app):
    signs_in(visit, olena.email)
    cookie = stolen(visit)

    leave(db.session.get_one(User, olena.id))
    db.session.commit()

    assert not opens(app, cookie)


def test_an_idle_session_ends_after_a_week(visit, olena, clock):
    signs_in(visit, olena.email)
    clock.shift(timedelta(days=6))
    assert is_in(visit)
    clock.shift(timedelta(days=6))
    assert is_in(visit)

    clock.shift(timedelta(days=7, seconds=1))

    assert not is_in(visit)


def test_a_busy_session_ends_after_a_month(visit, olena, clock):
    signs_in(visit, olena.email)

    for _ in range(30):
        clock.shift(timedelta(days=1))
        assert is_in(visit)
    clock.shift(timedelta(hours=1))

    assert not is_in(visit)


def test_a_moderators_session_is_shorter(visit, marta, clock):
    signs_in(visit, marta.email)
    visit.post("accounts.second_factor", {"code": code_of()})
    assert is_in(visit)

    clock.shift(timedelta(hours=2, seconds=1))

    assert not is_in(visit)


# The second factor


def test_the_password_alone_does_not_let_a_moderator_in(visit, marta):
    page = signs_in(visit, marta.email)

    assert page.h1 == "Your code"
    assert not is_in(visit)
    visit.post("accounts.second_factor", {"code": code_of()}, follow=False)
    assert is_in(visit)
    assert db.session.scalar(db.select(SignInSession.second_factor))


def test_a_code_that_was_used_lets_nobody_in_again(visit, marta, app):
    signs_in(visit, marta.email)
    visit.post("accounts.second_factor", {"code": code_of()}, follow=False)
    another = Visit(app)
    signs_in(another, marta.email)

    page = another.post("accounts.second_factor", {"code": code_of()}, expect=422)

    assert "code" in page.errors and not is_in(another)


def test_guessing_codes_is_throttled(visit, marta):
    signs_in(visit, marta.email)
    for number in range(5):
        visit.post("accounts.second_factor", {"code": f"00000{number}"}, expect=422)

    visit.post("accounts.second_factor", {"code": code_of()}, expect=429)


def test_the_second_step_waits_five_minutes(visit, marta, clock):
    signs_in(visit, marta.email)

    clock.shift(timedelta(minutes=5, seconds=1))

    page = visit.post("accounts.second_factor", {"code": code_of()}, follow=False)
    assert page.location == visit.address("accounts.sign_in")
    assert not is_in(visit)


def test_nobody_begins_with_the_second_step(visit):
    assert visit("accounts.second_factor", expect=303).location == visit.address("accounts.sign_in")


def test_the_second_step_keeps_where_she_wished_to_go(visit, marta):
    signs_in(visit, marta.email, next="/en/about")

    page = visit.post("accounts.second_factor", {"code": code_of()}, next="/en/about", follow=False)

    assert page.location == "/en/about"


def test_a_moderator_without_a_second_factor_is_sent_to_set_it_up(visit):
    new = person("New", "new@mistok.example")
    new.is_moderator = True
    db.session.commit()

    assert visit("moderation.queue", as_=new, expect=303).location == visit.address("accounts.two_factor")


WRONG = {
    "too long": "x" * 300,
    "null": "a\0b",
    "html": "<b>x</b>",
    "formula": "=1+1",
    "a megabyte": "x" * 1_000_000,
    "empty": "",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("field", ["email", "password"])
def test_wrong_input_is_answered_with_a_sentence(visit, olena, field, wrong):
    page = visit.post(
        "accounts.sign_in", {"email": olena.email, "password": PASSWORD, field: wrong}, expect=422
    )

    assert page.css("[role=alert] li")
    assert not is_in(visit)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_code_is_answered_with_a_sentence(visit, marta, wrong):
    signs_in(visit, marta.email)

    page = visit.post("accounts.second_factor", {"code": wrong}, expect=422)

    assert "code" in page.errors


def test_a_search_in_cyrillic_may_be_where_she_comes_from(visit, olena):
    page = signs_in(visit, olena.email, next="/uk/listings?q=школа", part=True, expect=204)

    assert page.location.isascii() and page.location.startswith("/uk/listings?q=%D1%88")


def test_an_address_under_a_domain_in_cyrillic_is_typed_as_it_is_read(visit):
    person(email="olena@" + "громада.укр".encode("idna").decode())

    signs_in(visit, "Olena@Громада.укр", follow=False)

    assert is_in(visit)
