"""A need of Olena's and an offer of Jan's that fit."""

from types import SimpleNamespace

import pytest

from tests.factories.listings import need, offer
from tests.factories.matches import match


@pytest.fixture
def pair(olena, jan):
    """pair.need and pair.offer, a match."""
    wanted = need(by=olena, status="published", title="Ремонт водонапірної вежі")
    given = offer(by=jan, status="published", title="Vandens bokštų apžiūra")
    match(wanted, given)
    return SimpleNamespace(need=wanted, offer=given)
