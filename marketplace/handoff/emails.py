"""What each event of an answer tells whom, in the reader's language. Contacts are in the introduction alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from marketplace.accounts.models import ContactCard, User
from marketplace.core import outbox
from marketplace.core.db import db
from marketplace.core.i18n import speaking
from marketplace.core.outbox import Letter
from marketplace.listings.codes import CLOSE_REASONS
from marketplace.listings.models import Part
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import may_write_for

from .codes import DECLINE_REASONS
from .models import Answer, AnswerMessage


def _readers(organisation: Organisation, *wanted: User | None) -> list[User]:
    """Those of them who still write for the organisation; its owners where none does."""
    here = [person for person in wanted if person is not None and may_write_for(person, organisation.id)]
    owners = [m.user for m in organisation.memberships if m.role == Role.OWNER]
    return list(dict.fromkeys(person for person in (here or owners) if person.left_at is None))


def _receivers(answer: Answer) -> list[User]:
    listing = answer.listing
    return _readers(listing.organisation, listing.contact, listing.author)


def _senders(answer: Answer) -> list[User]:
    return _readers(answer.organisation, answer.author)


def _tell(event: str, readers: list[User], answer: Answer, by: User | None, **facts: Any) -> None:
    """Everybody of them but the one whose own act it was."""
    for reader in readers:
        if by is not None and reader.id == by.id:
            continue
        with speaking(reader.locale):
            words: dict[str, Any] = {
                "answering": answer.organisation.shown_name,
                "answered": answer.listing.organisation.shown_name,
                **{name: str(fact) for name, fact in facts.items()},
            }
        outbox.write(
            event,
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            address=outbox.address_of("handoff.show", locale=reader.locale, answer_id=answer.id),
            title=answer.listing.title,
            **words,
        )


def received(answer: Answer, by: User) -> None:
    """To the people named on the listing: somebody answers."""
    _tell(
        "answer_received",
        _receivers(answer),
        answer,
        by,
        proposal=answer.proposal,
        first_step=answer.first_step,
        parts=_titles(answer.parts),
    )


def asked_back(answer: Answer, message: AnswerMessage, by: User) -> None:
    """To whoever answered: a question."""
    _tell("answer_asked_back", _senders(answer), answer, by, question=message.body)


def replied(answer: Answer, message: AnswerMessage, by: User) -> None:
    """To the people named on the listing: the reply to their question."""
    _tell("answer_replied", _receivers(answer), answer, by, reply=message.body)


def declined(answer: Answer, by: User) -> None:
    """To whoever answered: not this time, and why."""
    assert answer.decline_reason is not None
    reason = DECLINE_REASONS[answer.decline_reason]  # type: ignore[index]  # a code is its own string
    _tell("answer_declined", _senders(answer), answer, by, reason=reason, note=answer.decline_note)


def withdrawn(answer: Answer, by: User, parts: Sequence[Part] = ()) -> None:
    """To the people named on the listing: the answer is taken back, and with it these parts."""
    _tell("answer_withdrawn", _receivers(answer), answer, by, parts=_titles(parts))


def finished(answer: Answer, by: User, parts: Sequence[Part]) -> None:
    """To both sides: the case is over. The side that asked is reminded of the parts that are still promised."""
    _tell("answer_finished", _receivers(answer), answer, by, parts=_titles(parts))
    _tell("answer_finished", _senders(answer), answer, by, parts="")


def listing_closed(answer: Answer) -> None:
    """To somebody who answered and still waits: it is closed."""
    assert answer.listing.close_reason is not None
    reason = CLOSE_REASONS[answer.listing.close_reason]  # type: ignore[index]  # as above
    _tell("answer_listing_closed", _senders(answer), answer, None, reason=reason)


def introduction(
    answer: Answer, reader: User, other: User, others: Organisation, parts: Sequence[Part] = ()
) -> None:
    """To one of the two: the other's card, the parts that are promised, and a reply that goes to her."""
    card = other.card
    assert card is not None
    with speaking(reader.locale):
        name = others.shown_name
    outbox.write(
        "introduction",
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        reply_to=card.email,
        address=outbox.address_of("handoff.show", locale=reader.locale, answer_id=answer.id),
        title=answer.listing.title,
        organisation=name,
        parts=_titles(parts),
        **_words_of(card),
    )


def take_back(answer: Answer, reader: User) -> None:
    """Our copies of the letters that introduced somebody to this reader; what has arrived stays with her.

    They are found by the address in their button: cards and languages may have changed since.
    """
    button = f'/answers/{answer.id}"'
    copies = delete(Letter).where(Letter.event == "introduction", Letter.to_address == reader.email)
    db.session.execute(copies.where(Letter.html.contains(button, autoescape=True)))


def _titles(parts: Sequence[Part]) -> str:
    return "; ".join(part.title for part in parts)


def _words_of(card: ContactCard) -> dict[str, Any]:
    return {
        "card_name": card.name,
        "card_role": card.role,
        "card_telephone": card.telephone,
        "card_email": card.email,
    }
