"""The cast. Each is made anew in the database of the test that asks for her.

Olena writes for a hromada, Jan answers for a European city, Marta and Bohdan moderate, Petra brokers for an
association, Stefan is signed in with another city and has no business here; nobody is None.
"""

from types import SimpleNamespace

import pytest
from flask import Flask

from marketplace.accounts.models import User
from tests.factories import together
from tests.factories.accounts import person
from tests.factories.organisations import association, city, hromada

nobody = None


@pytest.fixture
def cast(app: Flask) -> SimpleNamespace:
    """Everybody at once: cast.olena, cast.jan, … and their organisations as cast.hromada, cast.city, cast.other_city."""
    return everybody()


def everybody() -> SimpleNamespace:
    """The cast, in the database of the present application."""
    with together():
        village, kaunas, ghent, union = (
            hromada(),
            city(),
            city("Gent", country="BE", locale="nl"),
            association(),
        )
        return SimpleNamespace(
            hromada=village,
            city=kaunas,
            other_city=ghent,
            association=union,
            olena=person("Олена Коваленко", "olena@hromada.example", locale="uk", editor_of=village),
            jan=person("Jan Petrauskas", "jan@kaunas.example", locale="lt", owner_of=kaunas),
            marta=person("Марта Гнатюк", "marta@mistok.example", locale="uk", moderator=True),
            bohdan=person("Богдан Лис", "bohdan@mistok.example", locale="uk", moderator=True),
            petra=person("Petra Nowak", "petra@association.example", locale="en", owner_of=union),
            stefan=person("Stefan Maes", "stefan@gent.example", locale="en", owner_of=ghent),
            nobody=None,
        )


def _one(name: str) -> object:
    @pytest.fixture(name=name)
    def fixture(cast: SimpleNamespace) -> User:
        return getattr(cast, name)

    return fixture


olena, jan, marta, bohdan, petra, stefan = map(_one, ("olena", "jan", "marta", "bohdan", "petra", "stefan"))
