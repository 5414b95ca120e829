"""Family of columns: which there are, how they are headed and split."""

from __future__ import annotations

from typing import Any

from bench.others.layouts.base import (
    c_address,
    c_bare,
    c_commune,
    c_content,
    c_field,
    c_hamlet,
    c_job,
    c_model,
    c_name_address,
    c_no,
    c_note,
    c_subject,
    cap,
    layout,
    plain,
    start,
    steady,
    tabled,
)
from bench.others.layouts.groups import in_communes
from bench.others.model import (
    Break,
    Cell,
    Col,
    Look,
    Paper,
    Table,
    body_row,
    heads,
    truth,
)
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign


def birth(female: bool) -> Col:
    """Year of birth under Nam or Nữ."""
    return Col(
        "Nữ" if female else "Nam",
        lambda e: str(e.person.year) if e.person and e.person.female == female else "",
        1.05,
        top="Năm sinh",
        align="center",
    )


@layout("split_name", "tune", "chromium", "lodocx", "docx", "reportlab")
def split_name(seed: int) -> Paper:
    """Landscape, two-level headings: name, years under Nam/Nữ, people, post, hamlet, commune."""
    rng, maker = start(seed, "split_name")
    cols = [
        c_no("TT", 0.5),
        c_bare("Họ và tên", 1.9),
        birth(False),
        birth(True),
        Col("Dân tộc", lambda e: e.person.people if e.person else "", 0.9, align="center"),
        c_job("Chức vụ, nghề nghiệp", 1.6),
        Col("Thôn, xóm", lambda e: cap(e.hamlet), 1.3, top="Địa chỉ"),
        Col("Xã, phường", lambda e: cap(e.commune), 1.5, top="Địa chỉ"),
        c_model("Tên mô hình", 3),
    ]
    entries = maker.entries(rng.randint(18, 36), "person")
    body, rows = plain(cols, entries)
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    return tabled(
        "split_name",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11),
        plan="none",
        landscape=True,
        title=f"DANH SÁCH CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN NĂM {maker.area.year}",
    )


def tick(kind: str, label: str, mark: str) -> Col:
    """A tick under its kind."""
    return Col(
        label, lambda e: mark if e.kind == kind else "", 0.6, top="Đối tượng", align="center"
    )


@layout("ticks", "held", "chromium", "weasy", "xlsx", "loxlsx", "reportlab", "lohtml")
def ticks(seed: int) -> Paper:
    """Kinds ticked in columns of their own; the name stands without any title."""
    rng, maker = start(seed, "ticks")
    mark = rng.choice(("x", "X"))
    cols = [
        c_no("STT"),
        c_bare("Tên điển hình", 2.2),
        tick("collective", "Tập thể", mark),
        tick("person", "Cá nhân", mark),
        tick("household", "Hộ GĐ", mark),
        c_address(width=2),
        c_field(width=1.6),
        c_model("Tên mô hình", 2.8),
    ]
    entries = maker.entries(rng.randint(16, 32))
    body, rows = plain(cols, entries, field_of=lambda e: cap(e.field))
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    return tabled(
        "ticks",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=10),
        plan="none",
        landscape=rng.random() < 0.5,
    )


@layout("numbered_columns", "tune", "lodocx", "docx", "reportlab", "chromium", "loxlsx")
def numbered_columns(seed: int) -> Paper:
    """A row of column numbers under the headings."""
    rng, maker = start(seed, "numbered_columns")
    cols = [
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.2),
        c_address("Địa chỉ", 2),
        c_field(width=1.5),
        c_model("Tên mô hình", 2.6),
        c_note(width=1),
    ]
    marks = rng.choice(
        (
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["A", "B", "1", "2", "3", "4"],
            ["1", "2", "3", "4", "5", "6"],
        )
    )
    body, rows = plain(cols, maker.entries(rng.randint(15, 32)), field_of=lambda e: cap(e.field))
    return tabled(
        "numbered_columns",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11),
        number_row=marks,
        plan="none" if rng.random() < 0.5 else "short",
    )


