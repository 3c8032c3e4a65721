"""Files under random names: whole or not at all, and swept when nobody names them."""

import os

import pytest

from marketplace.core import storage
from marketplace.core.db import db


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a.webp", "x" * 32 + ".webp", "", "0" * 32 + ".webp/.."]
)
def test_only_our_own_names_have_a_path(app, name):
    with pytest.raises(ValueError, match="stored name"):
        storage.path_of(name)


def test_what_was_written_is_read_again(app):
    name = storage.random_name("webp")

    storage.write(name, b"bytes")
    db.session.commit()

    assert storage.read(name) == b"bytes"
    assert storage.read(storage.random_name("pdf")) is None


def test_the_sweep_takes_what_is_old_and_unknown(app):
    kept, old, young = (storage.random_name("webp") for _ in range(3))
    for name in (kept, old, young):
        storage.write(name, b"bytes")
    db.session.commit()
    for name in (kept, old):
        os.utime(storage.path_of(name), (0, 0))

    storage.sweep({kept})

    assert [storage.read(name) is not None for name in (kept, old, young)] == [True, False, True]
