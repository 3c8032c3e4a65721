"""Opening an account, and confirming its address."""

from datetime import timedelta

import pytest

from marketplace.accounts import forms, passwords
from marketplace.accounts.models import MailedLink, User
from marketplace.core.db import db
from tests.factories.accounts import NEW_PASSWORD, PASSWORD, link_in, person

IRYNA = {"name": "Ірина Шевчук", "email": "iryna@selo.example", "password": NEW_PASSWORD, "locale": "uk"}


def iryna() -> User:
    return db.session.scalars(db.select(User).filter_by(email="iryna@selo.example")).one()


def is_known() -> bool:
    return db.session.query(User).filter_by(email="iryna@selo.example").count() > 0


def test_somebody_registers_confirms_and_signs_in(visit, letters):
    page = visit.post("accounts.register", IRYNA)

    assert page.h1 == "Check your e-mail"
    (letter,) = letters()
    assert (letter.event, letter.to_address, letter.locale) == ("account_confirm", "iryna@selo.example", "uk")
    assert visit(link_in(letter)).css("main button") and iryna().confirmed_at is None

    page = visit.post(link_in(letter))

    assert iryna().confirmed_at is not None
    page = visit.post(
        "accounts.sign_in", {"email": "Iryna@Selo.example", "password": NEW_PASSWORD}, follow=False
    )
    assert page.location == visit.address("organisations.start", "uk")


def test_opening_the_link_changes_nothing_until_the_button_is_pressed(visit, letters):
    visit.post("accounts.register", IRYNA)
    link = link_in(letters()[0])

    for _ in range(3):
        visit(link)

    assert iryna().confirmed_at is None


def test_the_link_works_once_and_the_page_says_so(visit, letters):
    visit.post("accounts.register", IRYNA)
    link = link_in(letters()[0])
    visit.post(link)

    page = visit.post(link, expect=410)

    assert page.h1 == "Це посилання більше не діє"
    assert visit(link, expect=410).h1 == page.h1


def test_the_link_is_good_for_a_day(visit, letters, clock):
    visit.post("accounts.register", IRYNA)

    clock.shift(timedelta(hours=24, seconds=1))

    visit(link_in(letters()[0]), expect=410)


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "ї"])
def test_an_unknown_link_is_answered_kindly(visit, token):
    visit(f"/en/confirm/{token}", expect=410)


def test_the_link_is_stored_as_a_hash_and_built_from_the_configured_address(visit, letters):
    visit("accounts.register")
    visit.client().set_cookie("session", visit.client().get_cookie("session").value, domain="evil.example")
    visit.post("accounts.register", IRYNA, headers={"Host": "evil.example"}, follow=False)

    token = link_in(letters()[0]).rsplit("/", 1)[1]
    stored = db.session.scalar(db.select(MailedLink))
    assert len(token) >= 43 and token.encode() not in stored.token_hash
    assert "http://127.0.0.1:8000/uk/confirm/" in letters()[0].text


def test_a_known_address_gets_the_same_page_and_a_letter_that_says_so(visit, letters, olena):
    unknown = visit.post("accounts.register", IRYNA)
    known = visit.post("accounts.register", {**IRYNA, "email": olena.email})

    assert known.text == unknown.text and known.status == unknown.status
    assert [letter.event for letter in letters(olena.email)] == ["account_exists"]
    assert db.session.get_one(User, olena.id).name == "Олена Коваленко"


def test_whoever_registers_twice_before_confirming_begins_anew(visit, letters):
    visit.post("accounts.register", {**IRYNA, "name": "Somebody else"})
    visit.post("accounts.register", IRYNA)

    first, second = letters()
    visit(link_in(first), expect=410)
    visit(link_in(second))
    assert iryna().name == "Ірина Шевчук"


def test_a_stranger_who_registers_her_address_gets_no_account_by_her_click(visit, letters, app):
    stranger = type(visit)(app)
    stranger.post("accounts.register", {**IRYNA, "password": "a password of the stranger 7"})
    link = link_in(letters()[0])

    page = visit.post(link, expect=422)
    assert "password" in page.errors

    visit.post(link, {"password": NEW_PASSWORD}, expect=422)
    assert iryna().confirmed_at is None


