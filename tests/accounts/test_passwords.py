"""Which passwords are too easily guessed, and how they are kept."""

import pytest

from marketplace.accounts import passwords
from tests.factories.accounts import NEW_PASSWORD, PASSWORD, PASSWORD_HASH

pytestmark = pytest.mark.one_engine

ABOUT = ("Олена Коваленко", "o.kovalenko@velyka-hromada.example", "Mistok")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2024!!",
        "P@ssw0rd1234",
        "passwordpassword",
        "123456789012",
        "111122223333",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabc",
        "qwertyuiop[]",
        "qwertyuiopas",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "йцукенгшщзхї",
        "ЙЦУКЕН123456",
        "фівапролдж12",
        "Слава Україні 2024",
        "slava-ukraini!",
        "iloveyou1234",
        "administrator1",
        "correct horse battery staple",
        "Mistok-Mistok-1",
        "kovalenko2026!!",
        "Коваленко 1990",
        "Олена1990Олена",
        "velyka-hromada",
        "12.05.1990 1990",
    ],
)
def test_a_common_password_is_refused(password):
    assert passwords.is_guessable(password, *ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        NEW_PASSWORD,
        "kX9#vQ2!mZp4",
        "bluebottle anvil thirteen",
        "жовтий трактор їде полем",
        "žalias arklys skaito knygą",
        "x" * 4 + "Yb7-q2!pRtw",
        "🐌🦔🐝🌻🚜🥔🎻🧦 равлик",
    ],
)
def test_a_password_of_many_parts_is_taken(password):
    assert not passwords.is_guessable(password, *ABOUT)


def test_what_does_not_concern_her_is_no_piece_of_hers():
    assert passwords.is_guessable("vaitkevicius 99!", "Ona Vaitkevicius")
    assert not passwords.is_guessable("vaitkevicius 99!", "Jan Petrauskas")


def test_a_very_long_password_is_judged_at_once():
    assert passwords.is_guessable("ab" * 128)
    assert not passwords.is_guessable("kX9#vQ2!mZp4" + "йcя7" * 61)


def test_the_parameters_are_those_that_were_decided_and_nobodys_hash_has_them():
    stored = passwords.hash_password("whatever it is")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.NOBODYS_HASH.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(passwords.NOBODYS_HASH)
    assert passwords.is_outdated(PASSWORD_HASH)


def test_only_the_password_matches_and_nobody_has_nobodys():
    assert passwords.matches(PASSWORD, PASSWORD_HASH)
    assert not passwords.matches(PASSWORD + " ", PASSWORD_HASH)
    assert not passwords.matches("nobody's password", "")
    assert not passwords.matches(PASSWORD, "no hash at all")


def test_two_keyboards_that_type_the_same_letter_differently_agree():
    stored = passwords.hash_password("cafe\u0301 au lait du matin")

    assert passwords.matches("caf\u00e9 au lait du matin", stored)


def test_a_null_or_a_lone_surrogate_breaks_nothing():
    assert not passwords.matches("\0\ud800", PASSWORD_HASH)
