"""Contacts are shown to nobody who is not entitled: canaries are looked for in whatever comes back."""

import re
from collections import Counter
from html import unescape
from types import SimpleNamespace

import pytest

from marketplace.accounts.models import User
from tests.house.doors import knocks
from tests.house.world import CANARY, INVITATION_TOKEN, LINK_TOKEN, PEOPLE
from tests.visit import Visit

pytestmark = pytest.mark.one_engine

MOST_ALIKE = 6  # pages that differ in what is asked for behind the question mark
LINK = re.compile(r'href="([^"]+)"')
# Who may see which foreign canary: an owner reads who asks to join her organisation, a founder whom she invited.
ENTITLED = {
    "owner": ("canary.nova@",),
    "jan": ("canary.invited@", "canary.stefan@", "canary.card.olena@", "45 00"),
    "olena": ("canary.card.jan@", "45 01"),
}


def own(user: User | None) -> list[str]:
    if user is None:
        return []
    return [user.email, *([user.card.email, user.card.telephone] if user.card else [])]


def begin(visit: Visit, made: SimpleNamespace) -> list[str]:
    """Every page there is; but who holds a secret link may read whom it was sent to."""
    addresses = [knock.address for knock in knocks(visit, made, "GET")]
    return [address for address in addresses if LINK_TOKEN not in address and INVITATION_TOKEN not in address]


def seen(visit: Visit, made: SimpleNamespace, name: str) -> list[str]:
    """Every place where this person, following every link there is, meets a canary that is not hers."""
    user = getattr(made, name)
    client, mine = visit.client(user), own(user)
    known: set[str] = set()
    alike: Counter[str] = Counter()
    waiting, found = begin(visit, made), []
    while waiting:
        address = waiting.pop(0).split("#")[0]
        path = address.split("?")[0]
        if address in known or not path.startswith(("/en/", "/sitemap", "/robots")):
            continue
        if alike[path] >= MOST_ALIKE:
            continue
        known.add(address)
        alike[path] += 1
        response = visit.send(client, "GET", address)
        if response.location:
            waiting.append(response.location.removeprefix("http://localhost"))
        text = f"{response.headers}\n{response.get_data().decode('utf-8', 'replace')}"
        for allowed in mine:
            text = (
                text.replace(allowed, "")
                .replace(allowed.replace("@", "%40"), "")
                .replace(allowed.replace(" ", ""), "")
            )
        lines = [line for line in text.splitlines() if CANARY.search(line)] if CANARY.search(text) else []
        lines = [line for line in lines if not any(word in line for word in ENTITLED.get(name, ()))]
        found += [f"{address}: {line.strip()[:160]}" for line in lines]
        if response.mimetype == "text/html":
            waiting += map(unescape, LINK.findall(response.text))
    return found


@pytest.mark.parametrize("name", ["nobody", "stefan", "petra", "owner", "founder", "olena", "jan"])
def test_nobody_meets_a_contact_that_was_not_given_to_her(walk, made, name):
    assert seen(walk, made, name) == []


def test_the_canaries_would_be_found():
    assert CANARY.search('<a href="mailto:canary.jan@kaunas.example">')
    assert CANARY.search("tel:+380991234500")
    assert len(PEOPLE) == 7
