"""Registry of layouts and what the families share: columns, group rows, whole papers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.others.content import Entry, Maker
from bench.others.model import Break, Cell, Col, Look, Paper, Table, body_row, fold, heads, truth
from bench.others.places import AREAS, Area
from bench.others.words import PROSE_NOT_ENTRIES, annex_title, letterhead, plan_text, sign

Make = Callable[[int], Paper]
FONTS = (
    "Tinos",
    "Times New Roman",
    "Liberation Serif",
    "DejaVu Serif",
    "Be Vietnam Pro",
    "Arimo",
    "Noto Serif",
    "Roboto Condensed",
    "DejaVu Sans",
    "Liberation Sans",
)


@dataclass
class Layout:
    """One way to lay a list out, the tools that draw it and the half it belongs to."""

    name: str
    half: str  # tune | held
    tools: tuple[str, ...]
    make: Make


LAYOUTS: dict[str, Layout] = {}


def layout(name: str, half: str, *tools: str) -> Callable[[Make], Make]:
    """Register the function as a layout."""

    def keep(make: Make) -> Make:
        LAYOUTS[name] = Layout(name, half, tools, make)
        return make

    return keep


def start(seed: int, name: str, area: Area | None = None) -> tuple[random.Random, Maker]:
    """Return the layout's own random source and its maker of entries."""
    rng = random.Random(f"{name}/{seed}")
    return rng, Maker(rng.randrange(10**9), area or rng.choice(AREAS[:-1]))


# ---- columns -------------------------------------------------------------------------------


def c_no(label: str = "STT", width: float = 0.5) -> Col:
    """Ordinal."""
    return Col(label, lambda e: "", width, role="ordinal")


def c_name_address(label: str = "Tên, địa chỉ mô hình, điển hình", width: float = 3) -> Col:
    """Subject with its address in one cell."""
    return Col(label, lambda e: e.subject + e.tail, width)


def c_subject(label: str = "Tập thể, cá nhân", width: float = 2.4) -> Col:
    """Subject alone."""
    return Col(label, lambda e: e.subject, width)


def c_bare(label: str = "Họ và tên", width: float = 2) -> Col:
    """Name without title."""
    return Col(label, lambda e: e.bare, width)


def c_address(label: str = "Địa chỉ", width: float = 2) -> Col:
    """Hamlet and commune."""
    return Col(label, lambda e: e.address, width)


def c_hamlet(label: str = "Thôn, xóm, tổ dân phố", width: float = 1.4) -> Col:
    """Hamlet."""
    return Col(label, lambda e: cap(e.hamlet), width)


def c_commune(label: str = "Xã, phường", width: float = 1.5) -> Col:
    """Commune."""
    return Col(label, lambda e: cap(e.commune), width)


def c_field(label: str = "Lĩnh vực", width: float = 1.5) -> Col:
    """Field."""
    return Col(label, lambda e: cap(e.field), width)


def c_model(label: str = "Tên mô hình", width: float = 3) -> Col:
    """The model's bare name."""
    return Col(label, lambda e: e.model, width)


def c_content(label: str = "Nội dung mô hình, điển hình", width: float = 4) -> Col:
    """The content sentence."""
    return Col(label, lambda e: e.content, width)


def c_note(label: str = "Ghi chú", width: float = 1, rate: float = 0.4) -> Col:
    """Notes, some blank (steady for one entry)."""
    return Col(label, lambda e: e.note if steady(e, "note") < rate else "", width)


def c_job(label: str = "Chức vụ", width: float = 1.6) -> Col:
    """Position."""
    return Col(label, lambda e: e.person.job if e.person else "", width)


def cap(text: str | None) -> str:
    """Return text with its first letter in capitals, or nothing."""
    return text[0].upper() + text[1:] if text else ""


def steady(entry: Entry, salt: str) -> float:
    """Return a number in 0..1 that stays the same for one entry."""
    return random.Random(f"{entry.subject}/{entry.model}/{salt}").random()


# ---- rows and groups -----------------------------------------------------------------------


@dataclass
class Group:
    """Group rows opened before the entries: (level, mark, title)."""

    opens: list[tuple[int, str, str]]
    entries: list[Entry] = field(default_factory=list)
    field_heading: str | None = None


def plain(
    cols: Sequence[Col],
    entries: Sequence[Entry],
    form: str = "{}",
    *,
    field_of: Callable[[Entry], str | None] | None = None,
    first: int = 1,
) -> tuple[list[list[Cell]], list[dict[str, Any]]]:
    """Return body rows and truth of a list without groups."""
    body, rows = [], []
    for at, entry in enumerate(entries, first):
        number = form.format(at)
        body.append(body_row(cols, entry, number))
        rows.append(truth(cols, entry, number, field_heading=field_of(entry) if field_of else None))
    return body, rows


