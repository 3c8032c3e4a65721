"""Rows for tests, in the words of the domain. Each is committed: requests have sessions of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from marketplace.core.db import db


@contextmanager
def together() -> Iterator[None]:
    """Many rows in one transaction, written when somebody asks for them. A commit each would be most of a test's time."""
    with patch.object(db.session, "commit", lambda: None):
        yield
    db.session.commit()
