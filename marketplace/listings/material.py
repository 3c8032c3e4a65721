"""What is material in a change to a public listing: what a moderator reads before anybody else does.

The rule, after PRODUCT §2 ("spelling, pictures" are small; "kind of help, place, dates, quantity, text beyond a small
change" are not):

- A text may change in three words, or in a tenth of its words. A word that is mended counts as one; capitals, accents
  and punctuation count for nothing.
- Never small: a number or a sign with a meaning (€, %, @), an address of a page or a person, a text begun or emptied.
- In the title a word of four letters or more may only have a slip mended.
- Facts are material, but for the language, the stage of the project and the contact person.
- Of the parts of a need their order is small, and a slip in a part that nobody has taken yet; its quantity is weighed
  as a title is. A part more or less is material, and every word of one that is promised or covered.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from marketplace.core.words import fold

SMALL_WORDS = 3
SMALL_SHARE = 10  # one word in so many
LONGEST_WORD = 40  # letters; what is longer is no word, and not small
MAIN_WORD = 4  # letters
SMALL_FACTS = frozenset({"locale", "stage", "contact_id"})
TEXTS = frozenset(
    "title summary problem done_so_far beneficiaries result own_contribution gives_back shares example learns costs "
    "conditions".split()
)

WORD = re.compile(r"\w+|[^\w\s]")
SOFT = re.compile(r"[.,;:!?…'\"“”„«»‘’()\[\]*•‐‑–—-]")  # punctuation that changes no meaning
NUMBER = re.compile(r"\d")
ADDRESS = re.compile(r"\w\.\w{2,}|://|@")


def is_material(field: str, before: Any, after: Any, taken: Collection[int] = ()) -> bool:
    """Whether a moderator has to read it when this field changes so; the same twice is no change, and so small.

    `taken` names the parts (by their ids) that are promised or covered.
    """
    if before == after or field in SMALL_FACTS:
        return False
    if field in TEXTS:
        return _is_material_text(before or "", after or "", title=field == "title")
    if field == "parts":
        return _are_material_parts(before, after, taken)
    if isinstance(before, Mapping) and isinstance(
        after, Mapping
    ):  # principles, each with its line of evidence
        return set(before) != set(after) or any(_is_material_text(before[key], after[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return Counter(before) != Counter(after)
    return True


def _are_material_parts(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], taken: Collection[int]
) -> bool:
    old = {part["id"]: part for part in before}
    if set(old) != {part["id"] for part in after}:
        return True
    changed = [(old[part["id"]], part) for part in after if old[part["id"]] != part]
    return any(
        one["id"] in taken
        or _is_material_text(one["title"], other["title"], title=True)
        or _is_material_text(one["detail"], other["detail"])
        or _is_material_text(one["quantity"], other["quantity"], title=True)
        for one, other in changed
    )


def _is_material_text(before: str, after: str, *, title: bool = False) -> bool:
    old, new = _words(before), _words(after)
    if old == new:
        return _addresses(before) != _addresses(after)
    if not old or not new or _hard(old) != _hard(new) or _addresses(before) != _addresses(after):
        return True
    most = max(SMALL_WORDS, len(old) // SMALL_SHARE)
    if (Counter(new) - Counter(old)).total() > most or (Counter(old) - Counter(new)).total() > most:
        return True  # without laying long texts over each other
    changed = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[i1:i2], new[j1:j2]
        changed += max(len(gone), len(come))
        if any(len(word) > LONGEST_WORD for word in come):
            return True
        if title and not _only_slips(gone, come):
            return True
    return changed > most


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(fold(text)) if not SOFT.fullmatch(word)]


def _hard(words: list[str]) -> list[str]:
    """Numbers, and signs with a meaning, in their order."""
    return [word for word in words if NUMBER.search(word) or not word[0].isalnum()]


def _addresses(text: str) -> Counter[str]:
    return Counter(word for word in text.split() if ADDRESS.search(word.rstrip(".,;:!?)")))


def _only_slips(gone: list[str], come: list[str]) -> bool:
    """In a title: short words come and go, long ones are only mended."""
    if len(gone) == len(come):
        return all(_is_slip(old, new) for old, new in zip(gone, come, strict=True))
    return all(len(word) < MAIN_WORD for word in [*gone, *come])


def _is_slip(old: str, new: str) -> bool:
    """One letter wrong, missing, too many, or two swapped; in a word of eight letters or more two such slips."""
    if max(len(old), len(new)) < MAIN_WORD:
        return True
    return _distance(old, new) <= (1 if len(old) < 2 * MAIN_WORD else 2)


def _distance(old: str, new: str) -> int:
    """How many slips lie between two words (optimal string alignment; both are short)."""
    rows = [list(range(len(new) + 1))]
    for i, letter in enumerate(old, 1):
        row = [i]
        for j, other in enumerate(new, 1):
            best = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == new[j - 2] and old[i - 2] == other:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
