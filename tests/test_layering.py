"""Imports point one way: each part of the pipeline takes only from those before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = [
    "model", "frame", "problems", "boundary", "settings", "language",
    "read", "extract", "classify", "plan", "twins", "register", "write", "forms",
    "inbox", "contents", "job", "papers", "intake", "run", "outreach", "export", "doctor",
    "progress", "cli_help", "cli_outreach", "cli", "__main__",
]  # fmt: skip
"""The parts in the order in which a plan goes through them."""

NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "urllib3"}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "pipeline").rglob("*.py"))
    if "migrations" not in path.parts
}


def _list_imports(path: Path) -> Iterator[str]:
    """Yield what a module imports, at once or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in inside)


def _part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_part_has_its_place() -> None:
    parts = {_part_of(module) for module in MODULES} - {"", "__init__"}
    assert parts == set(LAYERS)


@pytest.mark.parametrize("module", [name for name in MODULES if name.count(".")])
def test_imports_point_back(module: str) -> None:
    if module == "pipeline.__init__":
        return
    place = LAYERS.index(_part_of(module))
    taken = {_part_of(name) for name in _list_imports(MODULES[module]) if "pipeline." in name}
    ahead = {part for part in taken if LAYERS.index(part) > place}
    assert ahead == set(), f"{module} stands before what it imports"


def test_no_two_modules_import_each_other() -> None:
    graph = {
        module: {name for name in _list_imports(path) if name in MODULES}
        for module, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_nothing_speaks_to_a_network() -> None:
    found = {
        (module, name)
        for module, path in MODULES.items()
        for name in _list_imports(path)
        if name.split(".")[0] in NETWORK or name == "urllib.request"
    }
    assert found == set()
