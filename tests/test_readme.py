"""README and the pages under docs/ tell every option, code, field, key, column and dependency."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from pipeline.classify.fields import field_names
from pipeline.cli.main import app
from pipeline.frame import COLUMNS
from pipeline.problems import ExitCode
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## ", PAGES[page], flags=re.MULTILINE)
    return {part.splitlines()[0]: part for part in parts[1:]}


def _options() -> Iterator[tuple[str, str]]:
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("-") and option != "--help":
                    yield name, option


@pytest.mark.parametrize(("command", "option"), list(_options()))
def test_every_option_stands_with_its_command(command: str, option: str) -> None:
    section = next(
        text
        for title, text in _sections("commands.md").items()
        if title.startswith(f"`dienhinh {command}")
    )
    assert re.search(rf"`{re.escape(option)}[ `,]", section), f"{command} {option}"


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_told(code: ExitCode) -> None:
    assert re.search(
        rf"^\| {int(code)} \| \w", _sections("commands.md")["Exit codes"], re.MULTILINE
    )


@pytest.mark.parametrize("code", list(field_names()))
def test_every_field_stands_with_its_name(code: str) -> None:
    assert f"| `{code}` | {field_names()[code]} |" in PAGES["columns.md"]


@pytest.mark.parametrize("column", list(COLUMNS))
def test_every_column_is_named(column: str) -> None:
    assert f"| `{column}` |" in PAGES["columns.md"]


def _example() -> str:
    block = re.search(r"```toml\n(.*?)```", PAGES["settings.md"], re.DOTALL)
    assert block is not None
    return block[1]


def test_the_example_of_settings_copied_as_it_is_changes_nothing() -> None:
    copied = Settings.model_validate(tomllib.loads(_example()))
    assert copied == Settings()
    for year in (2020, 2024, 2026):
        assert copied.legal_papers(year)


def test_examples_behind_the_keys_hold() -> None:
    value = r'("[^"]+"|\[.+?\]|\{.+?\})'
    shown = re.findall(rf"^(\w+) = \S+ +# {value}", _example(), re.MULTILINE)
    assert len(shown) > 10
    with_examples = re.sub(
        rf"^(\w+) = \S+ +# {value}", r"\1 = \2 #", _example(), flags=re.MULTILINE
    )
    Settings.model_validate(tomllib.loads(with_examples))


def test_the_example_of_settings_holds_and_has_every_key() -> None:
    example = tomllib.loads(re.sub(r"^# (?=[\w\[])", "", _example(), flags=re.MULTILINE))
    Settings.model_validate(example)
    shown = _keys(example)
    missing = {
        k for k in _model_keys(Settings) if not any(f"{s}.".startswith(f"{k}.") for s in shown)
    }
    assert missing == set()


def _keys(value: object, prefix: str = "") -> set[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _keys(value[0], prefix)
    if not isinstance(value, dict) or not value:
        return {prefix}
    parts = [_keys(part, f"{prefix}.{name}") for name, part in value.items()]
    return set().union(*parts)


def _model_keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, info in model.model_fields.items():
        inner = [info.annotation, *getattr(info.annotation, "__args__", ())]
        section = next((t for t in inner if isinstance(t, type) and issubclass(t, BaseModel)), None)
        key = f"{prefix}.{name}"
        found |= _model_keys(section, key) if section else {key}
    return found


@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_every_dependency_has_its_reason_and_floor(dependency: str) -> None:
    match = re.match(r"([\w-]+)(?:\[\w+\])?>=([\d.]+)", dependency)
    assert match is not None
    line = re.search(
        rf"^\| {match[1]} \| \w.* \| {re.escape(match[2])}: ", PAGES["README.md"], re.MULTILINE
    )
    assert line, dependency


@pytest.mark.parametrize("extra", list(PROJECT["optional-dependencies"]))
def test_every_extra_is_named(extra: str) -> None:
    assert f"`{extra}`" in _sections("README.md")["Dependencies"]


@pytest.mark.parametrize("page", list(PAGES))
def test_pictures_and_files_that_are_linked_are_there(page: str) -> None:
    folder = ROOT if page == "README.md" else ROOT / "docs"
    linked = re.findall(r"\]\(([^)#:]+)\)", PAGES[page])
    assert [path for path in linked if not (folder / path).exists()] == []


def test_readme_takes_two_minutes_and_leads_to_every_page() -> None:
    told = PAGES["README.md"].split("## Dependencies")[0]
    assert len(told.split()) < 600  # at some 300 words a minute
    assert [page for page in PAGES if page != "README.md" and f"docs/{page}" not in told] == []
