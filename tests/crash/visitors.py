"""People who write at once, each in her own browser, and remember what was acknowledged."""

import http.cookiejar
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from itertools import count
from random import randrange
from typing import Any

PASSWORD = "ружа-вітер-47-причал-сосна"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """Keeps its cookie, sends forms with their token; follows no redirect, so that the answer is the act's own.

    Each comes from a network address of its own, as the proxy tells it: one alone may not register so often.
    """

    def __init__(self, address: str) -> None:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.address, self.opener = address, urllib.request.build_opener(jar, Stay)
        self.opener.addheaders = [
            ("X-Forwarded-For", f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}")
        ]

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **form: str) -> int:
        """The status of the answer."""
        found = TOKEN.search(self.get(path))
        assert found, f"no token on {path}"
        body = urllib.parse.urlencode({**form, "csrf_token": found.group(1)}).encode()
        try:
            with self.opener.open(self.address + path, body, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


class Crowd:
    """Some threads that register people as fast as they can; `acknowledged` are those who were told it is done."""

    _number = count(1)

    def __init__(self, address: str, size: int = 4) -> None:
        self.address = address
        self.acknowledged: list[str] = []
        self.tried: list[str] = []
        self.refused: list[int] = []
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        while not self._enough.is_set():
            email = f"reader{next(self._number)}@example.org"
            self.tried.append(email)
            try:
                status = Browser(self.address).post(
                    "/en/register", name="Olena", email=email, password=PASSWORD, locale="en"
                )
            except (OSError, HTTPException):  # the server was killed: she was told nothing
                self._enough.wait(0.1)
                continue
            if status in (200, 303):
                self.acknowledged.append(email)
            else:
                self.refused.append(status)

    def wait_for(self, number: int, patience: float = 30) -> None:
        """Until so many have been acknowledged."""
        pause = threading.Event()
        for _ in range(int(patience / 0.05)):
            if len(self.acknowledged) >= number:
                return
            pause.wait(0.05)
        raise AssertionError(
            f"{len(self.acknowledged)} of {number} acknowledged; refused: {self.refused[:10]}"
        )

    def go_home(self) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join(25)
