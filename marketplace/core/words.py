"""Words as they are compared: folded, so that case, accents and the many apostrophes do not part them."""

import re
import unicodedata
from itertools import pairwise

APOSTROPHES = str.maketrans(dict.fromkeys("’'`ʼ′‘ʹ‛´＇\N{COMBINING GRAVE TONE MARK}", ""))
TOKEN = re.compile(r"[^\W_]+")

# Resolution 55 of the Cabinet of Ministers of 27 January 2010: letters at the start of a word, and elsewhere.
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip


class _Letters(dict[int, str]):
    """Each character folded, found out once: `str.translate` then does a whole text in one go."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character not in "йїґё":
            decomposed = unicodedata.normalize("NFKD", character)
            character = "".join(part for part in decomposed if not unicodedata.combining(part))
        self[code] = character
        return character


_LETTERS_FOLDED = _Letters()


def fold(text: str) -> str:
    """Lower case by Unicode, without accents and apostrophes; й, ї and ґ stay letters of their own."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(APOSTROPHES)
    return lowered.translate(_LETTERS_FOLDED)


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return TOKEN.findall(fold(text))


def romanise(text: str) -> str:
    """Ukrainian in Latin letters, as passports and road signs write it (resolution 55 of 2010)."""
    plain = unicodedata.normalize("NFC", text).translate(APOSTROPHES)
    return "".join(_romanised(word) for word in re.split(r"(\W+)", plain))


def _romanised(word: str) -> str:
    low = word.casefold()
    letters = [_FIRST.get(low[:1], _LETTERS.get(low[:1], low[:1]))]
    # «зг» is zgh, so that it is not read as «ж» (zh).
    letters += ["gh" if pair == ("з", "г") else _LETTERS.get(pair[1], pair[1]) for pair in pairwise(low)]
    latin = "".join(letters)
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


# Where the order of the code points is not the order of the dictionary.
_ALPHABETS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "lt": "aąbcčdeęėfghiįyjklmnoprsštuųūvzž",
}


def sort_key(text: str, locale: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts names as a dictionary of this language does; other languages sort without accents."""
    alphabet = _ALPHABETS.get(locale)
    if alphabet is None:
        return tuple((0, letter) for letter in fold(text))
    lowered = unicodedata.normalize("NFC", text).casefold().translate(APOSTROPHES)
    return tuple((alphabet.find(letter) + 1, letter) for letter in lowered)
