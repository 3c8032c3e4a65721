"""One answer for every failure: rolls back first, then a page in the reader's language, with nothing typed lost."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize, NoMoreData
from markupsafe import escape
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, TooManyRequests

from .db import db
from .forms import CONTROLS
from .gate import SignInFirst
from .i18n import current_locale, ngettext
from .i18n import lazy_gettext as _l
from .lifecycle import NotAllowed

log = structlog.get_logger(__name__)
LONGEST_KEPT = 100_000
SECRET_FIELDS = ("csrf_token", "password", "new_password", "code", "token")


@dataclass(frozen=True)
class Words:
    """What a reader is told: what happened, and what to do next."""

    title: Any
    text: Any


WORDS = {
    400: Words(_l("This request could not be read"), _l("Something in the address or the form was broken. Go back and try again.")),
    401: Words(_l("You are signed out"), _l("Sign in in another tab, come back to this one and send again. What you typed is below.")),
    403: Words(_l("This page is not for you"), _l("Your account may not open it. If you think it should, ask an owner of your organisation.")),
    404: Words(_l("There is no such page"), _l("It may have moved, been taken down, or the address may have a slip. Try the list of needs and offers.")),
    405: Words(_l("This address works another way"), _l("Go back and use the button on the page.")),
    409: Words(_l("This has changed in the meantime"), _l("Somebody else, or you in another tab, was faster. Look at it as it is now.")),
    410: Words(_l("This is no longer here"), _l("It was public once and has been taken down or has expired. Similar ones are in the list.")),
    413: Words(_l("This is too large"), _l("Send a smaller file, 10 MB at most, or a shorter text.")),
    415: Words(_l("This kind of content is not understood"), _l("Go back and use the form on the page.")),
    422: Words(_l("Something in the form is not right"), _l("Go back and look at the fields.")),
    429: Words(_l("Too many tries"), _l("Wait a while, then try again. This protects everybody's account.")),
    500: Words(_l("Something went wrong on our side"), _l("It has been noted, and nothing was changed. Try again in a few minutes.")),
    503: Words(_l("The site is resting"), _l("Try again in a few minutes. Nothing was lost.")),
}  # fmt: skip
EXPIRED_FORM = Words(
    _l("This form has waited too long"),
    _l(
        "For your safety a form is good for a few hours. What you typed is below: look it over and send it again."
    ),
)


# What came too late, and what means that the database is not there.
TOO_LATE = (NotAllowed, StaleDataError, IntegrityError)
NO_DATABASE = (OperationalError, InterfaceError)
# The server finds only while the view reads that a body is not what its headers say.
BROKEN_BODY = (ChunkMissingTerminator, InvalidChunkSize, NoMoreData)
TOO_LARGE = 413
MOST_FORGOTTEN = 64 * 1024 * 1024
SOON = 30  # seconds after which to ask again (Retry-After)

# The names of fields whose texts are long enough to be missed.
LABELS = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "description": _l("Description"),
    "note": _l("Note"),
    "message": _l("Message"),
    "text": _l("Text"),
    "name": _l("Name"),
    "email": _l("E-mail address"),
    "telephone": _l("Telephone"),
    "proposal": _l("What do you propose?"),
    "unclear": _l("What is unclear?"),
    "about": _l("Who are you?"),
    "first_step": _l("A first step"),
    "body": _l("Your words"),
}
OF_THE_FORM = ("version", "next", "step", "kind", "reference")
PLAIN = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>
"""


@dataclass(frozen=True)
class Kept:
    """One field that the visitor had typed, and what people call it."""

    name: str
    value: str
    label: Any

    @property
    def hidden(self) -> bool:
        """Whether it is the form's own and says nothing to people."""
        return self.name in OF_THE_FORM


def answer(code: int, words: Words | None = None, headers: Any = None, description: str = "") -> Response:
    """The error page; if even that cannot be drawn (the database is gone), one without a frame."""
    words = words or WORDS.get(code) or WORDS[500 if code >= 500 else 400]
    try:
        response = _page(code, words, description)
    except Exception:
        log.exception("error page failed", code=code)
        db.session.rollback()
        g.user = None
        response = _plain_page(code, words, description)
    if code == 503:
        response.headers["Retry-After"] = str(SOON)
    if headers:
        response.headers.extend(headers)
    return response


def _plain_page(code: int, words: Words, description: str) -> Response:
    html = PLAIN.format(
        language=current_locale(), title=escape(words.title), text=escape(description or words.text)
    )
    return make_response(html, code)


