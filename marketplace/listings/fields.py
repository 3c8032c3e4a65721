"""What a listing is made of, told step by step: names, labels, and where each is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l

from .codes import Kind


@dataclass(frozen=True)
class Step:
    """One page of the writing form: its label, and the names of the fields on it."""

    number: int
    label: Any
    fields: tuple[str, ...]


LABELS: dict[str, Any] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "locale": _l("Language you write in"),
    "problem": _l("The problem"),
    "done_so_far": _l("What has been done so far"),
    "beneficiaries": _l("Who benefits"),
    "beneficiaries_count": _l("How many people"),
    "sectors": _l("What it is about"),
    "helps": _l("Kinds of help"),
    "format": _l("Where the work takes place"),
    "languages": _l("Languages of work"),
    "place": _l("What the public sees of the place"),
    "urgency": _l("How urgent it is"),
    "stage": _l("How far your project is"),
    "open_until": _l("Open until"),
    "result": _l("The result you wish for"),
    "parts": _l("Parts that different partners can take"),
    "budget_min": _l("Budget from"),
    "budget_max": _l("Budget up to"),
    "own_contribution": _l("What you contribute yourselves"),
    "gives_back": _l("What you can give back"),
    "principles": _l("Principles it serves"),
    "dream_code": _l("Project code in DREAM"),
    "shares": _l("What you share"),
    "example": _l("An example of having done it"),
    "learns": _l("What you would like to learn"),
    "capacity_cases": _l("How many partners at once"),
    "capacity_people": _l("How many people work on it"),
    "capacity_days": _l("How many working days"),
    "costs": _l("Who pays for what"),
    "conditions": _l("Conditions"),
    "preferred_regions": _l("Preferred oblasts"),
    "available_from": _l("Available from"),
    "available_until": _l("Available until"),
    "pictures": _l("Pictures"),
    "documents": _l("Documents"),
    "contact": _l("Contact person"),
}

PLACES = {"hromada": _l("Our hromada, raion and oblast"), "region": _l("Our oblast and nothing nearer")}

STEPS: dict[str, tuple[Step, ...]] = {
    Kind.NEED: (
        Step(1, _l("Title and summary"), ("title", "summary", "locale")),
        Step(2, _l("The problem"), ("problem", "done_so_far")),
        Step(3, _l("Who benefits"), ("beneficiaries", "beneficiaries_count")),
        Step(
            4,
            _l("Help sought"),
            ("sectors", "helps", "format", "languages", "place", "urgency", "stage", "open_until"),
        ),
        Step(
            5,
            _l("Result and budget"),
            (
                "result",
                "parts",
                "budget_min",
                "budget_max",
                "own_contribution",
                "gives_back",
                "principles",
                "dream_code",
            ),
        ),
        Step(6, _l("Pictures and contact"), ("pictures", "documents", "contact")),
    ),
    Kind.OFFER: (
        Step(1, _l("Title and summary"), ("title", "summary", "locale")),
        Step(2, _l("What you share"), ("shares", "example", "learns")),
        Step(3, _l("Help offered"), ("sectors", "helps", "format", "languages", "place")),
        Step(
            4,
            _l("Capacity and conditions"),
            (
                "capacity_cases",
                "capacity_people",
                "capacity_days",
                "costs",
                "conditions",
                "preferred_regions",
                "available_from",
                "available_until",
                "open_until",
            ),
        ),
        Step(5, _l("Pictures and contact"), ("pictures", "documents", "contact")),
    ),
}


def step_of(kind: str, field: str) -> int:
    """The number of the step on which this field is written; the first for a field that is on none."""
    return next((step.number for step in STEPS[kind] if field in step.fields), 1)


def fields_of(kind: str) -> dict[str, Any]:
    """The fields of a need or an offer with their labels, in the order of writing: what a remark may be about."""
    return {name: LABELS[name] for step in STEPS[kind] for name in step.fields}


def part_labels(place: int) -> dict[str, str]:
    """What the fields of the part in this place, from 1, are called."""
    return {
        "title": _("Part %(number)s", number=place),
        "detail": _("Part %(number)s in one sentence", number=place),
        "quantity": _("Part %(number)s: how much", number=place),
    }


def labels_of(names: Iterable[str]) -> list[Any]:
    """What people call these fields or facts."""
    return [LABELS[name.removesuffix("_id")] for name in names]
