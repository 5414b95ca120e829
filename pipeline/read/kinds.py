"""What a dropped file is, told by its content; its name may say anything.

The officer gets one clear line for a file that cannot be read: what is wrong with it and
what to do. Nothing is executed, unpacked or followed here.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import olefile

from pipeline.codes import FileKind
from pipeline.language.encoding import find_wide
from pipeline.problems import NotRead
from pipeline.read.mail import is_message, is_web_page
from pipeline.read.remedies import ASK, RESEND, SAVE_ATTACHED, SAVE_DOCX, SAVE_XLSX, UNLOCK, UNPACK
from pipeline.read.zip_limits import ZIP_DAMAGE, check_members, check_xml

_HEAD = 4096
_TAIL = 64 * 1024

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2 to 4
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_JPEG_2000 = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "Đây là tệp nén RAR", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "Đây là tệp nén 7z", UNPACK),
    (b"\x1f\x8b", "Đây là tệp nén gzip", UNPACK),
    (b"BZh", "Đây là tệp nén bzip2", UNPACK),
    (b"\xfd7zXZ\0", "Đây là tệp nén xz", UNPACK),
    (b"MZ", "Đây là một chương trình, không phải văn bản", ASK),
    (b"L\0\0\0\x01\x14\x02\0", "Đây là lối tắt (shortcut), không phải bản thân tệp", RESEND),
    (b"\xdb\xa5", "Tệp của Word 2 đã quá cũ", SAVE_DOCX),
)

_SHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"

# The type that [Content_Types].xml gives to the main part tells what the package is, macros
# or template or neither; the part's own name varies (Office 365: word/document2.xml).
_MAIN_TYPES: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (
        re.compile(
            rb"wordprocessingml\.(document|template)\.main\+xml"
            rb"|ms-word\.(document|template)\.macroEnabled(Template)?\.main\+xml"
        ),
        FileKind.DOCX,
    ),
    (
        re.compile(
            rb"spreadsheetml\.(sheet|template)\.main\+xml"
            rb"|ms-excel\.(sheet|template)\.macroEnabled\.main\+xml"
        ),
        FileKind.XLSX,
    ),
)
_ODF = (
    (b"application/vnd.oasis.opendocument.text", FileKind.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", FileKind.ODS),
)


def detect_kind(path: Path) -> FileKind:
    """Return the kind of a file's content.

    Macro-enabled files and templates are DOCX and XLSX: no macro is ever run.

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
        raise NotRead("Tệp rỗng (0 byte)", RESEND)
    if not head.strip(b"\0"):
        raise NotRead("Tệp chỉ có byte trống, có lẽ chưa chép xong", RESEND)
    return _kind_of(path, head, tail.rstrip(b"\0\r\n\t "))


def _kind_of(path: Path, head: bytes, tail: bytes) -> FileKind:
    if head.startswith(_ZIP):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(_BIFF):
        return FileKind.XLS
    if b"%PDF-" in head[:1024]:  # Adobe allows 1,024 bytes of anything before it
        return _whole(FileKind.PDF, b"%%EOF" in tail or b"startxref" in tail)
    if head.startswith(b"{\\rtf"):
        return _whole(FileKind.RTF, b"}" in tail[-1024:])
    if _is_image(head):
        return FileKind.IMAGE
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise NotRead(what, remedy)
    if is_message(head):
        return FileKind.MHTML if is_web_page(head) else FileKind.MAIL
    return _text_kind(head)


def _whole(kind: FileKind, whole: bool) -> FileKind:
    if not whole:
        raise NotRead("Tệp bị cụt ở cuối, có lẽ chưa chép xong", RESEND)
    return kind


def _is_image(head: bytes) -> bool:
    return (
        head.startswith((*_IMAGES, *_JPEG_2000))
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or _is_heif(head)
    )


def is_heif(path: Path) -> bool:
    """Tell whether a file is a picture as telephones take them (HEIC)."""
    with path.open("rb") as stream:
        return _is_heif(stream.read(12))


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF


