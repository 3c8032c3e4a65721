"""The adapter for LibreTranslate's API, before a service that speaks it: well, slowly, wrongly, not at all."""

import json

import pytest

from marketplace.core.translate import LibreTranslate, NotNow, Refused
from tests.smtp import free_port
from tests.translator import translator

pytestmark = pytest.mark.real_time
TEXTS = ["Насоси", "Коротко про потребу."]


@pytest.fixture
def service():
    with translator() as running:
        yield running


def test_it_asks_as_the_service_wants_it_and_keeps_the_order(service):
    said = LibreTranslate(service.url, key="a-key").translate(TEXTS, "uk", "en")

    assert said == ["[en] Насоси", "[en] Коротко про потребу."]
    assert service.paths == ["/translate"]
    assert service.asked == [
        {"q": TEXTS, "source": "uk", "target": "en", "format": "text", "api_key": "a-key"}
    ]


def test_without_a_key_none_is_sent(service):
    LibreTranslate(service.url).translate(TEXTS, "uk", "en")

    assert "api_key" not in service.asked[0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_what_it_refuses_is_refused(service, status):
    service.status = status

    with pytest.raises(Refused, match=str(status)):
        LibreTranslate(service.url).translate(TEXTS, "uk", "en")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_be_over_soon_is_tried_again(service, status):
    service.status = status

    with pytest.raises(NotNow, match=str(status)):
        LibreTranslate(service.url).translate(TEXTS, "uk", "en")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[]",
        b"null",
        b'{"translatedText": "one"}',
        b'{"translatedText": ["one"]}',
        b'{"translatedText": ["one", 2]}',
        b'{"translatedText": ["one", null]}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"translatedText": ["' + b"x" * 3_000_000 + b'", ""]}',
    ],
)
def test_an_answer_that_makes_no_sense_is_none(service, body):
    service.body = body

    with pytest.raises(NotNow):
        LibreTranslate(service.url).translate(TEXTS, "uk", "en")


def test_what_cannot_be_stored_is_taken_out_of_its_answer(service):
    service.body = json.dumps({"translatedText": ["a\0b\ud800 ", "\r\nc"]}).encode()

    assert LibreTranslate(service.url).translate(TEXTS, "uk", "en") == ["ab", "c"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_is_not_followed_elsewhere(service, status):
    with translator() as elsewhere:
        service.status, service.location = status, f"{elsewhere.url}/translate"

        with pytest.raises((NotNow, Refused)):
            LibreTranslate(service.url).translate(TEXTS, "uk", "en")

        assert elsewhere.paths == []


def test_no_proxy_of_the_environment_gets_the_texts(service, monkeypatch):
    with translator() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)

        LibreTranslate(service.url).translate(TEXTS, "uk", "en")

        assert proxy.paths == []


def test_a_slow_service_is_left(service):
    service.seconds = 1

    with pytest.raises(NotNow):
        LibreTranslate(service.url, patience=0.1).translate(TEXTS, "uk", "en")


def test_a_service_that_drips_is_left(service):
    service.drips = True

    with pytest.raises(NotNow, match="slow"):
        LibreTranslate(service.url, patience=1, whole_patience=0.3).translate(TEXTS, "uk", "en")


def test_a_service_that_is_away_is_tried_again():
    with pytest.raises(NotNow):
        LibreTranslate(f"http://127.0.0.1:{free_port()}").translate(TEXTS, "uk", "en")
