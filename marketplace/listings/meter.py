"""What a listing still lacks: what must be there before it is handed in, and what a reader will still ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.organisations.policy import belongs_to

from .codes import Kind
from .fields import step_of
from .models import Listing


@dataclass(frozen=True)
class Lack:
    """One thing that is not there, and the field and step where it is written."""

    field: str
    sentence: str
    step: int


@dataclass(frozen=True)
class Question:
    """What a reader will ask, and whether the listing answers it."""

    field: str
    label: Any
    done: bool
    step: int


Said = Callable[[Listing], object]

_BOTH_BEFORE: tuple[tuple[str, Any, Said], ...] = (
    ("title", _l("Give it a title."), lambda it: it.title),
    ("summary", _l("Write a summary: it is what a card shows."), lambda it: it.summary),
)
_BOTH_AFTER: tuple[tuple[str, Any, Said], ...] = (
    ("sectors", _l("Choose what it is about."), lambda it: it.sectors),
    ("helps", _l("Choose the kinds of help."), lambda it: it.helps),
    ("format", _l("Say where the work takes place."), lambda it: it.format),
    ("languages", _l("Choose the languages you can work in."), lambda it: it.languages),
)
_LAST: tuple[tuple[str, Any, Said], ...] = (
    (
        "contact",
        _l("Choose who will talk to a partner: somebody of your organisation, with a contact card."),
        lambda it: (
            it.contact is not None
            and it.contact.left_at is None
            and it.contact.card is not None
            and belongs_to(it.contact, it.organisation_id)
        ),
    ),
)
REQUIRED: dict[str, tuple[tuple[str, Any, Said], ...]] = {
    Kind.NEED: (
        *_BOTH_BEFORE,
        ("problem", _l("Tell what the problem is."), lambda it: it.problem),
        ("beneficiaries", _l("Say who benefits."), lambda it: it.beneficiaries),
        *_BOTH_AFTER,
        ("urgency", _l("Say how urgent it is."), lambda it: it.urgency),
        ("result", _l("Say what result you wish for."), lambda it: it.result),
        *_LAST,
    ),
    Kind.OFFER: (
        *_BOTH_BEFORE,
        ("shares", _l("Tell what you share."), lambda it: it.shares),
        *_BOTH_AFTER,
        *_LAST,
    ),
}

# What most such notices fail to say.
ASKED: dict[str, tuple[tuple[str, Any, Said], ...]] = {
    Kind.NEED: (
        ("problem", _l("What exactly is the problem?"), lambda it: it.problem),
        ("beneficiaries", _l("Who benefits?"), lambda it: it.beneficiaries),
        ("beneficiaries_count", _l("How many people?"), lambda it: it.beneficiaries_count is not None),
        ("done_so_far", _l("What have you done already?"), lambda it: it.done_so_far),
        ("result", _l("What will be different afterwards?"), lambda it: it.result),
        ("budget_max", _l("What may it cost?"), lambda it: it.budget_min is not None or it.budget_max is not None),
        ("own_contribution", _l("What do you contribute yourselves?"), lambda it: it.own_contribution),
        ("gives_back", _l("What can your partner get back?"), lambda it: it.gives_back),
        ("pictures", _l("What does it look like?"), lambda it: it.pictures),
    ),
    Kind.OFFER: (
        ("shares", _l("What exactly do you share?"), lambda it: it.shares),
        ("example", _l("Where have you done it before?"), lambda it: it.example),
        (
            "capacity_cases",
            _l("How many partners, and how much time?"),
            lambda it: any(
                value is not None for value in (it.capacity_cases, it.capacity_people, it.capacity_days)
            ),
        ),
        ("costs", _l("Who pays for what?"), lambda it: it.costs),
        ("available_from", _l("From when?"), lambda it: it.available_from is not None),
        ("learns", _l("What would you like to learn?"), lambda it: it.learns),
    ),
}  # fmt: skip


def missing(listing: Listing) -> list[Lack]:
    """What must be there before it is handed in, in the order of writing; empty when it is complete."""
    lacks = [
        Lack(field, str(sentence), step_of(listing.kind, field))
        for field, sentence, said in REQUIRED[listing.kind]
        if not said(listing)
    ]
    return lacks + undescribed(listing)


def asked_of(kind: str) -> dict[str, Any]:
    """The fields that must be filled before it is handed in, and so while it waits: name → the sentence."""
    return {field: sentence for field, sentence, _said in REQUIRED[kind]}


def undescribed(listing: Listing) -> list[Lack]:
    """The pictures that say nothing to those who cannot see them (WCAG 1.1.1), each by its number."""
    return [
        Lack(
            f"title-{picture.id}",
            _("Describe picture %(number)s in words, for those who cannot see it.", number=number),
            step_of(listing.kind, "pictures"),
        )
        for number, picture in enumerate(listing.pictures, start=1)
        if not picture.title
    ]


def questions(listing: Listing) -> list[Question]:
    """What a reader will ask of it, answered or not."""
    asked = [
        Question(field, label, bool(said(listing)), step_of(listing.kind, field))
        for field, label, said in ASKED[listing.kind]
    ]
    return asked + [Question(lack.field, lack.sentence, False, lack.step) for lack in undescribed(listing)]


def sentence(listing: Listing) -> str:
    """The friendly sentence: "A reader will still ask: How many people?"; empty when all is answered."""
    first = next((question for question in questions(listing) if not question.done), None)
    return _("A reader will still ask: %(question)s", question=str(first.label)) if first else ""
