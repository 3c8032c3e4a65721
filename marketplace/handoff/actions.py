"""What can be done with an answer: one function for each business event."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.freshness import public_changed
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed, advance
from marketplace.core.throttle import throttle
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing, Part
from marketplace.organisations.models import Organisation

from . import emails, queries
from .codes import DeclineReason
from .lifecycle import MOVES
from .models import Answer, AnswerMessage, Reveal
from .policy import (
    can_be_introduced,
    may_answer_for,
    may_meet,
    may_withdraw_card,
    parts_to_promise,
    people_to_introduce,
    promised_by,
)

ANSWERS_AN_HOUR = "20 per hour"


class AnsweredAlready(Refused):
    """The organisation has an answer that waits or was accepted: `answer` (409)."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(409, _("Your organisation has answered already."))


class NoLongerOpen(Refused):
    """It takes no answers (409)."""

    def __init__(self) -> None:
        super().__init__(409, _("It takes no answers any more."))


class PartsGone(Refused):
    """Parts that are not open any more (409)."""

    def __init__(self) -> None:
        super().__init__(
            409, _("In the meantime one of these parts was promised to others. Look at it as it is now.")
        )


class Full(Refused):
    """As many cases as the offer takes at once are under way (409)."""

    def __init__(self) -> None:
        super().__init__(
            409, _("As many cases as you take at once are under way. Finish one before you accept another.")
        )


def send(
    listing: Listing,
    organisation: Organisation,
    *,
    by: User,
    locale: str,
    proposal: str,
    about: str,
    unclear: str = "",
    first_step: str = "",
    first_step_on: date | None = None,
    part_ids: Iterable[int] = (),
) -> Answer:
    """Answer a listing for an organisation. The same words sent twice (a double click) are one answer.

    `part_ids` are the parts of a need that it takes: at least one, while any is open.
    Raises `Refused` (409) if it takes no answers any more or she has no contact card, `NotAllowed` if she may not
    answer for them, `AnsweredAlready`, and `errors.TooMany` after twenty in an hour.
    """
    parts = _held(listing)
    given = queries.standing(listing.id, organisation.id)
    if given is not None:
        if given.author_id == by.id and given.proposal == proposal and given.about == about:
            return given
        raise AnsweredAlready(given)
    if not (listing.takes_answers and listing.organisation.is_verified):
        raise NoLongerOpen
    if organisation not in may_answer_for(by, listing):
        raise NotAllowed("send", listing)
    if by.card is None:
        raise Refused(409, _("Fill in your contact card first: if they accept, it is what they see."))
    wanted = set(part_ids)
    if not wanted <= {part.id for part in listing.open_parts} or (listing.open_parts and not wanted):
        raise PartsGone
    throttle(ANSWERS_AN_HOUR, "answer", str(by.id))
    answer = Answer(
        listing=listing,
        organisation=organisation,
        author=by,
        locale=locale,
        proposal=proposal,
        unclear=unclear,
        about=about,
        first_step=first_step,
        first_step_on=first_step_on,
        parts=[part for part in parts if part.id in wanted],
    )
    db.session.add(answer)
    db.session.flush()
    history.record(by, "send", answer, listing=listing.reference)
    public_changed(of=())  # how many have answered stands on the listing's page
    emails.received(answer, by)
    return answer


def _held(listing: Listing) -> list[Part]:
    """The listing is ours until the end, read as it is now, and its parts too: of two at once the second sees the first."""
    db.session.execute(select(Listing.id).filter_by(id=listing.id).with_for_update())
    db.session.refresh(listing)
    return listings.held(listing)


def _same(answer: Answer, version: int | None) -> None:
    if version is not None and version != answer.version:
        raise Refused(409, _("This answer has changed since you opened it. Look at it as it is now."))


def accept(
    answer: Answer,
    *,
    by: User,
    contact: User,
    part_ids: Iterable[int] | None = None,
    version: int | None = None,
) -> None:
    """Accept: `contact`, of our side, and whoever answered see each other's cards and get letters of introduction.

    The parts named (all that the answer takes, if None) are promised; an offer that is full now pauses by itself.
    Raises `NotAllowed`, and `Refused` (409) if either of the two has no contact card or speaks for its side no more,
    the listing is hidden, one of the organisations is not verified any more, a part is open no more (`PartsGone`), or
    the offer takes no more cases at once (`Full`).
    """
    _held(answer.listing)
    _same(answer, version)
    advance(answer, "accept", by, MOVES)
    answer.decided_at, answer.decided_by_id = now(), by.id
    if not may_meet(answer):
        raise Refused(
            409,
            _(
                "Contacts cannot be exchanged at present: a moderator has hidden the listing, or one of you is not verified."
            ),
        )
    author, ours = answer.author, answer.listing.organisation
    if not can_be_introduced(author, answer.organisation_id):
        raise Refused(
            409, _("Whoever answered has no contact card at present. Ask back, so that they put it right.")
        )
    if contact not in people_to_introduce(ours) or contact is author:
        raise Refused(409, _("Choose a person of your organisation who has a contact card."))
    assert author is not None
    for of, to in ((contact, author), (author, contact)):
        db.session.add(Reveal(answer_id=answer.id, of=of, to=to))
        history.record(by, "contacts_disclosed", answer, of=of.id, to=to.id)
    taken = _promise(answer, part_ids, by)
    keep_to_capacity(answer.listing, accepting=True)
    emails.introduction(answer, author, contact, ours, taken)
    emails.introduction(answer, contact, author, answer.organisation, taken)
    public_changed(of=())  # introductions are counted on the first page


