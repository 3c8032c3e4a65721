"""A need of Olena's that others answer."""

import pytest

from tests.factories.listings import need


@pytest.fixture
def listing(olena):
    return need(by=olena, status="published")
