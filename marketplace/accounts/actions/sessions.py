"""Signing in and out, as history sees it, and ending sessions elsewhere."""

from marketplace.core.clock import now
from marketplace.core.history import record

from ..models import SignInSession, User
from ..session import end_all


def signed_in(user: User, session: SignInSession) -> None:
    """Note that she came in."""
    record(user, "signed_in", user, browser=session.browser, second_factor=session.second_factor)


def end(session: SignInSession, *, by: User) -> None:
    """End one session, in whatever browser it is."""
    session.ended_at = now()
    record(by, "session_ended", by)


def end_others(user: User, *, but: SignInSession | None) -> None:
    """End all of her sessions but the one she is in."""
    end_all(user, but=but)
    record(user, "sessions_ended", user)
