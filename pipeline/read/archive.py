"""What holds files is unpacked as if they had been dropped one by one: a ZIP, a letter, a PDF.

Nothing is written outside the given folder, and no more than an office's disk can bear.
"""

from __future__ import annotations

import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.codes import FileKind
from pipeline.model import Source
from pipeline.problems import NotRead
from pipeline.read.attached import open_attached
from pipeline.read.kinds import detect_kind
from pipeline.read.mail import MAX_MAIL, is_message, open_mail
from pipeline.read.remedies import RESEND
from pipeline.read.zip_limits import ZIP_DAMAGE, check_members

MAX_FILES = 2_000
MAX_DEPTH = 3  # a ZIP in a ZIP in a ZIP
MAX_NAME = 100  # characters of one folder or file: Windows allows 260 for the whole path
MAX_SUFFIX = 8

_BY_HAND = "Giải nén bằng tay, kiểm tra rồi bỏ các tệp cần đọc vào thư mục đầu vào"

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_CLUTTER = re.compile(r"__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\._.*", re.IGNORECASE)
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP and WinRAR: the name in UTF-8


@dataclass
class _Budget:
    """What may still be unpacked, over all ZIPs within a ZIP."""

    files: int
    bytes: int

    def spend(self, size: int) -> None:
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            raise NotRead("Tệp nén có quá nhiều nội dung khi giải nén", _BY_HAND)


def unpack(source: Source, into: Path, most: int) -> list[Path]:
    """Unpack ``source`` and what holds files within it below the folder ``into``.

    Folders are kept; names are made such that Windows takes them. What systems add by
    themselves (``__MACOSX``, ``Thumbs.db``, lock files of Office) is left out.

    Args:
        source: the archive, a letter, or a PDF, of which the attached files are taken.
        into: where its files go.
        most: bytes that they may take together.

    Returns:
        The files in the order of the archive; a ZIP or letter within stands for its files,
        those attached to a PDF follow it.

    Raises:
        NotRead: broken, locked by a password, too much of anything, or a path that leads
            out of the folder. ``into`` may then hold a part of the files.
    """
    files = list(_unpack(source.path, source.kind, into, _Budget(MAX_FILES, most), depth=1))
    if not files and source.kind != FileKind.PDF:
        raise NotRead("Tệp không có tệp nào bên trong", RESEND)
    return files


def may_hold_files(head: bytes) -> bool:
    """Tell whether a file begins as those do that hold others."""
    return head.startswith(b"PK") or b"%PDF-" in head[:1024] or is_message(head)


def _unpack(path: Path, kind: FileKind, into: Path, budget: _Budget, depth: int) -> Iterator[Path]:
    if depth > MAX_DEPTH and (kind != FileKind.PDF or any(open_attached(path))):
        raise NotRead(f"Tệp nén, thư lồng nhau quá {MAX_DEPTH} lớp", _BY_HAND)
    for file in _OPENERS[kind](path, into, budget):
        inner = _holder_kind(file)
        if inner is None or inner == FileKind.PDF:
            yield file
        if inner is not None:
            yield from _unpack(file, inner, _free(file.with_suffix("")), budget, depth + 1)
            if inner != FileKind.PDF:
                file.unlink()


def _holder_kind(path: Path) -> FileKind | None:
    """Return the kind of a file that holds others; whoever reads it says what is wrong with it."""
    try:
        kind = detect_kind(path)
    except NotRead:
        return None
    return kind if kind in _OPENERS else None


def _open_zip(path: Path, into: Path, budget: _Budget) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as package:
            check_members(package)
            return list(_extract(package, into, budget))
    except NotImplementedError as error:
        raise NotRead("Tệp nén theo kiểu không đọc được", _BY_HAND) from error
    except OSError as error:
        raise NotRead(f"Không ghi được nội dung tệp nén ({error.strerror})", _BY_HAND) from error
    except ZIP_DAMAGE as error:
        raise NotRead("Tệp nén bị cụt hoặc hỏng", RESEND) from error


def _open_letter(path: Path, into: Path, budget: _Budget) -> list[Path]:
    if path.stat().st_size > MAX_MAIL:
        raise NotRead("Thư quá lớn để mở", "Lưu từng tệp đính kèm rồi bỏ vào thư mục đầu vào")
    return list(_write(open_mail(path.read_bytes()), into, budget))


def _open_pdf(path: Path, into: Path, budget: _Budget) -> list[Path]:
    return list(_write(open_attached(path), into, budget))


_OPENERS = {FileKind.ZIP: _open_zip, FileKind.MAIL: _open_letter, FileKind.PDF: _open_pdf}
"""What holds files; of these only a PDF is read itself, too."""


def _write(files: Iterable[tuple[str, bytes]], into: Path, budget: _Budget) -> Iterator[Path]:
    """Write attached files; whatever folders their names tell are left out."""
    for name, content in files:
        budget.spend(len(content))
        own = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
        target = _free(into / _portable_name(own))
        into.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        yield target


def _extract(package: zipfile.ZipFile, into: Path, budget: _Budget) -> Iterator[Path]:
    for member in package.infolist():
        name = _read_name(member).replace("\\", "/")
        parts = _safe_parts(member, name)
        if name.endswith("/") or not parts or any(_CLUTTER.fullmatch(part) for part in parts):
            continue
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise NotRead("Tệp nén được đặt mật khẩu", _BY_HAND)
        budget.spend(member.file_size)
        target = _free(into.joinpath(*map(_portable_name, parts)))
        target.parent.mkdir(parents=True, exist_ok=True)
        with package.open(member) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        yield target


def _safe_parts(member: zipfile.ZipInfo, name: str) -> tuple[str, ...]:
    """Return the folders of a member and its own name.

    Raises:
        NotRead: a link, or a path that leads out of the folder.
    """
    path = PurePosixPath(name)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", str(path)):
        raise NotRead("Tệp nén chứa đường dẫn hoặc liên kết không an toàn", _BY_HAND)
    return path.parts


def _read_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without the flag for UTF-8, Python takes it for code page 437.

    Such names come in UTF-8 from macOS and in the code page of Windows, 1258 in Vietnam.
    """
    name = member.orig_filename
    if member.flag_bits & _UTF8_FLAG:
        return unicodedata.normalize("NFC", name)
    told = _find_unicode_path(member.extra)
    raw = name.encode("cp437")
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", told or raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return name


def _find_unicode_path(extra: bytes) -> str:
    at = 0
    while at + 4 <= len(extra):
        kind = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_PATH:  # one byte of version, four of checksum, the name
            return extra[at + 9 : at + 4 + size].decode("utf-8", errors="replace")
        at += 4 + size
    return ""


def _portable_name(name: str) -> str:
    """Return ``name`` such that Windows takes it, the extension kept."""
    plain = _FORBIDDEN.sub("_", name).rstrip(". ") or "_"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    suffix = PurePosixPath(plain).suffix[:MAX_SUFFIX]
    return plain.removesuffix(suffix)[: MAX_NAME - len(suffix)] + suffix


def _free(path: Path) -> Path:
    """Return ``path``, numbered where a file of that name is there already."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
