"""Reading changes nothing: every page fetched as everybody, and every row is as before."""

from tests.house.doors import knocks
from tests.house.world import PEOPLE, everything, world


def test_fetching_every_page_as_everybody_changes_no_row(visit, cast):
    made = world(cast)
    clients = {name: visit.client(getattr(cast, name)) for name in PEOPLE}
    before = everything()

    for client in clients.values():
        for knock in knocks(visit, made, "GET"):
            visit.send(client, "GET", knock.address)
    for knock in knocks(visit, made, "GET"):
        if knock.is_for("olena"):
            visit.send(clients["olena"], "HEAD", knock.address)

    assert everything() == before
