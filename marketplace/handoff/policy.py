"""Who may do what with an answer: pure questions."""

from marketplace.accounts.models import User
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing, Part
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import belongs_to, may_write_for, memberships

from .codes import AnswerStatus
from .models import Answer, Reveal


def received_it(user: User | None, answer: Answer) -> bool:
    """Writes for the organisation whose listing was answered."""
    return may_write_for(user, answer.listing.organisation_id)


def sent_it(user: User | None, answer: Answer) -> bool:
    """Writes for the organisation that answered."""
    return may_write_for(user, answer.organisation_id)


def is_of_either(user: User | None, answer: Answer) -> bool:
    """Writes for either of the two organisations."""
    return received_it(user, answer) or sent_it(user, answer)


def promised_by(answer: Answer) -> list[Part]:
    """The parts of the need that stand as promised by this answer."""
    return [part for part in answer.parts if part.is_promised and part.taken_by_id == answer.organisation_id]


def parts_to_promise(answer: Answer) -> list[Part]:
    """What an acceptance can promise: of the parts that it names, or of all if it names none, those still open."""
    wanted = answer.parts or answer.listing.parts
    return [part for part in answer.listing.open_parts if part in wanted]


def waits_for(user: User, answer: Answer) -> bool:
    """Whether it is this person's side that has to say something."""
    received = belongs_to(user, answer.listing.organisation_id)
    asked = answer.status == AnswerStatus.ASKED_BACK and belongs_to(user, answer.organisation_id)
    return asked or (answer.status == AnswerStatus.SENT and received)


def may_answer_for(user: User, listing: Listing) -> list[Organisation]:
    """The verified organisations that she writes for, but the listing's own."""
    return [
        membership.organisation
        for membership in memberships(user)
        if membership.role in (Role.OWNER, Role.EDITOR)
        and membership.organisation.is_verified
        and membership.organisation_id != listing.organisation_id
    ]


def may_meet(answer: Answer) -> bool:
    """Whether contacts may be given: both are still verified, and no moderator has hidden what brought them together."""
    both = answer.organisation.is_verified and answer.listing.organisation.is_verified
    return both and answer.listing.status != ListingStatus.HIDDEN


def can_be_introduced(person: User | None, organisation_id: int) -> bool:
    """Still here, writes for this organisation, and has a contact card."""
    return (
        person is not None
        and person.left_at is None
        and person.card is not None
        and may_write_for(person, organisation_id)
    )


def people_to_introduce(organisation: Organisation) -> list[User]:
    """Whose card an organisation may give."""
    everyone = [membership.user for membership in organisation.memberships]
    return [person for person in everyone if can_be_introduced(person, organisation.id)]


def sees_card(user: User, reveal: Reveal) -> bool:
    """Only the one person it was shown to, for as long as it is not withdrawn; nobody else of either side."""
    return reveal.to_id == user.id and reveal.withdrawn_at is None and reveal.of.card is not None


def may_withdraw_card(user: User, reveal: Reveal) -> bool:
    """Her own, once."""
    return reveal.of_id == user.id and reveal.withdrawn_at is None
