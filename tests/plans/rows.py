"""Made-up rows: who, where, which field and which model, as a Vietnamese office would list them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

COMMUNES = (
    "phường Tân Hòa",
    "phường Hữu Nghị",
    "phường Tân Thịnh",
    "phường Đồng Tiến",
    "phường Phương Lâm",
    "phường Quỳnh Lâm",
    "phường Thịnh Lang",
    "phường Trung Minh",
    "phường Thái Bình",
    "phường Dân Chủ",
    "phường Thống Nhất",
    "phường Kỳ Sơn",
    "xã Yên Mông",
    "xã Hòa Bình",
    "xã Mông Hóa",
    "xã Độc Lập",
    "xã Thịnh Minh",
    "xã Hợp Thành",
    "xã Quang Tiến",
)  # thành phố Hòa Bình until 30/6/2025

INDIVIDUAL, HOUSEHOLD, COLLECTIVE = "individual", "household", "collective"

_FAMILY = ("Nguyễn", "Bùi", "Đinh", "Quách", "Trần", "Lê", "Phạm", "Hoàng", "Xa", "Đặng", "Vũ")
_MALE = ("Văn Thắng", "Đức Hạnh", "Quốc Việt", "Minh Tuấn", "Văn Uẩn", "Xuân Trường", "Ngọc Sơn")
_FEMALE = ("Thị Huyền", "Thị Bích Ngọc", "Thu Hằng", "Thị Mỵ", "Thị Nhường", "Thúy Quỳnh", "Thị Ơn")
_XOM = ("Đồi", "Mùi Rường", "Bình Lý", "Chợ", "Đằm", "Tân Lập", "Quyết Tiến", "Bưởi", "Ngọc Vạn")
_HAMLETS = ("xóm", "thôn", "bản", "khu", "tiểu khu")
_POSTS = (
    ("Bí thư Chi bộ", "xóm {xom}"),
    ("Chủ tịch Hội Nông dân", "{commune}"),
    ("Phó Trưởng Công an", "{commune}"),
    ("Cán bộ Trạm Y tế", "{commune}"),
    ("Chủ tịch Hội Cựu chiến binh", "{commune}"),
)
_ORGANISATIONS = (
    "Ủy ban nhân dân {c}",
    "Hội Liên hiệp phụ nữ {c}",
    "Hội Cựu chiến binh {c}",
    "Công an {c}",
    "Đoàn thanh niên {c}",
    "Trạm Y tế {c}",
    "Ban Chỉ huy Quân sự {c}",
    "Hội Nông dân {c}",
)
_SHORT = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội Liên hiệp phụ nữ", "Hội LHPN"),
    ("Hội Cựu chiến binh", "Hội CCB"),
    ("Ban Chỉ huy Quân sự", "Ban CHQS"),
    ("Tổ dân phố", "TDP"),
    ("tổ dân phố", "TDP"),
    ("Trường Tiểu học", "Trường TH"),
    ("Trường Mầm non", "Trường MN"),
    ("Trường Trung học cơ sở", "Trường THCS"),
    ("Trung tâm Dịch vụ Nông nghiệp", "TTDVNN"),
    ("phường ", "P. "),
    ("xã ", "X. "),
)
_SCHOOLS = (
    "Trường Mầm non Hoa Ban",
    "Trường Mầm non Tuổi Thơ",
    "Trường Tiểu học Nguyễn Bá Ngọc",
    "Trường Tiểu học Kim Đồng",
    "Trường Trung học cơ sở Chu Văn An",
    "Trường TH&THCS Nguyễn Du",
    "Trường PTDTBT THCS Đồng Văn",
    "Trường THPT Lạc Long Quân",
)
_CITY = (
    "Phòng Giáo dục và Đào tạo thành phố",
    "Trung tâm Dịch vụ Nông nghiệp thành phố",
    "Hội Người cao tuổi thành phố",
    "Liên đoàn Lao động thành phố",
    "Trung tâm Y tế thành phố",
)
_PERSON_FORMS = ("Ông", "Bà", "Anh", "Chị", "Đ/c", "Đồng chí", "Em", "Nghệ nhân", "Bác sĩ")
_HOUSEHOLD_FORMS = ("Hộ gia đình ông", "Hộ gia đình bà", "Gia đình ông", "Gia đình bà", "Hộ ông")
_RESULTS = (
    "Duy trì 12 buổi mỗi năm, 350 lượt người tham gia",
    "Thu nhập bình quân 180 triệu đồng/năm",
    "Được nhân dân đồng tình hưởng ứng; 100% hộ ký cam kết",
    "Giúp 15 hộ vươn lên, tạo việc làm cho 08 lao động thường xuyên tại địa phương",
    "Đạt giải Nhì cấp tỉnh năm 2022",
)
_NOTES = ("", "", "", "Duy trì", "Mới năm 2022", "Đề nghị nhân rộng")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row as it is meant, before any layout."""

    subject: str
    kind: str
    people: tuple[str, ...] = ()
    position: str = ""
    locality: str = ""
    commune: str = ""  # in full; "" where it is not to be found in the paper
    commune_in: str = ""  # "subject", "position", "address"
    field: str = ""
    phrase: str = ""
    movement: str = ""  # then the content names the movement, not the phrase
    field_title: str = ""
    models: tuple[str, ...] = ()
    result: str = ""
    note: str = ""
    birth_year: str = ""
    ethnic: str = ""
    year: str = ""
    decision: str = ""
    proposer: str = ""


