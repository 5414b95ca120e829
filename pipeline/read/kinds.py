"""What a dropped file is, told by its content; its name may say anything.

The officer gets one clear line for a file that cannot be read: what is wrong with it and
what to do. Nothing is executed, unpacked or followed here.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

import olefile

from pipeline.problems import NotRead

MAX_MEMBERS = 10_000
MAX_TOTAL = 2 * 1024**3
MAX_XML = 256 * 1024**2  # of text parts; a plan of 200 pages has some 10 MB
MAX_RATIO = 200  # deflate reaches 1,032 on a bomb; sheets of formatted blanks reach 100
RATIO_FROM = 8 * 1024**2  # below this size any ratio is harmless

_HEAD = 4096
_TAIL = 64 * 1024

_RESEND = "Chép hoặc tải lại tệp từ nơi gửi rồi chạy lại"
_UNLOCK = "Mở tệp, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ), lưu lại rồi chạy lại"
_UNPACK = "Giải nén rồi bỏ các tệp bên trong vào thư mục đầu vào"
_SAVE_DOCX = "Mở tệp bằng Word, lưu lại dạng .docx rồi chạy lại"
_SAVE_XLSX = "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi chạy lại"
_ASK = "Xin bản PDF, Word hoặc Excel của kế hoạch"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2 to 4
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "Đây là tệp nén RAR", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "Đây là tệp nén 7z", _UNPACK),
    (b"\x1f\x8b", "Đây là tệp nén gzip", _UNPACK),
    (b"BZh", "Đây là tệp nén bzip2", _UNPACK),
    (b"\xfd7zXZ\0", "Đây là tệp nén xz", _UNPACK),
    (b"MZ", "Đây là một chương trình, không phải văn bản", _ASK),
    (b"L\0\0\0\x01\x14\x02\0", "Đây là lối tắt (shortcut), không phải bản thân tệp", _RESEND),
    (b"\xdb\xa5", "Tệp của Word 2 đã quá cũ", _SAVE_DOCX),
    (b"MIME-Version:", "Đây là trang web lưu một tệp (MHT)", _SAVE_DOCX),
)

# The type that [Content_Types].xml gives to the main part tells what the package is, macros
# or template or neither; the part's own name varies (Office 365: word/document2.xml).
_MAIN_TYPES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(
            rb"wordprocessingml\.(document|template)\.main\+xml"
            rb"|ms-word\.(document|template)\.macroEnabled(Template)?\.main\+xml"
        ),
        "docx",
    ),
    (
        re.compile(
            rb"spreadsheetml\.(sheet|template)\.main\+xml"
            rb"|ms-excel\.(sheet|template)\.macroEnabled\.main\+xml"
        ),
        "xlsx",
    ),
)
_ODF = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)


def detect_kind(path: Path) -> str:
    """Return the kind of a file's content.

    One of "pdf", "docx", "doc", "rtf", "odt", "xlsx", "xls", "ods", "zip", "image", "html"
    and "text". Macro-enabled files and templates are "docx" and "xlsx": no macro is ever run.

    Raises:
        NotRead: empty, half-copied, locked by a password, an archive other than ZIP, a ZIP
            bomb, or nothing that is known.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read()
    except OSError as error:
        raise NotRead(
            f"Không mở được tệp ({error.strerror})",
            "Đóng tệp trong chương trình khác, kiểm tra quyền đọc rồi chạy lại",
        ) from error
    if not size:
        raise NotRead("Tệp rỗng (0 byte)", _RESEND)
    if not head.strip(b"\0"):
        raise NotRead("Tệp chỉ có byte trống, có lẽ chưa chép xong", _RESEND)
    return _kind_of(path, head, tail.rstrip(b"\0\r\n\t "))


def _kind_of(path: Path, head: bytes, tail: bytes) -> str:
    if head.startswith(_ZIP):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(_BIFF):
        return "xls"
    if b"%PDF-" in head[:1024]:  # Adobe allows 1,024 bytes of anything before it
        return _whole("pdf", b"%%EOF" in tail or b"startxref" in tail)
    if head.startswith(b"{\\rtf"):
        return _whole("rtf", b"}" in tail[-1024:])
    if _is_image(head):
        return "image"
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise NotRead(what, remedy)
    return _text_kind(head)


def _whole(kind: str, whole: bool) -> str:
    if not whole:
        raise NotRead("Tệp bị cụt ở cuối, có lẽ chưa chép xong", _RESEND)
    return kind


def _is_image(head: bytes) -> bool:
    return (
        head.startswith(_IMAGES)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in _HEIF)
    )


def _text_kind(head: bytes) -> str:
    text = _as_text(head)
    if text is None:
        raise NotRead("Không nhận ra đây là loại tệp gì", _ASK)
    start = text.lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<!doctype html|<html|<(head|body|table|meta|style)\b", start):
        return "html"
    if not start.startswith("<?xml"):
        return "text"
    if "<html" in start:
        return "html"
    remedy = _SAVE_XLSX if "spreadsheet" in start or "excel.sheet" in start else _SAVE_DOCX
    raise NotRead("Đây là tệp XML kiểu cũ của Office", remedy)


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return None
    return head.decode("utf-8", errors="replace")


