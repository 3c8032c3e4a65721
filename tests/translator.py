"""A stand-in for a LibreTranslate service: real HTTP on this machine, and as troublesome as it is told to be."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Translator:
    """What it answers may be changed while it runs; what it was asked is in `asked`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.status = 200
        self.body: bytes | None = None  # instead of a translation
        self.location = ""
        self.seconds = 0.0
        self.drips = False
        self.url = ""

    def answer(self, asked: dict[str, Any]) -> bytes:
        """Each text with the language it was put into."""
        if self.body is not None:
            return self.body
        said = [f"[{asked['target']}] {text}" for text in asked["q"]]
        return json.dumps({"translatedText": said}).encode()


@contextmanager
def translator() -> Iterator[Translator]:
    """A running service, until the end of the block."""
    service = Translator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.paths.append(self.path)
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append(asked)
            time.sleep(service.seconds)
            body = service.answer(asked)
            self.send_response(service.status)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if service.drips:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            else:
                self.wfile.write(body)

        def do_GET(self) -> None:
            service.paths.append(self.path)
            self.send_error(404)

        def handle(self) -> None:
            with suppress(ConnectionError):  # who asked has hung up
                super().handle()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
