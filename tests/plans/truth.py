"""What a reader must find in a generated plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.plans.layout import Layout
from tests.plans.rows import HOUSEHOLD, INDIVIDUAL, PlanRow, shorten

NUMBER, ISSUED_ON, YEAR = "125/KH-UBND", "2023-03-15", 2023
ISSUER = "Ủy ban nhân dân thành phố Hòa Bình"


@dataclass(frozen=True, slots=True)
class TruthEntry:
    """One entry as it must be read."""

    no: str
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    subject: str
    subject_kind: str
    person: str
    position: str
    locality: str
    commune: str
    field: str
    movement: str
    model: str


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that must be read from one plan."""

    entries: tuple[TruthEntry, ...]
    number: str = NUMBER
    issued_on: str = ISSUED_ON
    issuer: str = ISSUER
    year: int = YEAR


def dress(row: PlanRow, layout: Layout, index: int) -> PlanRow:
    """Return the row with its names written as this layout writes them."""
    subject, locality, position = row.subject, row.locality, row.position
    if layout.bare_names and row.kind == INDIVIDUAL and len(row.people) == 1 and index % 2:
        subject = row.people[0]
    if layout.says_kind and row.kind == HOUSEHOLD and index % 2:
        form = "Bà" if " bà " in subject else "Ông"
        subject = f"{form} {row.people[0]}"
    if layout.abbreviations:
        subject, locality, position = shorten(subject), shorten(locality), shorten(position)
    return replace(row, subject=subject, locality=locality, position=position)


def print_commune(row: PlanRow, layout: Layout) -> str:
    """Return the commune as an address or its column prints it."""
    return shorten(row.commune) if layout.abbreviations else row.commune


def print_subject(row: PlanRow, layout: Layout) -> str:
    """Return the text of the name column; the position follows where it has no column."""
    alone = "position" in layout.columns or not row.position
    return row.subject if alone else f"{row.subject}, {row.position}"


def print_combined(row: PlanRow, layout: Layout) -> str:
    """Return the text of a column of names and addresses."""
    parts = [print_subject(row, layout)]
    if row.commune_in == "address":
        parts += [row.locality, print_commune(row, layout)]
    return ", ".join(part for part in parts if part)


def expect_entry(
    row: PlanRow, layout: Layout, model: str, no: str, headings: tuple[str, ...], cells: list[str]
) -> TruthEntry:
    """Return what must be read from one dressed row, given what its layout shows of it."""
    columns = set(layout.printed)
    addressed = row.commune_in == "address"
    shows_locality = layout.prose or {"name_address", "address", "locality"} & columns
    shows_commune = (
        bool({"address", "commune"} & columns)
        or (addressed and bool(layout.prose or "name_address" in columns))
        or row.commune_in in ("subject", "position")
    )
    says_movement = "content" in columns and layout.phrases and not layout.prose
    return TruthEntry(
        no=no,
        headings=headings,
        cells=tuple(" ".join(cell.split()) for cell in cells),
        subject=row.subject,
        subject_kind=row.kind,
        person=", ".join(row.people),
        position=row.position,
        locality=row.locality if shows_locality else "",
        commune=row.commune if shows_commune else "",
        field=row.field,
        movement=row.movement if says_movement else "",
        model=model,
    )
