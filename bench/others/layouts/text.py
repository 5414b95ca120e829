"""Family of texts: lists that are paragraphs, not tables."""

from __future__ import annotations

import random
from typing import Any

from bench.others.content import Entry
from bench.others.layouts.base import FONTS, Group, by_field, by_kind, cap, layout, start
from bench.others.layouts.groups import in_fields
from bench.others.model import Break, Paper, Para, fold
from bench.others.places import Area
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign


def text_row(
    entry: Entry, number: str | None, text: str, *, group: list[str] | None = None, **more: Any
) -> dict[str, Any]:
    """Return the truth of one numbered paragraph: its whole text is its only cell."""
    whole = " ".join([text, *(group or [])]).casefold()

    def shown(value: str | None) -> str | None:
        return value if value and value.casefold() in whole else None

    row: dict[str, Any] = {
        "no": number,
        "cells": {"(text)": fold(text)},
        "group": group or [],
        "page": None,
        "subject": entry.subject,
        "kind": entry.kind,
        "people_names": list(entry.names),
        "model": shown(entry.model),
        "hamlet": shown(entry.hamlet),
        "commune": shown(entry.commune),
        "field_heading": None,
    }
    return {**row, **more}


def decision_head(area: Area, rng: random.Random, what: str) -> list[Any]:
    """Return a decision's head up to Điều 1."""
    return [
        letterhead(area, rng, "QĐ-UBND"),
        Para("QUYẾT ĐỊNH", "title"),
        Para(what, "sub"),
        Para(f"CHỦ TỊCH {area.office.replace(chr(10), ' ')}", "center"),
        Para("Căn cứ Luật Tổ chức chính quyền địa phương;"),
        Para("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"),
        Para(
            f"Xét đề nghị của Phòng Nội vụ {area.place} tại Tờ trình số {rng.randint(20, 300)}/TTr-PNV,"
        ),
        Para("QUYẾT ĐỊNH:", "center"),
    ]


def decision_tail(area: Area, rng: random.Random) -> list[Any]:
    """Return the remaining articles and the signature."""
    return [
        Para(
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Tiền thưởng trích từ Quỹ thi đua, khen thưởng năm."
        ),
        Para(
            "Điều 3. Chánh Văn phòng, Trưởng phòng Nội vụ, thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
        ),
        sign(area, rng, seal=rng.random() < 0.5),
    ]


@layout("decision_list", "tune", "chromium", "lodocx", "docx", "pymupdf", "reportlab")
def decision_list(seed: int) -> Paper:
    """A decision naming people one numbered paragraph each: title, name, post, address, model."""
    rng, maker = start(seed, "decision_list")
    area = maker.area
    blocks = decision_head(
        area, rng, f"Về việc khen thưởng các điển hình tiên tiến năm {area.year}"
    )
    count = rng.randint(12, 24)
    blocks.append(
        Para(
            f"Điều 1. Tặng Giấy khen của Chủ tịch {area.short} cho {count:02d} cá nhân, hộ gia đình có mô hình tiêu biểu năm {area.year}, gồm:"
        )
    )
    rows = []
    for at in range(1, count + 1):
        entry = maker.entry(rng.choice(("person", "person", "household")))
        person = entry.person
        assert person is not None
        job = f", {person.job}" if entry.kind == "person" else ""
        text = f"{at}. {entry.subject}{job}, {entry.address}; mô hình: {entry.model}{'.' if at == count else ';'}"
        blocks.append(Para(text, "item"))
        rows.append(text_row(entry, str(at), text))
    blocks += decision_tail(area, rng)
    return Paper(
        "decision_list",
        blocks,
        rows,
        ["Căn cứ Luật Thi đua, khen thưởng", "Chánh Văn phòng, Trưởng phòng Nội vụ"],
        font=rng.choice(FONTS),
        size=rng.choice((13, 14)),
    )


@layout("decision_groups", "held", "weasy", "lodocx", "docx", "reportlab", "chromium")
def decision_groups(seed: int) -> Paper:
    """A decision's list under I. TẬP THỂ, II. CÁ NHÂN …, no heading row at all."""
    rng, maker = start(seed, "decision_groups")
    area = maker.area
    blocks = decision_head(
        area, rng, f"Về việc công nhận mô hình, điển hình tiên tiến năm {area.year}"
    )
    blocks.append(
        Para(
            f"Điều 1. Công nhận các mô hình, điển hình tiên tiến năm {area.year} (có danh sách kèm theo)."
        )
    )
    blocks += [
        *decision_tail(area, rng),
        Break(),
        *annex_title(area, rng, name="DANH SÁCH KÈM THEO QUYẾT ĐỊNH"),
    ]
    rows: list[dict[str, Any]] = []
    for group in by_kind(maker.entries(rng.randint(15, 30))):
        _, mark, title = group.opens[0]
        head = f"{mark}. {title}"
        blocks.append(Para(head, "group", keep=True))
        for at, entry in enumerate(group.entries, 1):
            inner = entry.model.replace("“", "‘").replace("”", "’")
            text = f"{at}. {entry.subject}{entry.tail}, với mô hình “{inner}”."
            blocks.append(Para(text, "item"))
            rows.append(text_row(entry, str(at), text, group=[head], model=inner))
    return Paper(
        "decision_groups",
        blocks,
        rows,
        ["Căn cứ Luật Thi đua, khen thưởng", "Chánh Văn phòng, Trưởng phòng Nội vụ"],
        font=rng.choice(FONTS),
        size=13,
    )


