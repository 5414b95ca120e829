"""A list in running text: "1. Mô hình “…” của …", one paragraph an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag, Role
from pipeline.extract.decisions import find_awarded
from pipeline.extract.models import clean_name, read_model
from pipeline.extract.roles.contents import names_one, reads_as_task
from pipeline.extract.subjects import Subject, names_subject, read_subject
from pipeline.extract.unsure import place_unsure
from pipeline.language.keys import PAGE_NUMBER, fold, squeeze
from pipeline.language.ordinals import PARAGRAPH_ITEM
from pipeline.model import Document, Paragraph, RowKind, Table, TableRow

HEADING = "Nội dung"
_LIST_START = re.compile(r"^(?:phụ lục|danh sách|biểu|mẫu)\b")
_FIELD_HEADING = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])?\s*[.)]?\s*(?:về |trong )?(?:các )?"
    r"(?:lĩnh vực|phong trào)\b[^.;]*$"
)
_OF = re.compile(
    r"^(?:mô\s+hình|điển\s+hình)\s*:?\s*(?P<model>[“\"«].+?[”\"»]|.+?)\s*(?:,\s*)?(?:của|do|tại)\s+"
    r"(?P<subject>.+)$",
    re.IGNORECASE,
)
_DASHED = re.compile(
    r"^(?:mô\s+hình|điển\s+hình)\s*:?\s*(?P<model>[“\"«].+?[”\"»]|.+?)\s*(?:[-–—]|\(|:)\s+"
    r"(?P<subject>\S.+?)\)?$",
    re.IGNORECASE,
)
_NAMED_DASHED = re.compile(
    r"^mô\s+hình\s*:\s*(?P<model>.+)\s[-–—]\s+(?P<subject>\S.+)$", re.IGNORECASE
)
_SUBJECT_FIRST = re.compile(
    r"^(?P<subject>.+?)\s*(?:[:;–—-]|,)?\s*(?P<rest>(?:là\s+)?điển hình tiên tiến\b.+"
    r"|(?:với|có)\s+mô hình\b.+|mô hình\s*[:“\"«].+|(?<=:\s)mô hình\s.+)$",
    re.IGNORECASE,
)


_TOLD = re.compile(r"\s*:\s")  # what a sentence goes on to tell of its subject


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one paragraph of a list says."""

    subject: Subject
    model: str
    field_phrase: str = ""
    movement: str = ""


def read_sentence(text: str) -> Sentence | None:
    """Return subject and model of a paragraph, None where it reads as neither form."""
    flat = squeeze(text)
    match = _NAMED_DASHED.match(flat)
    if match and names_subject(match["subject"]):
        return Sentence(read_subject(match["subject"]), clean_name(match["model"]))
    match = _OF.match(flat)
    if match:
        subject, tail = _cut_tail(_TOLD.split(match["subject"], maxsplit=1)[0])
        said = read_model(f"Điển hình tiên tiến {tail}") if tail else None
        return Sentence(
            read_subject(subject),
            clean_name(match["model"]),
            said.field_phrase if said else "",
            said.movement if said else "",
        )
    match = _DASHED.match(flat)
    if match and names_subject(match["subject"]):
        return Sentence(read_subject(match["subject"]), clean_name(match["model"]))
    match = _SUBJECT_FIRST.match(flat)
    if match and names_one(match["subject"]):
        model = read_model(_as_phrase(match["rest"]))
        subject = match["subject"].strip(" ,;:-–")
        return Sentence(read_subject(subject), model.name, model.field_phrase, model.movement)
    return None


