"""Family of groups: group rows, merged cells, totals, several models to one subject."""

from __future__ import annotations

from typing import Any

from bench.others.content import Entry, Maker
from bench.others.layouts.base import (
    Group,
    by_commune,
    by_field,
    by_kind,
    c_address,
    c_content,
    c_field,
    c_hamlet,
    c_model,
    c_name_address,
    c_no,
    c_note,
    c_subject,
    cap,
    grouped,
    layout,
    start,
    tabled,
)
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
from bench.others.places import AREAS, MAI_CHAU, Area
from bench.others.pools import MODELS
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign


def in_communes(maker: Maker, count: int, low: int, high: int) -> list[Entry]:
    """Return entries that all have a commune, in so many communes."""
    out = []
    for commune in maker.rng.sample(maker.area.communes, count):
        want = maker.rng.randint(low, high)
        while want:
            entry = maker.entry(commune=commune)
            if entry.commune:
                out.append(entry)
                want -= 1
    return out


def in_fields(maker: Maker, count: int, low: int, high: int) -> list[Entry]:
    """Return entries in so many fields."""
    names = maker.rng.sample(list(MODELS), count)
    return [maker.entry(field_=name) for name in names for _ in range(maker.rng.randint(low, high))]


@layout("roman_groups", "tune", "chromium", "lodocx", "docx", "xlsx", "loxlsx", "reportlab")
def roman_groups(seed: int) -> Paper:
    """I TẬP THỂ, II CÁ NHÂN, III HỘ GIA ĐÌNH merged across; ordinals start again in each."""
    rng, maker = start(seed, "roman_groups")
    cols = [
        c_no("TT"),
        c_name_address("Tên tập thể, cá nhân, hộ gia đình", 3),
        c_field(width=1.7),
        c_model("Tên mô hình, điển hình", 3),
        c_note(width=1.1),
    ]
    body, rows = grouped(
        cols, by_kind(maker.entries(rng.randint(20, 40))), fill=rng.choice((None, "#e7e6e6"))
    )
    for row in rows:
        row["field_heading"] = row["cells"]["Lĩnh vực"]
    return tabled(
        "roman_groups",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11),
        plan="none" if rng.random() < 0.4 else "short",
    )


@layout("commune_groups", "held", "weasy", "lodocx", "docx", "pymupdf", "reportlab", "lohtml")
def commune_groups(seed: int) -> Paper:
    """Communes as group rows: a letter under the ordinals, the name in the second column."""
    rng, maker = start(seed, "commune_groups")
    cols = [
        c_no("Số TT", 0.6),
        c_subject("Họ và tên, đơn vị", 2.6),
        c_hamlet(width=1.6),
        c_field("Lĩnh vực", 1.6),
        c_model("Mô hình tiêu biểu", 3),
    ]
    groups = by_commune(in_communes(maker, rng.randint(5, 8), 2, 5))
    body, rows = grouped(cols, groups, style="under", restart=False)
    for row in rows:
        row["field_heading"] = row["cells"]["Lĩnh vực"]
    return tabled(
        "commune_groups",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(rng.choice(("all", "rows")), size=11, valign="middle"),
    )


@layout("two_level_groups", "tune", "chromium", "weasy", "docx", "lodocx", "lohtml")
def two_level_groups(seed: int) -> Paper:
    """Fields, and under each field the kinds; ordinals start again under every kind."""
    rng, maker = start(seed, "two_level_groups")
    cols = [
        c_no("TT"),
        c_name_address("Tên, địa chỉ", 3),
        c_model("Tên mô hình", 3.4),
        c_note(width=1),
    ]
    groups: list[Group] = []
    for outer in by_field(in_fields(maker, rng.randint(4, 6), 4, 7), "LĨNH VỰC "):
        _, mark, title = outer.opens[0]
        for at, inner in enumerate(by_kind(outer.entries, upper=False)):
            opens = [(1, f"{at + 1}", inner.opens[0][2])]
            if at == 0:
                opens.insert(0, (0, mark, title.upper()))
            groups.append(Group(opens, inner.entries, outer.field_heading))
    body, rows = grouped(cols, groups)
    return tabled("two_level_groups", rng, maker.area, cols, body, rows, Look(size=12))


