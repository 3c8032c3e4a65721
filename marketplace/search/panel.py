"""The panel of filters as a page draws it: groups of choices, each with its number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.codes import FAMILY_MEMBERS
from marketplace.organisations.codes import OBLASTS

from .facets import BY_NAME, FACETS, UKRAINE, Facet
from .filters import Filters
from .queries import Counts

FOLDED = ("help", "urgency", "place", "hromada", "format", "language")  # closed until something in them is on


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
    """One facet; its choices in parts, a part perhaps with a title."""

    name: str
    title: Any
    parts: list[tuple[Any, list[Choice]]] = field(default_factory=list)
    folded: bool = False

    @property
    def chosen(self) -> int:
        """How many of its choices are on."""
        return sum(choice.chosen for _, choices in self.parts for choice in choices)


def groups(filters: Filters, counts: Counts) -> list[Group]:
    """The panel, in the order of the page."""
    made = []
    for facet in FACETS:
        labels = facet.codes()
        parts = [(title, _choices(facet, codes, labels, filters, counts)) for title, codes in _parts(facet)]
        folded = facet.name in FOLDED and not filters.chosen.get(facet.name)
        made.append(Group(facet.name, facet.title, parts, folded))
    return made


def _parts(facet: Facet) -> list[tuple[Any, list[str]]]:
    if facet.name == "place":
        oblasts = sorted(OBLASTS, key=lambda code: str(OBLASTS[code]))
        elsewhere = [code for code in facet.codes() if code not in OBLASTS and code != UKRAINE]
        return [(None, [UKRAINE, *oblasts]), (_l("Other countries"), elsewhere)]
    if facet.name == "help":
        return [
            (
                None,
                [
                    code
                    for family, forms in FAMILY_MEMBERS.items()
                    for code in (str(family), *map(str, forms))
                ],
            )
        ]
    return [(None, list(facet.codes()))]


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
            hides=facet.name == "language"
            or (facet.name == "place" and code not in OBLASTS and code != UKRAINE),
            nested=(facet.name == "help" and code not in families) or code in OBLASTS,
        )
        for code in codes
    ]


def numbers(counts: Counts) -> dict[str, int]:
    """The counts by `Choice.key`: what a swapped list tells the panel beside it."""
    return {
        f"{name}:{code}": number for (name, code), number in counts.of.items() if name in BY_NAME and number
    }
