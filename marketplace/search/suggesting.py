"""What somebody may mean who has begun to type: places that somebody here is from, subjects, organisations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import select

from marketplace.core.db import db
from marketplace.core.freshness import public_version
from marketplace.core.i18n import current_locale, pgettext
from marketplace.core.i18n import gettext as _
from marketplace.core.morphology import likely
from marketplace.core.ui import country
from marketplace.core.words import fold, tokens
from marketplace.lexicon.loaded import lexicon
from marketplace.organisations import register
from marketplace.organisations.models import Organisation

from .beginnings import Beginnings
from .places import words_of_name
from .spots import Spot, all_spots

MOST = 8
SHORTEST = 2
LONGEST = 60  # of what was typed; whoever types more knows what she wants
OTHER_SCRIPTS = ("uk", "bg", "el")
PLACE, SUBJECT, ORGANISATION = "place", "subject", "organisation"


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant. `meaning` says it in the reader's language where the words are another's."""

    kind: str
    words: str
    language: str = ""  # of the words (BCP 47), where it is known and not the reader's
    meaning: str = ""
    where: str = ""
    organisation_id: int = 0

    @property
    def label(self) -> str:
        """What kind of thing it is, in a word."""
        if self.kind == PLACE:
            return pgettext("suggestion", "Place")
        return _("Organisation") if self.kind == ORGANISATION else pgettext("suggestion", "Subject")


@dataclass(frozen=True)
class Here:
    """The verified organisations: their names, and which places they make worth a search."""

    rows: tuple[Any, ...]
    names: Beginnings
    codes: frozenset[str]  # of hromadas, oblasts and countries
    called: Mapping[tuple[str, str], frozenset[int]]  # a country and a rough word of a name → who has it

    def has(self, spot: Spot) -> bool:
        """Whether anybody is from there; who asks for an oblast's centre is content with the oblast."""
        if spot.words:
            return any(self._are_called(spot.country, name) for name in spot.words if name)
        if spot.own and register.OBLAST_CENTRES.get(spot.region) == spot.own and spot.region in self.codes:
            return True
        return (spot.katottg or spot.region or spot.country) in self.codes

    def _are_called(self, country_code: str, name: frozenset[str]) -> bool:
        nobody: frozenset[int] = frozenset()
        return bool(frozenset.intersection(*(self.called.get((country_code, word), nobody) for word in name)))


def suggest(typed: str) -> list[Suggestion]:
    """At most eight for the present reader, each kind together; none for fewer than two letters."""
    said = " ".join(tokens(typed[: LONGEST + 1]))
    if not SHORTEST <= len(said) <= LONGEST:
        return []
    here = _here(public_version())
    groups = (_places(said, here), _subjects(said, typed), _organisations(said, here))
    # By turns, so that no kind crowds out the others.
    by_turns = sorted((place, kind) for kind, group in enumerate(groups) for place in range(len(group)))
    return [groups[kind][place] for kind, place in sorted((kind, place) for place, kind in by_turns[:MOST])]


def forget() -> None:
    """Read the organisations anew."""
    _here.cache_clear()


@lru_cache(maxsize=1)
def _here(_version: int) -> Here:
    names = (Organisation.name, Organisation.name_latin, Organisation.locale)
    columns = (Organisation.id, *names, Organisation.country, Organisation.region, Organisation.katottg)
    verified = select(*columns).where(Organisation.verified_at.is_not(None)).order_by(Organisation.id)
    rows = tuple(db.session.execute(verified))
    called: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in rows:
        for word in words_of_name(row.name, row.name_latin, row.locale):
            called[row.country, word].add(row.id)
    both = ((name, number) for number, row in enumerate(rows) for name in (row.name, row.name_latin))
    return Here(
        rows,
        Beginnings(both, sounds=True),
        frozenset(code for row in rows for code in (row.katottg, row.region, row.country) if code),
        {key: frozenset(ids) for key, ids in called.items()},
    )


def _places(said: str, here: Here) -> list[Suggestion]:
    """Two of one name are one search, and so one suggestion."""
    spots, names = all_spots()
    reader = current_locale()
    found: dict[str, Suggestion] = {}
    for number in names.find(said):
        if here.has(spots[number]):
            shown = spots[number].shown(reader)
            found.setdefault(fold(shown), Suggestion(PLACE, shown, where=spots[number].where))
            if len(found) == MOST:
                break
    return list(found.values())


@cache
def _terms(language: str) -> Beginnings:
    terms = enumerate(lexicon().terms)
    return Beginnings(
        (term.said, number) for number, term in terms if term.language == language and term.whole
    )


def _subjects(said: str, typed: str) -> list[Suggestion]:
    """Concepts by a word of the reader's language; where that says little, of the languages of this script."""
    reader, known = current_locale(), lexicon()
    found: dict[str, Suggestion] = {}
    for language in dict.fromkeys((reader, *likely(typed))):
        for number in _terms(language).find(said):
            term = known.terms[number]
            meaning = "" if language == reader else known.label(term.concept, reader)
            if fold(meaning) == fold(term.said):
                found.setdefault(term.concept, Suggestion(SUBJECT, meaning))
            tag = "" if language == reader else language
            found.setdefault(term.concept, Suggestion(SUBJECT, term.said, tag, meaning))
        if len(found) >= MOST:
            break
    return list(found.values())[:MOST]


def _organisations(said: str, here: Here) -> list[Suggestion]:
    reader, found = current_locale(), []
    for number in here.names.find(said)[:MOST]:
        row = here.rows[number]
        foreign = row.locale != reader and row.locale in OTHER_SCRIPTS
        name, language = (row.name_latin, f"{row.locale}-Latn") if foreign else (row.name, row.locale)
        found.append(Suggestion(ORGANISATION, name, language, "", country(row.country), row.id))
    return found
