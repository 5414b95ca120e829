"""Check drawn papers against their truth: python -m bench.others.check FOLDER…"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

KEYS = {
    "no",
    "cells",
    "group",
    "page",
    "subject",
    "kind",
    "people_names",
    "model",
    "hamlet",
    "commune",
    "field_heading",
}


def norm(text: str) -> str:
    """Return folded text for comparing."""
    text = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"\s+", " ", re.sub("[\u00ad\u2010\u2011]", "-", text)).strip()


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[\w']+", norm(text))


def content(path: Path) -> list[str]:
    """Return the paper's pages as text (one for DOCX and XLSX), read by Poppler or from the XML."""
    if path.suffix == ".pdf":
        out = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
        )
        return [norm(p) for p in out.stdout.decode().split("\f")][:-1]
    with ZipFile(path) as box:
        names = [
            n for n in box.namelist() if re.search(r"(document|sharedStrings|sheet\d+)\.xml$", n)
        ]
        xml = " ".join(box.read(n).decode() for n in names)
    xml = re.sub(r"<w:(br|tab)\s*/>|</w:p>|</w:tc>|</si>|</c>", " ", xml)
    text = re.sub("<[^>]+>", "", xml)
    return [norm(unescape(text))]


def row_faults(row: dict[str, Any], pages: list[str], paged: bool) -> list[str]:
    """Return what is wrong with one row of truth."""
    printed = norm(" ".join([*row["cells"].values(), *row["group"]]))
    out = [f"keys {missing}"] if (missing := KEYS - row.keys()) else []
    for what in ("model", "hamlet", "commune", "field_heading"):
        if row[what] and norm(row[what]) not in printed:
            out.append(f"{what} not printed: {row[what]}")
    for name in [*row["people_names"], row["subject"]]:
        if set(words(name)) - set(words(printed)):
            out.append(f"name not printed: {name}")
    at = row["page"] if paged else 1
    if not at or at > len(pages):
        return [*out, f"page {at}"]
    near = set(words(" ".join(pages[at - 1 : at + 1])))
    merged = row.get("merged", [])
    own = words(" ".join(v for k, v in row["cells"].items() if k not in merged))
    lost = [w for w in own if w not in near]
    if len(lost) > 0.12 * len(own):
        out.append(f"words not near page {at}: {lost[:6]}")
    return out


def faults(path: Path) -> list[str]:
    """Return what is wrong with one paper's truth."""
    truth: dict[str, Any] = json.loads(path.with_suffix(path.suffix + ".json").read_text("utf-8"))
    pages = content(path)
    rows = truth["rows"]
    out = [] if 12 <= len(rows) <= 46 else [f"{len(rows)} rows"]
    seen: set[tuple[str, Any]] = set()
    for row in rows:
        key = (norm(row["subject"]), row["model"])
        if key in seen:
            out.append(f"{row['subject']}: twice")
        seen.add(key)
        out += [f"{row['subject']}: {f}" for f in row_faults(row, pages, path.suffix == ".pdf")]
    whole = set(words(" ".join(pages)))
    for text in truth["not_entries"]:
        if path.suffix != ".pdf" and not set(words(text)) <= whole:
            out.append(f"not_entries not in paper: {text}")
    return out


def main() -> int:
    """Print the faults of every paper in the folders named."""
    total = files = 0
    for folder in sys.argv[1:]:
        for side in sorted(Path(folder).glob("*.json")):
            path = side.with_suffix("")
            files += 1
            found = faults(path)
            total += bool(found)
            if found:
                print(path.name, *found[:6], sep="\n    ")
    print(f"{files} papers, {total} with faults")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
