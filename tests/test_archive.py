from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Source
from pipeline.problems import NotRead
from pipeline.read import archive


def pack(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            package.writestr(name, data)
    return stream.getvalue()


def pack_raw(name: bytes, flags: int = 0, extra: bytes = b"", method: int = 0) -> bytes:
    """Lay out a ZIP with one stored member, its name as these very bytes."""
    data = b"KE HOACH"
    fields = struct.pack(
        "<4H3I2H", flags, method, 0, 0, zlib.crc32(data), 8, 8, len(name), len(extra)
    )
    local = b"PK\x03\x04\x14\x00" + fields + name + extra + data
    central = b"PK\x01\x02\x14\x00\x14\x00" + fields + bytes(14) + name + extra
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def unpack(folder: Path, content: bytes, most: int = 2**30) -> list[Path]:
    path = folder / "plans.zip"
    path.write_bytes(content)
    return archive.unpack(Source(path, "zip"), folder / "into", most)


def names(folder: Path, files: Sequence[Path]) -> list[str]:
    return [file.relative_to(folder / "into").as_posix() for file in files]


def test_files_come_out_as_they_were_in_their_folders(tmp_path: Path) -> None:
    files = unpack(tmp_path, pack(("2023/Kế hoạch.pdf", b"one"), ("2022/Kế hoạch.pdf", b"two")))
    assert names(tmp_path, files) == ["2023/Kế hoạch.pdf", "2022/Kế hoạch.pdf"]
    assert [file.read_bytes() for file in files] == [b"one", b"two"]


def test_zip_within_a_zip_stands_for_its_files(tmp_path: Path) -> None:
    inner = pack(("a.pdf", b"a"), ("b.pdf", b"b"))
    files = unpack(tmp_path, pack(("xã.zip", inner), ("c.pdf", b"c")))
    assert names(tmp_path, files) == ["xã/a.pdf", "xã/b.pdf", "c.pdf"]
    assert all(file.is_file() for file in files)
    assert not (tmp_path / "into" / "xã.zip").exists()


def test_broken_file_within_is_left_to_its_reader(tmp_path: Path) -> None:
    files = unpack(tmp_path, pack(("half.docx", b"PK\x03\x04half"), ("x.rar", b"Rar!\x1a\x07\0")))
    assert names(tmp_path, files) == ["half.docx", "x.rar"]


def test_what_systems_add_is_left_out(tmp_path: Path) -> None:
    clutter = ("__MACOSX/._a.pdf", "._a.pdf", ".DS_Store", "b/Thumbs.db", "~$a.docx", "b/")
    files = unpack(tmp_path, pack(*((name, b"x") for name in clutter), ("b/a.pdf", b"a")))
    assert names(tmp_path, files) == ["b/a.pdf"]


HOACH = "Kế hoạch xã Yên Mông.pdf"


def unicode_path(name: str) -> bytes:
    field = b"\x01" + bytes(4) + name.encode()
    return struct.pack("<2H", 0x7075, len(field)) + field


@pytest.mark.parametrize(
    "content",
    [
        pack((HOACH, b"x")),
        pack((unicodedata.normalize("NFD", HOACH), b"x")),
        pack_raw(HOACH.encode()),  # macOS does not say that it is UTF-8
        pack_raw(unicodedata.normalize("NFD", HOACH).encode()),
        pack_raw(b"Ke hoach.pdf", extra=unicode_path(HOACH)),
        pack_raw("K\xea\u0301 hoa\u0323ch xa\u0303 Y\xean M\xf4ng.pdf".encode("cp1258")),
    ],
    ids=["flag", "flag-nfd", "macos", "macos-nfd", "winrar", "windows-1258"],
)
def test_vietnamese_names_come_out_right(tmp_path: Path, content: bytes) -> None:
    assert names(tmp_path, unpack(tmp_path, content)) == [HOACH]


def test_names_that_windows_refuses_are_mended(tmp_path: Path) -> None:
    wrong = ("con.pdf", 'a?b:"c".pdf', "đuôi. .pdf", "d. /e.pdf", "x" * 300 + ".pdf", "nul/f.pdf")
    files = unpack(tmp_path, pack(*((f"k/{name}", b"x") for name in wrong)))
    assert names(tmp_path, files) == [
        "k/_con.pdf",
        "k/a_b__c_.pdf",
        "k/đuôi. .pdf",
        "k/d/e.pdf",
        "k/" + "x" * 96 + ".pdf",
        "k/_nul/f.pdf",
    ]


def test_equal_names_are_numbered(tmp_path: Path) -> None:
    files = unpack(tmp_path, pack(("a?.pdf", b"1"), ("a*.pdf", b"2")))
    assert names(tmp_path, files) == ["a_.pdf", "a_ (2).pdf"]
    assert [file.read_bytes() for file in files] == [b"1", b"2"]


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("plan.pdf")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    "content",
    [
        pack(("../evil.pdf", b"x")),
        pack(("a/../../evil.pdf", b"x")),
        pack_raw(b"..\\evil.pdf"),
        pack(("/etc/evil.pdf", b"x")),
        pack_raw(b"C:\\Windows\\evil.pdf"),
        pack_raw(b"\\\\server\\share\\evil.pdf"),
        pack((link(), b"/etc/passwd")),
    ],
)
def test_nothing_leads_out_of_the_folder(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotRead, match="không an toàn"):
        unpack(tmp_path, content)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["plans.zip"]


def nest(depth: int) -> bytes:
    content = pack(("plan.pdf", b"x"))
    for _ in range(depth - 1):
        content = pack(("inner.zip", content))
    return content


def test_depth_is_limited(tmp_path: Path) -> None:
    assert len(unpack(tmp_path, nest(archive.MAX_DEPTH))) == 1
    with pytest.raises(NotRead, match="lồng nhau"):
        unpack(tmp_path, nest(archive.MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pack(("a.pdf", bytes(50_000_000))), "bất thường"),
        (pack(*((f"{n}.txt", b"x") for n in range(archive.MAX_FILES + 1))), "quá nhiều"),
        (pack_raw(b"a.pdf", flags=1), "mật khẩu"),
        (pack_raw(b"a.pdf", method=99), "kiểu không đọc được"),
        (pack(("a.pdf", b"x"))[:-30], "hỏng"),
        (pack_raw(b"a.pdf").replace(b"HOACH", b"HOECH"), "hỏng"),
        (pack(("a", b"x"), ("a/b.pdf", b"x")), "Không ghi được"),
        (pack(), "không có tệp nào"),
    ],
    ids=["bomb", "many", "locked", "method", "half", "checksum", "file-as-folder", "empty"],
)
def test_what_cannot_be_unpacked_says_why_and_what_to_do(
    tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(NotRead, match=says) as caught:
        unpack(tmp_path, content)
    assert caught.value.remedy


def test_total_is_counted_over_zips_within(tmp_path: Path) -> None:
    parts = [(f"{n}.zip", pack(("a.pdf", bytes(range(256)) * 4))) for n in range(3)]
    with pytest.raises(NotRead, match="quá nhiều"):
        unpack(tmp_path, pack(*parts), most=3_000)


@given(st.binary(min_size=1, max_size=40), st.sampled_from([0, 0x800]))
def test_any_name_stays_within_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: bytes, flags: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        files = unpack(folder, pack_raw(name, flags))
    except NotRead:
        return
    assert all(file.resolve().is_relative_to((folder / "into").resolve()) for file in files)
