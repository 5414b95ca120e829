from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.problems import NotRead
from pipeline.read import kinds

DOC = Path(__file__).parent / "golden" / "hoa-binh-2023" / "plan.doc"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "DANH SÁCH"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf_bytes() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 700, "Ke hoach")
    canvas.save()
    return stream.getvalue()


def image_bytes(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, kind)
    return stream.getvalue()


def zip_bytes(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def ooxml_bytes(content_type: str, document: str = "<x/>") -> bytes:
    types = CONTENT_TYPES.format(content_type)
    return zip_bytes({"[Content_Types].xml": types, "word/document.xml": document})


MIME = b"MIME-Version: 1.0\r\n"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOTX = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<x/>",
    "META-INF/manifest.xml": "<manifest/>",
}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", pdf_bytes(), "pdf"),
        ("signed.pdf", b"\r\n" + pdf_bytes(), "pdf"),
        ("plan.doc", docx_bytes(), "docx"),
        ("plan.docm", ooxml_bytes(DOCM), "docx"),
        ("plan.dotx", ooxml_bytes(DOTX), "docx"),
        ("list.xls", xlsx_bytes(), "xlsx"),
        ("list.xlsm", ooxml_bytes(XLSM), "xlsx"),
        ("plan.doc", rb"{\rtf1\ansi K\u7870? HO\u7840?CH}", "rtf"),
        ("plan.docx", DOC.read_bytes(), "doc"),
        ("plan.zip", zip_bytes(ODT), "odt"),
        ("plan.odt", zip_bytes({k: v for k, v in ODT.items() if "manifest" not in k}), "odt"),
        ("plan.docx", zip_bytes({"kế hoạch.docx": docx_bytes()}), "zip"),
        ("list.xls", b"<html><table><tr><td>STT</table>", "html"),
        ("list.xls", "\ufeff\r\n <TABLE border=1>".encode(), "html"),
        ("scan.pdf", image_bytes("PNG"), "image"),
        ("scan.pdf", image_bytes("JPEG"), "image"),
        ("scan.pdf", image_bytes("TIFF"), "image"),
        ("scan.pdf", image_bytes("WEBP"), "image"),
        ("photo.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image"),
        ("photo.jpg", b"\0\0\0\x0cjP  \r\n\x87\n\0\0", "image"),
        (
            "list.xls",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><a/>',
            "sheet-xml",
        ),
        ("list.doc", MIME + b"Content-Type: multipart/related; boundary=x\r\n\r\n", "mhtml"),
        ("list.doc", b"From: a\r\nTo: b\r\n" + MIME + b"\r\nx", "mail"),
        ("notes.docx", "Kế hoạch số 12".encode(), "text"),
        ("notes.docx", "Kế hoạch số 12".encode("utf-16-le"), "text"),
        ("notes.docx", "Kế hoạch số 12".encode("utf-16"), "text"),
    ],
)
def test_kind_is_told_by_content_not_by_name(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kinds.detect_kind(path) == kind


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "rỗng"),
        (bytes(5000), "chưa chép xong"),
        (pdf_bytes()[:-60], "chưa chép xong"),
        (pdf_bytes()[:-60] + bytes(60), "chưa chép xong"),
        (docx_bytes()[:-200], "chưa chép xong"),
        (DOC.read_bytes()[:30000], "chưa chép xong"),
        (rb"{\rtf1\ansi K\u7870? HO", "chưa chép xong"),
        (b"Rar!\x1a\x07\x01\x00rest", "Giải nén"),
        (b"7z\xbc\xaf\x27\x1crest", "Giải nén"),
        (b"MZ\x90\0rest", "chương trình"),
        (b"L\0\0\0\x01\x14\x02\0rest", "lối tắt"),
        (bytes(range(256)), "Không nhận ra"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', ".docx"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "plan.bin"
    path.write_bytes(content)
    with pytest.raises(NotRead, match=says) as caught:
        kinds.detect_kind(path)
    assert caught.value.remedy


def test_missing_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(NotRead, match="Không mở được"):
        kinds.detect_kind(tmp_path / "gone.pdf")


def test_password_on_a_word_97_file_is_said(tmp_path: Path) -> None:
    content = bytearray(DOC.read_bytes())
    fib = content.index(b"\xec\xa5")  # wIdent of Word
    content[fib + 11] |= 1
    path = tmp_path / "plan.doc"
    path.write_bytes(content)
    with pytest.raises(NotRead, match="mật khẩu"):
        kinds.detect_kind(path)


def test_password_on_an_opendocument_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.odt"
    path.write_bytes(zip_bytes(ODT | {"META-INF/manifest.xml": "<m:encryption-data/>"}))
    with pytest.raises(NotRead, match="mật khẩu"):
        kinds.detect_kind(path)


def ole_bytes(stream_name: str, stream: bytes) -> bytes:
    """Lay out the smallest compound file with one stream of whole sectors ([MS-CFB])."""
    sectors = len(stream) // 512
    end, free, fat_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat = [fat_mark, end, *(i + 3 for i in range(sectors - 1)), end]
    header = OLE_MAGIC + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    entries = _ole_entry("Root Entry", 5, 1, end, 0) + _ole_entry(
        stream_name, 2, free, 2, len(stream)
    )
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + entries.ljust(512, b"\0") + stream


def _ole_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    free = 0xFFFFFFFF
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return (
        entry + struct.pack("<3I", free, free, child) + bytes(36) + struct.pack("<IQ", start, size)
    )


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("EncryptedPackage", "mật khẩu"),
        ("PowerPoint Document", "PowerPoint"),
        ("__properties_version1.0", "Outlook"),
        ("X", "Word hay Excel"),
    ],
)
def test_other_compound_files_are_said(tmp_path: Path, stream: str, says: str) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(ole_bytes(stream, bytes(4608)))
    with pytest.raises(NotRead, match=says):
        kinds.detect_kind(path)


def test_bomb_in_a_docx_is_refused_before_parsing(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(ooxml_bytes(DOCM, " " * 40_000_000))
    with pytest.raises(NotRead, match="bất thường"):
        kinds.detect_kind(path)


def test_large_but_legal_file_passes(tmp_path: Path) -> None:
    rows = "".join(f"<w:tr><w:t>Mô hình số {n}</w:t></w:tr>" for n in range(400_000))
    path = tmp_path / "plan.docx"
    path.write_bytes(ooxml_bytes(DOCM, f"<w>{rows}</w>"))
    assert kinds.detect_kind(path) == "docx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_never_reach_an_xml_parser(tmp_path: Path, encoding: str) -> None:
    part = (
        f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 9000} -->'
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    )
    types = CONTENT_TYPES.format(DOCM)
    path = tmp_path / "plan.docx"
    path.write_bytes(
        zip_bytes({"[Content_Types].xml": types, "word/document.xml": part.encode(encoding)})
    )
    with pytest.raises(NotRead, match="DOCTYPE"):
        kinds.detect_kind(path)


@given(
    st.binary(min_size=1, max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4", OLE_MAGIC]),
)
def test_any_bytes_give_a_kind_or_a_clear_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(start + content)
    try:
        assert kinds.detect_kind(path) in {"pdf", "html", "text", "image", "xls", "zip", "mail"}
    except NotRead as problem:
        assert problem.what and problem.remedy
