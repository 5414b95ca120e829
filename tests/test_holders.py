"""Letters, and PDFs with files attached: what they hold is read like the members of a ZIP."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pypdfium2
import pytest

from pipeline.model import Source
from pipeline.problems import ExitCode, NotRead
from pipeline.read import archive
from pipeline.read.archive import unpack
from tests.exports import make_csv, make_page
from tests.test_kinds import docx_bytes, pdf_bytes, zip_bytes
from tests.year_papers import Office

MANY = 2**30
LIST = make_csv(";").encode()


def write_letter(
    text: str = "Kính gửi", *attached: tuple[str, bytes], html: str = ""
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@x.vn", "b@x.vn", "Gửi danh sách"
    letter.set_content(text)
    if html:
        letter.add_alternative(html, subtype="html")
    for name, content in attached:
        letter.add_attachment(content, "application", "octet-stream", filename=name)
    return letter


def attach(*files: tuple[str, bytes]) -> bytes:
    document = pypdfium2.PdfDocument(pdf_bytes())
    for name, content in files:
        document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def open_all(folder: Path, content: bytes, kind: str) -> list[str]:
    path = folder / "dropped"
    path.write_bytes(content)
    files = unpack(Source(path, kind), folder / "into", MANY)
    return [file.relative_to(folder / "into").as_posix() for file in files]


def test_attached_files_come_out_of_a_letter(tmp_path: Path) -> None:
    letter = write_letter("Kính gửi", ("Danh sách xã Yên Mông.docx", docx_bytes()), ("b.csv", LIST))
    names = ["Danh sách xã Yên Mông.docx", "b.csv"]
    assert open_all(tmp_path, letter.as_bytes(policy=SMTP), "mail") == names
    assert (tmp_path / "into" / "b.csv").read_bytes() == LIST


@pytest.mark.parametrize(
    ("letter", "names"),
    [
        (write_letter("1. Ông An\n2. Bà Bình", ("a.csv", LIST)), ["nội dung thư.txt", "a.csv"]),
        (write_letter("Gửi", ("a.csv", LIST), html=make_page()), ["nội dung thư.html", "a.csv"]),
        (write_letter("Không có gì kèm theo"), ["nội dung thư.txt"]),
        (write_letter("Gửi", ("smime.p7s", b"x"), ("a.csv", LIST)), ["a.csv"]),
        (write_letter("Gửi", ("../../../a?.csv", LIST)), ["a_.csv"]),
        (write_letter("Gửi", ("a.csv", LIST), ("a.csv", b"x")), ["a.csv", "a (2).csv"]),
    ],
    ids=["items", "table", "alone", "signature", "path", "same-name"],
)  # fmt: skip
def test_what_counts_of_a_letter(tmp_path: Path, letter: EmailMessage, names: list[str]) -> None:
    assert open_all(tmp_path, letter.as_bytes(), "mail") == names


def test_letters_archives_and_papers_within_each_other(tmp_path: Path) -> None:
    letter = write_letter("Gửi", ("kế hoạch.pdf", attach(("danh-sach.csv", LIST))))
    packed = write_letter("Gửi", ("gói.zip", zip_bytes({"kế hoạch.pdf": pdf_bytes()})))
    outer = write_letter("Chuyển tiếp")
    outer.add_attachment(letter)
    outer.add_attachment(packed)
    assert open_all(tmp_path, outer.as_bytes(), "mail") == [
        "tệp 2/kế hoạch.pdf",
        "tệp 2/kế hoạch/danh-sach.csv",
        "tệp 3/gói/kế hoạch.pdf",
    ]


def test_depth_is_limited(tmp_path: Path) -> None:
    letter = write_letter("1. An\n2. Bình")
    for _ in range(archive.MAX_DEPTH):
        outer = write_letter("Chuyển tiếp")
        outer.add_attachment(letter)
        letter = outer
    with pytest.raises(NotRead, match="lồng nhau"):
        open_all(tmp_path, letter.as_bytes(), "mail")


def test_files_attached_to_a_paper_follow_it(own_office: Office) -> None:
    own_office.input.mkdir(parents=True, exist_ok=True)
    (own_office.input / "van-ban.pdf").write_bytes(
        attach(("danh-sach.csv", LIST), ("du-lieu.xml", b"<x/>"))
    )
    (own_office.input / "thu.eml").write_bytes(
        write_letter(
            "Gửi", ("khac.csv", LIST.replace("Đỗ Hữu".encode(), "Vũ Hữu".encode()))
        ).as_bytes()
    )
    done = own_office.run(ExitCode.OK)
    assert "van-ban.pdf/danh-sach.csv: 3 mục" in done.output
    assert "thu.eml/khac.csv: 3 mục" in done.output
    assert "van-ban.pdf: " in done.output
    assert "du-lieu.xml" not in done.output
    again = own_office.run(ExitCode.OK)  # what is known still holds what it held
    assert "van-ban.pdf/danh-sach.csv: 3 mục" in again.output
    assert "thu.eml/khac.csv: 3 mục" in again.output


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
         + b"--b\r\n\r\nx\r\n" * 1_000_000, "quá nhiều phần"),
        (write_letter("x", *((f"{n}.csv", b"x") for n in range(archive.MAX_FILES + 1))).as_bytes(),
         "quá nhiều"),
    ],
    ids=["parts", "files"],
)  # fmt: skip
def test_letters_without_end_are_named(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(NotRead, match=says) as caught:
        open_all(tmp_path, content, "mail")
    assert caught.value.remedy
