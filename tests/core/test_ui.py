"""What templates say in the reader's language."""

from datetime import date

import pytest

from marketplace.core.i18n import speaking
from marketplace.core.ui import day, money


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "€12,345"),
        ("uk", "12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}€"),
        ("lt", "12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}€"),
    ],
)
def test_money_is_said_in_whole_euros(app, locale, said):
    with app.test_request_context("/"), speaking(locale):
        assert money(12345) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "24 November 2026"),
        ("uk", "24 листопада 2026\N{NARROW NO-BREAK SPACE}р."),
        ("lt", "2026\N{NO-BREAK SPACE}m. lapkričio 24\N{NO-BREAK SPACE}d."),
    ],
)
def test_a_day_does_not_break_before_the_letter_that_ends_it(app, locale, said):
    with app.test_request_context("/"), speaking(locale):
        assert day(date(2026, 11, 24)) == said
