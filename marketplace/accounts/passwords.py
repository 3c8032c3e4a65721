"""Passwords: how they are hashed, and which are too easily guessed. No recipe of signs: only length and guessability.

Argon2id with 19456 KiB, two passes, one lane (OWASP Password Storage). Whoever guesses knows the usual words,
keyboard walks, years, and the person's own name; so what such pieces add to a password counts for little.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.core.words import fold, romanise

SHORTEST, LONGEST = 12, 256
MEMORY_KIB, PASSES, LANES = 19456, 2, 1
# What is checked where there is no account, so that the answer takes as long. Made with the parameters above.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$bWlzdG9rLW5vYm9keXMtcw$666BVTD3+vWObUDIz643K/hjTW5xGjIZRvwSGkb/n6c"
)

ENOUGH = 7  # signs that are left to guess; a known piece counts as PIECE signs, whatever its length
PIECE = 2
FEWEST_DIFFERENT = 5
SHORTEST_WALK = 4
WALKS = (
    "01234567890 0987654321 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop "
    "qsdfghjklm wxcvbn 1qaz2wsx3edc4rfv5tgb6yhn7ujm qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6 "
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя йцукенгшщзхїфівапролджєячсмитьбю йцукенгшщзхъфывапролджэячсмитьбю "
    'фывапролдж ячсмитьбю aąbcčdeęėfghiįyjklmnoprsštuųūvzž !@#$%^&*()_+ !"№;%:?*()_+'
).split()
YEAR_OR_DATE = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])[.\-/]?(?:0[1-9]|1[0-2])[.\-/]?(?:19|20)\d\d|(?:19|20)\d\d"
)
SAME_AGAIN = re.compile(r"(.)\1{2,}")
DISGUISES = (str.maketrans("@4310!57$9", "aaeioistsg"), str.maketrans("@4310!57$9", "aaelolstsg"))

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def _bytes(password: str) -> bytes:
    """One form for what two keyboards type differently (NFKC, as NIST SP 800-63B §5.1.1.2 advises)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(_bytes(password))


def matches(password: str, stored: str) -> bool:
    """Whether this is the password. Without a stored hash it takes as long, and is not."""
    try:
        _hasher.verify(stored or NOBODYS_HASH, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def common_pieces() -> frozenset[str]:
    """Words and phrases that people begin with, folded, without blanks."""
    path = Path(__file__).parent / "data" / "common_passwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(_tight(line) for line in lines if line and not line.startswith("#"))


def _tight(text: str) -> str:
    """Lower case, without blanks and dashes."""
    return re.sub(r"[\s_\-.,’'ʼ`]+", "", unicodedata.normalize("NFKC", text).casefold())


def own_pieces(*about: str) -> frozenset[str]:
    """What a stranger would try first for this person: parts of her name and address, in both alphabets."""
    parts = {part for text in about for part in re.split(r"[\W_\d]+", text.casefold())}
    parts |= {romanise(part) for part in parts} | {fold(part) for part in parts}
    return frozenset(_tight(part) for part in parts if len(part) > 2)


def is_guessable(password: str, *about: str) -> bool:
    """Whether little is left to guess once the known pieces are taken off.

    `about`: the person's name, her address, the site's name.
    """
    plain = _tight(password)
    if len(set(plain)) < FEWEST_DIFFERENT or _is_one_piece_again_and_again(plain):
        return True
    pieces = common_pieces() | own_pieces(*about)
    return min(_left_to_guess(plain, guise, pieces) for guise in _guises(plain)) < ENOUGH


def _guises(plain: str) -> list[str]:
    """As typed, and with the usual signs read as the letters they stand for. All of one length."""
    return [plain, *(plain.translate(table) for table in DISGUISES)]


def _is_one_piece_again_and_again(plain: str) -> bool:
    again = (plain + plain).find(plain, 1)
    return 0 < again < len(plain) and again < SHORTEST


def _left_to_guess(plain: str, guise: str, pieces: frozenset[str]) -> int:
    """Walk through, taking the longest known piece each time."""
    at = left = 0
    while at < len(plain):
        length = max(
            _walk(plain, at), _pattern(plain, at), _known(guise, at, pieces), _known(plain, at, pieces)
        )
        left += PIECE if length else 1
        at += length or 1
    return left


def _walk(plain: str, at: int) -> int:
    """How many signs from here follow a row of keys, or the alphabet, to or fro."""
    longest = 0
    for row in WALKS:
        for way in (row, row[::-1]):
            end = at + SHORTEST_WALK
            while end <= len(plain) and plain[at:end] in way:
                longest = max(longest, end - at)
                end += 1
    return longest


def _pattern(plain: str, at: int) -> int:
    return max((len(m.group()) for p in (YEAR_OR_DATE, SAME_AGAIN) if (m := p.match(plain, at))), default=0)


def _known(guise: str, at: int, pieces: frozenset[str]) -> int:
    longest = min(len(guise) - at, 40)
    return next((n for n in range(longest, 2, -1) if guise[at : at + n] in pieces), 0)
