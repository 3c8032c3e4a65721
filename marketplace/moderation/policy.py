"""Who may decide, and how long a case may wait: pure questions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Listing
from marketplace.listings.policy import moderates_it

from .models import CaseLock

TARGET_WORKING_DAYS = 2
SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """How many days from Monday to Friday lie after `since`, up to and with `until`."""
    return sum(1 for _ in _working_days_after(since, until))


def _working_days_after(since: date, until: date) -> Iterator[date]:
    for number in range(1, (until - since).days + 1):
        one = since + timedelta(days=number)
        if one.weekday() < SATURDAY:
            yield one


def late_before(day: date) -> datetime:
    """Whatever was submitted before this moment has, on `day`, waited longer than the target."""
    earliest = day
    while working_days(earliest - timedelta(days=1), day) <= TARGET_WORKING_DAYS:
        earliest -= timedelta(days=1)
    return datetime.combine(earliest, time(), tzinfo=KYIV)


def holds(user: User, lock: CaseLock | None) -> bool:
    """Whether she has taken the case."""
    return lock is not None and lock.moderator_id == user.id


def may_take(user: User, listing: Listing, lock: CaseLock | None) -> bool:
    """A waiting case of an organisation that is not hers, and that nobody holds."""
    waits = listing.status in MOVES["publish"].source
    return waits and moderates_it(user, listing) and lock is None


def is_own(user: User, listing: Listing) -> bool:
    """It is for an organisation that she belongs to: a colleague decides."""
    return not moderates_it(user, listing)
