"""What there is to translate of a listing: its own texts, and the words of what hangs on it (parts, evidence, pictures)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import gettext as _

from .codes import PRINCIPLES, Kind
from .fields import LABELS, STEPS, part_labels
from .models import PART_FACTS, Attachment, Listing, ListingPrinciple, Part

LONGEST_TITLE = 120  # a title of 90 characters in Ukrainian may need a third more in German
LONGEST_LINES = {"title": LONGEST_TITLE, "detail": 400, "quantity": 60, "evidence": 400, "picture": 220}
_TEXTS = frozenset(
    "title summary problem done_so_far beneficiaries result own_contribution gives_back shares example learns costs "
    "conditions".split()
)
# What is translated of a need and of an offer, in the order of writing; codes, numbers and dates need no translation.
TRANSLATABLE: dict[str, tuple[str, ...]] = {
    kind: tuple(name for step in STEPS[kind] for name in step.fields if name in _TEXTS) for kind in Kind
}


@dataclass(frozen=True)
class Piece:
    """One text of the original: under which name its translations are kept, what it is called, what it says.

    `longest` is how many characters a translation in one line may have; None for a text of several lines.
    """

    name: str
    label: Any
    words: str
    longest: int | None = None


def of_part(part: Part, fact: str) -> str:
    """Under which name a translation keeps what this part says."""
    return f"part{part.id}_{fact}"


def of_evidence(row: ListingPrinciple) -> str:
    """Under which name a translation keeps a line of evidence."""
    return f"evidence_{row.principle}"


def of_picture(picture: Attachment) -> str:
    """Under which name a translation keeps what a picture shows."""
    return f"picture{picture.id}"


def pieces_of(listing: Listing) -> list[Piece]:
    """Everything in which the original says anything: its own texts in the order of writing, then what hangs on it."""
    fields = [
        Piece(name, LABELS[name], getattr(listing, name), LONGEST_TITLE if name == "title" else None)
        for name in TRANSLATABLE[listing.kind]
    ]
    return [piece for piece in (*fields, *_hanging(listing)) if piece.words]


def hanging_on(listing: Listing) -> list[Piece]:
    """What hangs on it and says anything."""
    return [piece for piece in _hanging(listing) if piece.words]


def _hanging(listing: Listing) -> Iterator[Piece]:
    for number, part in enumerate(listing.parts, 1):
        labels = part_labels(number)
        for fact in PART_FACTS:
            yield Piece(of_part(part, fact), labels[fact], getattr(part, fact), LONGEST_LINES[fact])
    for row in listing.principles:
        label = _("Evidence for: %(principle)s", principle=PRINCIPLES[row.principle])  # type: ignore[index]
        yield Piece(of_evidence(row), label, row.evidence, LONGEST_LINES["evidence"])
    for number, picture in enumerate(listing.pictures, 1):
        label = _("Picture %(number)s: what it shows, in words", number=number)
        yield Piece(of_picture(picture), label, picture.title, LONGEST_LINES["picture"])
