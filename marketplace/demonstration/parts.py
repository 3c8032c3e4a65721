"""The parts of invented needs, and who has promised which."""

from typing import Any

from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer
from marketplace.listings.codes import ListingStatus, PartStatus
from marketplace.listings.models import Listing, Part


def of(record: dict[str, Any]) -> list[Part]:
    """The parts of a need; one that is `covered` without an answer was covered elsewhere."""
    return [
        Part(
            position=position,
            title=part["title"],
            detail=part.get("detail", ""),
            quantity=part.get("quantity", ""),
            status=PartStatus.COVERED if part.get("covered") else PartStatus.OPEN,
        )
        for position, part in enumerate(record.get("parts", ()))
    ]


def take(answer: Answer, record: dict[str, Any]) -> None:
    """What an answer takes; an accepted one has promised it, or covered it already."""
    answer.parts = [answer.listing.parts[position] for position in record.get("parts", ())]
    if answer.status == AnswerStatus.ACCEPTED:
        for part in answer.parts:
            part.taken_by = answer.organisation
            part.status = PartStatus.PROMISED if part.status == PartStatus.OPEN else part.status


def fill(listing: Listing, answers: list[Answer]) -> None:
    """A paused offer with as many cases as it takes at once has paused by itself."""
    cases = sum(one.listing is listing and one.status == AnswerStatus.ACCEPTED for one in answers)
    if not listing.is_need and listing.capacity_cases == cases:
        listing.resumes_by_itself = listing.status == ListingStatus.PAUSED