def grouped(
    cols: Sequence[Col],
    groups: Sequence[Group],
    *,
    style: str = "span",
    restart: bool = True,
    form: str = "{}",
    fill: str | None = None,
) -> tuple[list[list[Cell]], list[dict[str, Any]]]:
    """Return body rows and truth of a list with group rows.

    style: span (one cell over all), center (the same, centred), under (mark under the ordinals,
    title in the second column, the rest blank), under_span (title merged over the rest).
    """
    body: list[list[Cell]] = []
    rows: list[dict[str, Any]] = []
    path: dict[int, str] = {}
    number = 0
    for group in groups:
        for level, mark, title in group.opens:
            path = {k: v for k, v in path.items() if k < level}
            row, text = _group_row(mark, title, len(cols), style, fill)
            body.append(row)
            path[level] = text
            if restart:
                number = 0
        for entry in group.entries:
            number += 1
            shown = form.format(number)
            body.append(body_row(cols, entry, shown))
            rows.append(
                truth(
                    cols,
                    entry,
                    shown,
                    group=[path[k] for k in sorted(path)],
                    field_heading=group.field_heading,
                )
            )
    return body, rows


def _group_row(
    mark: str,
    title: str,
    count: int,
    style: str,
    fill: str | None,
) -> tuple[list[Cell], str]:
    if style in ("span", "center"):
        text = f"{mark}. {title}" if mark else title
        return [
            Cell(
                text,
                colspan=count,
                bold=True,
                fill=fill,
                align="center" if style == "center" else "left",
            )
        ], text
    first = Cell(mark, bold=True, align="center", fill=fill)
    text = fold(f"{mark} {title}")
    if style == "under_span":
        return [first, Cell(title, colspan=count - 1, bold=True, fill=fill, align="left")], text
    blanks = [Cell("", fill=fill) for _ in range(count - 2)]
    return [first, Cell(title, bold=True, fill=fill, align="left"), *blanks], text


KINDS = {"collective": "TẬP THỂ", "person": "CÁ NHÂN", "household": "HỘ GIA ĐÌNH"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def by_kind(entries: Sequence[Entry], upper: bool = True) -> list[Group]:
    """Return groups TẬP THỂ, CÁ NHÂN, HỘ GIA ĐÌNH."""
    groups: list[Group] = []
    for kind, title in KINDS.items():
        some = [e for e in entries if e.kind == kind]
        if some:
            name = title if upper else cap(title.lower())
            groups.append(Group([(0, ROMAN[len(groups)], name)], some))
    return groups


def by_field(entries: Sequence[Entry], lead: str = "Lĩnh vực ") -> list[Group]:
    """Return groups by field, in order of first appearance."""
    names = list(dict.fromkeys(e.field for e in entries))
    return [
        Group(
            [(0, ROMAN[at], f"{lead}{name}")],
            [e for e in entries if e.field == name],
            field_heading=name,
        )
        for at, name in enumerate(names)
    ]


def by_commune(entries: Sequence[Entry], marks: Sequence[str] = "ABCDEGHIKLMN") -> list[Group]:
    """Return groups by commune; entries without one come last."""
    names = list(dict.fromkeys(e.commune for e in entries if e.commune))
    groups = [
        Group([(0, marks[at], cap(name))], [e for e in entries if e.commune == name])
        for at, name in enumerate(names)
    ]
    return groups


# ---- papers --------------------------------------------------------------------------------


def tabled(
    name: str,
    rng: random.Random,
    area: Area,
    cols: Sequence[Col],
    body: list[list[Cell]],
    rows: list[dict[str, Any]],
    look: Look,
    *,
    plan: str = "short",
    title: str | None = None,
    number_row: Sequence[str] | None = None,
    wide: bool = False,
    foot: bool = True,
    **page: Any,
) -> Paper:
    """Return a paper: plan text or only the annex, then the table, then the signature.

    plan: none (annex alone), short, long; wide: the annex landscape after upright text.
    """
    blocks: list[Any] = []
    if plan == "short" and rng.random() < 0.3:
        plan = "long"
    if plan != "none":
        blocks += [
            letterhead(area, rng),
            *plan_text(area, rng, long=plan == "long"),
            sign(area, rng, seal=rng.random() < 0.4),
            Break(True if wide else None),
        ]
    blocks += annex_title(area, rng, title)
    blocks.append(Table([c.width for c in cols], heads(cols, number_row=number_row), body, look))
    if foot and plan == "none":
        blocks.append(sign(area, rng, recipients=False))
    page.setdefault("font", rng.choice(FONTS))
    landscape = page.pop("landscape", wide and plan == "none")
    return Paper(name, blocks, rows, list(PROSE_NOT_ENTRIES), landscape=landscape, **page)
