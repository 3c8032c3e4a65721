"""One line a request; no secret, whatever is done; addresses masked."""

import io
import json
import logging

import pytest
import structlog

from marketplace.core import logs
from marketplace.core.db import db
from marketplace.core.logs import hide_secrets, masked
from tests.factories.accounts import NEW_PASSWORD, PASSWORD


@pytest.fixture
def lines():
    """What is written meanwhile: `lines()` as objects, `lines.text()` as it stands."""
    stream = io.StringIO()
    writer, root = logs.handler(stream), logging.getLogger()
    before = root.level
    root.addHandler(writer)
    root.setLevel("DEBUG")

    def read() -> list[dict[str, object]]:
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    read.text = stream.getvalue
    yield read
    root.removeHandler(writer)
    root.setLevel(before)


def requests(lines) -> list[dict[str, object]]:
    return [line for line in lines() if line.get("event") == "request"]


def test_a_request_is_one_line(app, lines):
    app.test_client().get("/en/listings?q=secret+word")

    (line,) = requests(lines)
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/en/listings", 200, None)
    assert line["ms"] >= 0 and line["request_id"] and line["timestamp"]
    assert "secret" not in lines.text()


def test_a_signed_in_person_is_a_number(visit, olena, lines):
    visit("pages.home", as_=olena)

    (line,) = requests(lines)
    assert line["user"] == olena.id
    assert olena.email not in lines.text()


def test_a_failure_is_a_line_too(app, lines):
    app.test_client().get("/xx/listings")

    assert [line["status"] for line in requests(lines)] == [404]


def test_the_number_of_a_request_may_come_from_the_proxy(app, lines):
    answer = app.test_client().get("/en/", headers={"X-Request-ID": "proxy-17.a"})

    assert answer.headers["X-Request-ID"] == requests(lines)[0]["request_id"] == "proxy-17.a"


@pytest.mark.parametrize("odd", ["a b", "x" * 65, '"}{', "", "ї"])
def test_a_number_that_is_none_is_replaced(app, odd):
    answer = app.test_client().get("/en/", headers={"X-Request-ID": odd.encode().decode("latin-1")})

    assert answer.headers["X-Request-ID"] != odd
    assert logs.REQUEST_ID.fullmatch(answer.headers["X-Request-ID"])


def test_the_token_of_a_mailed_link_is_not_written(app, lines):
    app.test_client().get("/en/reset/short")

    assert requests(lines)[0]["path"] == "/en/reset/[hidden]"


def test_signing_in_and_a_new_password_leave_no_secret_in_the_log(visit, olena, letters, lines):
    visit.post("accounts.sign_in", {"email": olena.email, "password": PASSWORD})
    visit.post("accounts.forgot", {"email": olena.email}, expect=200)
    letter = letters(to=olena.email)[-1]
    address = next(word for word in letter.text.split() if "/reset/" in word)
    token = address.rsplit("/", 1)[1]
    client = visit.client()
    client.get(f"/uk/reset/{token}")
    client.post(f"/uk/reset/{token}", data={"password": NEW_PASSWORD, "csrf_token": visit.token(client)})

    written = lines.text()

    assert "/uk/reset/[hidden]" in written
    for secret in (PASSWORD, NEW_PASSWORD, token, olena.email, "csrf_token", olena.name, letter.subject):
        assert secret not in written


def test_a_failing_statement_does_not_tell_what_was_in_it(app, lines):
    log = structlog.get_logger("test")
    try:
        db.session.execute(db.text("SELECT :word FROM nowhere"), {"word": "olena@hromada.example"})
    except Exception:
        log.exception("failed")
    db.session.rollback()

    assert "failed" in lines.text() and "olena" not in lines.text()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("to olena@hromada.example now", "to o***@h*** now"),
        ("smtp://user:word@mail.example", "smtp://[hidden]@mail.example"),
        ("postgresql://u:p@h/db", "postgresql://[hidden]@h/db"),
        ("Zk3v9-tQ0pXw7LrB2nYs5dHf8gJc1aMe6uTi4oWx", "[hidden]"),
        ("an ordinary sentence", "an ordinary sentence"),
    ],
)
def test_what_could_be_a_secret_is_masked(said, written):
    assert masked(said) == written


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "csrf_token",
        "Cookie",
        "session",
        "Authorization",
        "secret_key",
        "code",
        "text",
    ],
)
def test_known_names_are_hidden_at_any_depth(name):
    line = hide_secrets(None, "info", {"form": {name: "ружа"}, "list": [{name: "ружа"}], name: "ружа"})

    assert "ружа" not in str(line)


def test_line_breaks_forge_no_line(app, lines):
    app.test_client().get("/en/x%0a%7b%22event%22:%22forged%22%7d")

    assert [line["event"] for line in lines()].count("forged") == 0
    assert len(requests(lines)) == 1