def _page(code: int, words: Words, description: str) -> Response:
    # Too many tries keep words only for who is signed in: a sign-in that was refused has none worth keeping.
    keeps = code in (400, 401, 409) or (code == 429 and g.get("user") is not None)
    html = render_template(
        "errors/error.html",
        code=code,
        title=words.title,
        text=description or words.text,
        request_id=g.get("request_id", "") if code >= 500 else "",
        action=_way_on(code),
        kept=_kept() if keeps and request.method == "POST" else [],
        kept_action=request.full_path.rstrip("?") if keeps else "",
    )
    return make_response(html, code)


def _way_on(code: int) -> tuple[Any, str]:
    """What the button of the page says, and where it leads."""
    if code == 401:
        return _l("Sign in"), url_for("accounts.sign_in")
    if code == 409 and (before := _page_before()):
        return _l("See it as it is now"), before
    return _l("See all needs and offers"), url_for("search.index")


def _page_before() -> str:
    """The page of ours that the form stood on (Referer, RFC 9110 §10.1.3); empty where that is not known."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if page.netloc != request.host or not page.path.startswith("/") or page.path.startswith("//"):
        return ""
    return urlunsplit(("", "", page.path, page.query, ""))


def _kept() -> list[Kept]:
    """What was typed, so that no text is lost; never a secret."""
    return [
        Kept(_fit_to_show(name), _fit_to_show(value[:LONGEST_KEPT]), LABELS.get(name, _l("Text")))
        for name, values in request.form.lists()
        if name not in SECRET_FIELDS
        for value in values
    ]


def _fit_to_show(words: str) -> str:
    """Without what cannot stand in a page."""
    return CONTROLS.sub("\ufffd", words)


def _take_the_rest() -> None:
    """Read and forget what is still on its way: most browsers read no answer before they have sent everything."""
    body, left = request.environ["wsgi.input"], min(request.content_length or 0, MOST_FORGOTTEN)
    with suppress(OSError):
        while left > 0 and (taken := len(body.read(min(left, 65_536)))):
            left -= taken


def _roll_back() -> None:
    try:
        db.session.rollback()
    except NO_DATABASE:  # it has rolled back itself
        log.warning("rollback failed")
    g.user = g.get("user")


def _failed(error: BaseException | None) -> Response:
    """What is nobody's refusal: a race lost at the commit, a database that is away, a mistake of ours."""
    if isinstance(error, TOO_LATE):
        return answer(409)
    log.error("request failed", method=request.method, exc_info=error)
    if isinstance(error, NO_DATABASE):
        g.user = None  # nobody can be asked about her
        return answer(503)
    return answer(500)


def _refused(error: HTTPException) -> Response:
    _roll_back()
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    original = getattr(error, "original_exception", None)
    if original is not None:  # what the commit itself refuses arrives wrapped, after the view has answered
        return _failed(original)
    code = error.code or 500
    if code == TOO_LARGE:
        _take_the_rest()
    own = error.description if getattr(error, "in_our_words", False) else ""
    headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return answer(code, headers=headers, description=str(own or ""))


def _form_expired(_error: CSRFError) -> Response:
    _roll_back()
    return answer(400, EXPIRED_FORM)


def _sign_in_first(_error: SignInFirst) -> Response:
    _roll_back()
    if request.method in ("GET", "HEAD"):
        response = make_response("", 303)
        response.headers["Location"] = url_for("accounts.sign_in", next=request.full_path.rstrip("?"))
        return response
    return answer(401)


def _broken(error: Exception) -> Response:
    _roll_back()
    if isinstance(error, BROKEN_BODY):
        return _plain_page(400, WORDS[400], "")  # not the usual page: it would read the body again
    if current_app.config.get("PROPAGATE_EXCEPTIONS") and not isinstance(error, TOO_LATE):
        raise error
    return _failed(error)


def init_app(app: Flask) -> None:
    """Answer every failure."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(SignInFirst, _sign_in_first)
    app.register_error_handler(Exception, _broken)


class TooMany(TooManyRequests):
    """429 with the seconds to wait (RFC 6585 §4)."""

    in_our_words = True

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        sentence = ngettext(
            "Wait %(num)s minute, then try again. This protects everybody’s account.",
            "Wait %(num)s minutes, then try again. This protects everybody’s account.",
            minutes,
        )
        super().__init__(sentence, retry_after=seconds)


class Refused(HTTPException):
    """A refusal whose sentence is ours, already in the reader's language, and may be shown as it stands."""

    in_our_words = True

    def __init__(self, code: int, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)
