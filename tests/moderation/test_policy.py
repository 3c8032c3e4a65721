"""How long a case has waited, in working days."""

from datetime import date

import pytest

from marketplace.core.clock import KYIV
from marketplace.moderation.policy import late_before, working_days


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # Friday to Monday
        (date(2026, 11, 21), date(2026, 11, 23), 1),  # Saturday to Monday
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 11, 16), date(2026, 11, 23), 5),
        (date(2026, 11, 23), date(2026, 11, 20), 0),
    ],
)
def test_only_monday_to_friday_count(since, until, days):
    assert working_days(since, until) == days


@pytest.mark.parametrize("day", [date(2026, 11, 16 + number) for number in range(14)])
def test_a_case_is_late_once_it_has_waited_more_than_two_working_days(day):
    edge = late_before(day).astimezone(KYIV).date()

    assert working_days(edge, day) <= 2
    assert working_days(date.fromordinal(edge.toordinal() - 1), day) > 2
