"""What tests of commands share."""

from typing import Any

import pytest
from flask import Flask

from marketplace.core.db import db


@pytest.fixture
def run(app: Flask) -> Any:
    """Run a command: `run("moderators", "add", …)`; its result."""

    def command(*words: str) -> Any:
        result = app.test_cli_runner().invoke(args=words)
        db.session.remove()
        return result

    return command
