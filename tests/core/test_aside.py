"""A web process and the worker may begin on the same empty folder at the same moment."""

import pytest

from marketplace.core.aside import written_aside


def test_two_who_write_at_once_both_succeed(tmp_path):
    path = tmp_path / "words"

    with written_aside(path) as one, written_aside(path) as other:
        one.write_text("one", encoding="utf-8")
        other.write_text("other", encoding="utf-8")

    assert path.read_text(encoding="utf-8") == "one"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_finished_leaves_nothing(tmp_path):
    def breaks_off() -> None:
        with written_aside(tmp_path / "words") as aside:
            aside.write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_off()

    assert list(tmp_path.iterdir()) == []
