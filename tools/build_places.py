"""Make ``pipeline/data/places.csv``: every commune of Vietnam, and what became of it in 2025.

The facts are read off the data files of the PyPI package ``vietnamadminunits`` by Tran Ngoc
Minh Hieu (MIT licence, https://github.com/tranngocminhhieu/vietnamadminunits), which took
them from the lists of Vietnam's statistics office. The product itself does not use it:

    pip install --no-deps --target DIR vietnamadminunits==1.0.4
    python tools/build_places.py DIR/vietnamadminunits

Columns of the file:

    era         "old" (up to 30/6/2025) or "new"; codes are used again for other communes,
                so that only era and code together name one
    code        code of the statistics office; an island district that had no communes
                stands among the old ones with its district code
    kind, name  "phường", "Dân Chủ"
    key         how the name is looked up, blank where that is the name in small letters
    district    "thành phố Hòa Bình"; blank since districts were abolished
    province    "tỉnh Hòa Bình"
    since,      first and last day in force, blank where the lists do not say
    until
    successors  codes of the new communes; several: each got a part, the main one first
    former      names that it had or took in before the list was made, without marks and
                spaces ("xasungoi"), as the source has no other spelling of them
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.classify.placebook import NEW, OLD
from pipeline.classify.placenames import KINDS, name_key
from pipeline.language.keys import bare_key, squeeze

TARGET = Path(__file__).resolve().parent.parent / "pipeline" / "data" / "places.csv"
COLUMNS = (
    "era",
    "code",
    "kind",
    "name",
    "key",
    "district",
    "province",
    "since",
    "until",
    "successors",
    "former",
)
AREA_KINDS = ("thành phố", "thị xã", "tỉnh", "huyện", "quận", "thủ đô")
LAST_OLD_DAY = "2025-06-30"
FIRST_NEW_DAY = "2025-07-01"

Record = dict[str, Any]


def clean(text: str) -> str:
    """Return ``text`` in NFC, doubled marks single, white space one space."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char) or not letters:
            letters.append(char)
        elif char not in letters[-1]:
            letters[-1] += char
    return squeeze("".join(letters))


def split_kind(text: str, kinds: Iterable[str]) -> tuple[str, str]:
    """Split "Thị Trấn Bo" into "thị trấn" and "Bo"."""
    cleaned = clean(text)
    for kind in kinds:
        if cleaned.lower().startswith(f"{kind} "):
            return kind, cleaned[len(kind) + 1 :]
    raise ValueError(f"no type word in {text!r}")


def name_area(text: str) -> str:
    """Write the type word of a district or province small: "thành phố Hòa Bình"."""
    kind, name = split_kind(text, AREA_KINDS)
    return f"{kind} {name}"


def read_units(folder: Path, table: str) -> list[Record]:
    """Return the rows of one table of the package's database."""
    with sqlite3.connect(f"{(folder / 'data' / 'dataset.db').as_uri()}?mode=ro", uri=True) as base:
        base.row_factory = sqlite3.Row
        return [dict(row) for row in base.execute(f"select * from {table}")]


def read_successors(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return, for each old key, the (province, commune) keys that follow, main one first."""
    data = json.loads((folder / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, str]]] = {}
    for province, communes in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                found.setdefault(old, []).append((province, commune))
    for province, divided in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            if old in found or len(parts) < 2:
                raise ValueError(f"{old} is both whole and in parts")
            parts.sort(key=lambda part: not part["isDefaultNewWard"])
            found[old] = [(province, part["newWardKey"]) for part in parts]
    return found


def list_former(row: Record, kind: str, name: str) -> str:
    """Return the older names that carry a type word, each spelling once."""
    own = bare_key(f"{kind} {name}").replace(" ", "")
    names = json.loads(row["wardAlias"] or "[]")
    typed = (
        re.sub(r"(?<=[a-z])0(?=\d$)", "", n) for n in names if re.match("phuong|xa|thitran", n)
    )
    return " ".join(dict.fromkeys(n for n in typed if n != own))


def make_new(row: Record) -> Record:
    """Return the line of a commune in force since 1/7/2025."""
    kind, name = split_kind(row["ward"], KINDS)
    return {
        "era": NEW,
        "code": row["wardCode"],
        "kind": kind,
        "name": name,
        "province": name_area(row["province"]),
        "since": FIRST_NEW_DAY,
    }


def make_old(row: Record, successors: list[str]) -> Record:
    """Return the line of a commune, or island district without communes, up to 30/6/2025."""
    kind, name = split_kind(row["ward"] or row["district"], KINDS)
    return {
        "era": OLD,
        "code": row["wardCode"] or row["districtCode"],
        "kind": kind,
        "name": name,
        "district": name_area(row["district"]),
        "province": name_area(row["province"]),
        "until": LAST_OLD_DAY,
        "successors": " ".join(successors),
        "former": list_former(row, kind, name),
    }


def make_records(folder: Path) -> list[Record]:
    """Return all lines, old ones first, in the order of the lists."""
    news = read_units(folder, "admin_units")
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in news}
    links = read_successors(folder)
    records = []
    for row in read_units(folder, "admin_units_legacy"):
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        records.append(make_old(row, [codes[link] for link in links.pop(key)]))
    if links:
        raise ValueError(f"successors of unknown communes: {sorted(links)}")
    return records + [make_new(row) for row in news]


def check(records: list[Record]) -> None:
    """Refuse a list in which a commune is named twice or a new one comes from nowhere.

    Raises:
        ValueError: what is wrong.
    """
    for columns in (("era", "code"), ("era", "kind", "key", "district", "province")):
        counts = Counter(tuple(record.get(column, "") for column in columns) for record in records)
        twice = [key for key, count in counts.items() if count > 1]
        if twice:
            raise ValueError(f"named twice: {twice}")
    used = {code for record in records for code in record.get("successors", "").split()}
    new = {record["code"] for record in records if record["era"] == NEW}
    if used != new:
        raise ValueError(f"without origin or unknown: {sorted(used ^ new)}")


def main() -> None:
    """Write the file from the package's folder named on the command line."""
    records = make_records(Path(sys.argv[1]).resolve())
    for record in records:
        record["key"] = name_key(record["name"])
    check(records)
    for record in records:
        if record["key"] == record["name"].lower():
            record["key"] = ""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


if __name__ == "__main__":
    main()