def _text_kind(head: bytes) -> FileKind:
    text = _as_text(head)
    if text is None:
        raise NotRead("Không nhận ra đây là loại tệp gì", ASK)
    start = text.lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<!doctype html|<html|<(head|body|table|meta|style)\b", start):
        return FileKind.HTML
    if _SHEET_XML in start:
        return FileKind.SHEET_XML
    if not start.startswith("<?xml"):
        return FileKind.TEXT
    if "<html" in start:
        return FileKind.HTML
    if "wordml" in start or "word.document" in start or "xmlpackage" in start:
        raise NotRead("Đây là tài liệu Word lưu dạng XML", SAVE_DOCX)
    if "opendocument" in start:
        raise NotRead("Đây là tài liệu OpenDocument lưu dạng XML", SAVE_DOCX)
    if "excel.sheet" in start:
        return FileKind.SHEET_XML
    raise NotRead("Đây là tệp XML không phải của Word hay Excel", ASK)


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    wide = find_wide(head)
    if wide:
        return head.decode(wide, errors="replace")
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return None
    return head.decode("utf-8", errors="replace")


# --- OLE: Word and Excel 97 to 2003 ---------------------------------------------------


def _ole_kind(path: Path) -> FileKind:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            return _streams_kind(ole)
    except (OSError, IndexError, ValueError) as error:  # olefile's own errors are OSErrors
        raise NotRead("Tệp Office kiểu cũ bị hỏng hoặc chưa chép xong", RESEND) from error


def _streams_kind(ole: olefile.OleFileIO[str]) -> FileKind:
    if ole.exists("EncryptedPackage"):
        raise NotRead("Tệp được đặt mật khẩu", UNLOCK)
    if ole.exists("WordDocument"):
        start = _read_whole(ole, "WordDocument")[:12]
        if len(start) == 12 and start[11] & 1:  # [MS-DOC] FibBase: fEncrypted
            raise NotRead("Tệp được đặt mật khẩu", UNLOCK)
        return FileKind.DOC
    for name in ("Workbook", "Book"):
        if ole.exists(name):
            _read_whole(ole, name)
            return FileKind.XLS
    if ole.exists("__properties_version1.0"):
        raise NotRead("Đây là thư của Outlook (.msg)", SAVE_ATTACHED)
    if ole.exists("PowerPoint Document"):
        raise NotRead("Đây là tệp trình chiếu PowerPoint", ASK)
    raise NotRead("Tệp Office kiểu cũ này không phải Word hay Excel", ASK)


def _read_whole(ole: olefile.OleFileIO[str], name: str) -> bytes:
    data = bytes(ole.openstream(name).read())
    if len(data) < ole.get_size(name):
        raise NotRead("Tệp Office kiểu cũ bị cụt, có lẽ chưa chép xong", RESEND)
    return data


# --- ZIP: archives, and the Office and OpenDocument packages ---------------------------


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except ZIP_DAMAGE as error:
        raise NotRead("Tệp bị cụt hoặc hỏng, có lẽ chưa chép xong", RESEND) from error


def _zip_kind(path: Path) -> FileKind:
    with _open_zip(path) as package:
        check_members(package)
        try:
            return _package_kind(package)
        except ZIP_DAMAGE as error:
            raise NotRead("Tệp bị hỏng ở bên trong", RESEND) from error


def _package_kind(package: zipfile.ZipFile) -> FileKind:
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        return _ooxml_kind(package)
    if "mimetype" in names and "content.xml" in names:
        return _odf_kind(package)
    return FileKind.ZIP


def _ooxml_kind(package: zipfile.ZipFile) -> FileKind:
    types = package.read("[Content_Types].xml")
    for pattern, kind in _MAIN_TYPES:
        if pattern.search(types):
            check_xml(package)
            return kind
    if b"ms-excel.sheet.binary" in types:
        raise NotRead("Đây là bảng tính Excel nhị phân (.xlsb)", SAVE_XLSX)
    if b"presentationml" in types:
        raise NotRead("Đây là tệp trình chiếu PowerPoint", ASK)
    raise NotRead("Gói Office này không phải Word hay Excel", ASK)


def _odf_kind(package: zipfile.ZipFile) -> FileKind:
    mimetype = package.read("mimetype")
    manifest = "META-INF/manifest.xml"
    if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
        raise NotRead("Tệp được đặt mật khẩu", UNLOCK)
    for prefix, kind in _ODF:
        if mimetype.startswith(prefix):
            return kind
    raise NotRead("Tệp OpenDocument này không phải văn bản hay bảng tính", ASK)
