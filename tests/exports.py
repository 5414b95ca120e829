"""A short list as programs export it: the same rows in every format, and what is read of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pipeline.job.plan import Findings, read_findings
from pipeline.settings import Settings

HEAD = (
    "PHỤ LỤC",
    "DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN",
    "(Kèm theo Kế hoạch số 12/KH-UBND ngày 4/3/2024 của UBND thành phố Hòa Bình)",
)
HEADER = ("Số TT", "Tên, địa chỉ mô hình, điển hình", "Nội dung mô hình, điển hình")
ROWS = (
    (
        "1.",
        "Hộ gia đình ông Đỗ Hữu Phước, tổ 7, phường Thống Nhất",
        "Điển hình tiên tiến trong lĩnh vực bảo vệ môi trường với mô hình: Phân loại rác tại nhà",
    ),
    (
        "2.",
        "Trường Tiểu học Lý Tự Trọng",
        "Điển hình tiên tiến trong lĩnh vực giáo dục, đào tạo với mô hình: Tủ sách lớp em",
    ),
    (
        "3.",
        "Chi hội Phụ nữ tổ 5, phường Tân Hòa",
        "Điển hình tiên tiến trong lĩnh vực từ thiện, nhân đạo với mô hình: Hũ gạo nghĩa tình",
    ),
)
TABLE = (HEADER, *ROWS)


def find(path: Path) -> Findings:
    """Read one file as the command does."""
    return read_findings(path, Settings.model_construct())


def list_cells(findings: Findings) -> list[tuple[str, ...]]:
    """The printed cells of every entry, lines joined by a space."""
    found = (record["cells"].values() for record in findings.records)
    return [tuple(str(text).replace("\n", " ") for text in cells) for cells in found]


def list_codes(findings: Findings) -> list[str]:
    """The codes of the notes that need a look."""
    return [str(note.code) for note in findings.receipt.notes if note.doubt]


def make_csv(sign: str = ",", rows: Sequence[Sequence[str]] = TABLE) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([*((line,) for line in HEAD), *rows])
    return out.getvalue()


def make_row(cells: Sequence[str], look: str = "", tag: str = "td") -> str:
    drawn = "".join(f"<{tag}>{escape(text)}</{tag}>" for text in cells)
    return f"<tr{look}>{drawn}</tr>"


def make_table(rows: Sequence[Sequence[str]] = TABLE) -> str:
    return f"<table border=1>{''.join(map(make_row, rows))}</table>"


def make_page(body: str = "", charset: str = "utf-8", style: str = "") -> str:
    said = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    body = body or "".join(f"<p>{line}</p>" for line in HEAD) + make_table()
    return f"<html><head>{said}<style>{style}</style></head><body>{body}</body></html>"