@layout("vertical_heads", "held", "chromium", "docx", "lodocx", "reportlab", "loxlsx")
def vertical_heads(seed: int) -> Paper:
    """Narrow columns headed by text running upwards."""
    rng, maker = start(seed, "vertical_heads")
    cols = [
        c_no("TT"),
        c_bare("Họ và tên", 2),
        birth(False),
        birth(True),
        Col(
            "Dân tộc",
            lambda e: e.person.people if e.person else "",
            1.15,
            align="center",
            vertical=True,
        ),
        Col(
            "Đảng viên",
            lambda e: "x" if steady(e, "party") < 0.4 else "",
            0.5,
            align="center",
            vertical=True,
        ),
        c_address("Địa chỉ", 2.2),
        c_model("Mô hình", 3),
        Col("Năm đăng ký", lambda e: str(e.year), 0.95, align="center", vertical=True),
    ]
    entries = maker.entries(rng.randint(15, 30), "person")
    body, rows = plain(cols, entries)
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    return tabled(
        "vertical_heads",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=10.5, head_height=72),
        plan="none",
    )


@layout("blank_cells", "held", "lodocx", "docx", "chromium", "xlsx", "loxlsx")
def blank_cells(seed: int) -> Paper:
    """Half the cells blank: fields, hamlets and notes are missing as offices leave them."""
    rng, maker = start(seed, "blank_cells")
    cols = [
        c_no("TT"),
        c_subject("Họ tên/Tên tập thể", 2.4),
        Col("Thôn, tổ", lambda e: cap(e.hamlet) if steady(e, "h") < 0.6 else "", 1.4),
        Col("Xã, phường", lambda e: cap(e.commune) if steady(e, "c") < 0.75 else "", 1.5),
        Col("Lĩnh vực", lambda e: cap(e.field) if steady(e, "f") < 0.5 else "", 1.6),
        c_model("Tên mô hình", 3),
        c_note("Ghi chú", 1.3, 0.35),
    ]
    entries = [maker.entry() for _ in range(rng.randint(16, 34))]
    body, rows = plain(cols, entries)
    for row in rows:
        row["field_heading"] = row["cells"]["Lĩnh vực"] or None
    return tabled("blank_cells", rng, maker.area, cols, body, rows, Look(size=11, repeat=False))


@layout("family_given_split", "tune", "chromium", "lodocx", "pymupdf", "loxlsx", "xlsx")
def family_given_split(seed: int) -> Paper:
    """Family-and-middle name and given name in two columns."""
    rng, maker = start(seed, "family_given_split")
    cols = [
        c_no("STT"),
        Col("Họ và đệm", lambda e: e.person.split()[0] if e.person else "", 1.5, top="Họ và tên"),
        Col("Tên", lambda e: e.person.split()[1] if e.person else "", 0.9, top="Họ và tên"),
        Col("Năm sinh", lambda e: str(e.person.year) if e.person else "", 0.8, align="center"),
        c_hamlet("Thôn, tổ dân phố", 1.5),
        c_commune(width=1.6),
        c_model("Tên mô hình", 3),
    ]
    entries = maker.entries(rng.randint(16, 36), "person")
    body, rows = plain(cols, entries)
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    return tabled(
        "family_given_split",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11),
        plan="none",
        title=f"DANH SÁCH CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN NĂM {maker.area.year}",
    )


@layout("narrow_words", "tune", "chromium", "weasy", "reportlab", "lodocx")
def narrow_words(seed: int) -> Paper:
    """Nine columns on an upright page: every cell wraps over many short lines."""
    rng, maker = start(seed, "narrow_words")
    cols = [
        c_no("TT", 0.5),
        c_subject("Tập thể, cá nhân", 1.2),
        c_job("Chức vụ", 0.9),
        c_hamlet("Thôn, xóm", 0.9),
        c_commune("Xã, phường", 1),
        c_field("Lĩnh vực", 1),
        c_model("Tên mô hình", 1.4),
        Col("Hiệu quả", lambda e: cap(e.merit), 1.6),
        c_note("Ghi chú", 0.8),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(12, 22)), field_of=lambda e: cap(e.field))
    return tabled(
        "narrow_words",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=rng.choice((9, 10)), pad=2),
        font=rng.choice(("Tinos", "Arimo", "Liberation Serif")),
    )


