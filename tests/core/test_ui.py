"""What templates say in the reader's language."""

import pytest

from marketplace.core.i18n import speaking
from marketplace.core.ui import money


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
