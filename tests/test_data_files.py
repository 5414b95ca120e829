"""The program's data files hold, and a slip in one is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.classify.collectives import load_collectives
from pipeline.classify.fields import load_fields
from pipeline.codes import Flag, Role
from pipeline.datafile import Block, parse_toml, read_own_toml
from pipeline.language.abbreviations import load_abbreviations
from pipeline.language.headings import load_headings
from pipeline.language.people import load_people
from pipeline.language.reasons import read_reasons
from pipeline.problems import BadSettings


class _Fruit(Block):
    name: str
    colours: tuple[str, ...] = ()


class _Basket(Block):
    fruit: tuple[_Fruit, ...]


def test_the_shipped_files_hold() -> None:
    assert load_fields().all and load_collectives().names and load_people().titles
    assert load_abbreviations()["htx"] == "hợp tác xã"
    assert set(read_reasons()) == set(Flag)
    assert set(load_headings().values()) <= set(Role)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[fruit]]\nname = 'cam'\ncolour = ['vàng']", "không có khóa “fruit.0.colour”"),
        ("[[fruit]]\nname = 'cam'\ncolour = ['vàng']", "có phải “colours” không?"),
        ("[[fruit]]\ncolours = []", "thiếu khóa “fruit.0.name”"),
        ("[[fruit]]\nname = 3", "giá trị của khóa “fruit.0.name”"),
        ("[[fruit]\n", "sai cú pháp TOML"),
    ],
)
def test_a_slip_is_named(text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=r"giỏ\.toml") as raised:
        parse_toml(text, "giỏ.toml", _Basket)
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_own_toml(tmp_path / "giỏ.toml", _Basket) is None


def test_values_are_frozen() -> None:
    fruit = _Fruit(name="cam")
    with pytest.raises(ValidationError):
        fruit.name = "bưởi"  # type: ignore[misc]
