"""One word per idea: no class of the pipeline has the name of another, or of an alias."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_no_name_stands_for_two_ideas() -> None:
    places: dict[str, set[str]] = {}
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = _name_of(node)
            if name:
                places.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    counts = Counter({name: len(found) for name, found in places.items()})
    assert {name: places[name] for name, count in counts.items() if count > 1} == {}


def _name_of(node: ast.stmt) -> str:
    """The name of a class, or of a type alias (``Words = tuple[str, ...]``); "" of others."""
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        return name if name[:1].isupper() and not name.isupper() else ""
    return ""
