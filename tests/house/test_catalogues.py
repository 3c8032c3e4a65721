"""Every word that can be translated is in the template, and every language has it whole."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

from marketplace.cli.catalogues import catalogue_of, mistakes_in
from marketplace.core.i18n import LOCALES, SOURCE
from tests.house.sources import ROOT

pytestmark = pytest.mark.one_engine

TEMPLATE = ROOT / "translations" / "messages.pot"
KEYWORDS = (
    "lazy_gettext",
    "lazy_ngettext:1,2",
    "lazy_pgettext:1c,2",
    "lazy_npgettext:1c,2,3",
    "_l",
    "_lp:1c,2",
)
Key = tuple[str | None, str, str]


def keys(path: Path) -> set[Key]:
    return {(e.msgctxt, e.msgid, e.msgid_plural) for e in polib.pofile(str(path)) if not e.obsolete}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> set[Key]:
    """What stands in the code and the templates now."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    pybabel = Path(sys.executable).parent / "pybabel"
    words = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    subprocess.run(
        [pybabel, "-q", "extract", "-F", "pyproject.toml", *words, "--omit-header", "--output-file", target, "."],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return keys(target)


def some(found: set[Key]) -> list[str]:
    return sorted(f"{context or ''} {words}" for context, words, _ in found)[:20]


def test_the_template_is_fresh(fresh):
    assert TEMPLATE.exists(), "translations/messages.pot is not there: make catalogues"

    kept = keys(TEMPLATE)

    assert fresh - kept == set(), f"not yet in the template (make catalogues): {some(fresh - kept)}"
    assert kept - fresh == set(), f"no longer said anywhere (make catalogues): {some(kept - fresh)}"


def test_the_template_has_no_dates_and_no_line_numbers():
    text = TEMPLATE.read_text()

    assert "POT-Creation-Date" not in text
    assert not [line for line in text.splitlines() if line.startswith("#:")]


@pytest.mark.parametrize("locale", [tag for tag in LOCALES if tag != SOURCE])
def test_a_language_is_whole(locale):
    mistakes = list(mistakes_in(catalogue_of(locale), locale))

    assert not mistakes, f"{len(mistakes)} mistakes, such as:\n" + "\n".join(mistakes[:15])


@pytest.mark.parametrize("locale", [tag for tag in LOCALES if tag != SOURCE])
def test_a_language_has_every_word(locale, fresh):
    path = catalogue_of(locale)
    assert path.exists(), f"{path.relative_to(ROOT)} is not there: nobody has translated yet"

    missing = fresh - keys(path)

    assert not missing, f"{len(missing)} missing, such as: {some(missing)}"
