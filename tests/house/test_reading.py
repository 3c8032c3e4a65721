"""Reading changes nothing: every page fetched as everybody, and every row is as before."""

from tests.house.doors import knocks
from tests.house.world import PEOPLE, everything, world


def test_fetching_every_page_as_everybody_changes_no_row(visit, cast):
    made = world(cast)
    clients = {name: visit.client(getattr(cast, name)) for name in PEOPLE}
    before = everything()

    for knock in knocks(visit, made, "GET"):
        for name in PEOPLE:
            if knock.is_for(name) or name == "nobody":
                visit.send(clients[name], "GET", knock.address)
        if knock.first_reader:
            visit.send(clients[knock.first_reader], "HEAD", knock.address)

    assert everything() == before