def _promise(answer: Answer, part_ids: Iterable[int] | None, by: User) -> list[Part]:
    """The parts that are promised by this acceptance."""
    could = parts_to_promise(answer)
    wanted = {part.id for part in answer.parts} if part_ids is None else set(part_ids)
    taken = [part for part in could if part.id in wanted]
    # Who offers certain parts and nothing else is not accepted for nothing.
    if len(taken) < len(wanted) or (answer.parts and not taken):
        raise PartsGone
    listings.promise(taken, answer.organisation, by)
    answer.parts += [part for part in taken if part not in answer.parts]
    return taken


def keep_to_capacity(listing: Listing, *, accepting: bool = False) -> None:
    """An offer that is full pauses by itself; one that is no longer full, and paused by itself, opens again.

    Raises `Full` if with the answer that is being accepted there would be more cases than it takes.
    """
    capacity = queries.capacity_of(listing)
    if capacity is None:
        return
    if accepting and capacity.under_way > capacity.cases:
        raise Full
    if capacity.is_full and listing.is_open:
        listings.fill(listing)
    elif not capacity.is_full and listing.resumes_by_itself:
        listings.reopen(listing)


def ask_back(answer: Answer, *, by: User, body: str, locale: str, version: int | None = None) -> None:
    """Ask whoever answered something before deciding. Raises `NotAllowed`."""
    _same(answer, version)
    advance(answer, "ask_back", by, MOVES)
    emails.asked_back(answer, _say(answer, answer.listing.organisation, by, body, locale), by)


def reply(answer: Answer, *, by: User, body: str, locale: str, version: int | None = None) -> None:
    """Reply to what was asked back. Raises `NotAllowed`."""
    _same(answer, version)
    advance(answer, "reply", by, MOVES)
    emails.replied(answer, _say(answer, answer.organisation, by, body, locale), by)


def _say(answer: Answer, organisation: Organisation, by: User, body: str, locale: str) -> AnswerMessage:
    message = AnswerMessage(organisation=organisation, author=by, body=body, locale=locale)
    answer.messages.append(message)
    return message


def decline(answer: Answer, *, by: User, reason: str, note: str = "", version: int | None = None) -> None:
    """Say no, with a coded reason and perhaps a line; the other side reads both. Raises `NotAllowed`."""
    _same(answer, version)
    with db.session.no_autoflush:
        advance(answer, "decline", by, MOVES, reason=reason)
        answer.decline_reason, answer.decline_note = DeclineReason(reason), note
        answer.decided_at, answer.decided_by_id = now(), by.id
    emails.declined(answer, by)


def withdraw(answer: Answer, *, by: User, version: int | None = None) -> None:
    """Take one's own answer back, an accepted one too: what it promised is open again. Raises `NotAllowed`."""
    _held(answer.listing)
    _same(answer, version)
    advance(answer, "withdraw", by, MOVES)
    promised = promised_by(answer)
    listings.give_back(promised, by)
    keep_to_capacity(answer.listing)
    public_changed(of=())
    emails.withdrawn(answer, by, promised)


def finish(answer: Answer, *, by: User, version: int | None = None) -> None:
    """The case is over: either side says so, and the other is told. Raises `NotAllowed`.

    Parts that are still promised stay so: only the hromada knows whether they are covered, and she is asked.
    """
    _held(answer.listing)
    _same(answer, version)
    advance(answer, "finish", by, MOVES)
    keep_to_capacity(answer.listing)
    public_changed(of=())
    emails.finished(answer, by, promised_by(answer))


def withdraw_card(answer: Answer, *, by: User) -> None:
    """From now on the other does not see her card here any more; that it was shown stays on record."""
    for reveal in answer.reveals:
        if may_withdraw_card(by, reveal):
            _withdraw(reveal, answer, by)


def withdraw_cards_of(user: User) -> None:
    """She leaves the site: none of her cards is shown to anybody any more."""
    shown = select(Reveal, Answer).join(Answer, Answer.id == Reveal.answer_id)
    shown = shown.where(Reveal.of_id == user.id, Reveal.withdrawn_at.is_(None))
    for reveal, answer in db.session.execute(shown).unique():
        _withdraw(reveal, answer, user)


def _withdraw(reveal: Reveal, answer: Answer, by: User) -> None:
    reveal.withdrawn_at = now()
    history.record(by, "contacts_withdrawn", answer, of=reveal.of_id, to=reveal.to_id)
    emails.take_back(answer, reveal.to)


def listing_closed(listing: Listing, by: User) -> None:
    """Tell everybody whose answer nobody has decided on that it is closed. They stay to be read, and to be declined."""
    for answer in queries.waiting_on(listing):
        emails.listing_closed(answer)
        history.record(by, "told_closed", answer)


def parts_relied_on(listing: Listing) -> frozenset[int]:
    """The parts (their ids) that somebody has answered for; until the end of the transaction nobody else does."""
    _held(listing)
    return queries.parts_answered(listing)


def listing_changed(listing: Listing, changes: Mapping[str, list[Any]], by: User) -> None:
    """Tell everybody whose answer waits or was accepted what is different now. `by` let it be seen."""
    for answer in queries.standing_on(listing):
        emails.listing_changed(answer, changes)
        history.record(by, "told_changed", answer)