@layout("group_under_ordinal", "held", "chromium", "reportlab", "loxlsx", "xlsx", "lodocx")
def group_under_ordinal(seed: int) -> Paper:
    """Roman mark in the ordinal column, the field in capitals merged over the rest."""
    rng, maker = start(seed, "group_under_ordinal")
    cols = [
        c_no("STT"),
        c_subject("Tập thể/cá nhân", 2.4),
        c_address("Địa chỉ", 2.2),
        c_model("Tên mô hình", 3),
        c_note(width=1),
    ]
    groups = by_field(in_fields(maker, rng.randint(4, 7), 3, 6))
    for group in groups:
        level, mark, title = group.opens[0]
        group.opens = [(level, mark, title.upper())]
    body, rows = grouped(cols, groups, style="under_span", restart=rng.random() < 0.6)
    return tabled(
        "group_under_ordinal", rng, maker.area, cols, body, rows, Look(size=11), plan="none"
    )


@layout("center_groups_capitals", "held", "weasy", "lodocx", "reportlab", "chromium")
def center_groups_capitals(seed: int) -> Paper:
    """Shaded centred group rows without marks; names in capitals; one numbering throughout."""
    rng, maker = start(seed, "center_groups_capitals")
    cols = [
        c_no("TT"),
        Col("HỌ TÊN, TÊN ĐƠN VỊ", lambda e: e.bare.upper(), 2.4),
        c_address("ĐỊA CHỈ", 2.2),
        c_model("TÊN MÔ HÌNH", 3),
    ]
    groups = by_kind(maker.entries(rng.randint(18, 34)))
    for group in groups:
        level, _, title = group.opens[0]
        group.opens = [
            (
                level,
                "",
                {
                    "TẬP THỂ": "Tập thể tiêu biểu",
                    "CÁ NHÂN": "Cá nhân tiêu biểu",
                    "HỘ GIA ĐÌNH": "Hộ gia đình tiêu biểu",
                }[title],
            )
        ]
    body, rows = grouped(cols, groups, style="center", restart=False, form="{:02d}", fill="#dce6f1")
    entries = [e for g in groups for e in g.entries]
    for row, entry in zip(rows, entries, strict=True):
        row["subject"] = entry.bare.upper()
        row["people_names"] = [n.upper() for n in entry.names]
    return tabled(
        "center_groups_capitals",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look("rows" if rng.random() < 0.5 else "all", size=11, color="#888888"),
    )