def test_in_another_browser_the_password_confirms(visit, letters, app):
    visit.post("accounts.register", IRYNA)
    telephone = type(visit)(app)

    telephone.post(link_in(letters()[0]), {"password": NEW_PASSWORD})

    assert iryna().confirmed_at is not None


def test_an_unconfirmed_account_does_not_open_and_the_letter_comes_again(visit, letters):
    person(email="new@selo.example", confirmed=False)

    page = visit.post(
        "accounts.sign_in", {"email": "new@selo.example", "password": "correct horse battery staple"}
    )

    assert page.h1 == "Check your e-mail"
    assert [letter.event for letter in letters("new@selo.example")] == ["account_confirm"]
    visit("accounts.settings", expect=303)


def test_registering_is_throttled(visit):
    for number in range(10):
        visit.post("accounts.register", {**IRYNA, "email": f"p{number}@selo.example"})

    page = visit.post("accounts.register", {**IRYNA, "email": "p11@selo.example"}, expect=429)

    assert int(page.response.headers["Retry-After"]) <= 60
    assert "minute" in page.text


def test_one_address_gets_no_more_than_six_letters_an_hour_and_nobody_can_tell(visit, letters, olena):
    pages = [visit.post("accounts.register", {**IRYNA, "email": olena.email}) for _ in range(8)]

    assert len(letters(olena.email)) == 6
    assert len({page.text for page in pages}) == 1


def test_the_signed_in_are_sent_home(visit, jan):
    page = visit("accounts.register", as_=jan, expect=303)

    assert page.location == visit.address("pages.home")


WRONG = {
    "too long": "x" * 300,
    "empty": "",
    "blank": "   ",
    "null": "a\0b",
    "marks": "abc\u202edef",
    "html": "<script>alert(1)</script>",
    "formula": "=HYPERLINK(1)",
    "a megabyte": "x" * 1_000_000,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("field", ["name", "email"])
def test_wrong_input_comes_back_with_a_sentence(visit, letters, field, wrong):
    page = visit.post("accounts.register", {**IRYNA, field: wrong}, expect=422)

    assert list(page.errors) == [field]
    form = page.form("/register")
    other = "email" if field == "name" else "name"
    assert form[other] == IRYNA[other] and form["password"] == ""
    assert "<script>alert" not in page.html
    if wrong.strip() and "\0" not in wrong:
        assert form[field] == wrong
    assert not is_known() and letters() == []


def test_what_is_too_long_is_not_taken_apart(visit, monkeypatch):
    taken: list[str] = []
    judge, pieces = forms.validate_email, passwords.own_pieces

    def judging(text: str, **how: bool) -> object:
        taken.append(text)
        return judge(text, **how)

    def taking_apart(*about: str) -> frozenset[str]:
        taken.extend(about)
        return pieces(*about)

    monkeypatch.setattr(forms, "validate_email", judging)
    monkeypatch.setattr(passwords, "own_pieces", taking_apart)

    visit.post("accounts.register", {**IRYNA, "email": "x" * 1_000_000}, expect=422)
    visit.post("accounts.sign_in", {"email": "x" * 1_000_000, "password": PASSWORD}, expect=422)

    assert taken and max(map(len, taken)) < 300


@pytest.mark.parametrize(
    "wrong",
    [
        "no address",
        "a@b",
        "@b.example",
        "a b@c.example",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: x@y.example",
        "ї@selo.example",
    ],
)
def test_an_address_that_is_none_is_refused(visit, wrong):
    page = visit.post("accounts.register", {**IRYNA, "email": wrong}, expect=422)

    assert "email" in page.errors


@pytest.mark.parametrize(
    "wrong", ["", "short", "x" * 257, "password12345", "Ірина Шевчук 1", "y" * 1_000_000, "\0" * 20]
)
def test_a_weak_password_is_refused_and_never_sent_back(visit, wrong):
    page = visit.post("accounts.register", {**IRYNA, "password": wrong}, expect=422)

    assert "password" in page.errors and page.form("/register")["password"] == ""
    assert len(wrong) < 8 or wrong not in page.html


def test_an_unknown_language_is_refused(visit):
    page = visit.post("accounts.register", {**IRYNA, "locale": "xx"}, expect=422)

    assert page.errors


def test_without_its_token_nothing_is_registered(visit):
    visit.post("accounts.register", IRYNA, token=False, expect=400)

    assert not is_known()
