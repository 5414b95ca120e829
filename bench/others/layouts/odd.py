"""Family of the odd ones: numbers in no column, entries of two rows, lists inside the prose."""

from __future__ import annotations

from typing import Any

from bench.others.content import Entry
from bench.others.layouts.base import (
    FONTS,
    Group,
    by_field,
    c_address,
    c_bare,
    c_content,
    c_field,
    c_model,
    c_name_address,
    c_no,
    c_note,
    c_subject,
    cap,
    grouped,
    layout,
    plain,
    start,
    tabled,
)
from bench.others.layouts.groups import in_fields
from bench.others.model import (
    Break,
    Cell,
    Col,
    Look,
    Paper,
    Para,
    Table,
    body_row,
    heads,
    label_of,
    truth,
)
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign


@layout("name_over_address", "tune", "chromium", "docx", "lodocx", "xlsx", "loxlsx", "reportlab")
def name_over_address(seed: int) -> Paper:
    """The name on the cell's first line, the address on the next; some households of two names."""
    rng, maker = start(seed, "name_over_address")
    cols = [
        c_no("STT"),
        Col(
            "Tên điển hình\n(địa chỉ)",
            lambda e: f"{e.subject}\n({e.address})" if e.address else e.subject,
            2.6,
        ),
        c_field(width=1.6),
        c_model("Mô hình", 3),
        c_note(width=1),
    ]
    entries = [
        maker.couple() if rng.random() < 0.15 else maker.entry() for _ in range(rng.randint(16, 32))
    ]
    body, rows = plain(cols, entries, field_of=lambda e: cap(e.field))
    return tabled("name_over_address", rng, maker.area, cols, body, rows, Look(size=11))


@layout("ordinal_in_name", "held", "chromium", "weasy", "docx", "lodocx", "reportlab")
def ordinal_in_name(seed: int) -> Paper:
    """No ordinal column: the number stands before the name in its cell."""
    rng, maker = start(seed, "ordinal_in_name")
    entries = maker.entries(rng.randint(14, 30))
    place = {id(e): at for at, e in enumerate(entries, 1)}
    cols = [
        Col("Tập thể, cá nhân", lambda e: f"{place[id(e)]}. {e.subject}", 2.6),
        c_address(width=2.2),
        c_model("Tên mô hình, điển hình", 3),
    ]
    body, rows = plain(cols, entries)
    return tabled(
        "ordinal_in_name",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(rng.choice(("all", "rows", "half")), size=12),
    )


@layout("no_ordinals", "tune", "chromium", "weasy", "docx", "lodocx", "loxlsx", "xlsx")
def no_ordinals(seed: int) -> Paper:
    """No numbers anywhere."""
    rng, maker = start(seed, "no_ordinals")
    cols = [
        c_subject("Đơn vị, cá nhân, hộ gia đình", 2.4),
        c_address("Địa bàn", 2),
        c_field(width=1.6),
        c_model("Mô hình đăng ký", 3),
    ]
    entries = maker.entries(rng.randint(14, 30))
    body = [body_row(cols, e, None) for e in entries]
    rows = [truth(cols, e, None, field_heading=cap(e.field)) for e in entries]
    return tabled("no_ordinals", rng, maker.area, cols, body, rows, Look(size=11), plan="none")


@layout("upright_field", "held", "chromium", "docx", "lodocx", "loxlsx")
def upright_field(seed: int) -> Paper:
    """The field runs upwards in a merged cell at the left of its rows."""
    rng, maker = start(seed, "upright_field")
    groups = by_field(in_fields(maker, 3, 4, 5), "")  # one page: LibreOffice cuts such cells
    cols = [
        c_field("Lĩnh vực", 0.8),
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.2),
        c_address(width=2),
        c_model("Tên mô hình", 3),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    for group in groups:
        for at, entry in enumerate(group.entries, 1):
            cells = body_row(cols, entry, str(at))[1:]
            if at == 1:
                cells.insert(
                    0,
                    Cell(
                        _two_lines(cap(entry.field)),
                        rowspan=len(group.entries),
                        bold=True,
                        align="center",
                        vertical=True,
                    ),
                )
            body.append(cells)
            rows.append(
                truth(cols, entry, str(at), field_heading=cap(entry.field), merged=["Lĩnh vực"])
            )
    return tabled(
        "upright_field",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11, valign="middle", head_height=110, pad=5),
        plan="none",
        size=12,
    )


def _two_lines(text: str) -> str:
    parts = text.split()
    half = (len(parts) + 1) // 2
    return "\n".join(" ".join(p) for p in (parts[:half], parts[half:])) if len(parts) > 3 else text