@layout("landscape_annex", "held", "chromium", "weasy", "docx", "lodocx", "reportlab")
def landscape_annex(seed: int) -> Paper:
    """The plan upright, its annex landscape with eight columns."""
    rng, maker = start(seed, "landscape_annex")
    cols = [
        c_no("Số TT"),
        c_name_address("Tên, địa chỉ mô hình, điển hình", 2.6),
        c_field("Phong trào, lĩnh vực", 1.5),
        c_model("Tên mô hình", 2.4),
        Col("Kết quả đạt được", lambda e: cap(e.merit), 2.6),
        Col("Năm", lambda e: str(e.year), 0.7, align="center"),
        Col(
            "Đơn vị theo dõi",
            lambda e: ("Phòng Nội vụ", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế")[
                int(steady(e, "u") * 3)
            ],
            1.3,
        ),
        c_note(width=0.9),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(16, 34)), field_of=lambda e: cap(e.field))
    return tabled("landscape_annex", rng, maker.area, cols, body, rows, Look(size=11), wide=True)


@layout("columns_over_pages", "held", "chromium", "reportlab", "pymupdf", "loxlsx")
def columns_over_pages(seed: int) -> Paper:
    """Columns 1-5 on one page, the rest on the next; the ordinal stands on both."""
    rng, maker = start(seed, "columns_over_pages")
    area = maker.area
    left = [
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.4),
        c_hamlet(width=1.6),
        c_commune(width=1.6),
        c_field(width=1.8),
    ]
    right = [
        c_no("TT"),
        c_model("Tên mô hình", 3),
        Col("Hiệu quả", lambda e: cap(e.merit), 3),
        c_note(width=1),
    ]
    entries = maker.entries(rng.randint(14, 28))
    look = Look(size=11.5)
    whole = [*left, *right[1:]]
    rows = [truth(whole, e, str(at), field_heading=cap(e.field)) for at, e in enumerate(entries, 1)]
    blocks: list[Any] = [*annex_title(area, rng)]
    for first in range(0, len(entries), 14):
        some = list(enumerate(entries, 1))[first : first + 14]
        for cols in (left, right):
            if first or cols is right:
                blocks.append(Break())
            body = [body_row(cols, e, str(at)) for at, e in some]
            blocks.append(Table([c.width for c in cols], heads(cols), body, look))
    paper = Paper(
        "columns_over_pages",
        blocks,
        rows,
        [],
        font=rng.choice(("Tinos", "Arimo")),
        page_numbers="bottom",
    )
    paper.sheet = Table(
        [c.width for c in whole],
        heads(whole),
        [body_row(whole, e, str(at)) for at, e in enumerate(entries, 1)],
        look,
    )
    paper.split_after = 5
    return paper


@layout("title_in_table", "tune", "loxlsx", "xlsx", "lodocx", "chromium")
def title_in_table(seed: int) -> Paper:
    """The list's title is the table's first row, merged over all columns."""
    rng, maker = start(seed, "title_in_table")
    area = maker.area
    cols = [
        c_no("TT"),
        c_subject("Tên cá nhân, tập thể", 2.4),
        c_hamlet(width=1.5),
        c_commune(width=1.6),
        c_model("Tên mô hình", 3),
        c_note(width=1),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(15, 30)))
    title = [
        Cell(
            f"DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN {area.place.upper()} NĂM {area.year}",
            colspan=6,
            bold=True,
            align="center",
        )
    ]
    blocks: list[Any] = []
    if rng.random() < 0.5:
        blocks += [letterhead(area, rng), *plan_text(area, rng), sign(area, rng), Break()]
    blocks += [
        Table([c.width for c in cols], [title, *heads(cols)], body, Look(size=11, repeat=False)),
        sign(area, rng, recipients=False),
    ]
    return Paper(
        "title_in_table",
        blocks,
        rows,
        list(PROSE_NOT_ENTRIES),
        font=rng.choice(("Tinos", "Times New Roman", "Liberation Serif")),
    )


