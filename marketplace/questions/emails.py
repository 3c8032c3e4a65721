"""What each event of a question tells whom, in the reader's language; to nobody who asked."""

from collections.abc import Iterable
from typing import Any

from marketplace.accounts.models import User
from marketplace.core import outbox
from marketplace.core.i18n import speaking
from marketplace.listings.emails import its_people
from marketplace.organisations.policy import may_write_for

from . import queries
from .codes import REFUSE_REASONS
from .models import Question


def passed(question: Question) -> None:
    """To whoever asked: it is public, and the other side is asked to answer."""
    _tell("question_passed", [question.author], question)


def refused(question: Question) -> None:
    """To whoever asked: it is not public, and why."""
    reason = REFUSE_REASONS[question.reason]  # type: ignore[index]  # a code is its own string
    _tell("question_refused", [question.author], question, reason=reason, note=question.note)


def received(question: Question) -> None:
    """To the listing's people: somebody asks. Who, is not said."""
    _tell("question_received", _who_may_reply(question), question)


def reply_returned(question: Question, reason: str, note: str) -> None:
    """To whoever replied (to all of them, if she is no longer there): what is to be changed."""
    people = _who_may_reply(question)
    readers = [person for person in people if person.id == question.replied_by_id] or people
    _tell(
        "question_reply_returned",
        readers,
        question,
        reason=REFUSE_REASONS[reason],  # type: ignore[index]  # as above
        note=note,
    )


def answered(question: Question) -> None:
    """To everybody who follows it, and to whoever replied: the answer is public."""
    _tell("question_answered", [*queries.followers(question), question.replied_by], question)


def _who_may_reply(question: Question) -> list[User]:
    listing = question.listing
    return [person for person in its_people(listing) if may_write_for(person, listing.organisation_id)]


def _tell(event: str, readers: Iterable[User | None], question: Question, **facts: Any) -> None:
    listing = question.listing
    here = {one.id: one for one in readers if one is not None and one.left_at is None and one.confirmed_at}
    for reader in here.values():
        with speaking(reader.locale):
            words: dict[str, Any] = {
                "organisation": listing.organisation.shown_name,
                **{name: str(fact) for name, fact in facts.items()},
            }
        outbox.write(
            event,
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            address=outbox.address_of("questions.show", locale=reader.locale, question_id=question.id),
            title=listing.title,
            question=question.body,
            reply=question.reply,
            **words,
        )
