"""What a change changes, for people: texts word by word, facts as they were and as they shall be."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.i18n import gettext as _
from marketplace.core.ui import day, language, money, number
from marketplace.organisations.codes import OBLASTS

from .changes import DAYS, Changes, fact_name
from .codes import FORMATS, HELPS, PRINCIPLES, SECTORS, STAGES, URGENCIES
from .fields import LABELS, PLACES, fields_of, part_labels
from .material import TEXTS
from .models import PART_FACTS

PIECE = re.compile(r"\S+\s*|\s+")
LONGEST_PASSAGE = 300  # characters of one passage in a letter
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Difference:
    """One field: a text in segments (same, gone, new, each with its words), or a fact before and after."""

    name: str
    label: Any
    is_text: bool
    before: str
    after: str
    waits: bool = True
    segments: list[tuple[str, str]] = field(default_factory=list)

    @property
    def passages(self) -> list[tuple[str, str]]:
        """(what is gone, what has come in its place), for a letter; one of the two may be empty."""
        found: list[tuple[str, str]] = []
        before = SAME
        for kind, words in self.segments:
            if kind == GONE:
                found.append((_short(words), ""))
            elif kind == NEW and before == GONE:
                found[-1] = (found[-1][0], _short(words))
            elif kind == NEW:
                found.append(("", _short(words)))
            before = kind
        return found


def differences(kind: str, changes: Changes, material: set[str] | None = None) -> list[Difference]:
    """In the order of writing, in the reader's language; `material` names what waits for a moderator (all, if None)."""
    found = []
    for name in fields_of(kind):
        fact = fact_name(name)
        if fact in changes:
            waits = material is None or fact in material
            found += _of_field(name, *changes[fact], waits=waits)
    return found


def _of_field(name: str, before: Any, after: Any, *, waits: bool) -> list[Difference]:
    if name in TEXTS:
        return [_of_text(name, LABELS[name], before, after, waits=waits)]
    if name == "parts":
        return _of_parts(before, after, waits=waits)
    if name != "principles":
        return [Difference(name, LABELS[name], False, _said(name, before), _said(name, after), waits)]
    found = []
    for code, label in PRINCIPLES.items():
        old, new = before.get(code), after.get(code)
        if old == new:
            continue
        if old and new:
            found.append(_of_text(name, label, old, new, waits=waits))
        else:
            found.append(Difference(name, label, False, _evidence(old), _evidence(new), waits))
    return found


def _of_parts(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], *, waits: bool
) -> list[Difference]:
    """Each part by the number that it has or had: its words, that it is new, that it goes; then their order."""
    old, found = {part["id"]: part for part in before}, []
    for place, part in enumerate(after, 1):
        labels, was = part_labels(place), old.get(part["id"])
        if was is None:
            label = _("Part %(number)s is new", number=place)
            found.append(_of_text("parts", label, "", _whole(part), waits=waits))
        else:
            found += [
                _of_text("parts", labels[name], was[name], part[name], waits=waits)
                for name in PART_FACTS
                if was[name] != part[name]
            ]
    stay = {part["id"] for part in after}
    for place, part in enumerate(before, 1):
        if part["id"] not in stay:
            label = _("Part %(number)s is removed", number=place)
            found.append(_of_text("parts", label, _whole(part), "", waits=waits))
    orders = [
        [part["id"] for part in row if part["id"] in old and part["id"] in stay] for row in (before, after)
    ]
    if orders[0] != orders[1]:
        stood, shall = ([f"{old[key]['title']}; " for key in order] for order in orders)
        label, laid = _("The order of the parts"), _laid_over(stood, shall)
        found.append(Difference("parts", label, True, "".join(stood), "".join(shall), waits, laid))
    return found


def _whole(part: Mapping[str, Any]) -> str:
    return " · ".join(part[name] for name in ("title", "quantity", "detail") if part[name])


def _evidence(words: str | None) -> str:
    return _("Not said") if words is None else words or _("Yes")


def _of_text(name: str, label: Any, before: str, after: str, *, waits: bool) -> Difference:
    return Difference(name, label, True, before, after, waits, segments(before, after))


def segments(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts laid over each other, word by word: ("same" | "gone" | "new", words with their blanks)."""
    return _laid_over(PIECE.findall(before), PIECE.findall(after))


def _laid_over(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    bare_old, bare_new = ([piece.strip() for piece in pieces] for pieces in (old, new))
    found: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((SAME, "".join(new[j1:j2])))
            continue
        if i2 > i1:
            found.append((GONE, "".join(old[i1:i2])))
        if j2 > j1:
            found.append((NEW, "".join(new[j1:j2])))
    return found


def _short(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= LONGEST_PASSAGE else f"{folded[: LONGEST_PASSAGE - 1]}…"


def _one(labels: Mapping[Any, Any], code: Any) -> str:
    return str(labels.get(code, code))


_SAID: dict[str, Callable[[Any], str]] = {
    "locale": language,
    "format": partial(_one, FORMATS),
    "urgency": partial(_one, URGENCIES),
    "stage": partial(_one, STAGES),
    "place": partial(_one, PLACES),
    "sectors": lambda codes: ", ".join(_one(SECTORS, code) for code in codes),
    "helps": lambda codes: ", ".join(_one(HELPS, code) for code in codes),
    "languages": lambda codes: ", ".join(language(code) for code in codes),
    "preferred_regions": lambda codes: ", ".join(_one(OBLASTS, code) for code in codes),
    "budget_min": money,
    "budget_max": money,
    "contact": lambda key: getattr(db.session.get(User, key), "name", ""),
    **dict.fromkeys(DAYS, lambda value: day(date.fromisoformat(value))),
}


def _said(name: str, value: Any) -> str:
    """A fact in the reader's language."""
    if value in (None, "", []):
        return _("Not said")
    if name in _SAID:
        return _SAID[name](value)
    return number(value) if isinstance(value, int) else str(value)
