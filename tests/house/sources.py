"""The house's own text, as its tests read it: Python files as trees, templates as words."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "marketplace"
TEMPLATES = ROOT / "templates"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


@cache
def python_files() -> dict[str, str]:
    """Path below marketplace/ → source."""
    return {str(path.relative_to(PACKAGE)): path.read_text() for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(source) for name, source in python_files().items()}


@cache
def templates() -> dict[str, str]:
    """Path below templates/ → source without its comments."""
    return {
        str(path.relative_to(TEMPLATES)): COMMENT.sub("", path.read_text())
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".html", ".txt")
    }


@cache
def pages() -> list[str]:
    """The templates that are pages: <room>/<endpoint>.html."""
    return [
        name
        for name in templates()
        if name.count("/") == 1
        and name.endswith(".html")
        and not name.startswith(("components/", "errors/", "emails/"))
        and not name.split("/")[1].startswith("_")
    ]


@cache
def strings() -> dict[str, set[str]]:
    """Path of a Python file → every string that stands in it (an f-string as its fixed parts)."""
    return {
        name: {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for name, tree in trees().items()
    }


def endpoints(app: Flask) -> set[str]:
    """All there are, those that only a demonstration has too."""
    shown = {
        f"demonstration.{node.name}"
        for node in ast.walk(trees()["demonstration/routes.py"])
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).startswith("bp.") for decorator in node.decorator_list)
    }
    return set(app.view_functions) | shown


@dataclass(frozen=True)
class Call:
    """One call in a Python file, and the function it stands in."""

    file: str
    line: int
    function: str
    name: str
    arguments: list[ast.expr]
    keywords: dict[str, ast.expr]

    def text(self, position: int) -> str | None:
        """The argument at this position, where it is a plain string."""
        if len(self.arguments) <= position:
            return None
        return text_of(self.arguments[position])


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def calls() -> Iterator[Call]:
    """Every call of the package, by the last part of its name: `outbox.write(…)` is "outbox.write"."""
    for file, tree in trees().items():
        yield from _calls(file, tree, "")


def _calls(file: str, node: ast.AST, function: str) -> Iterator[Call]:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.FunctionDef) else function
        if isinstance(child, ast.Call):
            keywords = {k.arg: k.value for k in child.keywords if k.arg}
            yield Call(file, child.lineno, inside, ast.unparse(child.func), child.args, keywords)
        yield from _calls(file, child, inside)


def line_of(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def places(pattern: str, sources: dict[str, str], flags: int = 0) -> list[str]:
    """Where the pattern occurs: "file:line: text"."""
    return [
        f"{name}:{line_of(source, found.start())}: {found.group()}"
        for name, source in sources.items()
        for found in re.finditer(pattern, source, flags)
    ]
