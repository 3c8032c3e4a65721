"""A translation service, if one is configured: what is asked of any, and the adapter for LibreTranslate's API.

Only the worker asks, for a row that waits; a page never waits for it. Texts go to the configured address and to no
other: redirects are not followed, and no proxy of the environment is used.
"""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, NoReturn, Protocol

from .config import Settings
from .forms import CONTROLS, tidy

PATIENCE = 30  # seconds for one answer of the network
WHOLE_PATIENCE = 120  # for the conversation: a service that drips a byte at a time must not hold the worker
LARGEST_ANSWER = 2 * 1024 * 1024
TRY_AGAIN = (408, 425, 429)
PIECE = 64 * 1024


class Refused(Exception):
    """The service will never translate this."""


class NotNow(Exception):
    """It could not be had this time."""


class Service(Protocol):
    """Whoever translates."""

    @property
    def name(self) -> str:
        """What readers are told: a proper name."""

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """These texts in another language (BCP 47), in their order. Raises `Refused`, `NotNow`."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_values: Any) -> NoReturn:
        raise NotNow("it sends elsewhere, and texts go to the configured address only")


@dataclass(frozen=True)
class LibreTranslate:
    """https://docs.libretranslate.com: POST /translate with q, source, target, format and api_key."""

    url: str
    key: str = ""
    patience: float = PATIENCE
    whole_patience: float = WHOLE_PATIENCE
    name: str = "LibreTranslate"

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        asked: dict[str, Any] = {"q": texts, "source": source, "target": target, "format": "text"}
        if self.key:
            asked["api_key"] = self.key
        answer = self._post(f"{self.url}/translate", json.dumps(asked).encode())
        said = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(said, list) or len(said) != len(texts):
            raise NotNow("its answer has not as many texts as were asked")
        if not all(isinstance(text, str) for text in said):
            raise NotNow("its answer is no text")
        return [tidy(CONTROLS.sub("", text)) for text in said]

    def _post(self, url: str, body: bytes) -> Any:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        request = urllib.request.Request(  # noqa: S310  the settings allow http and https only
            url,
            body,
            {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Mistok"},
        )
        last_moment = time.monotonic() + self.whole_patience
        try:
            with opener.open(request, timeout=self.patience) as response:
                return json.loads(_read(response, last_moment))
        except urllib.error.HTTPError as error:
            error.close()
            never = error.code < 500 and error.code not in TRY_AGAIN
            raise (Refused if never else NotNow)(f"it answered {error.code}") from error
        except (OSError, HTTPException) as error:
            raise NotNow(f"{type(error).__name__}: {error}") from error
        except (ValueError, RecursionError) as error:
            raise NotNow("its answer is no JSON") from error


def _read(response: Any, last_moment: float) -> bytes:
    """The whole answer, if it is neither too large nor too late."""
    pieces, size = [], 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise NotNow("its answer is too large")
        if time.monotonic() > last_moment:
            raise NotNow("it is too slow")
        pieces.append(piece)
    return b"".join(pieces)


def service_of(settings: Settings) -> Service | None:
    """The configured service, or None: then nothing leaves the site."""
    return LibreTranslate(settings.translate_url, settings.translate_key) if settings.translate_url else None
