"""The mail server of the browser tests: takes everything, and waits for what is awaited."""

import re
import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

PATIENCE = 60  # seconds; only what fails waits so long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Inbox:
    """All letters that came in; `to(address, words)` waits for the one whose subject or text has these words."""

    port = 0

    def __init__(self) -> None:
        self._letters: list[tuple[list[str], EmailMessage]] = []
        self._news = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        letter = cast(EmailMessage, message_from_bytes(envelope.content, policy=policy.default))
        with self._news:
            self._letters.append((envelope.rcpt_tos, letter))
            self._news.notify_all()
        return "250 taken"

    def of(self, address: str) -> list[EmailMessage]:
        return [letter for addresses, letter in self._letters if address in addresses]

    def to(self, address: str, words: str = "") -> EmailMessage:
        """The newest letter to this address with these words; waits for it, and fails when it does not come."""

        def found() -> EmailMessage | None:
            fitting = [
                letter for letter in self.of(address) if words in f"{letter['Subject']}\n{text(letter)}"
            ]
            return fitting[-1] if fitting else None

        with self._news:
            letter = self._news.wait_for(found, timeout=PATIENCE)
        assert letter, (
            f"no letter to {address} with {words!r}; there are {[str(x['Subject']) for x in self.of(address)]}"
        )
        return letter


def text(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def link(letter: EmailMessage) -> str:
    """The first link of a letter: its button."""
    found = re.search(r"https?://\S+", text(letter))
    assert found, text(letter)
    return found.group().rstrip(".,)>")
