"""`flask listings import`: the same on the machine itself."""

import pytest
from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.imports.models import Import
from marketplace.listings.models import Listing
from tests.factories.imports import as_csv, row
from tests.factories.organisations import association


@pytest.fixture
def run(app, tmp_path):
    """The command with this file."""

    def call(content: bytes, *options: str):
        db.session.commit()
        path = tmp_path / "members.csv"
        path.write_bytes(content)
        result = app.test_cli_runner().invoke(args=["listings", "import", str(path), *options])
        db.session.expire_all()
        return result

    return call


def stored() -> tuple[int, int]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Listing, Import)
    )  # type: ignore[return-value]


def test_a_file_is_imported(run, cast):
    result = run(as_csv([row(cast.hromada, n) for n in range(3)]), "--as", cast.petra.email)

    assert result.exit_code == 0, result.output
    assert "3 listings are with the moderators." in result.output
    assert stored() == (3, 1)


def test_a_dry_run_stores_nothing(run, cast):
    result = run(as_csv([row(cast.hromada)]), "--as", cast.petra.email, "--dry-run")

    assert result.exit_code == 0
    assert "1 rows are right" in result.output
    assert stored() == (0, 0)


def test_a_wrong_row_is_named_and_nothing_is_stored(run, cast):
    result = run(as_csv([row(cast.hromada), row(cast.hromada, 2, urgency="x")]), "--as", cast.petra.email)

    assert result.exit_code == 1
    assert "row 3, urgency: Write one of these" in result.output
    assert stored() == (0, 0)


def test_the_same_file_twice_says_that_it_is_here(run, cast):
    content = as_csv([row(cast.hromada)])
    run(content, "--as", cast.petra.email)

    result = run(content, "--as", cast.petra.email)

    assert result.exit_code == 0
    assert "1 of them are here already" in result.output
    assert stored() == (1, 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--as", "nobody@nowhere.example"], "Nobody has the address"),
        (["--as", "olena@hromada.example"], "no verified association"),
        (["--as", "marta@mistok.example"], "Name one with --association"),
        (["--as", "marta@mistok.example", "--association", "No such"], "no verified association"),
    ],
)
def test_who_may_not_is_told_why(run, cast, options, words):
    association("Another association")

    result = run(as_csv([row(cast.hromada)]), *options)

    assert result.exit_code == 1
    assert words in result.output


def test_a_moderator_names_the_association(run, cast):
    association("Another association")

    result = run(
        as_csv([row(cast.hromada)]), "--as", cast.marta.email, "--association", "Another association"
    )

    assert result.exit_code == 0, result.output


def test_what_is_no_text_is_refused(run, cast):
    result = run(b"\xff\xfe", "--as", cast.petra.email)

    assert result.exit_code == 1 and "UTF-8" in result.output
