"""settings.toml at the root of the working folder: place, issuing body, signer, dates.

Every key is optional. A blank fact stays a visible blank in the papers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from pipeline.codes import Level
from pipeline.datafile import Block, read_own_toml

SETTINGS_NAME = "settings.toml"

OneLine = Annotated[str, StringConstraints(strip_whitespace=True)]


_DAY = re.compile(r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])")


def _check_day(text: str) -> str:
    """A day of a leap year: 29/02 is the last of February in every year."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"“{text}” phải là ngày, tháng dạng dd/mm, ví dụ 15/12")
    day, month = (int(part) for part in text.split("/"))
    if day > monthrange(2024, month)[1]:
        raise ValueError(f"không có ngày {text}")
    return text


def _find_day(text: str, year: int) -> date:
    """The day of that year; the last of February where it has no 29th."""
    day, month = (int(part) for part in text.split("/"))
    return date(year, month, min(day, monthrange(year, month)[1]))


MonthDay = Annotated[OneLine, AfterValidator(_check_day)]


class PlaceSettings(Block):
    """The place that the plans are about; decides between communes of one name."""

    province: OneLine = ""  # "Hòa Bình", as it was called when the plans were issued
    district: OneLine = ""  # "thành phố Hòa Bình": city or district before 1/7/2025
    name: OneLine = ""  # how the report calls the whole area; blank: the district


class OfficeSettings(Block):
    """Who issues the papers, to whom (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

    level: Level | None = None  # None: told by who issues the plans
    superior: OneLine = ""  # cơ quan chủ quản, "" where there is none
    issuer: OneLine = ""  # "Ủy ban nhân dân thành phố Hòa Bình"
    symbol: OneLine = ""  # "BC-UBND"
    issued_at: OneLine = ""  # "Thành phố Hòa Bình", before ", ngày ..."
    standing_office: OneLine = ""  # "Phòng Nội vụ"
    addressees: tuple[OneLine, ...] = ()
    distribution: tuple[OneLine, ...] = ()  # nơi nhận, without "Như trên" and "Lưu"
    archive: OneLine = ""  # "VT, NV"
    signer_authority: tuple[OneLine, ...] = ()  # "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"
    signer_title: OneLine = ""  # "PHÓ CHỦ TỊCH"
    signer_name: OneLine = ""


class DatedOffice(OfficeSettings):
    """The office as it is from a day on: what it was before stays that of earlier reports."""

    since: date


class CutOffSettings(Block):
    """First and last day that a report year counts, as "dd/mm".

    Nghị định 09/2019/NĐ-CP counts from 15/12 of the year before to 14/12.
    """

    first: MonthDay = "01/01"
    last: MonthDay = "31/12"

    def period(self, year: int) -> tuple[date, date]:
        """Return first and last day of a report year; a first after the last is last year's."""
        turns = self.first.split("/")[::-1] > self.last.split("/")[::-1]
        return _find_day(self.first, year - turns), _find_day(self.last, year)


class FollowUpSettings(Block):
    """Forms of the units: until when, and how many models each unit should have."""

    deadline: MonthDay | None = None  # of the report year: forms are back by this day
    deadline_next_year: bool = False  # the deadline lies in the year after
    letter_symbol: OneLine = ""  # of the reminder, a công văn: "UBND-NV"
    distribution: tuple[OneLine, ...] = ()  # nơi nhận of the reminder, without "Như trên", "Lưu"
    quota: int | None = Field(default=None, ge=0)  # models of each commune
    quotas: dict[OneLine, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)  # by unit

    def due(self, year: int) -> date | None:
        """Return the last day for the forms of a report year, None where none is set."""
        if self.deadline is None:
            return None
        return _find_day(self.deadline, year + self.deadline_next_year)


class ScanSettings(Block):
    """Folders of the recognition of scans; the environment variables go before them."""

    tessdata: OneLine = ""  # of Tesseract's data; "" or TESSDATA_PREFIX: where installers put it
    cache: OneLine = ""  # of what was recognised; "": DIENHINH_CACHE, or the user's cache folder


USUAL_FOLDERS = ScanSettings.model_construct()

Count = Annotated[int, Field(ge=1)]


class LimitSettings(Block):
    """What the reading of one file may take; a file that takes more is named and left."""

    workers: int = Field(default=0, ge=0)  # processes that read; 0: one a core
    seconds: Count = 300  # without a sign of progress
    memory: Count = 2000  # MB that one worker may take
    unpacked: Count = 2000  # MB that an archive may unpack to
    pages: Count = 3000  # of a PDF
    glyphs: Count = 150_000  # letters of a page
    rules: Count = 40_000  # strokes of a page; more is a drawing, and no table
    crossings: Count = 300_000  # of strokes on a page
    pixels: Count = 60  # millions of points that a page or picture is drawn with
    cells: Count = 500_000  # of a workbook; each takes some 1 kB


