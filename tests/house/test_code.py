"""What may stand in one place only."""

import ast

import pytest

from tests.house.sources import PACKAGE, places, python_files, templates, trees

pytestmark = pytest.mark.one_engine

# Words that are trusted to be HTML, and why.
TRUSTED = {
    "core/i18n.py": "translations are reviewed like code; what is put into them is escaped",
    "core/qr.py": "a QR code drawn here; what it says stands in no element",
    "core/ui.py": "paragraphs() escapes every line that it wraps",
    "demonstration/routes.py": "links of a letter, each part escaped",
    "search/explaining.py": "marks around words that were found; the text between and within them is escaped",
}
BUILDS_WITH_MARKUP = {"Markup", "markupsafe.Markup"}
OTHER_CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "datetime.datetime.now",
    "datetime.date.today",
}


def without(*files: str) -> dict[str, str]:
    return {name: source for name, source in python_files().items() if name not in files}


def called(*names: str) -> list[str]:
    return [
        f"{file}:{node.lineno}: {ast.unparse(node.func)}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names
    ]


def test_only_one_file_knows_the_headers_of_htmx():
    assert not places(r"\bHX-\w+", {**without("core/htmx.py"), **templates()})


def test_only_the_database_commits():
    assert not places(r"\.commit\(", without("core/db.py"))


def test_there_is_one_clock():
    assert [place for place in called(*OTHER_CLOCKS) if not place.startswith("core/clock.py")] == []


def test_words_come_from_our_own_catalogues():
    imported = r"from flask_babel import[^\n]*gettext|flask_babel\.\w*gettext"

    assert not places(imported, without("core/i18n.py"))


def test_no_route_asks_whether_it_is_a_get():
    # A HEAD would fall through to the deed, without a token: ask whether it is a POST.
    assert not places(r"""method\s*==\s*["']GET["']""", python_files())


def test_nothing_is_imported_inside_a_function():
    late = [
        f"{file}:{inner.lineno}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert not late


def test_trusted_html_is_made_in_few_places_and_each_has_its_reason():
    made = {place.split(":")[0] for place in called(*BUILDS_WITH_MARKUP)}

    assert made <= set(TRUSTED)


def test_no_template_calls_anything_safe():
    assert not places(r"\|\s*safe\b|autoescape\s+false", templates())


@pytest.mark.parametrize(
    "name", ["utils.py", "helpers.py", "services.py", "constants.py", "common.py", "misc.py"]
)
def test_no_file_is_a_drawer_for_everything(name):
    assert not list(PACKAGE.rglob(name))


def test_no_file_is_longer_than_one_can_hold_in_mind():
    long = {name: source.count("\n") for name, source in python_files().items() if source.count("\n") > 330}

    assert not long


def test_no_word_of_a_log_is_a_secret():
    logged = places(r"\blog\.\w+\([^)]*\b(password|token|cookie|secret)\b[^)]*\)", python_files())

    assert not logged
