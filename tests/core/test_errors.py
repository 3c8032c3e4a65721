"""Whatever goes wrong: the right status, a page in the reader's language, and nothing typed lost."""

import io
from dataclasses import replace

import pytest
from flask import Blueprint, abort
from gunicorn.http.errors import InvalidChunkSize
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from marketplace.app import create_app
from marketplace.core.config import Settings
from marketplace.core.db import db
from marketplace.core.errors import WORDS, Refused
from marketplace.core.gate import everyone, open_to, people
from marketplace.core.outbox import Letter
from tests.page import Page
from tests.visit import Visit

CODES = [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503]


class Broken(Exception):
    pass


def trouble() -> Blueprint:
    """A room in which everything goes wrong."""
    room = Blueprint("trouble", __name__)

    @room.route("/trouble/<int:code>", methods=["GET", "POST"])
    @open_to(everyone)
    def refuse(code: int):
        abort(code)

    @room.route("/trouble/<what>", methods=["GET", "POST"])
    @open_to(everyone)
    def fail(what: str):
        db.session.add(
            Letter(
                message_id=f"<{what}@test>",
                event="x",
                to_address="x",
                locale="en",
                subject="x",
                text="x",
                html="x",
            )
        )
        db.session.flush()
        if what == "commit":
            db.session.connection().exec_driver_sql("SELECT 1")
            db.session.add_all([_twin(), _twin()])
            return "answered"
        raise {
            "bug": Broken("a mistake of ours"),
            "stale": StaleDataError("too late"),
            "twice": IntegrityError("INSERT", {}, Exception("twice")),
            "database": OperationalError("SELECT", {}, Exception("gone")),
            "own": Refused(409, "Марта вирішила раніше."),
        }[what]

    @room.post("/trouble/kept")
    @open_to(people)
    def kept():
        return "kept"

    return room


def _twin() -> Letter:
    return Letter(
        message_id="<twin@test>", event="x", to_address="x", locale="en", subject="x", text="x", html="x"
    )


@pytest.fixture(scope="module")
def troubled(built_app, settings: Settings):
    """The application as it is in production, with that room. Its database is the one of all tests."""
    application = create_app(settings, PROPAGATE_EXCEPTIONS=False)
    application.register_blueprint(trouble(), url_prefix="/<locale>")
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def visit(app, troubled) -> Visit:
    return Visit(troubled)


@pytest.mark.parametrize("code", CODES)
def test_each_refusal_has_its_page(visit, code):
    page = visit(f"/en/trouble/{code}", expect=code)

    assert page.h1 == str(WORDS[code].title)


@pytest.mark.parametrize("code", CODES)
def test_htmx_gets_the_same_status(visit, code):
    answer = visit.client().get(f"/en/trouble/{code}", headers={"HX-Request": "true"})

    assert answer.status_code == code


def test_the_page_speaks_the_readers_language(visit):
    assert visit("/uk/trouble/404", expect=404).soup.html["lang"] == "uk"
    assert visit("/lt/nowhere/at/all", expect=404).soup.html["lang"] == "lt"


def test_a_lost_visitor_is_spoken_to_as_her_browser_asks(visit):
    page = visit("/nowhere/at/all", expect=404, headers={"Accept-Language": "lt,en;q=0.5"})

    assert page.soup.html["lang"] == "lt"


@pytest.mark.parametrize("method", ["delete", "put", "patch", "post"])
def test_a_wrong_method_is_told_which_ones_work(visit, method):
    answer = getattr(visit.client(), method)("/en/listings")

    assert answer.status_code in (400, 405)
    assert answer.mimetype == "text/html"


def test_head_is_answered_as_get_without_words(visit):
    answer = visit.client().head("/en/trouble/404")

    assert (answer.status_code, answer.data) == (404, b"")


def test_a_mistake_of_ours_is_a_page_with_a_number(visit):
    page = visit("/en/trouble/bug", expect=500)

    assert page.response.headers["X-Request-ID"] in page.text
    assert "a mistake of ours" not in page.html


@pytest.mark.parametrize(
    ("what", "code"), [("bug", 500), ("stale", 409), ("twice", 409), ("database", 503), ("own", 409)]
)
@pytest.mark.parametrize("part", [False, True])
def test_a_failure_leaves_no_row(visit, letters, what, code, part):
    client = visit.client()
    headers = {"HX-Request": "true"} if part else {}

    answer = client.post(f"/en/trouble/{what}", data={"csrf_token": visit.token(client)}, headers=headers)

    assert answer.status_code == code
    assert letters() == []


