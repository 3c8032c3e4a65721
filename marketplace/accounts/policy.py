"""Who may do what with an account."""

from marketplace.core.gate import Audience

from .models import User


def is_moderator(user: User | None) -> bool:
    """A moderator, who must have a second factor before she may do a moderator's work."""
    return user is not None and user.is_moderator and user.has_second_factor


def lacks_second_factor(user: User | None) -> bool:
    """A moderator who has to set one up before she may moderate."""
    return user is not None and user.is_moderator and not user.has_second_factor


def _instead(user: User | None) -> str | None:
    return "accounts.two_factor" if lacks_second_factor(user) else None


moderators = Audience("moderators", is_moderator, instead=_instead)
