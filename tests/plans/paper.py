"""Rows and a layout become tables of cells with spans, which every format then draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from tests.plans.cells import KIND_TITLES, print_cell
from tests.plans.grid import PaperCell, PaperRow, PaperTable
from tests.plans.heading import make_header, name_headings
from tests.plans.layout import WIDTHS, Layout
from tests.plans.rows import PlanRow
from tests.plans.truth import TruthEntry, dress, expect_entry, print_combined

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
         "XV", "XVI", "XVII", "XVIII", "XIX", "XX")  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """The table under way."""

    layout: Layout
    headings: tuple[str, ...]
    rows: list[PaperRow] = field(default_factory=list)
    entries: list[TruthEntry] = field(default_factory=list)
    number: int = 0
    numeral: str = "I"


def make_tables(rows: Sequence[PlanRow], layout: Layout) -> tuple[PaperTable, ...]:
    """Return the tables of a plan with these rows, one an appendix."""
    dressed = [dress(row, layout, index) for index, row in enumerate(rows)]
    if not layout.appendices:
        return (_make_table(dressed, layout, _title("", "")),)
    parts = _parts(dressed, layout.appendices)
    return tuple(
        _make_table(part, layout, _title(f" {ROMAN[index]}", name))
        for index, (name, part) in enumerate(parts)
    )


def _title(number: str, about: str) -> tuple[str, ...]:
    of_what = {"Tập thể": "tập thể", "Cá nhân": "cá nhân", "Hộ gia đình": "hộ gia đình"}.get(about)
    line = "Danh sách mô hình, điển hình tiên tiến"
    if of_what:
        line = f"Danh sách {of_what} điển hình tiên tiến"
    elif about:
        line += f" lĩnh vực {about[0].lower()}{about[1:]}"
    return (
        f"PHỤ LỤC{number}",
        line,
        "(Kèm theo Kế hoạch số 125/KH-UBND ngày 15/3/2023",
        "của Ủy ban nhân dân thành phố Hòa Bình)",
    )


def _parts(rows: Sequence[PlanRow], by: str) -> list[tuple[str, list[PlanRow]]]:
    """Split rows by kind or field: (printed name, rows), in a fixed order."""
    if by == "kind":
        split = [(KIND_TITLES[kind], [r for r in rows if r.kind == kind]) for kind in KIND_TITLES]
    else:
        titles = dict.fromkeys(row.field_title for row in rows)
        split = [(title, [r for r in rows if r.field_title == title]) for title in titles]
    return [(name, part) for name, part in split if part]


def _make_table(rows: Sequence[PlanRow], layout: Layout, title: tuple[str, ...]) -> PaperTable:
    header = make_header(layout)
    draft = _Draft(layout, name_headings(layout))
    if layout.prose:
        return _make_prose(rows, layout, title, draft)
    _add_groups(draft, rows, layout.group_by, 0)
    if layout.total:
        _add_total(draft, "Tổng cộng", len(draft.entries))
    widths = tuple(WIDTHS[code.split(":")[0]] for code in layout.printed)
    return PaperTable(title, widths, header, tuple(draft.rows), tuple(draft.entries))


def _make_prose(
    rows: Sequence[PlanRow], layout: Layout, title: tuple[str, ...], draft: _Draft
) -> PaperTable:
    lines = []
    for number, row in enumerate(rows, start=1):
        text = _sentence(row, layout)
        lines.append(f"{number}. {text}")
        draft.entries.append(expect_entry(row, layout, row.models[0], str(number), ("",), [text]))
    return PaperTable(title, (), (), (), tuple(draft.entries), tuple(lines))


def _sentence(row: PlanRow, layout: Layout) -> str:
    field = f" lĩnh vực {row.phrase}" if layout.phrases else ""
    if layout.prose_subject_first:
        where = f"trong{field} với mô hình" if field else "với mô hình"
        return f"{print_combined(row, layout)}: Điển hình tiên tiến {where}: {row.models[0]}."
    comma = "," if field else ""
    return f"Mô hình “{row.models[0]}” của {print_combined(row, layout)}{comma}{field}."


# --- rows ----------------------------------------------------------------------------


def _add_groups(draft: _Draft, rows: Sequence[PlanRow], by: tuple[str, ...], level: int) -> None:
    if not by:
        _add_data(draft, rows)
        return
    for index, (name, part) in enumerate(_parts(rows, by[0])):
        count = f" ({len(part)} mô hình)" if draft.layout.group_counts else ""
        _add_group_row(draft, by[0], name, index, level, count)
        if draft.layout.restart:
            draft.number = 0
        before = len(draft.entries)
        _add_groups(draft, part, by[1:], level + 1)
        if draft.layout.subtotals and len(by) == 1:
            _add_total(draft, "Cộng", len(draft.entries) - before)


def _add_group_row(draft: _Draft, by: str, name: str, index: int, level: int, count: str) -> None:
    label = name.upper() if by == "kind" else f"Lĩnh vực {name[0].lower()}{name[1:]}"
    label += count
    width = len(draft.layout.printed)
    if level == 0:
        draft.numeral = ROMAN[index]
    if draft.layout.group_roman and draft.layout.columns[0] == "no":
        mark = ROMAN[index] if level == 0 else f"{draft.numeral}.{index + 1}"
        cells = (PaperCell(mark, bold=True, centred=True), PaperCell(label, width - 1, bold=True))
        draft.rows.append(PaperRow("group", cells + (None,) * (width - 2)))
        return
    _add_wide(draft, "group", f"{ROMAN[index]}. {label}" if level == 0 else f"* {label}")


def _add_wide(draft: _Draft, kind: str, text: str) -> None:
    width = len(draft.layout.printed)
    cell = PaperCell(text, cols=width, bold=True)
    draft.rows.append(PaperRow(kind, (cell,) + (None,) * (width - 1)))


def _add_total(draft: _Draft, word: str, count: int) -> None:
    if not draft.layout.total_cells:
        _add_wide(draft, "total", f"{word}: {count} mô hình")
        return
    width = len(draft.layout.printed)
    cells = (PaperCell(word, width - 1, bold=True), *(None,) * (width - 2))
    draft.rows.append(PaperRow("total", (*cells, PaperCell(f"{count} mô hình", bold=True))))


def _add_data(draft: _Draft, rows: Sequence[PlanRow]) -> None:
    """Add the rows of one group, runs of equal cells of the merged column as one."""
    merge = draft.layout.merge
    if not merge:
        for row in rows:
            _add_row(draft, row)
        return
    place = draft.layout.printed.index(merge)
    if merge not in ("name", "name_address"):
        rows = sorted(rows, key=lambda row: print_cell(merge, row, draft.layout, row.models))
    start = len(draft.rows)
    owners: list[int] = []
    for index, row in enumerate(rows):
        for one in _unfold(row, merge):
            owners.append(index)
            _add_row(draft, one, fresh=one.models[0] == row.models[0])
    made = draft.rows[start:]
    places = [place]
    keys: list[object] = [_text_at(row, place) for row in made]
    if merge in ("name", "name_address"):
        keys = list(owners)
        places += [i for i, code in enumerate(draft.layout.printed) if code == "no"]
    draft.rows[start:] = _merge_runs(made, keys, places)


def _unfold(row: PlanRow, merge: str) -> Iterator[PlanRow]:
    """One row a model, where the subject's cell is merged over them."""
    if merge in ("name", "name_address"):
        yield from (replace(row, models=(model,)) for model in row.models)
    else:
        yield row