@cache
def load_fields() -> dict[str, dict[str, Any]]:
    """Return the fields of fields.toml by code."""
    path = Path(__file__).with_name("fields.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shorten(text: str) -> str:
    """Return ``text`` with the abbreviations that offices use."""
    for long, short in _SHORT:
        text = text.replace(long, short)
    return text


def make_rows(
    count: int, seed: int = 0, communes: Sequence[str] = COMMUNES, models: int = 1
) -> tuple[PlanRow, ...]:
    """Return ``count`` different rows, the same for the same seed.

    Args:
        count: how many rows.
        seed: of the random choices.
        communes: where the rows may be, in full ("phường Dân Chủ").
        models: the most models that one row has.
    """
    pick = random.Random(seed)
    makers = (
        _person,
        _person,
        _official,
        _household,
        _hamlet,
        _organisation,
        _school,
        _city,
        _pair,
    )
    rows: dict[tuple[str, str], PlanRow] = {}
    while len(rows) < count:
        row = _with_model(pick.choice(makers)(pick, communes), pick, communes, models)
        rows.setdefault((row.subject, row.models[0]), row)
    return tuple(rows.values())


def _name(pick: random.Random, female: bool) -> str:
    return f"{pick.choice(_FAMILY)} {pick.choice(_FEMALE if female else _MALE)}"


def _locality(pick: random.Random, commune: str) -> str:
    if commune.startswith("phường") and pick.random() < 0.7:
        return f"tổ dân phố số {pick.randint(1, 20)}" if pick.random() < 0.7 else "tổ 3"
    return f"{pick.choice(_HAMLETS)} {pick.choice(_XOM)}"


def _person(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    form = pick.choice(_PERSON_FORMS)
    name = _name(pick, form in ("Bà", "Chị"))
    commune = pick.choice(communes)
    return PlanRow(
        subject=f"{form} {name}",
        kind=INDIVIDUAL,
        people=(name,),
        locality=_locality(pick, commune),
        commune=commune,
        commune_in="address",
        birth_year=str(pick.randint(1950, 2008)),
        ethnic=pick.choice(("Kinh", "Mường", "Dao", "Tày")),
    )


def _pair(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    one, two = _name(pick, False), _name(pick, True)
    commune = pick.choice(communes)
    return PlanRow(
        subject=f"Ông {one} và bà {two}",
        kind=INDIVIDUAL,
        people=(one, two),
        locality=_locality(pick, commune),
        commune=commune,
        commune_in="address",
    )


def _official(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    name, commune = _name(pick, False), pick.choice(communes)
    post, where = pick.choice(_POSTS)
    place = where.format(xom=pick.choice(_XOM), commune=commune)
    return PlanRow(
        subject=f"{pick.choice(('Ông', 'Đồng chí', 'Đ/c'))} {name}",
        kind=INDIVIDUAL,
        people=(name,),
        position=f"{post} {place}",
        commune=commune if place == commune else "",
        commune_in="position",
        birth_year=str(pick.randint(1960, 1995)),
        ethnic=pick.choice(("Kinh", "Mường")),
    )


def _household(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    form = pick.choice(_HOUSEHOLD_FORMS)
    name, commune = _name(pick, form.endswith("bà")), pick.choice(communes)
    return PlanRow(
        subject=f"{form} {name}",
        kind=HOUSEHOLD,
        people=(name,),
        locality=_locality(pick, commune),
        commune=commune,
        commune_in="address",
    )


def _hamlet(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    commune = pick.choice(communes)
    local = pick.choice(("Tổ dân phố số", "Chi hội phụ nữ số", "Chi hội nông dân số"))
    number = pick.randint(1, 18)
    both = f", số {number + 2}" if local.startswith("Tổ") and pick.random() < 0.3 else ""
    subject = f"{local} {number}{both}"
    if commune.startswith("xã"):
        subject = f"Xóm {pick.choice(_XOM)}"
    return PlanRow(subject=subject, kind=COLLECTIVE, commune=commune, commune_in="address")


def _organisation(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    commune = pick.choice(communes)
    subject = pick.choice(_ORGANISATIONS).format(c=commune)
    return PlanRow(subject=subject, kind=COLLECTIVE, commune=commune, commune_in="subject")


def _school(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    return PlanRow(subject=pick.choice(_SCHOOLS), kind=COLLECTIVE)


def _city(pick: random.Random, communes: Sequence[str]) -> PlanRow:
    return PlanRow(subject=pick.choice(_CITY), kind=COLLECTIVE)


def _with_model(row: PlanRow, pick: random.Random, communes: Sequence[str], most: int) -> PlanRow:
    fields = load_fields()
    code = "giao-duc-dao-tao" if row.subject in _SCHOOLS else pick.choice(sorted(fields))
    field = fields[code]
    number = min(pick.randint(1, most), len(field["names"]))
    movement = pick.choice(field["movements"]) if field["movements"] else ""
    return replace(
        row,
        field=code,
        phrase=pick.choice(field["phrases"]),
        movement=movement if pick.random() < 0.4 else "",
        field_title=field["title"],
        models=tuple(pick.sample(field["names"], number)),
        result=pick.choice(_RESULTS),
        note=pick.choice(_NOTES),
        year=str(pick.randint(2019, 2022)),
        decision=f"{pick.randint(100, 3000)}/QĐ-UBND ngày {pick.randint(1, 28)}/12/2022",
        proposer=f"UBND {pick.choice(communes)}",
    )