@layout("two_row_entries", "held", "chromium", "docx", "lodocx", "reportlab", "pymupdf")
def two_row_entries(seed: int) -> Paper:
    """Every entry takes two rows: who and where above, the model merged across below."""
    rng, maker = start(seed, "two_row_entries")
    cols = [
        c_no("TT"),
        c_subject("Tập thể, cá nhân", 2.4),
        c_address("Địa chỉ", 2.4),
        c_field("Lĩnh vực", 1.8),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    for at, entry in enumerate(maker.entries(rng.randint(13, 22)), 1):
        cells = body_row(cols, entry, str(at))
        cells[0].rowspan = 2
        line = f"Mô hình: {entry.model}"
        body += [cells, [Cell(line, colspan=3, italic=True, align="left")]]
        row = truth(cols, entry, str(at), model=entry.model, field_heading=cap(entry.field))
        row["cells"]["(second row)"] = line
        rows.append(row)
    return tabled(
        "two_row_entries", rng, maker.area, cols, body, rows, Look(size=11.5), plan="none"
    )


@layout("two_lists_one_page", "tune", "chromium", "weasy", "docx", "lodocx", "reportlab")
def two_lists_one_page(seed: int) -> Paper:
    """The second list begins where the first ends, on the same page, with other columns."""
    rng, maker = start(seed, "two_lists_one_page")
    area = maker.area
    blocks: list[Any] = [*annex_title(area, rng)]
    rows: list[dict[str, Any]] = []
    sets = (
        (
            "1. Tập thể",
            [maker.entry("collective") for _ in range(rng.randint(6, 12))],
            [c_no("TT"), c_subject("Tên tập thể", 2.6), c_content(width=4)],
        ),
        (
            "2. Hộ gia đình",
            [
                maker.couple() if rng.random() < 0.4 else maker.entry("household")
                for _ in range(rng.randint(8, 16))
            ],
            [
                c_no("TT"),
                c_subject("Tên chủ hộ", 2.4),
                c_address("Nơi cư trú", 2),
                c_field(width=1.6),
                c_model("Mô hình", 2.6),
            ],
        ),
    )
    for head, entries, cols in sets:
        blocks.append(Para(head, "group", keep=True))
        blocks.append(
            Table(
                [c.width for c in cols],
                heads(cols),
                [body_row(cols, e, str(at)) for at, e in enumerate(entries, 1)],
                Look(size=11),
            )
        )
        own = any(label_of(c) == "Lĩnh vực" for c in cols)
        rows += [
            truth(cols, e, str(at), group=[head], field_heading=cap(e.field) if own else None)
            for at, e in enumerate(entries, 1)
        ]
    blocks.append(sign(area, rng))
    return Paper("two_lists_one_page", blocks, rows, [], font=rng.choice(FONTS))


@layout("inside_plan", "held", "chromium", "docx", "lodocx", "weasy")
def inside_plan(seed: int) -> Paper:
    """The list stands inside the plan's prose, which goes on after it; there is no annex."""
    rng, maker = start(seed, "inside_plan")
    area = maker.area
    cols = [
        c_no("TT"),
        c_name_address("Tên, địa chỉ điển hình", 3),
        c_model("Tên mô hình nhân rộng", 3),
    ]
    body, rows = plain(cols, maker.entries(rng.randint(12, 20)))
    prose = plan_text(area, rng)
    at = next(i for i, p in enumerate(prose) if p.text.startswith("III."))
    blocks = [
        letterhead(area, rng),
        *prose[:at],
        Para("* Các mô hình, điển hình được lựa chọn nhân rộng:", "h2", keep=True),
        Table([c.width for c in cols], heads(cols), body, Look(size=12)),
        *prose[at:],
        sign(area, rng, seal=True),
    ]
    return Paper(
        "inside_plan", blocks, rows, list(PROSE_NOT_ENTRIES), font=rng.choice(FONTS), size=13
    )


@layout("coded_ordinals", "tune", "chromium", "lodocx", "docx", "reportlab", "xlsx", "loxlsx")
def coded_ordinals(seed: int) -> Paper:
    """Ordinals carry the group's number: 1 for the group row, 1.1, 1.2 … below it."""
    rng, maker = start(seed, "coded_ordinals")
    cols = [
        c_no("TT", 0.65),
        c_subject("Đơn vị, cá nhân", 2.4),
        c_address(width=2.2),
        c_model("Tên mô hình", 3),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    for at, group in enumerate(by_field(in_fields(maker, rng.randint(4, 6), 3, 6), ""), 1):
        title = f"Lĩnh vực {group.field_heading} ({len(group.entries):02d} mô hình)"
        part, _ = grouped(cols, [Group([(0, str(at), title)])], style="under_span")
        body += part
        for number, entry in enumerate(group.entries, 1):
            code = f"{at}.{number}"
            body.append(body_row(cols, entry, code))
            rows.append(
                truth(cols, entry, code, group=[f"{at} {title}"], field_heading=group.field_heading)
            )
    return tabled("coded_ordinals", rng, maker.area, cols, body, rows, Look(size=11), plan="none")


@layout("continued_titles", "held", "chromium", "reportlab", "pymupdf", "docx", "lodocx")
def continued_titles(seed: int) -> Paper:
    """Every page opens with 'Phụ lục (tiếp theo)' and a table of its own."""
    rng, maker = start(seed, "continued_titles")
    area = maker.area
    cols = [
        c_no("STT"),
        c_bare("Họ và tên", 2),
        Col("Giới tính", lambda e: _sex(e), 0.7, align="center"),
        c_address(width=2.2),
        c_model("Tên mô hình", 3),
    ]
    entries = maker.entries(rng.randint(22, 38), "person")
    blocks: list[Any] = [*annex_title(area, rng)]
    rows: list[dict[str, Any]] = []
    for first in range(0, len(entries), 12):
        if first:
            blocks += [Break(), Para("Phụ lục (tiếp theo)", "right")]
        some = list(enumerate(entries, 1))[first : first + 12]
        blocks.append(
            Table(
                [c.width for c in cols],
                heads(cols),
                [body_row(cols, e, str(at)) for at, e in some],
                Look(size=11.5),
            )
        )
        for at, entry in some:
            row = truth(cols, entry, str(at))
            row["subject"] = entry.bare
            rows.append(row)
    return Paper(
        "continued_titles",
        blocks,
        rows,
        [],
        font=rng.choice(("Tinos", "Arimo", "Noto Serif")),
        page_numbers="bottom",
        header=f"Danh sách điển hình tiên tiến {area.place}",
    )


def _sex(entry: Entry) -> str:
    return "Nữ" if entry.person and entry.person.female else "Nam"
