"""The first ``settings.toml`` of an office: what its level usually has, filled in and explained.

Who does the work at each level: Nghị định 150/2025/NĐ-CP (Phòng Văn hóa - Xã hội of a commune);
Sở Nội vụ is the standing office of a province's Hội đồng Thi đua - Khen thưởng.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

from pipeline.classify.placebook import load_book
from pipeline.codes import Level
from pipeline.datafile import parse_toml, read_text
from pipeline.files import put
from pipeline.language.keys import squeeze, words_key
from pipeline.settings import SETTINGS_NAME, Settings

COMMITTEE = "Ủy ban nhân dân"
_PRINTED_COMMITTEE = ("ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd ")
_COMMENTS = 41  # column at which explanations begin


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    """What an office says of itself."""

    level: Level
    issuer: str = ""  # "Ủy ban nhân dân phường Hòa Bình"
    province: str = ""  # "tỉnh Phú Thọ"
    addressees: tuple[str, ...] = ()


def name_province(text: str) -> str:
    """Return a province with its type word, as the list of communes has it; else as typed."""
    named = squeeze(text)
    areas = [area for area in load_book().find_areas(named) if not area.district]
    return areas[-1].province if areas else named


def name_issuer(text: str) -> str:
    """Return the name of an office, "UBND" written out."""
    named = squeeze(text)
    for start in _PRINTED_COMMITTEE:
        if named.lower().startswith(start):
            return f"{COMMITTEE} {named[len(start) :]}"
    return named


def guess_issuer(level: Level, province: str) -> str:
    """Return who issues the papers at this level, "" where only the office can say."""
    return f"Sở Nội vụ {province}".strip() if level is Level.PROVINCE else ""


def guess_addressee(level: Level, province: str) -> str:
    """Return to whom an office of this level reports, "" where the province is not known."""
    if level is Level.PROVINCE:
        return f"Hội đồng Thi đua - Khen thưởng {province or 'tỉnh'}"
    if not province:
        return ""
    return f"Sở Nội vụ {province}" if level is Level.COMMUNE else f"{COMMITTEE} {province}"


def write_first_settings(folder: Path, answers: OfficeAnswers) -> Path | None:
    """Write ``settings.toml`` into ``folder``; None where there is one, which stays as it is.

    Raises:
        BadSettings: an answer makes no setting that holds.
        NotWritten: the folder cannot be written.
    """
    path = folder / SETTINGS_NAME
    if path.exists():
        return None
    text = compose_settings(answers)
    return put(path, lambda part: _write(part, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def compose_settings(answers: OfficeAnswers) -> str:
    """Return the text of the settings.

    Raises:
        BadSettings: an answer makes no setting that holds.
    """
    home = _find_home(answers.issuer)
    is_district = answers.level is Level.DISTRICT
    district = _explain(f"district = {_quote(home)}", "kế hoạch trước 7/2025: huyện, thành phố")
    text = Template(read_text("templates/settings.toml")).substitute(
        province=_explain(_quote(answers.province), "tỉnh, thành phố", len("province = ")),
        district=district
        if is_district
        else _explain('# district = "thành phố Hòa Bình"', "huyện, với kế hoạch trước 7/2025"),
        office="\n".join(_office_lines(answers, home)),
        letter="UBND-VHXH" if answers.level is Level.COMMUNE else "UBND-NV",
    )
    parse_toml(text, SETTINGS_NAME, Settings)
    return text


def _find_home(issuer: str) -> str:
    """The area whose committee issues the papers: "phường Hòa Bình"; "" of other offices."""
    is_committee = issuer.startswith(f"{COMMITTEE} ")
    return issuer.removeprefix(COMMITTEE).strip() if is_committee else ""


def _office_lines(answers: OfficeAnswers, home: str) -> Iterator[str]:
    """The block of the office; that of two levels begins with the day from which it is one."""
    if answers.level is Level.DISTRICT:
        yield _explain("[office]", "cơ quan lập báo cáo")
    else:
        yield "# Trước ngày 01/7/2025 báo cáo lấy tên cơ quan ghi trong kế hoạch."
        yield _explain("[[offices]]", "cơ quan lập báo cáo, từ ngày ghi dưới đây")
        yield _explain("since = 2025-07-01", "chính quyền địa phương hai cấp")
    is_committee = bool(home) or not answers.issuer
    symbol, archive = _guess_symbols(answers, is_committee)
    superior = "" if is_committee else f"{COMMITTEE} {answers.province}".strip()
    place = home if is_committee else _TYPE_WORDS.sub("", answers.province)
    title = "CHỦ TỊCH" if is_committee else "GIÁM ĐỐC"
    authority = ["TM. ỦY BAN NHÂN DÂN"] if is_committee else []
    values: tuple[tuple[str, object, str], ...] = (
        ("level", answers.level.value, "commune: xã, phường; province: tỉnh; district: huyện"),
        ("superior", superior, "cơ quan chủ quản; để trống nếu không có"),
        ("issuer", answers.issuer, "cơ quan ban hành; để trống: theo kế hoạch"),
        ("symbol", symbol, "ký hiệu văn bản"),
        ("issued_at", place[:1].upper() + place[1:], "địa danh trước ngày, tháng, năm"),
        ("standing_office", *_STANDING[answers.level]),
        ("addressees", list(answers.addressees), "kính gửi"),
        ("distribution", [], "nơi nhận, ngoài “Như trên” và “Lưu”"),
        ("archive", archive, "lưu"),
        ("signer_authority", authority, "cấp phó ký thì thêm “KT. CHỦ TỊCH”, “KT. GIÁM ĐỐC”"),
        ("signer_title", title, "chức vụ người ký"),
        ("signer_name", "", "họ và tên người ký"),
    )
    for name, value, why in values:
        yield _explain(f"{name} = {_quote(value)}", why)


_TYPE_WORDS = re.compile(r"^(?:tỉnh|thành phố) ", re.IGNORECASE)
_STANDING = {
    Level.COMMUNE: ("Phòng Văn hóa - Xã hội", "nơi làm công tác thi đua, khen thưởng"),
    Level.PROVINCE: ("Sở Nội vụ", "cơ quan thường trực của Hội đồng Thi đua - Khen thưởng tỉnh"),
    Level.DISTRICT: ("Phòng Nội vụ", "nơi làm công tác thi đua, khen thưởng"),
}


def _guess_symbols(answers: OfficeAnswers, is_committee: bool) -> tuple[str, str]:
    """The symbol of a report, and the offices that archive it."""
    unit = {Level.COMMUNE: "VHXH", Level.PROVINCE: "SNV", Level.DISTRICT: "NV"}[answers.level]
    if is_committee:
        return "BC-UBND", f"VT, {unit}"
    own = words_key(answers.issuer).startswith("sở nội vụ")
    return ("BC-SNV", "VT, TĐKT") if own else ("", "")


def _quote(value: object) -> str:
    """A value as TOML, whose strings are JSON's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _explain(line: str, why: str, before: int = 0) -> str:
    """The line with its explanation, beside the others' where there is room."""
    return f"{line.ljust(_COMMENTS - before - 1)} # {why}"
