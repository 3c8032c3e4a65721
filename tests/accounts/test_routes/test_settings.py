"""The account's own pages."""

import pytest

from marketplace.accounts.models import ContactCard, User
from marketplace.core.db import db
from tests.factories.accounts import NEW_PASSWORD, PASSWORD, link_in
from tests.visit import Visit


def again(user: User) -> User:
    return db.session.get_one(User, user.id)


def test_the_overview_says_what_there_is(visit, olena):
    page = visit("accounts.settings", as_=olena)

    assert olena.email in page.text and "Українська" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "endpoint",
    [
        "settings",
        "name",
        "language",
        "change_email",
        "change_password",
        "card",
        "sessions",
        "two_factor",
        "leave",
    ],
)
def test_each_page_is_hers_alone_and_speaks_three_languages(visit, olena, endpoint):
    for locale in ("en", "uk", "lt"):
        visit(f"accounts.{endpoint}", as_=olena, locale=locale)

    assert "/sign-in?next=" in visit(f"accounts.{endpoint}", expect=303).location


def test_she_changes_her_name(visit, olena):
    visit.post("accounts.name", {"name": "Олена Петренко"}, as_=olena)

    assert again(olena).name == "Олена Петренко"


@pytest.mark.parametrize("wrong", ["", "x" * 121, "a\0b", "a\u202eb", "<b>x</b>", "=1", "x" * 1_000_000])
def test_a_wrong_name_is_refused(visit, olena, wrong):
    page = visit.post("accounts.name", {"name": wrong}, as_=olena, expect=422)

    assert "name" in page.errors and again(olena).name == "Олена Коваленко"


def test_she_changes_her_language_and_the_page_follows(visit, olena):
    page = visit.post("accounts.language", {"locale": "lt"}, as_=olena, follow=False)

    assert page.location == visit.address("accounts.settings", "lt")
    assert again(olena).locale == "lt"
    visit.post("accounts.language", {"locale": "xx"}, as_=olena, expect=422)


# The address


def test_she_changes_her_address_when_the_new_one_confirms_and_the_old_one_is_told(visit, letters, olena):
    old = olena.email
    visit.post(
        "accounts.change_email", {"email": "New@Selo.example", "password": PASSWORD}, as_=olena, expect=200
    )
    assert again(olena).email == old
    (letter,) = letters("new@selo.example")
    visit(link_in(letter))
    assert again(olena).email == old

    visit.post(link_in(letter), follow=False)

    assert again(olena).email == "new@selo.example"
    assert [one.event for one in letters(old)] == ["account_address_changed"]
    visit.post(link_in(letter), expect=410)


def test_a_taken_address_looks_the_same_and_its_owner_is_told(visit, letters, olena, jan):
    free = visit.post(
        "accounts.change_email", {"email": "a@selo.example", "password": PASSWORD}, as_=olena, expect=200
    )
    taken = visit.post(
        "accounts.change_email", {"email": jan.email, "password": PASSWORD}, as_=olena, expect=200
    )

    assert free.text.replace("a@selo.example", "X") == taken.text.replace(jan.email, "X")
    assert [letter.event for letter in letters(jan.email)] == ["account_address_in_use"]


def test_an_address_that_was_taken_meanwhile_is_not_moved_to(visit, letters, olena, jan):
    visit.post(
        "accounts.change_email", {"email": "new@selo.example", "password": PASSWORD}, as_=olena, expect=200
    )
    again(jan).email = "new@selo.example"
    db.session.commit()

    visit.post(link_in(letters("new@selo.example")[0]), expect=410)

    assert again(olena).email == olena.email


def test_without_her_password_nothing_is_sent(visit, letters, olena):
    page = visit.post(
        "accounts.change_email", {"email": "a@selo.example", "password": "wrong"}, as_=olena, expect=422
    )

    assert page.errors["password"] and letters() == []
    assert page.form("/account/address")["email"] == "a@selo.example"


def test_guessing_her_password_from_a_borrowed_browser_is_throttled(visit, olena):
    for _ in range(5):
        visit.post(
            "accounts.change_email", {"email": "a@b.example", "password": "wrong"}, as_=olena, expect=422
        )

    visit.post("accounts.change_email", {"email": "a@b.example", "password": PASSWORD}, as_=olena, expect=429)


# The password


def test_a_new_password_ends_all_other_sessions_and_renews_this_one(visit, letters, olena, app):
    elsewhere = Visit(app)
    elsewhere("accounts.settings", as_=olena)
    visit("accounts.settings", as_=olena)
    old_cookie = visit.client(olena).get_cookie("session").value

    visit.post("accounts.change_password", {"password": PASSWORD, "new_password": NEW_PASSWORD}, as_=olena)

    visit("accounts.settings", as_=olena)
    elsewhere("accounts.settings", as_=olena, expect=303)
    thief = Visit(app)
    thief.client().set_cookie("session", old_cookie)
    thief("accounts.settings", expect=303)
    assert [letter.event for letter in letters(olena.email)] == ["account_password_changed"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", NEW_PASSWORD, "password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, "Олена Коваленко 7", "new_password"),
        ("", NEW_PASSWORD, "password"),
        (PASSWORD, "", "new_password"),
    ],
)
def test_a_wrong_or_weak_password_changes_nothing(visit, olena, old, new, field):
    page = visit.post(
        "accounts.change_password", {"password": old, "new_password": new}, as_=olena, expect=422
    )

    assert list(page.errors) == [field]
    assert again(olena).password_hash == olena.password_hash


# The contact card

CARD = {
    "name": "Олена К.",
    "role": "Начальниця відділу",
    "telephone": "044 123 45 67",
    "email": "office@selo.example",
}


def test_she_writes_her_contact_card(visit, olena):
    visit.post("accounts.card", CARD, as_=olena)

    card = db.session.get_one(ContactCard, olena.id)
    assert (card.role, card.telephone, card.email) == (
        "Начальниця відділу",
        "+380 44 123 4567",
        "office@selo.example",
    )


def test_the_telephone_may_be_left_out(visit, olena):
    visit.post("accounts.card", {**CARD, "telephone": ""}, as_=olena)

    assert db.session.get_one(ContactCard, olena.id).telephone == ""


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *[
            ("telephone", wrong)
            for wrong in (
                "12",
                "call me",
                "=1+1",
                "+1\0",
                "<b>1</b>",
                "9" * 1_000_000,
                "+999 1234567",
                "\u202e+380441234567",
            )
        ],
        *[
            ("role", wrong)
            for wrong in ("", "x" * 121, "a\0b", "<b>x</b>", "=1", "\u202eabc", "x" * 1_000_000)
        ],
        *[("email", wrong) for wrong in ("", "none", "a@b", "x" * 1_000_000)],
    ],
)
def test_a_wrong_card_comes_back_with_a_sentence(visit, olena, field, wrong):
    page = visit.post("accounts.card", {**CARD, field: wrong}, as_=olena, expect=422)

    assert list(page.errors) == [field]
    form = page.form("/account/card")
    assert all(form[name] == value for name, value in CARD.items() if name not in (field, "telephone"))
    assert db.session.get_one(ContactCard, olena.id).role == "Official"


def test_letters_to_ever_new_addresses_come_to_an_end(visit, letters, olena):
    for number in range(20):
        visit.post(
            "accounts.change_email",
            {"email": f"p{number}@elsewhere.example", "password": PASSWORD},
            as_=olena,
            expect=200,
        )

    visit.post(
        "accounts.change_email",
        {"email": "one.more@elsewhere.example", "password": PASSWORD},
        as_=olena,
        expect=429,
    )
    assert letters("one.more@elsewhere.example") == []
