"""How often a text of n words in an old charset is read right, by its font's name.

Run: ``python -m bench.charset [--texts 300]``. Names of places are those of
``pipeline/data/places.csv``; the rest is laid out from the lists below. "alone" is one
spreadsheet cell; "in document" has 200 words of the same document to survey. Unicode
must come back untouched. viparse stands beside where it is installed.
"""

from __future__ import annotations

import argparse
import csv
import time
import unicodedata
from collections.abc import Callable
from importlib import resources
from random import Random

from pipeline.language.charset import Survey, clean, decode_text, survey_runs
from pipeline.language.legacy import CP1258, LEGACY, TCVN3, UNICODE, VISCII, VNI
from pipeline.language.syllables import looks_rubbish, strip_marks
from tests.legacy_text import ENCODERS

LENGTHS = (1, 2, 3, 5, 10, 20, 60)
FONTS = {TCVN3: ".VnTime", VNI: "VNI-Times", VISCII: "VI Times", CP1258: "", UNICODE: "Arial"}
WRONG = {TCVN3: "VNI-Times", VNI: ".VnTime", VISCII: ".VnTime", CP1258: ".VnTime"}
WRONG |= {UNICODE: ".VnTime"}

SURNAMES = "Nguyễn Trần Lê Phạm Bùi Đinh Quách Hoàng Vũ Đỗ Lò Giàng Sùng Vàng Hà Xa Bạch Ngô Dương"
MIDDLES = "Văn Thị Đức Hữu Ngọc Xuân Thanh Quang Minh A Hồng Thu Công Đình Mạnh Bích Kim"
GIVEN = "Dũng Hòa Lan Hằng Chằm Tuấn Thắng Liên Nga Thủy Sơn Hiếu Phượng Bé Cúc Hường Ỏn Thương Sử"
PHRASES = """
Hội Liên hiệp Phụ nữ|Hội Cựu chiến binh|Đoàn Thanh niên|trường mầm non|trường tiểu học
Trạm Y tế|Công an|Ban Chỉ huy Quân sự|Mặt trận Tổ quốc|tổ hợp tác trồng rau sạch
hợp tác xã nông nghiệp|mô hình chăn nuôi gà thả vườn|trồng cây ăn quả có múi|giữ gìn an ninh trật tự
xây dựng nông thôn mới|học tập và làm theo tư tưởng|bảo vệ môi trường|phòng cháy, chữa cháy
thu gom rác thải|câu lạc bộ văn nghệ|cải cách hành chính|giúp nhau phát triển kinh tế gia đình
phát triển du lịch cộng đồng|dạy tốt, học tốt|hiến đất làm đường|nuôi cá lồng|khuyến học, khuyến tài
ủng hộ quỹ vì người nghèo|thực hiện nếp sống văn minh|tổ dân phố số|Họ và tên|Địa chỉ|Nội dung
Ghi chú|Số|Xã, phường|Lĩnh vực|Năm sinh|Chức vụ|Hộ gia đình ông|Nghệ nhân ưu tú|Bí thư chi bộ
"""
Reader = Callable[[str, str, Survey | None], str]


def list_places() -> list[str]:
    path = resources.files("pipeline") / "data" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [f"{row['kind']} {row['name']}" for row in csv.DictReader(file)]


def make_text(random: Random, places: list[str], words: int) -> str:
    phrases = [phrase for line in PHRASES.split("\n") for phrase in line.split("|") if phrase]
    found: list[str] = []
    while len(found) < words:
        name = " ".join(random.choice(part.split()) for part in (SURNAMES, MIDDLES, GIVEN))
        found += random.choice((name, random.choice(places), random.choice(phrases))).split()
    start = random.randrange(len(found) - words + 1)
    return " ".join(found[start : start + words])


def read_ours(text: str, font: str, survey: Survey | None) -> str:
    return decode_text(text, font, survey)


