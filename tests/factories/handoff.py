"""Answers for tests."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer, Reveal
from marketplace.listings.codes import PartStatus
from marketplace.listings.models import Listing
from marketplace.organisations.policy import memberships


def answer(listing: Listing, *, by: User, status: str = AnswerStatus.SENT, **facts: Any) -> Answer:
    """An answer of this person's first organisation to this listing; `parts` are those it takes.

    An accepted one is made by `introduced`.
    """
    if status in (AnswerStatus.ACCEPTED, AnswerStatus.DECLINED, AnswerStatus.FINISHED):
        facts.setdefault("decided_at", now())
    if status == AnswerStatus.DECLINED:
        facts.setdefault("decline_reason", "not_a_fit")
    row = Answer(
        listing=listing,
        organisation=memberships(by)[0].organisation,
        author=by,
        status=status,
        locale="en",
        proposal=facts.pop("proposal", "We propose to train six of your engineers."),
        about=facts.pop("about", "The water company of a city of 300,000."),
        **facts,
    )
    db.session.add(row)
    if status == AnswerStatus.ACCEPTED:
        for part in row.parts:
            part.status, part.taken_by = PartStatus.PROMISED, row.organisation
    db.session.commit()
    return row


def introduced(listing: Listing, *, by: User, to: User, **facts: Any) -> Answer:
    """An accepted answer, with the cards of the two shown to each other."""
    row = answer(listing, by=by, status=AnswerStatus.ACCEPTED, **facts)
    db.session.add_all([Reveal(answer_id=row.id, of=to, to=by), Reveal(answer_id=row.id, of=by, to=to)])
    db.session.commit()
    return row
