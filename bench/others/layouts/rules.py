"""Family of the rules: what lines a table is drawn with, and what pages do to it."""

from __future__ import annotations

import random

from bench.others.content import Entry
from bench.others.layouts.base import (
    c_address,
    c_content,
    c_field,
    c_model,
    c_name_address,
    c_no,
    c_note,
    c_subject,
    layout,
    plain,
    start,
    tabled,
)
from bench.others.model import Look, Paper
from bench.others.pools import MERITS


@layout("full_ruled", "tune", "chromium", "lodocx", "docx", "reportlab", "lohtml")
def full_ruled(seed: int) -> Paper:
    """Three columns as the city's plan has them, fully ruled, heading repeated."""
    rng, maker = start(seed, "full_ruled")
    cols = [c_no(rng.choice(("Số TT", "STT", "TT"))), c_name_address(), c_content()]
    body, rows = plain(
        cols, maker.entries(rng.randint(18, 36)), rng.choice(("{}", "{}.", "{:02d}"))
    )
    return tabled(
        "full_ruled", rng, maker.area, cols, body, rows, Look(size=rng.choice((12, 13))), size=14
    )


@layout("half_ruled", "held", "chromium", "weasy", "lodocx")
def half_ruled(seed: int) -> Paper:
    """Heading boxed, uprights down the page, no lines between rows."""
    rng, maker = start(seed, "half_ruled")
    cols = [
        c_no("TT"),
        c_subject("Tên tập thể, cá nhân"),
        c_address(),
        c_model("Tên mô hình, điển hình"),
        c_note(width=1.3),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(16, 34)))
    return tabled(
        "half_ruled",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look("half", size=11, pad=5, repeat=rng.random() < 0.5),
    )


@layout("row_lines", "tune", "chromium", "weasy", "reportlab", "lodocx")
def row_lines(seed: int) -> Paper:
    """Only pale lines between the rows."""
    rng, maker = start(seed, "row_lines")
    cols = [
        c_no("STT"),
        c_subject("Đơn vị, cá nhân"),
        c_address("Nơi cư trú"),
        c_field(),
        c_model("Mô hình"),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(16, 34)), field_of=lambda e: e.field)
    return tabled(
        "row_lines",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look("rows", color=rng.choice(("#cccccc", "#9fb4c7", "#000000")), size=10.5, pad=4),
    )


@layout("uprights", "held", "weasy", "lodocx", "pymupdf", "chromium")
def uprights(seed: int) -> Paper:
    """Only uprights."""
    rng, maker = start(seed, "uprights")
    cols = [
        c_no("TT"),
        c_name_address("Họ tên, địa chỉ"),
        c_field("Thuộc lĩnh vực"),
        c_model("Tên mô hình"),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(14, 30)), field_of=lambda e: e.field)
    return tabled("uprights", rng, maker.area, cols, body, rows, Look("cols", size=11.5, pad=5))


@layout("no_rules", "tune", "chromium", "weasy", "lodocx", "pymupdf")
def no_rules(seed: int) -> Paper:
    """No lines at all: white space keeps rows apart."""
    rng, maker = start(seed, "no_rules")
    cols = [
        c_no("TT", 0.4),
        c_subject("Tập thể, cá nhân, hộ gia đình"),
        c_address(),
        c_model("Mô hình, điển hình"),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(14, 30)))
    return tabled(
        "no_rules",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look("none", size=12, pad=4, gap=rng.choice((0, 5))),
    )


@layout("zebra", "held", "chromium", "weasy", "reportlab", "xlsx", "loxlsx")
def zebra(seed: int) -> Paper:
    """Coloured heading, zebra fill, no lines."""
    rng, maker = start(seed, "zebra")
    cols = [
        c_no("#", 0.4),
        c_subject("Chủ mô hình"),
        c_address("Địa bàn"),
        c_field("Phong trào, lĩnh vực"),
        c_model("Tên mô hình"),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(18, 40)), field_of=lambda e: e.field)
    look = Look(
        "none",
        size=10,
        pad=5,
        zebra=rng.choice(("#f0f4fa", "#fff4e5", "#eeeeee")),
        head_fill=rng.choice(("#1f4e79", "#7b1f1f", "#2e6b3a")),
        head_color="#ffffff",
        valign="middle",
    )
    return tabled(
        "zebra",
        rng,
        maker.area,
        cols,
        body,
        rows,
        look,
        plan="none",
        font=rng.choice(("Be Vietnam Pro", "Arimo", "Roboto Condensed", "DejaVu Sans")),
    )


@layout("dotted_form", "held", "chromium", "lodocx", "pymupdf", "docx")
def dotted_form(seed: int) -> Paper:
    """A printed form: boxed columns, dotted lines between rows."""
    rng, maker = start(seed, "dotted_form")
    cols = [
        c_no("Số\nTT"),
        c_name_address("Tên điển hình, nơi ở"),
        c_model("Tên công trình, phần việc"),
        c_note(width=1.2),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(15, 32)))
    return tabled("dotted_form", rng, maker.area, cols, body, rows, Look("dotted", size=12))


@layout("long_no_repeat", "held", "chromium", "weasy", "lodocx", "reportlab", "lohtml")
def long_no_repeat(seed: int) -> Paper:
    """Heading on the first page only; the list runs on over three pages and more."""
    rng, maker = start(seed, "long_no_repeat")
    cols = [c_no("Số TT"), c_name_address(), c_content()]
    body, rows = plain(cols, maker.entries(rng.randint(38, 45)), rng.choice(("{}", "{}.")))
    return tabled(
        "long_no_repeat",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=13, repeat=False, width=rng.choice((0.5, 0.75))),
        plan="none",
        size=14,
        page_numbers=rng.choice(("top", "bottom")),
    )


@layout("rows_broken", "tune", "chromium", "weasy", "lodocx", "reportlab")
def rows_broken(seed: int) -> Paper:
    """Long cells that break in the middle and go on on the next page."""
    rng, maker = start(seed, "rows_broken")
    entries = maker.entries(rng.randint(14, 22))
    cols = [
        c_no("STT"),
        c_subject("Tập thể, cá nhân", 1.6),
        c_address(width=1.3),
        c_model("Tên mô hình", 2),
        c_note("Ghi chú", 0.8),
    ]
    long = {id(e): " ".join(f"{s[0].upper()}{s[1:]}." for s in _merits(rng, e)) for e in entries}
    cols.insert(4, type(cols[0])("Tóm tắt thành tích, hiệu quả", lambda e: long[id(e)], 4))
    body, rows = plain(cols, entries)
    return tabled(
        "rows_broken",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11, split_rows=True, repeat=rng.random() < 0.5),
        wide=rng.random() < 0.5,
    )


def _merits(rng: random.Random, entry: Entry) -> list[str]:
    return [entry.merit, *rng.sample(MERITS, rng.randint(4, 7))]
