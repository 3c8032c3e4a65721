"""The doors of the accounts: joining, signing in, forgotten passwords, settings, sessions, second factor, leaving."""

from . import forgotten, joining, leaving, sessions, settings, signing_in, two_factor
from .door import bp as bp

__all__ = ["bp", "forgotten", "joining", "leaving", "sessions", "settings", "signing_in", "two_factor"]
