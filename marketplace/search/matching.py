"""How well an offer fits a need: a stated sum, each part of it a reason. Pure; `pairing` fetches what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from marketplace.listings.codes import FAMILY_MEMBERS, Format
from marketplace.organisations.codes import OrganisationKind

from .embedder import Vectors

# The whole sum, in points; what each is given for stands in `reasons_of`, and in docs/matches.md.
WEIGHTS = {
    "concept": 40.0,  # the same thing in both titles, if few listings speak of it
    "meaning": 50.0,  # times the cosine of the two texts
    "sector": 12.0,
    "broad": 12.0,  # the offer is a form of help for any sector, and the need speaks of it
    "help": 7.0,  # the same form
    "family": 5.0,  # or at least the same family of forms
    "region": 3.0,  # the offer prefers the oblast of the need
    "format": 2.0,
    "language": 2.0,
    "size": 2.0,
    "place": 1.0,
    "capacity": 1.0,
    "time": 1.0,
}
IN_ONE_TITLE, IN_TEXTS = 0.6, 0.25  # of what a thing in both titles counts
SECOND_THING = 0.5  # each further thing in common counts half of the one before
MOST_THINGS = 3
FORM_OF_HELP = 0.5  # "training" says less than "water tower"
COMMON = 20.0  # how fast a thing that many listings speak of loses: at one in twenty it counts half
FEWEST = 50  # a young site knows little of what is common
TITLE = 10  # from this weight on a concept stands in the title (`lexicon.tagging`)
ALIKE_IN_SIZE = 3  # at most so many times as many people
ABOUT = (
    "concept",
    "mention",
    "meaning",
    "sector",
    "broad",
    "help",
    "family",
)  # the subject; the rest are circumstances
ENOUGH = 16.0  # a pair whose subject has fewer points is none, whatever the circumstances

_FAMILY_OF = {str(form): str(family) for family, forms in FAMILY_MEMBERS.items() for form in forms}
_TIERS = {
    OrganisationKind.HROMADA: "local",
    OrganisationKind.MUNICIPALITY: "local",
    OrganisationKind.OBLAST_AUTHORITY: "regional",
    OrganisationKind.RAION_AUTHORITY: "regional",
    OrganisationKind.REGION: "regional",
}


@dataclass(frozen=True)
class Side:
    """What is weighed of one listing."""

    id: int
    organisation_id: int
    organisation_kind: str
    population: int | None
    region: str
    format: str | None
    sectors: Sequence[str]
    helps: Sequence[str]
    languages: Sequence[str]
    concepts: Mapping[str, int]
    meaning: Vectors | None  # a unit vector, what all of its kind have in common taken out
    first_day: date | None = None
    last_day: date | None = None
    preferred_regions: Sequence[str] = ()
    is_broad: bool = False  # its title names a form of help and no field: project papers, co-funding, for whatever it may be
    has_room: bool = False  # says how many cases it can take, and has taken fewer


@dataclass(frozen=True)
class Ground:
    """What of the other listings bears on a pair: how rare a concept is, and which are forms of help."""

    listings: int = 0
    spoken_of: Mapping[str, int] = field(default_factory=dict)  # concept → by how many listings
    forms_of_help: frozenset[str] = frozenset()

    def rarity(self, concept: str, *, asked_for: bool = False) -> float:
        """One for what nobody else speaks of, less for what many do, or for a form of help that is not all there is."""
        rare = 1 / (1 + COMMON * self.spoken_of.get(concept, 0) / (self.listings + FEWEST))
        return rare * (FORM_OF_HELP if concept in self.forms_of_help and not asked_for else 1)


@dataclass(frozen=True)
class Fit:
    """The points of a pair, and its reasons as codes, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


def fit(need: Side, offer: Side, ground: Ground) -> Fit | None:
    """How well they fit; None for two of one organisation, and where too little speaks for it."""
    if need.organisation_id == offer.organisation_id:
        return None
    points = reasons_of(need, offer, ground)
    if sum(value for code, value in points.items() if code.split(":")[0] in ABOUT) < ENOUGH:
        return None
    return Fit(round(sum(points.values()), 3), in_order(points))


