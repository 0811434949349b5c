"""Imports point one way, and a pure room never reaches Scrapy, not even through another (DESIGN.md §1)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
PURE = (
    "models",
    "crawler/cms",
    "crawler/discovery",
    *(f"pipelines/{room}" for room in ("carriers", "checks", "dataset", "facts", "forms", "identity", "site")),
)


def files(module: str) -> list[Path]:
    """The files that run when this module is imported: its own and those of the packages around it."""
    parts = module.split(".")
    found = [REPO.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts) + 1)]
    return [path for path in [*found, REPO.joinpath(*parts).with_suffix(".py")] if path.is_file()]


@cache
def imported(path: Path) -> frozenset[str]:
    """The names that a file imports when it is loaded; those within a function or for types alone do not count."""
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8"))))


def _names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def reached(start: Path) -> dict[str, str]:
    """Every module that loading a file loads, and by which file."""
    seen: dict[str, str] = {}
    todo = [start]
    while todo:
        path = todo.pop()
        for name in imported(path) - seen.keys():
            seen[name] = str(path.relative_to(REPO))
            todo += files(name)
    return seen


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_never_reaches_scrapy(room: str) -> None:
    modules = sorted((REPO / room).rglob("*.py"))
    assert modules
    found = {
        f"{path.relative_to(REPO)}: {name} by {by}"
        for path in modules
        for name, by in reached(path).items()
        if name.split(".")[0] in ("scrapy", "twisted")
    }
    assert not found


@pytest.mark.parametrize(("room", "above"), [("pipelines", {"crawler"}), ("models", {"crawler", "pipelines"})])
def test_imports_point_one_way(room: str, above: set[str]) -> None:
    upward = {
        f"{path.relative_to(REPO)}: {name}"
        for path in (REPO / room).rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in above
    }
    assert not upward
