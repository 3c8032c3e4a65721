"""Every unsafe request needs the token of the browser it comes from (CSRF), htmx or not."""

import pytest

from tests.house.doors import READERS, UNSAFE, knocks
from tests.house.world import everything

pytestmark = pytest.mark.one_engine

# Its bar stands on kept pages, so it asks the browser where the form came from; it exists in demonstrations only.
# The one click of a mail program has no cookie: the secret in the letter's address is its authority (RFC 8058).
WITHOUT_TOKEN = {"demonstration.enter", "notifications.one_click"}


@pytest.mark.parametrize(("foreign", "htmx"), [(False, False), (True, True)])
def test_no_deed_is_done_without_the_token_of_this_browser(walk, made, foreign, htmx):
    clients = {name: walk.client(getattr(made, name)) for name in READERS}
    sent = {"csrf_token": walk.token(walk.client(made.stefan))} if foreign else {}
    headers = {"HX-Request": "true"} if htmx else {}
    before = everything()

    done = []
    for knock in knocks(walk, made, *UNSAFE):
        if knock.endpoint in WITHOUT_TOKEN:
            continue
        client = clients[knock.first_reader or "nobody"]
        status = walk.send(client, knock.method, knock.address, data=sent, headers=headers).status_code
        if status != 400:
            done.append(f"{knock}: {status}")

    assert not done
    assert everything() == before