def in_order(points: Mapping[str, float]) -> tuple[str, ...]:
    """The codes, the weightiest first."""
    return tuple(sorted(points, key=lambda code: (-points[code], code)))


def reasons_of(need: Side, offer: Side, ground: Ground) -> dict[str, float]:
    """Every part of the sum: reason code → points, all above nothing."""
    points = _things(need, offer, ground)
    if need.meaning is not None and offer.meaning is not None:
        cosine = float(np.dot(need.meaning, offer.meaning))
        if cosine > 0:
            points[f"meaning:{round(cosine * 100)}"] = WEIGHTS["meaning"] * cosine
    for name, value in (
        ("sector", _first_shared(need.sectors, offer.sectors)),
        *_help(need, offer),
        ("format", _format(need.format, offer.format)),
        ("language", _first_shared(need.languages, offer.languages)),
        ("place", _tier(need, offer)),
        ("region", need.region if need.region in offer.preferred_regions else ""),
    ):
        if value:
            points[f"{name}:{value}"] = WEIGHTS[name]
    for name, holds in (
        ("size", _alike_in_size(need.population, offer.population)),
        ("broad", offer.is_broad and bool(need.concepts.keys() & offer.concepts.keys())),
        ("capacity", offer.has_room),
        ("time", _overlap(need, offer)),
    ):
        if holds:
            points[name] = WEIGHTS[name]
    return points


def _things(need: Side, offer: Side, ground: Ground) -> dict[str, float]:
    counted = {}
    for concept in need.concepts.keys() & offer.concepts.keys():
        titles = (need.concepts[concept] >= TITLE) + (offer.concepts[concept] >= TITLE)
        share = (IN_TEXTS, IN_ONE_TITLE, 1.0)[titles]
        rarity = ground.rarity(concept, asked_for=offer.is_broad)
        counted[f"{'concept' if titles == 2 else 'mention'}:{concept}"] = share * rarity
    most = sorted(counted, key=lambda code: (-counted[code], code))[:MOST_THINGS]
    return {
        code: WEIGHTS["concept"] * counted[code] * SECOND_THING**number for number, code in enumerate(most)
    }


def _first_shared(wanted: Sequence[str], given: Sequence[str]) -> str:
    return next((code for code in wanted if code in given), "")


def _help(need: Side, offer: Side) -> list[tuple[str, str]]:
    same = _first_shared(need.helps, offer.helps)
    if same:
        return [("help", same)]
    return [
        (
            "family",
            _first_shared(
                [_FAMILY_OF.get(form, "") for form in need.helps],
                [_FAMILY_OF.get(form, "") for form in offer.helps],
            ),
        )
    ]


def _format(wanted: str | None, given: str | None) -> str:
    """Where both can take place; who says "mixed" can do as the other does."""
    if wanted is None or given is None or (wanted != given and Format.MIXED not in (wanted, given)):
        return ""
    return given if wanted == Format.MIXED else wanted


def _tier(need: Side, offer: Side) -> str:
    tiers = [_TIERS.get(side.organisation_kind, "") for side in (need, offer)]  # type: ignore[call-overload]
    return tiers[0] if tiers[0] == tiers[1] else ""


def _alike_in_size(one: int | None, other: int | None) -> bool:
    return bool(one and other) and max(one or 0, other or 0) <= ALIKE_IN_SIZE * min(one or 0, other or 0)


def _overlap(need: Side, offer: Side) -> bool:
    """The offer says when it can be had, and some of that is before the need's last day."""
    if offer.first_day is None and offer.last_day is None:
        return False
    begins_in_time = offer.first_day is None or need.last_day is None or offer.first_day <= need.last_day
    return begins_in_time and not (offer.last_day and need.first_day and offer.last_day < need.first_day)