USUAL_LIMITS = LimitSettings.model_construct()


class LegalBasis(Block):
    """The papers that a report cites, for report years that end in this period."""

    since: date
    until: date | None = None
    papers: tuple[OneLine, ...] = ()


_LAW_2022 = "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
_DECREE_2025 = (
    "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, "
    "phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một "
    "số điều của Luật Thi đua, khen thưởng"
)
_CIRCULAR_2025 = (
    "Thông tư số 15/2025/TT-BNV ngày 04 tháng 8 năm 2025 của Bộ trưởng Bộ Nội vụ quy định biện "
    "pháp để tổ chức, hướng dẫn thi hành Luật Thi đua, khen thưởng và Nghị định số "
    "152/2025/NĐ-CP"
)
_LAW_2026 = (
    "[…Luật số 06/2026/QH16 ngày 23 tháng 4 năm 2026, có hiệu lực từ ngày 01 tháng 10 năm 2026: "
    "cơ quan ghi đúng tên luật…]"
)
_PAST = "[…các văn bản có sẵn chỉ tính đến năm {until}; cơ quan kiểm tra, bổ sung văn bản mới…]"

DEFAULT_LEGAL_BASIS = (
    LegalBasis.model_construct(
        since=date(2003, 1, 1),
        until=date(2023, 12, 31),
        papers=(
            "Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung một số "
            "điều của Luật Thi đua, khen thưởng ngày 14 tháng 6 năm 2005 và ngày 16 tháng 11 "
            "năm 2013",
            "Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết "
            "thi hành một số điều của Luật Thi đua, khen thưởng",
            "Thông tư số 12/2019/TT-BNV ngày 04 tháng 11 năm 2019 của Bộ trưởng Bộ Nội vụ",
        ),
    ),
    LegalBasis.model_construct(
        since=date(2024, 1, 1),
        until=date(2025, 6, 30),
        papers=(
            _LAW_2022,
            "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết "
            "thi hành một số điều của Luật Thi đua, khen thưởng",
            "Thông tư số 01/2024/TT-BNV ngày […] của Bộ trưởng Bộ Nội vụ",
        ),
    ),
    LegalBasis.model_construct(
        since=date(2025, 7, 1),
        until=date(2026, 9, 30),
        papers=(_LAW_2022, _DECREE_2025, _CIRCULAR_2025),
    ),
    LegalBasis.model_construct(
        since=date(2026, 10, 1),
        until=date(2026, 12, 31),
        papers=(_LAW_2022, _LAW_2026, _DECREE_2025, _CIRCULAR_2025),
    ),
)
"""Papers known in November 2026; Luật 06/2026/QH16 by its number only."""


class Settings(Block):
    """All that an office sets."""

    database: OneLine = ""  # register that several share: "postgresql+psycopg://…"; "": own file
    place: PlaceSettings = PlaceSettings.model_construct()
    office: OfficeSettings = OfficeSettings.model_construct()
    offices: tuple[DatedOffice, ...] = ()  # each takes the place of ``office`` from its day on
    cut_off: CutOffSettings = CutOffSettings.model_construct()
    follow_up: FollowUpSettings = FollowUpSettings.model_construct()
    scan: ScanSettings = USUAL_FOLDERS
    limits: LimitSettings = USUAL_LIMITS
    legal_basis: tuple[LegalBasis, ...] = ()  # go before the shipped ones in their periods

    def office_of(self, year: int) -> OfficeSettings:
        """Return the office as it is on the last day that ``year`` counts."""
        _, last = self.cut_off.period(year)
        dated = [office for office in self.offices if office.since <= last]
        return max(dated, key=lambda office: office.since, default=self.office)

    def legal_papers(self, year: int) -> tuple[str, ...]:
        """Return the papers in force on the last day that ``year`` counts.

        Where the shipped ones end before that day, a note to the office comes last.
        """
        _, last = self.cut_off.period(year)
        for basis in (*self.legal_basis, *DEFAULT_LEGAL_BASIS):
            if basis.since <= last and (basis.until is None or last <= basis.until):
                return basis.papers
        known = DEFAULT_LEGAL_BASIS[-1]
        return (*known.papers, _PAST.format(until=known.until.year if known.until else ""))


def read_settings(folder: Path) -> Settings:
    """Read ``settings.toml`` of ``folder``; without one, all defaults.

    Raises:
        BadSettings: not TOML, an unknown key (the nearest known one is named) or a
            value of the wrong type.
    """
    return read_own_toml(folder / SETTINGS_NAME, Settings) or Settings.model_construct()
