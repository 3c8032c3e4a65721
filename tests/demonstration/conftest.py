"""The demonstration's content, written once a worker in a database of its own; what a test adds is added."""

from dataclasses import replace

import pytest
import time_machine
from flask_migrate import upgrade

from marketplace.app import create_app
from marketplace.core.db import db, transaction
from marketplace.demonstration import seed
from tests.conftest import TODAY, database_url, forget


@pytest.fixture(scope="session")
def demonstration(settings, tmp_path_factory, worker_id):
    url = database_url(tmp_path_factory.mktemp("demonstration"), f"{worker_id}_demonstration")
    site = create_app(replace(settings, database_url=url, demonstration=True), PROPAGATE_EXCEPTIONS=True)
    with site.app_context(), time_machine.travel(TODAY, tick=False):
        upgrade()
        with transaction():
            seed.everything()
    yield site
    with site.app_context():
        db.engine.dispose()


@pytest.fixture
def seeded(demonstration):
    """The application of the demonstration, its database at hand."""
    forget()
    with demonstration.app_context():
        yield demonstration
    forget()
