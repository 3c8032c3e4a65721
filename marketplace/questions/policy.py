"""Who may ask, answer and decide: pure questions."""

from marketplace.accounts.models import User
from marketplace.listings.models import Listing
from marketplace.listings.policy import lives, moderates_it, writes_it
from marketplace.organisations.policy import belongs_to

from .codes import QuestionStatus
from .models import Question

WAITING = (QuestionStatus.ASKED, QuestionStatus.REPLIED)


def may_ask(user: User | None, listing: Listing) -> bool:
    """Anybody signed in, about what is open, but not its own people."""
    is_open = listing.is_open and listing.organisation.is_verified
    return user is not None and is_open and not belongs_to(user, listing.organisation_id)


def asked_it(user: User | None, question: Question) -> bool:
    """Whoever asked"""
    return user is not None and user.id == question.author_id


def may_reply(user: User | None, question: Question) -> bool:
    """An owner or editor of the organisation that the listing is for, while that is published or paused"""
    return lives(question.listing) and writes_it(user, question.listing)


def moderates_question(user: User | None, question: Question) -> bool:
    """A moderator who is not of that organisation, and has neither asked nor replied"""
    if user is None or not moderates_it(user, question.listing):
        return False
    return user.id not in (question.author_id, question.replied_by_id)


def waits(question: Question) -> bool:
    """Whether a moderator has something to decide: not once its listing has ended."""
    return question.status in WAITING and lives(question.listing)


def may_follow(user: User | None, question: Question) -> bool:
    """Anybody signed in who can see it, until the answer is there; its own people know the answer first."""
    waiting = question.is_public and not question.is_answered
    return user is not None and waiting and not belongs_to(user, question.listing.organisation_id)