@layout("fit_small", "tune", "xlsx", "loxlsx")
def fit_small(seed: int) -> Paper:
    """A wide sheet of eleven columns shrunk to the page's width: print of 6-7 points."""
    rng, maker = start(seed, "fit_small")
    area = maker.area
    cols = [
        c_no("STT", 0.4),
        c_bare("Tên điển hình", 1.8),
        c_job("Chức vụ", 1.3),
        c_hamlet(width=1.2),
        c_commune(width=1.3),
        c_field(width=1.4),
        c_model("Tên mô hình", 2.4),
        Col("Kết quả đạt được", lambda e: cap(e.merit), 2.4),
        Col("Năm", lambda e: str(e.year), 0.6, align="center"),
        Col(
            "Cơ quan đề nghị", lambda e: "Phòng Nội vụ" if steady(e, "q") < 0.5 else area.short, 1.4
        ),
        c_note(width=1),
    ]
    entries = maker.entries(rng.randint(24, 45), "person")
    body, rows = plain(cols, entries, field_of=lambda e: cap(e.field))
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    blocks: list[Any] = [
        letterhead(area, rng),
        *annex_title(
            area, rng, f"BIỂU TỔNG HỢP CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN NĂM {area.year}", "BIỂU SỐ 01"
        ),
        Table([c.width for c in cols], heads(cols), body, Look(size=9)),
        sign(area, rng),
    ]
    return Paper(
        "fit_small",
        blocks,
        rows,
        [],
        landscape=rng.random() < 0.5,
        size=12,
        font=rng.choice(("Times New Roman", "Arimo", "Be Vietnam Pro")),
    )


@layout("sheets", "held", "xlsx", "loxlsx")
def sheets(seed: int) -> Paper:
    """One sheet for every commune, each with its own title and headings."""
    rng, maker = start(seed, "sheets")
    area = maker.area
    cols = [
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.4),
        c_hamlet(width=1.5),
        c_field(width=1.7),
        c_model("Tên mô hình", 3),
    ]
    blocks: list[Any] = []
    rows: list[dict[str, Any]] = []
    entries = in_communes(maker, 4, 4, 8)
    for at, commune in enumerate(dict.fromkeys(e.commune for e in entries)):
        if at:
            blocks.append(Break())
        title = f"DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH CỦA {str(commune).upper()} NĂM {area.year}"
        blocks += annex_title(area, rng, title, f"Phụ lục {at + 1}")
        some = [e for e in entries if e.commune == commune]
        blocks.append(
            Table(
                [c.width for c in cols],
                heads(cols),
                [body_row(cols, e, str(n)) for n, e in enumerate(some, 1)],
                Look(size=11),
            )
        )
        rows += [
            truth(cols, e, str(n), group=[title], field_heading=cap(e.field), sheet=at + 1)
            for n, e in enumerate(some, 1)
        ]
    return Paper("sheets", blocks, rows, [], font="Times New Roman")


@layout("auto_numbers", "held", "docx", "lodocx")
def auto_numbers(seed: int) -> Paper:
    """Ordinals numbered by Word: no text in the cell, a number on the page."""
    rng, maker = start(seed, "auto_numbers")
    cols = [
        c_no("TT", 0.7),
        c_name_address("Tên, địa chỉ mô hình, điển hình", 3),
        c_content(width=4),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(15, 32)))
    return tabled("auto_numbers", rng, maker.area, cols, body, rows, Look(size=12, autonumber=True))
