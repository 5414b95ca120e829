"""Files that anybody may drop: none ends a run, passes its limits, or is told in English."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from PIL import Image

from pipeline.job import tasks
from pipeline.problems import ExitCode
from tests.year_papers import Office, write_plan

DAY = "15/3/2023"
ROWS = [("Ông Bùi Văn An, tổ 1, phường Dân Chủ", "Trồng cam")]


def make_pdf(*objects: bytes, count: int = 1, kids: bytes = b"3 0 R") -> bytes:
    """A PDF whose page tree is object 2; ``objects`` begin with number 3."""
    head = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count " + str(count).encode() + b">>",
    ]
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate((*head, *objects), 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    )
    return out.getvalue()


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)


def page(content: int, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources<<%s>>>>" % (
        box, content, resources,
    )  # fmt: skip


WORDS = stream(b"BT /F 12 Tf 72 700 Td (Ke hoach nhan rong mo hinh) Tj ET")
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WITH_FONT = b"/Font<</F 5 0 R>>"


def draw_itself() -> bytes:
    inner = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                   b"/Resources<</XObject<</X 5 0 R>>>>")  # fmt: skip
    return make_pdf(page(4, resources=b"/XObject<</X 5 0 R>>"), stream(b"/X Do"), inner)


def rule_densely() -> bytes:
    lines = b"".join(b"%g 0 m %g 842 l S 0 %g m 595 %g l S " % (x, x, x, x)
                     for x in (n * 0.2 for n in range(2900)))  # fmt: skip
    packed = zlib.compress(lines)
    return make_pdf(page(4), stream(packed, b"/Filter/FlateDecode"))


def repeat_operators() -> bytes:
    packed = zlib.compress(b"0 0 m 9 9 l S " * 6_000_000, 9)
    return make_pdf(page(4), stream(packed, b"/Filter/FlateDecode"))


def hide_columns() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Số TT"
    out = io.BytesIO()
    book.save(out)
    columns = b'<cols><col min="1" max="2000000000" width="9" hidden="1"/></cols><sheetData>'
    return _rewrite(out.getvalue(), "xl/worksheets/sheet1.xml", b"<sheetData>", columns)


def leave_places_out() -> bytes:
    """Millions of cells without their place."""
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    cells = b"".join(b"<c><v>%d</v></c>" % (number * 7919 % 100_003) for number in range(700_000))
    part = "xl/worksheets/sheet1.xml"
    return _rewrite(out.getvalue(), part, b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")


def _rewrite(package: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", 8) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data)
    return out.getvalue()


def be_two_things() -> bytes:
    """A PDF with a workbook behind it, as one of two programs sees it."""
    book = openpyxl.Workbook()
    for column in range(1, 200):
        book.active[f"{get_column_letter(column)}1"] = "x" * 1000
    out = io.BytesIO()
    book.save(out)
    return make_pdf(page(4, resources=WITH_FONT), WORDS, FONT) + out.getvalue() + b"\n%%EOF"


def break_method() -> bytes:
    """A Word file packed in a way that nobody knows."""
    out = io.BytesIO()
    docx.Document().save(out)
    data = bytearray(out.getvalue())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 10 : at + 12] = struct.pack("<H", 14)  # LZMA
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def turn_oddly() -> bytes:
    """A page whose letters make no sense, and which is turned by something that is no angle."""
    odd = stream(b"BT /F 12 Tf 72 700 Td (#$%&*@ ^~`|\\_ <>{}[] #$%&) Tj ET")
    turned = page(4, resources=WITH_FONT).replace(b"/Type/Page/", b"/Type/Page/Rotate<</A 1>>/")
    return make_pdf(turned, odd, FONT)


def spoil_stream() -> bytes:
    """A workbook one part of which cannot be unpacked."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    data = bytearray(out.getvalue())
    with zipfile.ZipFile(out) as package:
        theme = package.getinfo("xl/theme/theme1.xml")
    data[theme.header_offset + 1060 : theme.header_offset + 1120] = bytes(60)
    return bytes(data)


def tell_no_size() -> bytes:
    """A TIFF that tells how it is packed, and not how large it is."""
    out = io.BytesIO()
    Image.new("L", (60, 60), 255).save(out, "TIFF")
    (facts,) = struct.unpack("<I", out.getvalue()[4:8])
    return out.getvalue()[:facts] + struct.pack("<HHHIHHI", 1, 259, 3, 1, 1, 0, 0)


def laugh() -> bytes:
    """A workbook as XML whose words multiply."""
    words = "".join(f'<!ENTITY {a} "{f"&{b};" * 10}">' for b, a in pairwise("abcdefghij"))
    return (
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">{words}]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&j;</Workbook>'
    ).encode()


def make_parts(head: bytes) -> bytes:
    return head + b"; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1_000_000


def send_on() -> bytes:
    """A letter in a letter, hundreds of times."""
    letter = b"From: a\r\nTo: b\r\n\r\nx"
    for number in range(300):
        mark = b"b%d" % number
        head = b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n" % mark
        letter = head + b"--%s\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--%s--\r\n" % (
            mark, letter, mark,
        )  # fmt: skip
    return letter