@layout("field_first_column", "tune", "chromium", "lodocx", "docx", "reportlab")
def field_first_column(seed: int) -> Paper:
    """The field stands merged in the first column, before the ordinals."""
    rng, maker = start(seed, "field_first_column")
    groups = by_field(in_fields(maker, rng.randint(6, 8), 2, 5), "")
    cols = [
        c_field("Lĩnh vực", 1.3),
        c_no("TT"),
        c_name_address("Tên, địa chỉ điển hình", 3),
        c_model("Tên mô hình", 3),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    number = 0
    for group in groups:
        for at, entry in enumerate(group.entries):
            number += 1
            cells = body_row(cols, entry, str(number))[1:]
            if at == 0:
                cells.insert(
                    0, Cell(cap(entry.field), rowspan=len(group.entries), bold=True, align="center")
                )
            body.append(cells)
            rows.append(truth(cols, entry, str(number), field_heading=cap(entry.field)))
    return tabled(
        "field_first_column", rng, maker.area, cols, body, rows, Look(size=11.5, valign="middle")
    )


@layout("ordinal_merged", "held", "chromium", "weasy", "docx", "lodocx", "pymupdf")
def ordinal_merged(seed: int) -> Paper:
    """One subject, up to three models: ordinal, name and address merged over its rows."""
    rng, maker = start(seed, "ordinal_merged")
    cols = [
        c_no("STT"),
        c_subject("Tập thể, cá nhân", 2.2),
        c_address(width=2),
        c_model("Mô hình được nhân rộng", 3),
        Col("Năm", lambda e: str(e.year), 0.7, align="center"),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    for number in range(1, rng.randint(12, 20)):
        entry = maker.entry()
        models = [entry.model] + [
            maker.model(entry.field) for _ in range(rng.choice((0, 0, 1, 1, 2)))
        ]
        models = list(dict.fromkeys(models))
        for at, model in enumerate(models):
            entry.model, entry.year = model, maker.area.year - 2 + at % 3
            cells = body_row(cols, entry, str(number))
            if at == 0:
                for cell in cells[:3]:
                    cell.rowspan = len(models)
                body.append(cells)
            else:
                body.append(cells[3:])
            more: dict[str, Any] = (
                {"merged": [label_of(c) for c in cols[:3]]} if len(models) > 1 else {}
            )
            rows.append(truth(cols, entry, str(number), **more))
    return tabled(
        "ordinal_merged",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11, valign=rng.choice(("top", "middle"))),
    )


@layout("unit_merged", "tune", "weasy", "lodocx", "xlsx", "loxlsx", "reportlab")
def unit_merged(seed: int) -> Paper:
    """A commune and its ordinal merged over several subjects, which have no number of their own."""
    rng, maker = start(seed, "unit_merged")
    communes = by_commune(in_communes(maker, rng.randint(6, 9), 1, 4), "ABCDEGHIKLM")
    cols = [
        c_no("TT"),
        Col("Đơn vị", lambda e: cap(e.commune), 1.6, align="center"),
        c_subject("Tên điển hình", 2.4),
        c_hamlet("Thôn, bản, tổ", 1.6),
        c_model("Mô hình", 3),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    for number, group in enumerate(communes, 1):
        for at, entry in enumerate(group.entries):
            cells = body_row(cols, entry, str(number))
            for cell in cells[:2]:
                cell.rowspan = len(group.entries)
            body.append(cells if at == 0 else cells[2:])
            more: dict[str, Any] = {"merged": ["TT", "Đơn vị"]} if len(group.entries) > 1 else {}
            rows.append(truth(cols, entry, str(number), **more))
    return tabled(
        "unit_merged",
        rng,
        maker.area,
        cols,
        body,
        rows,
        Look(size=11, valign="middle"),
        plan="none",
    )


@layout("bullets_in_cell", "held", "chromium", "docx", "lodocx", "weasy")
def bullets_in_cell(seed: int) -> Paper:
    """One row a commune; its models stand as bullets in one cell."""
    rng, maker = start(seed, "bullets_in_cell", rng_area(seed))
    cols = [
        c_no("TT"),
        Col("Xã, phường, thị trấn", lambda e: cap(e.commune), 1.8),
        Col("Mô hình, điển hình đăng ký nhân rộng", lambda e: "", 5),
        c_note(rate=0, width=0.9),
    ]
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    groups = by_commune(in_communes(maker, min(9, len(maker.area.communes)), 1, 4))
    for number, group in enumerate(groups, 1):
        lines = [
            f"- Mô hình “{e.model.replace('“', '‘').replace('”', '’')}” của "
            f"{e.subject[0].lower() + e.subject[1:] if e.kind != 'collective' else e.subject}"
            f"{_hamlet_tail(e)}"
            for e in group.entries
        ]
        cell = ";\n".join(lines) + "."
        first = group.entries[0]
        body.append(
            [Cell(str(number), align="center"), Cell(cap(first.commune)), Cell(cell), Cell("")]
        )
        for entry, line in zip(group.entries, lines, strict=True):
            row = truth(
                cols,
                entry,
                str(number),
                commune=entry.commune,
                model=entry.model.replace("“", "‘").replace("”", "’"),
                several_in_cell=True,
                part=line,
            )
            row["cells"][cols[2].label] = " ".join(cell.split())
            row["hamlet"] = entry.hamlet if entry.hamlet and entry.hamlet in line else None
            row["key"] = line
            rows.append(row)
    return tabled("bullets_in_cell", rng, maker.area, cols, body, rows, Look(size=12))


def _hamlet_tail(entry: Entry) -> str:
    return f", {entry.hamlet}" if entry.hamlet and entry.hamlet not in entry.subject else ""


def rng_area(seed: int) -> Area:
    """Return one of the provinces by seed."""
    return AREAS[seed % 7]


@layout("totals", "tune", "chromium", "xlsx", "loxlsx", "pymupdf", "lodocx")
def totals(seed: int) -> Paper:
    """Sub-total rows after each group and a total at the end."""
    rng, maker = start(seed, "totals")
    cols = [
        c_no("STT"),
        c_subject("Tên đơn vị, cá nhân", 2.4),
        c_address(width=2.2),
        c_model("Tên mô hình", 3),
        Col("Số thành viên", lambda e: str(20 + len(e.model)), 0.9, align="center"),
    ]
    groups = by_field(in_fields(maker, rng.randint(3, 5), 4, 7))
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    whole = 0
    for group in groups:
        part, truths = grouped(cols, [group])
        body += part
        rows += truths
        some = sum(20 + len(e.model) for e in group.entries)
        whole += some
        body.append(
            [
                Cell("", bold=True),
                Cell(
                    f"Cộng ({len(group.entries):02d} mô hình)", bold=True, colspan=3, align="center"
                ),
                Cell(str(some), bold=True, align="center"),
            ]
        )
    body.append(
        [
            Cell(
                f"Tổng cộng: {len(rows):02d} mô hình, điển hình",
                bold=True,
                colspan=4,
                align="center",
            ),
            Cell(str(whole), bold=True, align="center"),
        ]
    )
    paper = tabled("totals", rng, maker.area, cols, body, rows, Look(size=11), plan="none")
    paper.not_entries += [f"=Tổng cộng: {len(rows):02d} mô hình, điển hình", "=Cộng ("]
    return paper


@layout("table_per_field", "tune", "chromium", "weasy", "docx", "lodocx", "reportlab")
def table_per_field(seed: int) -> Paper:
    """A small table under a heading for every field, each with its own column headings."""
    rng, maker = start(seed, "table_per_field")
    area = maker.area
    cols = [
        c_no("TT"),
        c_subject("Đơn vị, cá nhân", 2.4),
        c_address("Nơi ở, nơi làm việc", 2.2),
        c_model("Tên mô hình", 3),
    ]
    blocks: list[Any] = [
        letterhead(area, rng),
        *plan_text(area, rng),
        sign(area, rng),
        Break(),
        *annex_title(area, rng),
    ]
    rows: list[dict[str, Any]] = []
    for group in by_field(in_fields(maker, rng.randint(5, 7), 3, 6), "Lĩnh vực "):
        _, mark, title = group.opens[0]
        head = f"{mark}. {title} ({len(group.entries):02d} mô hình)"
        blocks.append(Para(head, "group", keep=True))
        body = []
        for at, entry in enumerate(group.entries, 1):
            body.append(body_row(cols, entry, str(at)))
            rows.append(
                truth(cols, entry, str(at), group=[head], field_heading=group.field_heading)
            )
        blocks.append(Table([c.width for c in cols], heads(cols), body, Look(size=11)))
    return Paper(
        "table_per_field",
        blocks,
        rows,
        list(PROSE_NOT_ENTRIES),
        font=rng.choice(("Tinos", "Times New Roman", "Arimo")),
    )


@layout("hamlet_groups", "held", "chromium", "weasy", "docx", "lodocx")
def hamlet_groups(seed: int) -> Paper:
    """A commune's own list, hamlets as group rows; addresses are not said again in the rows."""
    rng, maker = start(seed, "hamlet_groups", MAI_CHAU)
    hamlets = [f"xóm {n}" for n in rng.sample([h for h in MAI_CHAU.hamlets if not h.isdigit()], 7)]
    cols = [
        c_no("TT"),
        c_subject("Họ và tên chủ hộ/cá nhân", 2.4),
        c_field(width=1.8),
        c_content(width=4),
    ]
    groups = []
    for at, hamlet in enumerate(hamlets):
        some = [maker.entry(rng.choice(("person", "household"))) for _ in range(rng.randint(2, 5))]
        for entry in some:
            entry.hamlet, entry.commune = hamlet, "xã Mai Châu"
        groups.append(Group([(0, "abcdeghik"[at], cap(hamlet))], some))
    body, rows = grouped(cols, groups, style="under_span", restart=False)
    for row in rows:
        row["field_heading"] = row["cells"]["Lĩnh vực"]
    return tabled("hamlet_groups", rng, MAI_CHAU, cols, body, rows, Look(size=12))
