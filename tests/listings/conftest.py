"""A public need of Olena's."""

import pytest

from marketplace.listings.models import Listing
from tests.factories.listings import need


@pytest.fixture
def published(olena) -> Listing:
    return need(by=olena, status="published")
