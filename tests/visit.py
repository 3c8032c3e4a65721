"""The client of the tests: visits a page as one of the cast, and inspects whatever comes back."""

import hashlib
import os
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from marketplace.accounts import session as sign_in_session
from marketplace.accounts.models import SignInSession, User
from marketplace.core.clock import now
from marketplace.core.db import db
from tests.page import Page


class Visit:
    """`visit("listings.show", as_=olena, reference=…)` asks; `visit.post(…)` sends a form and follows where it leads."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._clients: dict[int | None, FlaskClient] = {}

    def client(self, as_: User | None = None) -> FlaskClient:
        """The browser of this person (or of nobody), signed in as she would be."""
        key = None if as_ is None else as_.id
        if key not in self._clients:
            client = self._clients[key] = self.app.test_client()
            token = os.urandom(16).hex()
            with client.session_transaction() as cookie:
                cookie["csrf_token"] = hashlib.sha1(token.encode()).hexdigest()
                if as_ is not None:
                    cookie["_user_id"], cookie["_fresh"] = token, True
                    cookie["seen"] = int(now().timestamp())
            if as_ is not None:
                hashed = sign_in_session.hashed(token)
                db.session.add(
                    SignInSession(token_hash=hashed, user_id=as_.id, second_factor=as_.has_second_factor)
                )
        db.session.commit()
        return self._clients[key]

    def address(self, endpoint: str, locale: str = "en", **values: Any) -> str:
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context("/"):
            if self.app.url_map.is_endpoint_expecting(endpoint, "locale"):
                values["locale"] = locale
            return url_for(endpoint, **values)

    def __call__(
        self,
        endpoint: str,
        *,
        as_: User | None = None,
        expect: int = 200,
        part: bool = False,
        headers: dict[str, str] | None = None,
        locale: str = "en",
        **values: Any,
    ) -> Page:
        """GET. `part=True` asks as htmx does, and no whole page may come back. `expect` is the status awaited."""
        ask = {"HX-Request": "true"} if part else {}
        address = self.address(endpoint, locale, **values)
        response = self.send(self.client(as_), "GET", address, headers={**ask, **(headers or {})})
        return self._inspected(response, expect, part)

    def post(
        self,
        endpoint: str,
        data: dict[str, Any] | None = None,
        *,
        as_: User | None = None,
        expect: int = 303,
        part: bool = False,
        follow: bool = True,
        locale: str = "en",
        files: dict[str, Any] | None = None,
        token: bool = True,
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> Page:
        """POST a form with its token. A 303 (the usual answer) is followed, and the page it leads to comes back."""
        client = self.client(as_)
        form = {**(data or {}), **(files or {})}
        if token:
            form["csrf_token"] = self.token(client)
        ask = {"HX-Request": "true"} if part else {}
        address = self.address(endpoint, locale, **values)
        content = {"content_type": "multipart/form-data"} if files else {}
        response = self.send(
            client, "POST", address, data=form, headers={**ask, **(headers or {})}, **content
        )
        page = self._inspected(response, expect, part)
        if follow and expect == 303:
            landed = self.send(client, "GET", page.location)
            hops = 0
            while landed.status_code in (302, 303) and hops < 4:
                landed, hops = self.send(client, "GET", landed.headers["Location"]), hops + 1
            return self._inspected(landed, landed.status_code, part=False)
        return page

    def token(self, client: FlaskClient) -> str:
        """A CSRF token that is good in this browser."""
        with client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", hashlib.sha1(os.urandom(16)).hexdigest())
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw)  # type: ignore[arg-type]

    def send(self, client: FlaskClient, method: str, address: str, **what: Any) -> Any:
        """One request in a context of its own, as on a server: nothing of the test's `g` or session shines through."""
        db.session.commit()
        with self.app.app_context():
            return client.open(address, method=method, **what)

    def _inspected(self, response: Any, expect: int, part: bool) -> Page:
        db.session.expire_all()
        assert response.status_code == expect, (
            f"{response.status_code}, not {expect}: {response.get_data(as_text=True)[:3000]}"
        )
        page = Page(response)
        if (
            response.mimetype == "text/html"
            and response.data
            and response.status_code not in (301, 302, 303, 304)
        ):
            page.inspect(part=part)
        return page
