"""The log: one line a request and one an event, as JSON, without a secret and with addresses masked."""

import logging
import re
import secrets
import sys
import time
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from sqlalchemy import inspect

from .config import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
HIDDEN = "[hidden]"
SECRET_KEYS = re.compile(
    r"passw|token|secret|cookie|session|authoriz|csrf|code$|mail_url|database_url|\btext\b|\bhtml\b"
)
ADDRESS = re.compile(r"([\w.+%-])[\w.+%-]*@([\w-])[\w.-]*", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")  # what mailed links and cookies are made of
CREDENTIALS = re.compile(r"://[^/@\s:]*:[^/@\s]*@")
log = structlog.get_logger("request")

Line = MutableMapping[str, Any]


def masked(words: str) -> str:
    """Addresses as j***@k***, tokens and passwords in addresses hidden."""
    words = CREDENTIALS.sub(f"://{HIDDEN}@", words)
    return ADDRESS.sub(r"\1***@\2***", TOKEN.sub(HIDDEN, words))


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if SECRET_KEYS.search(str(key).lower()) else _without_secrets(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_without_secrets(inner) for inner in value]
    return value


def hide_secrets(_logger: Any, _method: str, line: Line) -> Line:
    """A step of structlog: whatever is logged, wherever, passes here."""
    cleaned: Line = _without_secrets(line)
    return cleaned


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def handler(stream: TextIO, *, as_json: bool = True) -> logging.Handler:
    """What writes the lines, those of libraries too."""
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    writer = logging.StreamHandler(stream)
    writer.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *SHARED[-1:],
                hide_secrets,
                last,
            ],
        )
    )
    return writer


def set_up(settings: Settings) -> None:
    """Let everything that logs write our lines to standard error. Tests bring their own handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            hide_secrets,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    if settings.testing:
        return
    root = logging.getLogger()
    root.handlers = [handler(sys.stderr, as_json=not settings.demonstration)]
    root.setLevel(settings.log_level)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _begin() -> None:
    wished = request.headers.get("X-Request-ID", "")
    g.request_id = wished if REQUEST_ID.fullmatch(wished) else secrets.token_hex(8)
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _path() -> str:
    path = request.path
    for name, value in (request.view_args or {}).items():
        if name == "token":
            path = path.replace(str(value), HIDDEN)
    return masked(path)[:300]


def _end(response: Response) -> Response:
    if "request_id" not in g:  # refused before anything began: an address in a language we lack
        _begin()
    response.headers["X-Request-ID"] = g.request_id
    person = g.get("user")
    identity = inspect(person).identity if person is not None else None  # asks no database
    log.info(
        "request",
        method=request.method,
        path=_path(),
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 1),
        user=identity[0] if identity else None,
    )
    return response


def init_app(app: Flask) -> None:
    """Give each request its number and its line. Call it first: its line is then written last."""
    set_up(app.config["SETTINGS"])
    app.before_request(_begin)
    app.after_request(_end)
