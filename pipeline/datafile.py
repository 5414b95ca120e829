"""Files in TOML and lists of words, the program's own (``data/``) and the office's.

Each is opened one way and held against its shape, so that a slip in one is named: the file,
the place in it, and the key that was probably meant.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import process

from pipeline.problems import BadSettings


class Block(BaseModel):
    """One block of such a file: an unknown key or a missing one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Shaped = TypeVar("Shaped", bound=BaseModel)


def read_bytes(name: str) -> bytes:
    """Return a file of ``data/`` as it is stored; ``name`` is its path there."""
    return files("pipeline").joinpath("data", *name.split("/")).read_bytes()


def read_text(name: str) -> str:
    """Return a file of ``data/`` as text."""
    return read_bytes(name).decode("utf-8")


def read_lines(name: str) -> list[str]:
    """Return the lines of a file of ``data/`` that say something: no comments, no blank ones."""
    lines = (line.strip() for line in read_text(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def read_toml(name: str, shape: type[Shaped]) -> Shaped:
    """Return a file of ``data/`` as a value of its shape, read once.

    Raises:
        BadSettings: no TOML, or not of that shape.
    """
    value: Shaped = _read_once(name, shape)
    return value


@cache
def _read_once(name: str, shape: type[BaseModel]) -> Any:
    return parse_toml(read_text(name), name, shape)


def read_own_toml(path: Path, shape: type[Shaped]) -> Shaped | None:
    """Return a file of the office's own as a value of its shape, None where there is none.

    Raises:
        BadSettings: it cannot be read, is no TOML, or not of that shape.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Không đọc được {path.name} ({error})", _RESAVE) from error
    return parse_toml(text, path.name, shape)


def parse_toml(text: str, name: str, shape: type[Shaped]) -> Shaped:
    """Return TOML as a value of its shape; ``name`` is what the file is called in problems.

    Raises:
        BadSettings: no TOML, or not of that shape.
    """
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{name} sai cú pháp TOML ({error})", _RESAVE) from error
    except ValidationError as error:
        raise BadSettings(f"{name}: {_describe(error, shape)}", _RESAVE) from error


_RESAVE = "Mở tệp bằng Notepad, sửa dòng đó rồi lưu với mã UTF-8"


def _describe(error: ValidationError, shape: type[BaseModel]) -> str:
    """The first thing that is wrong, in words."""
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        return f"thiếu khóa “{key}”"
    if first["type"] != "extra_forbidden":
        return f"giá trị của khóa “{key}” không hợp lệ ({reason})" if key else reason
    nearest = process.extractOne(str(first["loc"][-1]), _list_keys(shape))
    hint = f"; có phải “{nearest[0]}” không?" if nearest else ""
    return f"không có khóa “{key}”{hint}"


def _list_keys(shape: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    for name, info in shape.model_fields.items():
        keys.append(name)
        kinds: list[Any] = [info.annotation, *getattr(info.annotation, "__args__", ())]
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                keys.extend(_list_keys(kind))
    return keys
