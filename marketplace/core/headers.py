"""What every answer says about how it may be used: pages, parts, errors, files alike (OWASP Secure Headers)."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from .config import Settings

# Nothing but our own; a view may say something narrower (people's files), never wider.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 365 * 24 * 3600


def of(settings: Settings) -> dict[str, str]:
    """The headers of a site with these settings."""
    if not settings.secure:
        return {"Content-Security-Policy": POLICY, **ALWAYS}
    return {
        "Content-Security-Policy": f"{POLICY}; upgrade-insecure-requests",
        "Strict-Transport-Security": f"max-age={A_YEAR}",
        **ALWAYS,
    }


class Dressed:
    """The application, each of whose answers wears the headers, whoever made it: Flask, WhiteNoise, an error."""

    def __init__(self, wsgi_app: Callable[..., Iterable[bytes]], headers: dict[str, str]) -> None:
        self.wsgi_app, self.headers = wsgi_app, headers

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, own: list[tuple[str, str]], *error: Any) -> Any:
            answer = Headers(own)
            for name, value in self.headers.items():
                answer.setdefault(name, value)
            if "Set-Cookie" in answer:  # a cookie is somebody's: nobody else may get it from a cache
                answer["Cache-Control"] = "no-store"
            answer.setdefault("Cache-Control", "no-cache")
            return start_response(status, answer.to_wsgi_list(), *error)

        return self.wsgi_app(environ, start)


def _keep_private(response: Response) -> Response:
    told = response.cache_control
    if g.get("user") is not None and not (told.public and told.max_age):
        response.headers["Cache-Control"] = "no-store"
    if "token" in (request.view_args or {}):  # the address itself is a secret
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
    return response


def _stay_here(response: Response) -> Response:
    """Werkzeug completes an address that lacks its last slash from the Host header, which anybody may write."""
    if isinstance(request.routing_exception, RequestRedirect):
        parts = urlsplit(response.location or "")
        response.location = urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, ""))
    return response


def init_app(app: Flask) -> None:
    """Dress every answer. Call it after everything that wraps the application (static files)."""
    settings: Settings = app.config["SETTINGS"]
    proxies = settings.trusted_proxies
    app.after_request(_keep_private)
    app.after_request(_stay_here)
    app.wsgi_app = Dressed(app.wsgi_app, of(settings))  # type: ignore[method-assign]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
