"""Family of arrangements: boxes, two lists side by side, newspaper columns, frames, stamps."""

from __future__ import annotations

from typing import Any

from bench.others.content import Entry
from bench.others.layouts.base import (
    FONTS,
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
    tabled,
)
from bench.others.layouts.text import text_row
from bench.others.model import (
    Break,
    Cards,
    Columns,
    FlexRows,
    Frame,
    Look,
    Paper,
    Para,
    Side,
    Table,
    body_row,
    heads,
    truth,
)
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign


def card(entry: Entry, at: int) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Return a card's lines and its truth."""
    lines = [("", f"{at:02d}. {entry.subject}")]
    if entry.address:
        lines.append(("Địa chỉ", cap(entry.address)))
    lines += [("Lĩnh vực", cap(entry.field)), ("Mô hình", entry.model)]
    cells = {label or "(heading)": value for label, value in lines}
    row = text_row(
        entry,
        f"{at:02d}",
        " ".join(v for _, v in lines),
        field_heading=cap(entry.field),
        key=lines[0][1],
    )
    row["cells"] = cells
    return lines, row


@layout("cards_grid", "held", "chromium", "weasy", "reportlab", "lodocx", "docx")
def cards_grid(seed: int) -> Paper:
    """Boxes in two columns, read row by row."""
    rng, maker = start(seed, "cards_grid")
    made = [card(maker.entry(), at) for at in range(1, rng.randint(13, 25))]
    blocks = [
        *annex_title(
            maker.area,
            rng,
            f"GƯƠNG ĐIỂN HÌNH TIÊN TIẾN {maker.area.place.upper()} NĂM {maker.area.year}",
        ),
        Cards([c for c, _ in made], 2, rng.choice(("boxed", "shaded")), size=11.5),
    ]
    return Paper(
        "cards_grid",
        blocks,
        [r for _, r in made],
        [],
        font=rng.choice(("Be Vietnam Pro", "Arimo", "Tinos")),
    )


@layout("card_stack", "tune", "chromium", "weasy", "docx", "lodocx", "reportlab")
def card_stack(seed: int) -> Paper:
    """One box after the other, each with label lines."""
    rng, maker = start(seed, "card_stack")
    rows, cards = [], []
    for at in range(1, rng.randint(13, 22)):
        entry = maker.entry(rng.choice(("person", "household")))
        person = entry.person
        assert person is not None
        lines = [
            ("", f"{at}. {entry.subject}"),
            ("Năm sinh", str(person.year)),
            ("Dân tộc", person.people),
            ("Địa chỉ", cap(entry.address)),
            ("Tên mô hình", entry.model),
            ("Kết quả", f"{cap(entry.merit)}."),
        ]
        row = text_row(entry, str(at), " ".join(v for _, v in lines), key=lines[0][1])
        row["cells"] = {label or "(heading)": value for label, value in lines}
        rows.append(row)
        cards.append(lines)
    blocks = [
        *annex_title(maker.area, rng),
        Cards(cards, 1, rng.choice(("boxed", "plain")), size=12),
    ]
    return Paper("card_stack", blocks, rows, [], font=rng.choice(("Noto Serif", "Tinos", "Arimo")))


@layout("flex_rows", "tune", "chromium", "weasy", "pymupdf")
def flex_rows(seed: int) -> Paper:
    """A list of flex boxes with pale lines, printed from a web page."""
    rng, maker = start(seed, "flex_rows")
    cols = [
        c_no("TT", 0.4),
        c_subject("Tập thể, cá nhân", 2.2),
        c_address(width=2),
        c_field(width=1.5),
        c_model("Mô hình", 2.8),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(14, 30)), field_of=lambda e: cap(e.field))
    look = Look("rows", color="#d0d7de", size=10, pad=5, head_fill="#eaeef2", repeat=False)
    table = Table([c.width for c in cols], heads(cols), body, look)
    blocks = [*annex_title(maker.area, rng), FlexRows(table)]
    return Paper(
        "flex_rows",
        blocks,
        rows,
        [],
        font=rng.choice(("Be Vietnam Pro", "Arimo", "Roboto Condensed")),
        footer="In từ Hệ thống quản lý thi đua, khen thưởng",
        page_numbers="bottom",
    )


