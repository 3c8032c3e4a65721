"""The only clock: everything that asks what time it is asks here, so that tests can move it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")


def now() -> datetime:
    """The present moment, in UTC, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Kyiv: a deadline passes at midnight where most of its readers live."""
    return now().astimezone(KYIV).date()
