"""A real Chromium before a real server, with a real worker that sends to a real mail server; nothing else exists."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from marketplace.app import create_app
from marketplace.core.config import Settings
from marketplace.core.db import db
from tests import database
from tests.browser.mail import Inbox, free_port
from tests.browser.person import Reader
from tests.house.sources import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECRET = "a-secret-for-tests-only-0123456789-abcdefghij"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Servers and browsers live by the real clock."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.real_time)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def inbox() -> Iterator[Inbox]:
    """A mail server that keeps what it gets."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    inbox.port = controller.port
    yield inbox
    controller.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[Flask]:
    """The site, served on a free port, with a worker beside it. `site.config["BASE_URL"]` is its address."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    settings = Settings(
        secret_key=SECRET,
        base_url=f"http://127.0.0.1:{port}",
        database_url=f"sqlite:///{folder / 'site.sqlite3'}",
        storage_url=f"file://{folder / 'files'}",
        mail_url=f"smtp://127.0.0.1:{inbox.port}",
        mail_from="mistok@mistok.example",
        instance=folder,
    )
    app = create_app(settings)
    with app.app_context():
        upgrade()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with worker(settings):
        yield app
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


class worker:  # noqa: N801  reads as a sentence: with worker(settings)
    """`flask worker` as an operator runs it."""

    def __init__(self, settings: Settings) -> None:
        self.environment = {
            **os.environ,
            "SECRET_KEY": settings.secret_key,
            "BASE_URL": settings.base_url,
            "DATABASE_URL": settings.database_url,
            "STORAGE_URL": settings.storage_url,
            "MAIL_URL": settings.mail_url,
            "MAIL_FROM": settings.mail_from,
            "INSTANCE_PATH": str(settings.instance),
        }

    def __enter__(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def reader(site: Flask, browser: Browser) -> Iterator[Any]:
    """`reader("Olena", by="keyboard")`: a person before her own browser, whose every page is looked over."""
    readers: list[Reader] = []

    def sit_down(name: str, **ways: Any) -> Reader:
        readers.append(Reader(browser, site.config["BASE_URL"], name, **ways))
        return readers[-1]

    yield sit_down
    for reader in readers:
        # Shown when the test fails.
        sys.stdout.write(f"{reader.name} was on {reader.page.url}:\n{reader.reading()}\n\n")
    complaints = [complaint for reader in readers for complaint in reader.leave()]
    assert not complaints


@pytest.fixture(autouse=True, scope="module")
def _nobody_there(site: Flask) -> None:
    """Each file's stories begin on an empty site: others have told theirs of the same hromadas."""
    with site.app_context():
        database.empty()
