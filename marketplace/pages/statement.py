"""The dates that our own statements rest on, in one place; a test says when a review is due."""

from datetime import date, timedelta

# Accessibility: Commission Implementing Decision (EU) 2018/1523, Annex, asks for both dates; a review at least yearly.
PREPARED_ON = date(2026, 11, 23)
REVIEWED_ON = date(2026, 11, 23)
REVIEW_EVERY = timedelta(days=365)
# The rules and the page on personal data.
RULES_SINCE = date(2026, 11, 23)
PRIVACY_SINCE = date(2026, 11, 23)


def review_due() -> date:
    """The day by which the accessibility statement must have been looked over again."""
    return REVIEWED_ON + REVIEW_EVERY
