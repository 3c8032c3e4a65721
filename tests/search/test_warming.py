"""What a master process loads for those that it begins."""

from marketplace.core.i18n import speaking
from marketplace.search.places import place_of
from marketplace.search.spots import all_spots
from marketplace.search.suggesting import suggest
from marketplace.search.warming import warm
from tests.factories.organisations import hromada


def test_the_first_visitor_waits_for_nothing_that_could_be_loaded_before(app):
    hromada()
    all_spots.cache_clear()

    warm()

    loaded = all_spots.cache_info().misses
    with speaking("uk"):
        suggest("ки")
        place_of("Польща")
    assert all_spots.cache_info().misses == loaded == 1


def test_a_site_without_listings_begins_too(app):
    warm()

    assert suggest("щщщщ") == []
