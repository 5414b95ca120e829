"""Imports point one way: each room of the pipeline takes only from those before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = [
    *(
        "problems",
        "access",
        "files",
        "boundary",
        "codes",
        "datafile",
        "settings",
        "model",
        "follow_up",
        "frame",
        "assignment",
        "language",
    ),
    *(
        "read.remedies",
        "read.bitmap",
        "read.left_out",
        "read.zip_limits",
        "read.mail",
        "read.kinds",
        "read.attached",
        "read.archive",
        "read.table",
        "read.means",
        "read.withdrawn",
        "read.unseen",
        "read.loose",
        "read.inner",
    ),
    *("read.scan.words", "read.scan.image", "read.recipe", "read.scan"),
    *("read.docx", "read.word", "read.office", "read.workbook", "read.plain", "read.web"),
    *("read.pdf", "read"),
    *("extract", "classify", "audit", "register.identity", "register", "register.officer"),
    *("write.sheets.sheet", "write.words", "write.office"),
    *("write.sheets", "write.excel", "write.word", "write.booklet", "write.web", "write"),
    *("forms", "job", "desk", "cli", "__main__"),
]
"""Rooms and the modules that stand alone, in the order in which a plan goes through them."""

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


def _room_of(module: str) -> str:
    """The innermost room or module of LAYERS that a module stands in."""
    parts = module.removesuffix(".__init__").split(".")[1:]
    while parts and ".".join(parts) not in LAYERS:
        parts.pop()
    return ".".join(parts)


def test_every_room_has_its_place_and_every_place_its_room() -> None:
    assert {_room_of(module) for module in MODULES} - {""} == set(LAYERS)


@pytest.mark.parametrize("module", [name for name in MODULES if _room_of(name)])
def test_imports_point_back(module: str) -> None:
    place = LAYERS.index(_room_of(module))
    taken = {_room_of(name) for name in _list_imports(MODULES[module]) if "pipeline." in name}
    ahead = {room for room in taken if LAYERS.index(room) > place}
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


def test_only_the_page_listens_and_only_for_this_computer() -> None:
    listening = {
        module
        for module, path in MODULES.items()
        if any(name.split(".")[0] in {"uvicorn", "socketserver", "asyncio"}
               for name in _list_imports(path))
    }  # fmt: skip
    assert listening == {"pipeline.desk.server"}
    server = MODULES["pipeline.desk.server"].read_text(encoding="utf-8")
    assert "host=HOST" in server
    guard = MODULES["pipeline.desk.guard"].read_text(encoding="utf-8")
    assert 'HOST = "127.0.0.1"' in guard