def read_with_viparse(text: str, font: str, survey: Survey | None) -> str:
    from viparse import fix
    from viparse.normalize.detector import detect_encoding

    found = detect_encoding([font]).encoding if font else None
    return str(fix(text, encoding=found or "auto"))


def list_readers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {"ours": read_ours}
    try:
        read_with_viparse("", "", None)
    except ImportError:
        return readers
    return readers | {"viparse": read_with_viparse}


def encode(text: str, charset: str) -> tuple[str, str]:
    """Return what the reader sees, and what it should make of it."""
    if charset == UNICODE:
        return text, text
    raw = ENCODERS[charset](text)
    if charset != TCVN3:
        return raw, text
    lower = {char: char.lower() for char in text if char not in "ĂÂÊÔƠƯĐ" and not char.isascii()}
    return raw, "".join(lower.get(char, char) for char in text)


def print_accuracy(texts: dict[int, list[str]], context: str) -> None:
    print("charset   font   where        reader  " + "".join(f"{n:>7}" for n in LENGTHS))
    for charset in (*LEGACY, UNICODE):
        survey_text = encode(context, charset)[0]
        for label, font in (("right", FONTS[charset]), ("none", ""), ("wrong", WRONG[charset])):
            for where, survey in (
                ("alone", None),
                ("in document", survey_runs([(survey_text, font)])),
            ):
                for name, reader in list_readers().items():
                    if name != "ours" and survey:
                        continue
                    shares = [share_right(texts[n], charset, font, survey, reader) for n in LENGTHS]
                    line = "".join(f"{100 * share:7.1f}" for share in shares)
                    print(f"{charset:9} {label:6} {where:12} {name:8}{line}")


def share_right(
    texts: list[str], charset: str, font: str, survey: Survey | None, reader: Reader
) -> float:
    pairs = [encode(text, charset) for text in texts]
    return sum(reader(raw, font, survey) == due for raw, due in pairs) / len(pairs)


def print_rubbish(pages: list[str]) -> None:
    shifted = str.maketrans("ôồòộ", "ơờịợ")
    broken = {
        "right pages": lambda text: text,
        "without marks": strip_marks,
        "broken map": lambda text: text.translate(shifted),
        "TCVN3 undecoded": ENCODERS[TCVN3],
        "VNI undecoded": ENCODERS[VNI],
    }
    print("\ncalled rubbish, in 100 pages")
    for name, spoil in broken.items():
        print(f"{name:18}{100 * sum(looks_rubbish(spoil(t)) for t in pages) / len(pages):6.1f}")


def print_speed(pages: list[str]) -> None:
    runs = [(page, ".VnTime") for page in pages]
    composed = [unicodedata.normalize("NFD", page) for page in pages]
    tcvn3 = [ENCODERS[TCVN3](page) for page in pages]
    jobs: dict[str, Callable[[], object]] = {
        "clean": lambda: [clean(page) for page in pages],
        "clean, decomposed": lambda: [clean(page) for page in composed],
        "decode Unicode": lambda: [decode_text(page) for page in pages],
        "decode Unicode named .VnTime": lambda: [decode_text(*run) for run in runs],
        "decode TCVN3": lambda: [decode_text(page, ".VnTime") for page in tcvn3],
        "survey": lambda: survey_runs(runs),
        "looks_rubbish": lambda: [looks_rubbish(page) for page in pages],
    }
    print(f"\nseconds for {len(pages)} pages, {sum(map(len, pages)) // 1000} thousand characters")
    for name, job in jobs.items():
        start = time.perf_counter()
        job()
        print(f"{name:30}{time.perf_counter() - start:7.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=300, help="texts of each length")
    options = parser.parse_args()
    random, places = Random(2023), list_places()
    texts = {n: [make_text(random, places, n) for _ in range(options.texts)] for n in LENGTHS}
    print_accuracy(texts, make_text(random, places, 200))
    pages = [make_text(random, places, 400) for _ in range(200)]
    print_rubbish(pages)
    print_speed(pages)


if __name__ == "__main__":
    main()