@pytest.mark.parametrize(
    ("before", "leads"),
    [
        ("http://localhost/en/listings/N-2026-0042?from=desk", "/en/listings/N-2026-0042?from=desk"),
        ("http://elsewhere.example/en/listings/N-2026-0042", "/en/listings"),
        ("http://localhost//elsewhere.example/", "/en/listings"),
        ("http://[", "/en/listings"),
        ("", "/en/listings"),
    ],
)
def test_who_was_too_late_is_led_back_to_the_page_as_it_is_now(visit, before, leads):
    answer = visit.client().get("/en/trouble/409", headers={"Referer": before})

    [button] = Page(answer).css("main .button")
    assert (answer.status_code, button["href"]) == (409, leads)
    assert button.text == ("See it as it is now" if "0042" in leads else "See all needs and offers")


def test_a_race_lost_at_the_commit_is_a_409(visit, letters):
    client = visit.client()

    answer = client.post("/en/trouble/commit", data={"csrf_token": visit.token(client)})

    assert answer.status_code == 409
    assert letters() == []


def test_our_own_sentence_is_shown(visit):
    assert "Марта вирішила раніше." in visit("/uk/trouble/own", expect=409).text


def test_an_away_database_says_when_to_come_again(visit):
    page = visit("/en/trouble/database", expect=503)

    assert int(page.response.headers["Retry-After"]) > 0


def test_what_was_typed_comes_back_without_secrets(visit):
    page = visit.post(
        "/en/trouble/kept",
        {"title": "Потрібен <автобус>", "password": "never shown", "code": "123456", "version": "3"},
        expect=401,
    )

    assert page.css("textarea[name=title]")[0].get_text() == "Потрібен <автобус>"
    assert page.words("label[for=kept-1]") == ["Title"]
    assert page.css("input[type=hidden][name=version]")[0]["value"] == "3"
    assert "never shown" not in page.html and "123456" not in page.html


def test_a_form_without_a_token_keeps_what_was_typed(visit):
    page = visit.post("/en/trouble/kept", {"title": "Потрібен автобус"}, token=False, expect=400)

    assert "Потрібен автобус" in page.html


def test_without_a_database_there_is_still_a_page(settings, tmp_path):
    lost = create_app(
        replace(settings, database_url=f"sqlite:///{tmp_path / 'no' / 'folder.sqlite3'}"),
        PROPAGATE_EXCEPTIONS=False,
    )

    answer = lost.test_client().get("/uk/listings")

    assert answer.status_code == 503
    page = Page(answer)
    page.inspect(part=False)
    assert page.soup.html["lang"] == "uk"


def test_a_page_that_cannot_be_drawn_is_replaced_by_a_plain_one(visit, monkeypatch):
    def broken(*_, **__):
        raise Broken

    monkeypatch.setattr("marketplace.core.errors.render_template", broken)

    page = visit("/en/trouble/bug", expect=500)

    assert page.h1 == str(WORDS[500].title)


def test_the_health_of_a_broken_site_is_not_a_page(visit):
    answer = visit.client().post("/healthz")

    assert answer.status_code in (400, 405)


def test_too_large_a_request_is_refused_in_words(visit):
    client = visit.client()

    answer = client.post(
        "/en/sign-in", data={"email": "x" * (13 * 1024 * 1024), "csrf_token": visit.token(client)}
    )

    assert answer.status_code == 413
    assert answer.mimetype == "text/html"


def test_a_body_that_is_not_what_it_says_is_told_in_a_sentence(visit):
    class Body:
        def read(self, *_: object) -> bytes:
            raise InvalidChunkSize(b"ZZZ")

        readline = read

    answer = visit.client().post(
        "/uk/sign-in",
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input": Body(), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )

    assert answer.status_code == 400
    assert '<html lang="uk">' in answer.text


def test_what_is_too_large_is_taken_to_its_end_so_that_the_answer_is_read(visit):
    body = io.BytesIO(b"x" * 13_000_000)

    answer = visit.client().post(
        "/en/sign-in", input_stream=body, content_length=13_000_000, content_type="multipart/form-data"
    )

    assert answer.status_code == 413
    assert body.tell() == 13_000_000


def test_what_cannot_be_shown_is_given_back_as_something_that_can(visit):
    page = visit.post("/en/sign-in", {"ema\0il": "a\0b\x1bc"}, token=False, expect=400)

    assert "a\ufffdb\ufffdc" in page.html
    assert "\0" not in page.html