# --- OLE: Word and Excel 97 to 2003 ---------------------------------------------------


def _ole_kind(path: Path) -> str:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            return _streams_kind(ole)
    except (OSError, IndexError, ValueError) as error:  # olefile's own errors are OSErrors
        raise NotRead("Tệp Office kiểu cũ bị hỏng hoặc chưa chép xong", _RESEND) from error


def _streams_kind(ole: olefile.OleFileIO[str]) -> str:
    if ole.exists("EncryptedPackage"):
        raise NotRead("Tệp được đặt mật khẩu", _UNLOCK)
    if ole.exists("WordDocument"):
        start = _read_whole(ole, "WordDocument")[:12]
        if len(start) == 12 and start[11] & 1:  # [MS-DOC] FibBase: fEncrypted
            raise NotRead("Tệp được đặt mật khẩu", _UNLOCK)
        return "doc"
    for name in ("Workbook", "Book"):
        if ole.exists(name):
            _read_whole(ole, name)
            return "xls"
    if ole.exists("PowerPoint Document"):
        raise NotRead("Đây là tệp trình chiếu PowerPoint", _ASK)
    raise NotRead("Tệp Office kiểu cũ này không phải Word hay Excel", _ASK)


def _read_whole(ole: olefile.OleFileIO[str], name: str) -> bytes:
    data = bytes(ole.openstream(name).read())
    if len(data) < ole.get_size(name):
        raise NotRead("Tệp Office kiểu cũ bị cụt, có lẽ chưa chép xong", _RESEND)
    return data


# --- ZIP: archives, and the Office and OpenDocument packages ---------------------------


def check_zip(path: Path) -> None:
    """Let pass a ZIP that opens and whose members are of a sane number and size.

    Python reads no more of a member than its entry states, so the stated sizes are a bound.

    Raises:
        NotRead: half-copied or broken, or a ZIP bomb.
    """
    with _open_zip(path) as package:
        check_members(package)


def check_members(package: zipfile.ZipFile) -> None:
    """As ``check_zip``, for a package that is open.

    Raises:
        NotRead: too many members, or members that unpack to a suspicious size.
    """
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise NotRead(f"Tệp nén chứa quá nhiều tệp ({len(members)})", _UNPACK)
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise NotRead("Nội dung tệp nén quá lớn khi giải nén", _UNPACK)
    for member in members:
        bound = max(RATIO_FROM, MAX_RATIO * member.compress_size)
        if member.file_size > bound:
            raise NotRead("Tệp nén phình to bất thường khi giải nén, có thể là tệp độc hại", _ASK)


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        raise NotRead("Tệp bị cụt hoặc hỏng, có lẽ chưa chép xong", _RESEND) from error


def _zip_kind(path: Path) -> str:
    with _open_zip(path) as package:
        check_members(package)
        try:
            return _package_kind(package)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise NotRead("Tệp bị hỏng ở bên trong", _RESEND) from error


def _package_kind(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        return _ooxml_kind(package)
    if "mimetype" in names and "content.xml" in names:
        return _odf_kind(package)
    return "zip"


def _ooxml_kind(package: zipfile.ZipFile) -> str:
    types = package.read("[Content_Types].xml")
    for pattern, kind in _MAIN_TYPES:
        if pattern.search(types):
            _check_xml(package)
            return kind
    if b"ms-excel.sheet.binary" in types:
        raise NotRead("Đây là bảng tính Excel nhị phân (.xlsb)", _SAVE_XLSX)
    if b"presentationml" in types:
        raise NotRead("Đây là tệp trình chiếu PowerPoint", _ASK)
    raise NotRead("Gói Office này không phải Word hay Excel", _ASK)


def _odf_kind(package: zipfile.ZipFile) -> str:
    mimetype = package.read("mimetype")
    manifest = "META-INF/manifest.xml"
    if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
        raise NotRead("Tệp được đặt mật khẩu", _UNLOCK)
    for prefix, kind in _ODF:
        if mimetype.startswith(prefix):
            return kind
    raise NotRead("Tệp OpenDocument này không phải văn bản hay bảng tính", _ASK)


def _check_xml(package: zipfile.ZipFile) -> None:
    parts = [m for m in package.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > MAX_XML:
        raise NotRead("Nội dung tệp quá lớn để đọc", "Tách tệp thành nhiều tệp nhỏ hơn")
    for part in parts:
        with package.open(part) as stream:
            if _has_doctype(stream):
                raise NotRead("Tệp có khai báo XML lạ (DOCTYPE), có thể là tệp độc hại", _ASK)


def _has_doctype(stream: IO[bytes]) -> bool:
    """Tell whether a part declares a DTD, which Office Open XML forbids (ECMA-376, part 2).

    Without one there are no entities: neither outside files nor "billion laughs". Only the
    part's beginning is parsed, up to its first element.
    """
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    try:
        while not found and (chunk := stream.read(_HEAD)):
            parser.Parse(chunk)
    except expat.ExpatError:
        pass  # broken XML: the reader of the format says so
    return bool(found) and found[0]
