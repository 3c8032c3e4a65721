"""The panel of filters as a page draws it: groups of choices, each with its number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import current_locale
from marketplace.core.words import sort_key
from marketplace.listings.codes import FAMILY_MEMBERS
from marketplace.organisations.codes import OBLASTS

from .facets import BY_NAME, FACETS, UKRAINE, Facet
from .filters import Filters
from .queries import Counts

FOLDED = (
    "help",
    "urgency",
    "parts",
    "place",
    "hromada",
    "format",
    "language",
)  # closed until something in them is on
LONG = ("help", "place", "language")  # what would find nothing is left out


@dataclass(frozen=True)
class Choice:
    """One checkbox: the parameter and value it sends, its label and number."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool
    hides: bool = False  # not shown while it would find nothing
    nested: bool = False  # belongs to the choice above it

    @property
    def key(self) -> str:
        """How the page finds its number again."""
        return f"{self.name}:{self.value}"


@dataclass(frozen=True)
class Group:
    """One facet and its choices."""

    name: str
    title: Any
    choices: list[Choice]
    folded: bool = False

    @property
    def chosen(self) -> int:
        """How many of its choices are on."""
        return sum(choice.chosen for choice in self.choices)


def groups(filters: Filters, counts: Counts) -> list[Group]:
    """The panel, in the order of the page."""
    made = []
    for facet in FACETS:
        labels = facet.codes()
        choices = _choices(facet, _codes(facet), labels, filters, counts)
        made.append(Group(facet.name, facet.title, choices, facet.name in FOLDED))
    return made


def _codes(facet: Facet) -> list[str]:
    """In the order shown: a family before its forms, Ukraine before its oblasts, those by name."""
    if facet.name == "place":
        oblasts = sorted(OBLASTS, key=lambda code: sort_key(str(OBLASTS[code]), current_locale()))
        return [UKRAINE, *oblasts, *(c for c in facet.codes() if c not in OBLASTS and c != UKRAINE)]
    if facet.name == "help":
        return [str(code) for family, forms in FAMILY_MEMBERS.items() for code in (family, *forms)]
    return list(facet.codes())


def _choices(
    facet: Facet, codes: Iterable[str], labels: Mapping[str, Any], filters: Filters, counts: Counts
) -> list[Choice]:
    on = filters.chosen.get(facet.name, ())
    families = {str(family) for family in FAMILY_MEMBERS}
    return [
        Choice(
            facet.name,
            code,
            str(labels[code]),
            counts[facet.name, code],
            code in on,
            hides=facet.name in LONG,
            nested=(facet.name == "help" and code not in families) or code in OBLASTS,
        )
        for code in codes
    ]


def numbers(counts: Counts) -> dict[str, int]:
    """The counts by `Choice.key`: what a swapped list tells the panel beside it."""
    return {
        f"{name}:{code}": number for (name, code), number in counts.of.items() if name in BY_NAME and number
    }
