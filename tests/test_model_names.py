"""The name of the model is found in whatever sentence an office writes of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.codes import FileKind, Flag
from pipeline.frame import Record
from pipeline.job.plan import find_tables, understand
from pipeline.model import Cell, Document, Grid, Paragraph, Row, Source
from pipeline.settings import Settings

FORMS = Path(__file__).parent / "golden" / "model-sentences.csv"


def _load() -> list[dict[str, str]]:
    with FORMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_texts(heading: str, texts: list[str]) -> list[Record]:
    """The entries of a list with one text a row under a heading."""
    head = ("STT", "Họ và tên", "Địa chỉ", heading)
    rows = [(str(n), "Ông Bùi Văn Sáng", "xóm Hạ, xã Yên Mông", t) for n, t in enumerate(texts, 1)]
    grid = Grid(tuple(Row(tuple(map(Cell, row))) for row in (head, *rows)))
    blocks = (Paragraph("DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN", centred=True, bold=True), grid)
    reading = find_tables(Document(Source(Path("a.docx"), FileKind.DOCX), blocks))
    return list(understand(reading, Settings(), "a.docx", None).records)


@pytest.mark.parametrize("heading", ["Nội dung", "Tên mô hình"])
def test_names_in_sentences(heading: str) -> None:
    forms = [form for form in _load() if form["heading"] == heading]
    records = read_texts(heading, [form["text"] for form in forms])
    found = [
        (form["text"], record["model"], Flag.MODEL_UNCERTAIN in record["flags"])
        for form, record in zip(forms, records, strict=True)
    ]
    due = [(form["text"], form["model"] or name, form["doubt"] == "x")
           for form, (_, name, _) in zip(forms, found, strict=True)]  # fmt: skip
    assert [one for one, right in zip(found, due, strict=True) if one != right] == []


def test_forms_are_many() -> None:
    assert len(_load()) >= 100


@pytest.mark.parametrize(
    "text",
    [
        "Trồng rau. Nuôi cá",
        " ".join(["Nuôi hươu lấy nhung kết hợp trồng cỏ voi và ủ phân bón cho vườn"] * 2),
        "với mô hình: " + " ".join(["Nuôi hươu lấy nhung kết hợp trồng cỏ voi"] * 3),
    ],
)
def test_names_of_many_words_or_sentences_are_doubted(text: str) -> None:
    (record, _) = read_texts("Tên mô hình", [text, "Nuôi ong"])
    assert Flag.MODEL_UNCERTAIN in record["flags"]
