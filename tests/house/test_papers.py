"""What an operator reads is what there is."""

from dataclasses import fields

import click
import pytest

from marketplace.core.config import Settings
from tests.house.sources import ROOT

pytestmark = pytest.mark.one_engine

README = (ROOT / "README.md").read_text()
NOT_FROM_THE_ENVIRONMENT = {"testing"}
NAMED_OTHERWISE = {"instance": "INSTANCE_PATH"}
# Flask's own, and Flask-Migrate's, which `flask setup` calls.
NOT_OURS = {"run", "shell", "routes", "db"}
TOP = {
    "marketplace", "templates", "translations", "migrations", "tests", "docs", "benchmarks", "deploy", "wsgi.py",
    "pyproject.toml", "requirements.lock", "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
    "LICENSE", "publiccode.yml", ".ci", ".pre-commit-config.yaml", ".gitignore", ".gitattributes", ".dockerignore", ".editorconfig", ".github",
    "Dockerfile", "compose.yaml",
}  # fmt: skip
MADE_BY_TOOLS = {
    ".git", ".venv", "instance", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", "__pycache__",
    ".hypothesis", "test-results",
}  # fmt: skip


@pytest.mark.parametrize("name", [f.name for f in fields(Settings) if f.name not in NOT_FROM_THE_ENVIRONMENT])
def test_each_setting_is_in_the_readme(name):
    assert f"| `{NAMED_OTHERWISE.get(name, name.upper())}` |" in README


def test_each_command_is_in_the_readme(built_app):
    ours = {name: command for name, command in built_app.cli.commands.items() if name not in NOT_OURS}

    missing = [path for path in _paths("flask", ours) if f"`{path}" not in README]

    assert not missing


def _paths(before: str, commands: dict[str, click.Command]) -> list[str]:
    found = []
    for name, command in commands.items():
        below = getattr(command, "commands", None)
        found += _paths(f"{before} {name}", below) if below else [f"{before} {name}"]
    return found


def test_no_command_is_promised_that_is_not_there(built_app):
    ours = set(_paths("flask", built_app.cli.commands))

    promised = [line.split("`")[1] for line in README.splitlines() if line.startswith("| `flask ")]

    assert [p for p in promised if not any(p == path or p.startswith(path + " ") for path in ours)] == []


def test_each_room_is_on_the_map():
    rooms = {
        path.name for path in (ROOT / "marketplace").iterdir() if path.is_dir() and path.name != "__pycache__"
    }

    assert [room for room in rooms if f"`marketplace/{room}/`" not in README] == []


def test_the_door_is_not_cluttered():
    there = {path.name for path in ROOT.iterdir()}

    assert there - TOP - MADE_BY_TOOLS == set()