@layout("tabbed_list", "held", "docx", "lodocx", "pymupdf")
def tabbed_list(seed: int) -> Paper:
    """Columns set with tab stops: number, name, hamlet, commune; no lines, no table."""
    rng, maker = start(seed, "tabbed_list")
    area = maker.area
    model = "Gia đình văn hóa tiêu biểu, thực hành tiết kiệm"
    blocks: list[Any] = [
        *annex_title(
            area, rng, f"DANH SÁCH HỘ GIA ĐÌNH THỰC HIỆN MÔ HÌNH “{model.upper()}” NĂM {area.year}"
        ),
        Para("STT\tHọ và tên chủ hộ\tThôn, tổ dân phố\tXã, phường", "tabbed"),
    ]
    rows = []
    for at in range(1, rng.randint(22, 40)):
        entry = maker.entry("household")
        text = f"{at}\t{entry.bare}\t{cap(entry.hamlet)}\t{cap(entry.commune)}"
        blocks.append(Para(text, "tabbed"))
        row = text_row(entry, str(at), text, model=None, subject=entry.bare, key=entry.bare)
        row["cells"] = {
            "STT": str(at),
            "Họ và tên chủ hộ": entry.bare,
            "Thôn, tổ dân phố": cap(entry.hamlet),
            "Xã, phường": cap(entry.commune),
        }
        rows.append(row)
    blocks.append(sign(area, rng, recipients=False))
    return Paper(
        "tabbed_list",
        blocks,
        rows,
        [],
        font=rng.choice(("Tinos", "Times New Roman")),
        size=12,
        notes="the model stands in the title only (in capitals); model is null in every row",
    )


@layout("model_headings", "tune", "chromium", "docx", "lodocx", "reportlab")
def model_headings(seed: int) -> Paper:
    """Each model is a bold numbered heading; label lines under it say who, where, how."""
    rng, maker = start(seed, "model_headings")
    area = maker.area
    blocks: list[Any] = [
        letterhead(area, rng),
        *plan_text(area, rng),
        sign(area, rng),
        Break(),
        *annex_title(area, rng),
    ]
    rows = []
    for at in range(1, rng.randint(13, 20)):
        entry = maker.entry()
        inner = entry.model.replace("“", "‘").replace("”", "’")
        lines = [f"{at}. Mô hình “{inner}”", f"- Đơn vị, cá nhân thực hiện: {entry.subject}"]
        if entry.address:
            lines.append(f"- Địa chỉ: {cap(entry.address)}")
        lines += [f"- Lĩnh vực: {cap(entry.field)}", f"- Hiệu quả: {cap(entry.merit)}."]
        blocks.append(Para(lines[0], "group", keep=True))
        blocks += [Para(line, "left", keep=line is not lines[-1]) for line in lines[1:]]
        row = text_row(
            entry,
            str(at),
            " ".join(lines),
            model=inner,
            field_heading=cap(entry.field),
            key=lines[0],
        )
        row["cells"] = dict(line.lstrip("- ").split(": ", 1) for line in lines[1:])
        row["cells"]["(heading)"] = lines[0]
        rows.append(row)
    return Paper(
        "model_headings", blocks, rows, list(PROSE_NOT_ENTRIES), font=rng.choice(FONTS), size=13
    )


@layout("dash_list", "held", "chromium", "lodocx", "docx", "weasy")
def dash_list(seed: int) -> Paper:
    """Under each field dashes without numbers: '- Subject, address: model'."""
    rng, maker = start(seed, "dash_list")
    area = maker.area
    blocks: list[Any] = [
        letterhead(area, rng),
        *plan_text(area, rng),
        sign(area, rng),
        Break(),
        *annex_title(area, rng),
    ]
    rows: list[dict[str, Any]] = []
    groups: list[Group] = by_field(in_fields(maker, rng.randint(4, 6), 3, 6))
    for group in groups:
        _, mark, title = group.opens[0]
        head = f"{mark}. {title}"
        blocks.append(Para(head, "group", keep=True))
        for entry in group.entries:
            inner = entry.model.replace("“", "‘").replace("”", "’")
            text = f"- {entry.subject}{entry.tail}: mô hình “{inner}”."
            blocks.append(Para(text, "item"))
            rows.append(
                text_row(
                    entry, None, text, group=[head], model=inner, field_heading=group.field_heading
                )
            )
    return Paper(
        "dash_list", blocks, rows, list(PROSE_NOT_ENTRIES), font=rng.choice(FONTS), size=13
    )
