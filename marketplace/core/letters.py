"""Names as people elsewhere spell them: one rough Latin form for every script and every habit of writing.

«Харків», *Kharkiv*, *Charkiw* and *Charków* come out alike. It is for comparing, never for showing.
"""

import re

from .words import fold, romanise

# Latin spellings of other languages led to one rough form; longest first.
_ROUGH = [
    ("schtsch", "s"), ("shch", "s"), ("szcz", "s"), ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("sz", "s"),
    ("zgh", "zh"), ("zh", "z"), ("rz", "z"), ("cz", "c"), ("kh", "h"), ("ch", "c"), ("tz", "c"), ("ts", "c"), ("ck", "k"),
    ("ph", "f"), ("th", "t"), ("yi", "i"), ("iy", "i"), ("yj", "i"), ("ij", "i"), ("ii", "i"), ("ya", "a"), ("ia", "a"),
    ("ja", "a"), ("ye", "e"), ("ie", "e"), ("je", "e"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("io", "o"), ("yo", "o"),
    ("jo", "o"), ("ou", "u"), ("w", "v"), ("j", "i"), ("y", "i"), ("g", "h"), ("x", "ks"), ("q", "k"),
]  # fmt: skip
# Letters of other Cyrillic alphabets, and Greek (ISO 843, type 2), for comparing.
_OTHERS = str.maketrans(
    {
        "ы": "y", "э": "e", "ё": "e", "ъ": "a", "ѝ": "y",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    }
)  # fmt: skip
LATIN = re.compile("[a-z]")
GRAM = 3


def rough(word: str) -> str:
    """A folded Latin word in the form that all habits of spelling share."""
    for foreign, ours in _ROUGH:
        word = word.replace(foreign, ours)
    return re.sub(r"(.)\1", r"\1", word)


def skeletons(word: str) -> tuple[str, ...]:
    """The rough forms of a word in any script; two where a German *ch* may be our «х» as well as our «ч»."""
    latin = romanise(fold(word)).lower().translate(_OTHERS)
    if "ch" not in latin:
        return (rough(latin),)
    return tuple(dict.fromkeys((rough(latin), rough(latin.replace("ch", "kh")))))


def skeleton(word: str) -> str:
    """The rough form of a word in any script."""
    return skeletons(word)[0]


def grams(word: str) -> set[str]:
    """The runs of three letters of a rough form, its edges among them."""
    edged = f" {word} "
    return {edged[start : start + GRAM] for start in range(len(edged) - GRAM + 1)}
