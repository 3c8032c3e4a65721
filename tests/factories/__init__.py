"""Rows for tests, in the words of the domain. Each is committed: requests have sessions of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from marketplace.core.db import db


@contextmanager
def together() -> Iterator[None]:
    """Many rows in one transaction: their commits wait for the end. A commit each would be most of a test's time."""
    with patch.object(db.session, "commit", db.session.flush):
        yield
    db.session.commit()
