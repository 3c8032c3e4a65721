"""Who may do what with an account."""

from marketplace.core.gate import Audience

from .models import User


def is_moderator(user: User | None) -> bool:
    """A moderator, who must have a second factor before she may do a moderator's work."""
    return user is not None and user.is_moderator and user.has_second_factor


moderators = Audience("moderators", is_moderator)