def _draw(size: tuple[int, int], **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, "PNG", **options)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "form-in-itself.pdf": draw_itself,
    "grid.pdf": rule_densely,
    "operators.pdf": repeat_operators,
    "huge-page.pdf": lambda: make_pdf(page(4, b"0 0 1000000 1000000", WITH_FONT), WORDS, FONT),
    "no-page.pdf": lambda: make_pdf(page(4), WORDS, count=2, kids=b"null 3 0 R"),
    "own-parent.pdf": lambda: make_pdf(page(4), WORDS, count=2, kids=b"2 0 R 3 0 R"),
    "many-pages.pdf": lambda: make_pdf(page(4), WORDS, count=9000, kids=b"3 0 R " * 9000),
    "columns.xlsx": hide_columns,
    "places.xlsx": leave_places_out,
    "two-things.pdf": be_two_things,
    "method.docx": break_method,
    "turned.pdf": turn_oddly,
    "theme.xlsx": spoil_stream,
    "no-size.tif": tell_no_size,
    "point.png": lambda: _draw((1, 1)),
    "thread.png": lambda: _draw((1, 50_000)),
    "laughs.xls": laugh,
    "cells.htm": lambda: b"<table>" + (b"<tr>" + b"<td>a" * 10) * 100_000,
    "spans.htm": lambda: b"<table><tr><td rowspan=999999999 colspan=9999>a" + b"<tr><td>b" * 9000,
    "parts.mht": lambda: make_parts(b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
    "parts.eml": lambda: make_parts(b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed"),
    "letters.eml": send_on,
    "line.csv": lambda: b"a," * 25_000_000,
    "no-dpi.png": lambda: _draw((40, 40), dpi=(0, 0)),
}


@pytest.mark.slow
@pytest.mark.workers
def test_hostile_files_beside_a_good_plan(own_office: Office) -> None:
    for name, make in HOSTILE.items():
        (own_office.input / name).write_bytes(make())
    own_office.drop("lành.docx", ROWS, DAY)
    own_office.add_settings("[limits]\nseconds = 20\nmemory = 700\n")
    done = own_office.run(ExitCode.NOT_READ)
    count = len(HOSTILE) + 1
    for name in HOSTILE:
        assert f"/{count} {name}: " in done.output
    assert "lành.docx: 1 mục" in done.output
    assert (own_office.output / "2023" / "lành.xlsx").exists()
    assert own_office.book(2023).exists()
    assert "Traceback" not in done.output
    assert "chưa lường trước" not in done.output


@pytest.mark.workers
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "dừng đột ngột"),
        ("import time; time.sleep(60)", "quá 8 giây"),
        ("x = bytearray(10**10)", "không đủ bộ nhớ"),
        ("1 / 0", "ZeroDivisionError"),
        (
            "import errno; raise OSError(errno.ENOSPC, 'full', '/tạm/x')",
            "Hết dung lượng đĩa ở /tạm",
        ),
    ],
    ids=["dies", "hangs", "needs memory", "fails", "has no room"],
)
def test_what_a_worker_does_ends_with_its_file(
    own_office: Office, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    """A worker that dies, hangs or overruns is that file's receipt, and the run goes on."""
    own_office.drop("lành.docx", ROWS, DAY)
    own_office.drop("lạ.docx", ROWS, DAY, no=2)
    own_office.add_settings("[limits]\nseconds = 8\nmemory = 500\n")
    monkeypatch.setattr(tasks.ReadTask, "__reduce__", _plant(fault))
    started = time.monotonic()
    done = own_office.run(ExitCode.NOT_READ)
    assert time.monotonic() - started < 50
    assert "lạ.docx: không đọc được" in done.output
    assert said in done.output
    assert "lành.docx: 1 mục" in done.output
    assert (own_office.output / "2023" / "lành.xlsx").exists()


def _plant(fault: str) -> Callable[[tasks.ReadTask], tuple[object, ...]]:
    """Let the task of one file be another when it comes to a worker."""

    def reduce(task: tasks.ReadTask) -> tuple[object, ...]:
        if task.parcel.name == "lạ.docx":
            return _Planted, (fault,)
        return tasks.ReadTask, (task.parcel, task.settings, task.criteria, task.threads)

    return reduce


class _Planted:
    def __init__(self, fault: str) -> None:
        self._fault = fault

    def __call__(self, _: object) -> None:
        exec(self._fault)


@pytest.mark.workers
def test_the_frames_do_not_depend_on_how_many_read(tmp_path: Path) -> None:
    printed = []
    for workers in (1, 3):
        office = Office(tmp_path / str(workers))
        office.add_settings(f"[limits]\nworkers = {workers}\n")
        for number in range(7):
            rows = [(f"Ông Bùi Văn An, tổ {number}, phường Dân Chủ", f"Trồng cam {number}")]
            write_plan(office.input / f"{number}.docx", rows, DAY, no=number + 1)
        printed.append(office.run().output.split("Đã ghi")[0])
        printed.append(office.count("entries"))
    assert printed[:2] == printed[2:]


@pytest.mark.workers
def test_nothing_is_left_among_temporary_files(
    own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tạm"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    own_office.drop("lành.docx", ROWS, DAY)
    own_office.run()
    assert list(temporary.iterdir()) == []
    assert os.environ["TMPDIR"] == str(temporary)
