"""Who may do what with an answer: pure questions."""

from marketplace.accounts.models import User
from marketplace.organisations.policy import may_write_for

from .models import Answer


def received_it(user: User | None, answer: Answer) -> bool:
    """Writes for the organisation whose listing was answered."""
    return may_write_for(user, answer.listing.organisation_id)


def sent_it(user: User | None, answer: Answer) -> bool:
    """Writes for the organisation that answered."""
    return may_write_for(user, answer.organisation_id)