def _text_at(row: PaperRow, place: int) -> str:
    cell = row.cells[place]
    return cell.text if cell else ""


def _merge_runs(
    rows: Sequence[PaperRow], keys: Sequence[object], places: Sequence[int]
) -> list[PaperRow]:
    out: list[PaperRow] = []
    for _, run in groupby(zip(keys, rows, strict=True), key=lambda pair: pair[0]):
        members = [row for _, row in run]
        for offset, row in enumerate(members):
            cells = list(row.cells)
            for place in places:
                first = cells[place]
                merged = replace(first, rows=len(members)) if first else None
                cells[place] = merged if offset == 0 else None
            out.append(replace(row, cells=tuple(cells)))
    return out


def _add_row(draft: _Draft, row: PlanRow, fresh: bool = True) -> None:
    layout = draft.layout
    if fresh:
        draft.number += 1
        if layout.blank_rows and draft.number % 7 == 0:
            draft.rows.append(PaperRow("blank", (PaperCell(""),) * len(layout.printed)))
    no, printed_no = _ordinal(draft)
    texts = [
        printed_no if code == "no" else print_cell(code, row, layout, row.models)
        for code in layout.printed
    ]
    cells = tuple(
        PaperCell(
            text,
            centred=code == "no" or code.startswith(("birth", "tick")),
            auto=code == "no" and layout.ordinal == "auto",
        )
        for code, text in zip(layout.printed, texts, strict=True)
    )
    draft.rows.append(PaperRow("data", cells))
    for model in row.models:
        draft.entries.append(expect_entry(row, layout, model, no, draft.headings, texts))


def _ordinal(draft: _Draft) -> tuple[str, str]:
    """Return the ordinal without and with its closing mark, "" where none is printed."""
    number, style = draft.number, draft.layout.ordinal
    if style == "missing" or "no" not in draft.layout.columns:
        return "", ""
    printed = {
        "1": f"{number}",
        "01": f"{number:02d}",
        "1.": f"{number}.",
        "auto": f"{number}.",
        "I.1": f"{draft.numeral}.{number}",
        "a)": f"{'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26]})",
    }[style]
    return printed.rstrip("."), printed
