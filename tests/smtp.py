"""A mail server for tests: real, on this machine, and as troublesome as it is told to be."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller


def free_port() -> int:
    """One that is free now; aiosmtpd itself cannot be asked for any (port 0)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """What it answers may be changed while it runs; what it took is in `taken`."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to_recipient = self.to_data = "250 OK"
        self.drops_before_answer = self.drops_after_answer = False
        self.seconds = 0.0
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(self.seconds)
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.drops_before_answer:
            server.transport.close()
            return "250 never heard"
        if self.to_data.startswith("250"):
            self.taken.append(cast(EmailMessage, message_from_bytes(envelope.content, policy=policy.default)))
        if self.drops_after_answer:
            server.transport.write(b"250 OK\r\n")
            server.transport.close()
        return self.to_data

    @property
    def numbers(self) -> list[str]:
        """The Message-ID of each letter taken."""
        return [str(letter["Message-ID"]) for letter in self.taken]


@contextmanager
def mail_server(port: int | None = None) -> Iterator[Server]:
    """A running server, until the end of the block."""
    server = Server()
    server.port = port or server.port
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
