"""Who moderates: given and taken by whoever runs the site."""

from marketplace.core.history import record

from ..models import User
from ..session import end_all


def make_moderator(user: User, *, by: User | None = None) -> None:
    """She may moderate, once she has a second factor. `by` None: the operator, from the command line."""
    user.is_moderator = True
    record(by, "made_moderator", user)


def unmake_moderator(user: User, *, by: User | None = None) -> None:
    """She moderates no longer; her sessions end."""
    user.is_moderator = False
    end_all(user)
    record(by, "unmade_moderator", user)
