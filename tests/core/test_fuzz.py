"""No input gives a 5xx: every GET route of the map, with whatever may stand in an address, a query, a cookie, a header."""

import re
from datetime import timedelta
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.visit import Visit

ODD = [
    "",
    "\0",
    "10" * 20,
    "-1",
    str(10**20),
    "../x",
    "%",
    "a" * 3000,
    "'\"<>",
    "і ї є",
    "\ud800",
    "true",
    "uk",
    "NaN",
    "1e9",
    "٣",
]
NAMES = [
    "q",
    "page",
    "sort",
    "kind",
    "sector",
    "help",
    "place",
    "hromada",
    "format",
    "language",
    "urgency",
    "next",
    "step",
]
COOKIES = [
    b"",
    b"session",
    b"session=",
    b"session=x.y.z",
    b"session=\xff\xfe",
    b"session=eyJ.a.b; session=c",
    b"=;;=",
    b"session=" + b"a" * 5000,
]

words = st.one_of(st.sampled_from(ODD), st.text(max_size=40), st.integers().map(str))
queries = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), words), max_size=4)
PATIENT = settings(
    max_examples=25, deadline=timedelta(seconds=20), derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def encoded(word: str) -> str:
    return quote_from_bytes(word.encode("utf-8", "surrogatepass"), safe="")


def rules(app) -> list[str]:
    return sorted(
        {
            r.rule
            for r in app.url_map.iter_rules()
            if "GET" in (r.methods or ()) and not r.endpoint.startswith("static")
        }
    )


def ask(app, path: str, query=(), **headers) -> int:
    """The status; asked below the test client, which would tidy the address up first."""
    string = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in query)
    client = app.test_client(use_cookies=False)
    with client.get(path, query_string=string, **headers) as answer:
        answer.get_data()
        return answer.status_code


@PATIENT
@given(data=st.data())
def test_no_address_breaks_it(app, data):
    rule = data.draw(st.sampled_from(rules(app)))
    path = re.sub(
        r"<[^>]+>",
        lambda _: encoded(data.draw(words)).replace("%2F", "/") or "x",
        rule.replace("<locale>", "uk"),
    )

    assert ask(app, path, data.draw(queries)) < 500


@pytest.mark.parametrize("odd", ODD)
def test_every_route_stands_every_odd_word(app, odd):
    wrong = []

    for rule in rules(app):
        path = re.sub(r"<[^>]+>", encoded(odd) or "x", rule.replace("<locale>", "lt"))
        if ask(app, path, [(name, odd) for name in NAMES]) >= 500:
            wrong.append(path)

    assert wrong == []


@pytest.mark.parametrize("odd", ODD)
def test_somebody_signed_in_may_be_as_odd(app, olena, odd):
    client, wrong = Visit(app).client(olena), []

    for rule in rules(app):
        path = re.sub(r"<[^>]+>", encoded(odd) or "x", rule.replace("<locale>", "uk"))
        with client.get(
            path, query_string={name: odd.encode("utf-8", "replace").decode() for name in NAMES}
        ) as answer:
            if answer.status_code >= 500:
                wrong.append(path)

    assert wrong == []


@PATIENT
@given(path=st.text(max_size=60))
def test_no_path_at_all_breaks_it(app, path):
    assert ask(app, "/" + encoded(path).replace("%2F", "/")) < 500


@pytest.mark.parametrize(
    "path",
    [
        "/uk//x",
        "//",
        "//evil.example",
        "/uk",
        "/xx/",
        "/uk/../..",
        "/%ff%fe",
        "/uk/%ed%a0%80",
        "/uk/" + "a" * 7000,
        "/uk/listings/%00",
    ],
)
def test_odd_paths_are_answered(app, path):
    assert ask(app, path) < 500


@pytest.mark.parametrize("cookie", COOKIES)
def test_broken_cookies_are_no_cookies(app, cookie):
    assert ask(app, "/uk/listings", headers={"Cookie": cookie.decode("latin-1")}) == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept-Language", "\xff" * 30),
        ("Accept-Language", "uk;q=x, ;;q=-1, *;q=9"),
        ("If-None-Match", '"' * 50),
        ("If-Modified-Since", "yesterday"),
        ("Range", "bytes=9-1"),
        ("Host", "evil.example"),
        ("Accept-Encoding", "gzip;q=abc"),
        ("HX-Request", "perhaps"),
        ("Content-Length", "0"),
        ("X-Request-ID", "\r"),
    ],
)
def test_odd_headers_are_answered(app, name, value):
    assert ask(app, "/en/listings", headers={name: value.replace("\r", " ")}) < 500


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "HEAD"])
def test_every_method_is_answered(app, method):
    wrong = []

    for rule in rules(app):
        path = re.sub(r"<[^>]+>", "x", rule.replace("<locale>", "uk"))
        if app.test_client().open(path, method=method).status_code >= 500:
            wrong.append(path)

    assert wrong == []


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"csrf_token=%ff", b"a=1" * 1000, b"--x\r\n"])
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/xml; charset=nowhere",
    ],
)
def test_odd_bodies_are_answered(app, body, kind):
    answer = app.test_client().post("/uk/sign-in", data=body, content_type=kind)

    assert 400 <= answer.status_code < 500