def find_prose(document: Document) -> Table | None:
    """Return the list in running text that the document holds, as a table of one column."""
    blocks = _join_broken(b for b in document.blocks if isinstance(b, Paragraph))
    starts = [i for i, block in enumerate(blocks) if _LIST_START.match(fold(block.text))]
    first = starts[-1] if starts else 0
    titles = _titles(blocks[first:]) if starts else ()
    rows: list[TableRow] = []
    found = 0
    for block in blocks[first:]:
        match = PARAGRAPH_ITEM.match(block.text)
        text = squeeze(match["text"]) if match else squeeze(block.text)
        sentence = read_sentence(text) if match and not reads_as_task(text) else None
        if match and sentence:
            found += 1
            rows.append(_make_entry(match["no"], text, block))
        elif _is_group(block) and (rows or _FIELD_HEADING.match(fold(squeeze(block.text)))):
            rows.append(_make_row(RowKind.GROUP, "", squeeze(block.text), block.page))
        elif match and rows and _counts_on(rows[-1].cells[0], match["no"]):
            row = _make_entry(match["no"], text, block)
            rows.append(replace(row, doubts=(Flag.ROW_UNCERTAIN, *row.doubts)))
    while rows and rows[-1].kind is RowKind.GROUP:
        rows.pop()
    if found < 2:
        return find_awarded(blocks)
    pages = tuple(dict.fromkeys(row.page for row in rows if row.page))
    return Table(
        ("", HEADING), tuple(rows), (Role.ORDINAL, Role.PROSE), titles, pages, is_list=True
    )


def _join_broken(blocks: Iterable[Paragraph]) -> list[Paragraph]:
    """Join paragraphs broken over a page; the page's number between the halves goes."""
    joined: list[Paragraph] = []
    for block in blocks:
        if PAGE_NUMBER.match(squeeze(block.text)):
            continue
        last = joined[-1] if joined else None
        broken = (
            last and last.page != block.page and not last.text.rstrip().endswith((".", ";", ":"))
        )
        if last and broken and PARAGRAPH_ITEM.match(last.text) and block.text[:1].islower():
            joined[-1] = replace(
                block,
                text=f"{last.text}\n{block.text}",
                page=last.page,
                scanned=last.scanned if place_unsure((last.scanned,), last.page) else block.scanned,
            )
        else:
            joined.append(block)
    return joined


def _counts_on(before: str, number: str) -> bool:
    """Whether an item that reads as no entry still counts on in the list."""
    digits = [re.sub(r"\D", "", text) for text in (before, number)]
    return all(digits) and int(digits[1]) == int(digits[0]) + 1


def _titles(blocks: Sequence[Paragraph]) -> tuple[str, ...]:
    titles: list[str] = []
    for block in blocks[:6]:
        if PARAGRAPH_ITEM.match(block.text):
            break
        titles.extend(squeeze(line) for line in block.text.split("\n"))
    return tuple(titles)


def _is_group(block: Paragraph) -> bool:
    text = squeeze(block.text)
    marked = re.match(r"^(?:[IVX]{1,5}|[A-Z])\.\s", text) or _FIELD_HEADING.match(fold(text))
    return bool(marked) and len(text) < 100


def _make_row(kind: RowKind, number: str, text: str, page: int | None) -> TableRow:
    cells = (number, text)
    return TableRow(kind, cells, cells, page)


def _make_entry(number: str, text: str, block: Paragraph) -> TableRow:
    """A row of the list, with what is not sure of it where it was recognised."""
    row = _make_row(RowKind.DATA, number, text, block.page)
    unsure = tuple(replace(one, column=1) for one in place_unsure((block.scanned,), block.page))
    return replace(row, unsure=unsure, doubts=(Flag.CELL_UNCERTAIN,) if unsure else ())


def _cut_tail(subject: str) -> tuple[str, str]:
    """Part "…, lĩnh vực F" or "trong phong trào …" from the subject and its address."""
    match = re.search(r"[,;(]?\s*(?:trong|thuộc|về)?\s*(?:lĩnh vực|phong trào)\b.*$", subject)
    if not match:
        return subject.strip(" .;"), ""
    tail = match.group().strip(" ,;().")
    return subject[: match.start()].strip(" .;,"), tail if tail.startswith(
        "trong"
    ) else f"trong {tail}"


def _as_phrase(rest: str) -> str:
    """The words after the subject in the plans' usual form: "Điển hình tiên tiến ... với ..."."""
    folded = fold(rest)
    phrase = rest[3:].strip() if folded.startswith("là ") else rest
    if fold(phrase).startswith("điển hình tiên tiến"):
        return phrase
    link = "với " if folded.startswith("mô hình") else ""
    return f"Điển hình tiên tiến {link}{phrase}"
