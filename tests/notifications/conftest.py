"""What tests of saved searches share."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.outbox import Letter
from marketplace.listings.models import Listing
from marketplace.notifications import actions
from tests.factories.listings import need


@dataclass
class Told:
    """Publishes, lets the worker look, and reads what it has written."""

    clock: Any
    letters: Any

    def publish(self, make: Any = need, **facts: Any) -> Listing:
        """A listing that is published now; a minute has gone by since whatever was before."""
        self.clock.shift(timedelta(minutes=1))
        return make(status="published", days_ago=0, published_at=now(), **facts)

    def work(self, minutes: float = 6) -> int:
        """The worker looks, so many minutes later, until nobody waits; how many times it had to."""
        self.clock.shift(timedelta(minutes=minutes))
        times = 0
        while actions.tell_next():
            times += 1
        return times

    def to(self, user: User, event: str = "saved_search_news") -> list[Letter]:
        """The letters of this kind that she has got."""
        return [letter for letter in self.letters(to=user.email) if letter.event == event]


@pytest.fixture
def told(clock: Any, letters: Any) -> Told:
    return Told(clock, letters)