@layout("grid_rows", "held", "chromium", "reportlab")
def grid_rows(seed: int) -> Paper:
    """A CSS grid with zebra rows and no lines."""
    rng, maker = start(seed, "grid_rows")
    cols = [
        c_no("STT", 0.5),
        c_bare("Họ và tên", 1.8),
        c_job("Chức vụ", 1.5),
        c_address("Địa chỉ", 2.2),
        c_model("Tên mô hình", 3),
    ]
    entries = maker.entries(rng.randint(18, 36), "person")
    body, rows = plain(cols, entries)
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare
    look = Look("none", size=10, pad=4, zebra="#f3f6f4", head_fill="#dfe9e2", repeat=False)
    table = Table([c.width for c in cols], heads(cols), body, look)
    return Paper(
        "grid_rows",
        [*annex_title(maker.area, rng), FlexRows(table, grid=True)],
        rows,
        [],
        font=rng.choice(("Be Vietnam Pro", "Arimo", "DejaVu Sans")),
        page_numbers=None,
    )


@layout("side_by_side", "held", "chromium", "weasy", "reportlab", "lodocx", "docx")
def side_by_side(seed: int) -> Paper:
    """Two lists side by side: collectives on the left, persons on the right."""
    rng, maker = start(seed, "side_by_side")
    halves, rows = [], []
    for kind, title, label in (
        ("collective", "I. TẬP THỂ", "Tên tập thể"),
        ("person", "II. CÁ NHÂN", "Họ và tên, nơi ở"),
    ):
        cols = [c_no("TT", 0.45), c_name_address(label, 2), c_model("Mô hình", 2)]
        entries = maker.entries(rng.randint(8, 11), kind)
        body = [body_row(cols, e, str(at)) for at, e in enumerate(entries, 1)]
        halves.append(
            [
                Para(title, "group"),
                Table([c.width for c in cols], heads(cols), body, Look(size=9.5, pad=2)),
            ]
        )
        rows += [truth(cols, e, str(at), group=[title]) for at, e in enumerate(entries, 1)]
    blocks = [*annex_title(maker.area, rng), Side(halves[0], halves[1])]
    return Paper(
        "side_by_side",
        blocks,
        rows,
        [],
        font=rng.choice(("Tinos", "Arimo")),
        landscape=True,
        margins=(15, 15, 15, 15),
    )


@layout("newspaper", "tune", "chromium", "weasy", "docx", "lodocx")
def newspaper(seed: int) -> Paper:
    """One narrow table flowing through two columns of the page."""
    rng, maker = start(seed, "newspaper")
    cols = [c_no("TT", 0.45), c_name_address("Tên, địa chỉ", 2), c_model("Mô hình", 2)]
    body, rows = plain(cols, maker.entries(rng.randint(20, 34)))
    table = Table(
        [c.width for c in cols],
        heads(cols),
        body,
        Look(size=9.5, pad=2, rules=rng.choice(("all", "rows")), repeat=rng.random() < 0.5),
    )
    blocks = [*annex_title(maker.area, rng), Columns([table])]
    return Paper(
        "newspaper",
        blocks,
        rows,
        [],
        font=rng.choice(("Tinos", "Arimo", "Noto Serif")),
        margins=(18, 14, 18, 18),
    )


@layout("framed", "held", "chromium", "docx", "lodocx", "weasy")
def framed(seed: int) -> Paper:
    """The whole annex inside a one-cell table that frames the page."""
    rng, maker = start(seed, "framed")
    cols = [
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.2),
        c_address("Nơi cư trú", 2),
        c_model("Tên mô hình", 3),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(12, 20)))
    inner = [
        *annex_title(maker.area, rng),
        Table([c.width for c in cols], heads(cols), body, Look(size=10.5)),
    ]
    blocks = [
        letterhead(maker.area, rng),
        *plan_text(maker.area, rng),
        sign(maker.area, rng),
        Break(),
        Frame(inner),
    ]
    return Paper(
        "framed",
        blocks,
        rows,
        list(PROSE_NOT_ENTRIES),
        font=rng.choice(("Tinos", "Times New Roman")),
    )


@layout("two_annexes", "tune", "chromium", "weasy", "docx", "lodocx", "xlsx", "loxlsx")
def two_annexes(seed: int) -> Paper:
    """Two annexes with different columns in one file, each numbered from 1."""
    rng, maker = start(seed, "two_annexes")
    area = maker.area
    blocks: list[Any] = [letterhead(area, rng), *plan_text(area, rng), sign(area, rng)]
    rows: list[dict[str, Any]] = []
    sets = (
        (
            "Phụ lục I",
            f"DANH SÁCH TẬP THỂ ĐIỂN HÌNH TIÊN TIẾN NĂM {area.year}",
            "collective",
            [
                c_no("TT"),
                c_subject("Tên tập thể", 2.6),
                c_field(width=1.8),
                c_model("Tên mô hình", 3.2),
            ],
        ),
        (
            "Phụ lục II",
            f"DANH SÁCH CÁ NHÂN, HỘ GIA ĐÌNH ĐIỂN HÌNH TIÊN TIẾN NĂM {area.year}",
            "person",
            [
                c_no("Số TT"),
                c_bare("Họ và tên", 2),
                c_job("Nghề nghiệp", 1.4),
                c_hamlet("Thôn, xóm, tổ", 1.4),
                c_commune(width=1.4),
                c_content("Nội dung điển hình", 3.4),
            ],
        ),
    )
    for name, title, kind, cols in sets:
        entries = maker.entries(rng.randint(9, 18), kind)
        body = [body_row(cols, e, str(at)) for at, e in enumerate(entries, 1)]
        blocks += [
            Break(),
            *annex_title(area, rng, title, name),
            Table([c.width for c in cols], heads(cols), body, Look(size=11)),
        ]
        for at, entry in enumerate(entries, 1):
            row = truth(
                cols,
                entry,
                str(at),
                annex=name,
                field_heading=cap(entry.field) if kind == "collective" else None,
            )
            if kind == "person":
                row["subject"] = entry.bare
            rows.append(row)
    return Paper("two_annexes", blocks, rows, list(PROSE_NOT_ENTRIES), font=rng.choice(FONTS[:4]))


