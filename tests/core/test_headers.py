"""What every answer says about its use, whoever made it."""

import pytest

from marketplace.core.headers import POLICY

ADDRESSES = ["/en/", "/en/listings", "/nope/nowhere", "/xx/listings", "/healthz", "/readyz", "/en/sign-in"]


def a_static_file(app) -> str:
    return str(app.jinja_env.globals["static_url"]("css/site.css"))


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_wears_them(app, path):
    answer = app.test_client().get(path)

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"]


def test_nothing_in_the_policy_is_unsafe():
    assert "unsafe" not in POLICY and "*" not in POLICY


def test_a_static_file_wears_them_and_is_kept(app):
    with app.test_client().get(a_static_file(app)) as answer:
        answer.get_data()

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/en/", "/en/listings", "/nope/nowhere"])
def test_a_part_wears_them_too(app, path):
    answer = app.test_client().get(path, headers={"HX-Request": "true"})

    assert answer.headers["Content-Security-Policy"] == POLICY


def test_over_https_the_browser_is_told_to_stay_there(other_app):
    secure = other_app(base_url="https://mistok.example")

    answer = secure.test_client().get("/healthz")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "upgrade-insecure-requests" in answer.headers["Content-Security-Policy"]


def test_without_https_nothing_is_promised(app):
    assert "Strict-Transport-Security" not in app.test_client().get("/en/").headers


def test_a_signed_in_answer_is_kept_nowhere(visit, olena):
    for path in ("/en/", "/en/listings", "/nope/nowhere"):
        answer = visit.client(olena).get(path)

        assert answer.headers["Cache-Control"] == "no-store"


def test_an_answer_with_a_cookie_is_kept_nowhere(app):
    answer = app.test_client().get("/en/sign-in")

    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_whose_address_is_a_secret_tells_nobody(app):
    answer = app.test_client().get("/en/reset/abcdefghijklmnopqrstuvwxyz0123456789")

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_visitors_address_is_believed_from_as_many_proxies_as_there_are(other_app):
    seen = {}

    def watch(application):
        @application.before_request
        def note():
            from flask import request

            seen["address"] = request.remote_addr

    for proxies in (0, 1):
        application = other_app(trusted_proxies=proxies)
        watch(application)
        application.test_client().get("/en/nowhere", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
        seen[proxies] = seen["address"]

    assert (seen[0], seen[1]) == ("127.0.0.1", "2.2.2.2")


def test_cookies_are_out_of_reach(other_app, app):
    secure = other_app(base_url="https://mistok.example")

    cookie = secure.test_client().get("/en/sign-in", base_url="https://mistok.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie


@pytest.mark.parametrize("path", ["/en", "/en?q=%D1%88&x=1", "/en//listings"])
def test_a_slash_is_put_right_without_believing_the_host_header(app, path):
    answer = app.test_client().get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("/en/")
    assert answer.headers["Location"].partition("?")[2] == path.partition("?")[2]
