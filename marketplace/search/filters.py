"""What is looked for: read from an address, written to one, said in words. Feeds and downloads read the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.words import tokens

from .facets import BY_NAME
from .understanding import LONGEST_TEXT, MOST_WORDS, one_line, words_read

NEWEST, WAITING, CLOSING, RELEVANCE = "newest", "waiting", "closing", "relevance"
SORTS = {
    RELEVANCE: _l("Best match"),
    NEWEST: _l("Newest"),
    WAITING: _l("Waiting longest"),
    CLOSING: _l("Closing soon"),
}
AS, WORDS = "as", "words"  # in an address: not as a place
MOST_TOLD = 5  # so many strange values are named; an address with a thousand is nobody's mistake
LONGEST_TOLD = 40


@dataclass(frozen=True)
class Chosen:
    """One filter that is on: where it stands, its value, and its label in the reader's language."""

    facet: str
    value: str
    label: str


@dataclass(frozen=True)
class Filters:
    """One search. Unknown values are left out and named in `ignored`."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: str = ""
    words: tuple[str, ...] = ()
    sort: str = NEWEST
    ignored: tuple[str, ...] = ()
    cut: bool = False  # more was typed than is looked for
    as_words: bool = False  # though it names a place, the words themselves are looked for

    @classmethod
    def read(cls, address: Mapping[str, list[str]]) -> "Filters":
        """From the parameters of an address, each with all its values."""
        strange: dict[str, None] = {}
        chosen: dict[str, tuple[str, ...]] = {}
        for facet in BY_NAME.values():
            given = dict.fromkeys(value.strip() for value in address.get(facet.name, ()))
            kept = facet.known(given)
            strange.update((value, None) for value in given if value and value not in kept)
            if kept:
                chosen[facet.name] = kept
        typed = one_line(_first(address, "q"))
        words = words_read(typed)
        cut = len(typed) > LONGEST_TEXT or len(set(tokens(typed))) > MOST_WORDS
        sort = _first(address, "sort")
        if sort and (sort not in SORTS or (sort == RELEVANCE and not words)):
            if sort not in SORTS:
                strange[sort] = None
            sort = ""
        sort = sort or (RELEVANCE if words else NEWEST)
        as_words = bool(words) and _first(address, AS) == WORDS
        return cls(chosen, typed[:LONGEST_TEXT], words, sort, tuple(strange), cut, as_words)

    # To an address

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parameters that lead back here; `changes` replace some (None takes one away)."""
        usual = RELEVANCE if self.words else NEWEST
        parameters: dict[str, Any] = {
            **{name: list(values) for name, values in self.chosen.items()},
            "q": self.typed,
            "sort": self.sort,
            AS: WORDS if self.as_words else None,
            **changes,
        }
        if parameters["sort"] == usual:
            del parameters["sort"]
        return {name: value for name, value in parameters.items() if value}

    def without(self, facet: str, value: str | None = None) -> "Filters":
        """The same search with one filter (or one of its values) taken off; `q` is the words."""
        if facet == "q":
            sort = NEWEST if self.sort == RELEVANCE else self.sort
            return replace(self, typed="", words=(), as_words=False, sort=sort)
        kept = tuple(v for v in self.chosen.get(facet, ()) if value is not None and v != value)
        rest = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen={**rest, facet: kept} if kept else rest)

    # In words

    @property
    def on(self) -> list[Chosen]:
        """The filters that are on, in the order of the page."""
        return [
            Chosen(facet.name, value, facet.label(value))
            for facet in BY_NAME.values()
            for value in self.chosen.get(facet.name, ())
        ]

    @property
    def is_empty(self) -> bool:
        return not self.chosen and not self.words

    def labels(self, facet: str) -> str:
        """The chosen values of one facet, one after the other."""
        return ", ".join(BY_NAME[facet].label(value) for value in self.chosen.get(facet, ()))

    def notes(self) -> list[str]:
        """What was not understood, and so left out: a sentence for each."""
        told = [
            _("“%(value)s” is not one of the choices and was left out.", value=_short(value))
            for value in self.ignored[:MOST_TOLD]
        ]
        if self.typed and not self.words:
            told.append(_("“%(typed)s” has no letters or digits to look for.", typed=_short(self.typed)))
        if self.cut:
            told.append(_("Only the first %(most)s words are looked for.", most=MOST_WORDS))
        return told


def _first(address: Mapping[str, Iterable[str]], name: str) -> str:
    return next(iter(address.get(name, ())), "")


def _short(value: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in value)
    return shown if len(shown) <= LONGEST_TOLD else f"{shown[:LONGEST_TOLD]}…"