@layout("title_at_foot", "tune", "chromium", "lodocx", "pymupdf", "weasy")
def title_at_foot(seed: int) -> Paper:
    """The annex's title stands alone under the signature; the table begins on the next page."""
    rng, maker = start(seed, "title_at_foot")
    area = maker.area
    cols = [c_no("TT"), c_name_address("Tên, địa chỉ mô hình, điển hình", 3), c_content(width=4)]
    body, rows = plain(cols, maker.entries(rng.randint(14, 28)))
    blocks = [
        letterhead(area, rng),
        *plan_text(area, rng),
        sign(area, rng),
        *annex_title(area, rng),
        Break(),
        Table([c.width for c in cols], heads(cols), body, Look(size=12)),
    ]
    return Paper(
        "title_at_foot", blocks, rows, list(PROSE_NOT_ENTRIES), font=rng.choice(FONTS), size=13
    )


@layout("stamped", "held", "chromium", "lodocx", "reportlab", "weasy")
def stamped(seed: int) -> Paper:
    """Signature, red seal and the digital signature's text lie beside the last rows."""
    rng, maker = start(seed, "stamped")
    cols = [
        c_no("STT"),
        c_subject("Tập thể, cá nhân", 2),
        c_address(width=1.8),
        c_model("Tên mô hình", 2.6),
        c_note("Ghi chú", 2, rate=0),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(14, 28)))
    paper = tabled(
        "stamped",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11),
        plan="none",
        font=rng.choice(("Tinos", "Arimo", "Times New Roman")),
    )
    paper.stamp = [
        "Người ký: " + maker.area.short,
        "Email: vanthu@example.gov.vn",
        f"Thời gian ký: 14.03.{maker.area.year} 16:02:11 +07:00",
    ]
    paper.not_entries.append("=Người ký: " + maker.area.short)
    return paper


@layout("notes_draft", "tune", "chromium", "weasy", "lodocx", "reportlab")
def notes_draft(seed: int) -> Paper:
    """A draft: watermark, running header, footnote marks in cells."""
    rng, maker = start(seed, "notes_draft")
    cols = [c_no("TT"), c_name_address(width=3), c_model("Tên mô hình", 3), c_field(width=1.6)]
    entries = maker.entries(rng.randint(14, 28))
    body, rows = plain(cols, entries, field_of=lambda e: cap(e.field))
    marked = rng.sample(range(len(entries)), 2)
    for at, spot in enumerate(sorted(marked), 1):
        body[spot][2].note = str(at)
    paper = tabled("notes_draft", rng, maker.area, cols, body, rows, Look(size=11.5), plan="short")
    paper.watermark, paper.header = "DỰ THẢO", "Dự thảo lần 2"
    paper.footnotes = [
        "Mô hình đã được tặng Bằng khen năm trước.",
        "Đề nghị thẩm định lại trước khi ban hành.",
    ]
    paper.notes = (
        "a raised footnote digit stands right after two models' names; truth leaves it out"
    )
    paper.not_entries += ["=Đề nghị thẩm định lại trước khi ban hành."]
    return paper


@layout("turned_pages", "held", "chromium", "reportlab", "weasy")
def turned_pages(seed: int) -> Paper:
    """Landscape lists on pages that are upright inside and turned by /Rotate."""
    rng, maker = start(seed, "turned_pages")
    cols = [
        c_no("TT"),
        c_name_address(width=2.6),
        c_field("Phong trào, lĩnh vực", 1.6),
        c_content(width=4),
        c_note(width=1),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(14, 28)), field_of=lambda e: cap(e.field))
    paper = tabled(
        "turned_pages",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11.5),
        plan="none",
        landscape=True,
    )
    paper.turn = rng.choice((90, 270))
    return paper
