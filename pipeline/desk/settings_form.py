"""``settings.toml`` as a form: what is changed is checked and written back, comments stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from pipeline.codes import Level
from pipeline.datafile import parse_toml
from pipeline.files import put
from pipeline.job.first_settings import OfficeAnswers, compose_settings
from pipeline.problems import BadSettings
from pipeline.settings import SETTINGS_NAME, Settings


@dataclass(frozen=True, slots=True)
class AskedSetting:
    """One setting that the form asks for."""

    block: str
    name: str
    label: str
    lines: bool = False  # several values, one a line
    number: bool = False
    optional: bool = False  # blank: the key is taken out

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.block}.{self.name}"


_OFFICE = "office"
ASKED = (
    AskedSetting("place", "province", "Tỉnh, thành phố"),
    AskedSetting("place", "district", "Huyện (kế hoạch trước 7/2025)"),
    AskedSetting("place", "name", "Báo cáo gọi địa bàn là"),
    AskedSetting(_OFFICE, "superior", "Cơ quan chủ quản"),
    AskedSetting(_OFFICE, "issuer", "Cơ quan ban hành"),
    AskedSetting(_OFFICE, "symbol", "Ký hiệu văn bản"),
    AskedSetting(_OFFICE, "issued_at", "Địa danh"),
    AskedSetting(_OFFICE, "standing_office", "Nơi làm công tác thi đua, khen thưởng"),
    AskedSetting(_OFFICE, "addressees", "Kính gửi, mỗi nơi một dòng", lines=True),
    AskedSetting(_OFFICE, "distribution", "Nơi nhận, mỗi nơi một dòng", lines=True),
    AskedSetting(_OFFICE, "archive", "Lưu"),
    AskedSetting(_OFFICE, "signer_authority", "Quyền hạn người ký, mỗi ý một dòng", lines=True),
    AskedSetting(_OFFICE, "signer_title", "Chức vụ người ký"),
    AskedSetting(_OFFICE, "signer_name", "Họ và tên người ký"),
    AskedSetting("cut_off", "first", "Ngày đầu năm báo cáo (ngày/tháng)", optional=True),
    AskedSetting("cut_off", "last", "Ngày cuối năm báo cáo (ngày/tháng)", optional=True),
    AskedSetting("follow_up", "deadline", "Hạn nộp phiếu (ngày/tháng)", optional=True),
    AskedSetting("follow_up", "letter_symbol", "Ký hiệu công văn đôn đốc"),
    AskedSetting("follow_up", "quota", "Số mô hình mỗi xã, phường", number=True, optional=True),
)


def read_form(folder: Path) -> dict[str, str]:
    """Return what each asked setting is now, as the form shows it.

    Raises:
        BadSettings: the file is no TOML.
    """
    document = _parse(_read(folder))
    return {asked.key: _show(_find_block(document, asked.block).get(asked.name)) for asked in ASKED}


def save_form(folder: Path, typed: Mapping[str, str]) -> bool:
    """Write back what was changed; return whether anything was.

    Raises:
        BadSettings: a value does not hold; nothing is written.
        NotWritten: the file is in use, or the folder closed.
    """
    document = _parse(_read(folder))
    changed = False
    for asked in ASKED:
        block = _find_block(document, asked.block)
        text = typed.get(asked.key, "").replace("\r\n", "\n").strip()
        if asked.key not in typed or text == _show(block.get(asked.name)):
            continue
        changed = True
        if not text and asked.optional:
            del block[asked.name]
        else:
            block[asked.name] = _read_value(asked, text)
    if changed:
        whole = tomlkit.dumps(document)
        parse_toml(whole, SETTINGS_NAME, Settings)
        put(folder / SETTINGS_NAME, lambda part: _write(part, whole))
    return changed


def _read(folder: Path) -> str:
    path = folder / SETTINGS_NAME
    if not path.exists():
        return compose_settings(OfficeAnswers(Level.COMMUNE))
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Không đọc được {SETTINGS_NAME} ({error})") from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _parse(text: str) -> Any:
    parse_toml(text, SETTINGS_NAME, Settings)  # names what is wrong in the officer's words
    return tomlkit.parse(text)


def _find_block(document: Any, name: str) -> Any:
    """The block of settings, made where it is missing; of the office the one that holds now."""
    if name == _OFFICE and document.get("offices"):
        return max(document["offices"], key=lambda block: block["since"])
    if name not in document:
        document[name] = tomlkit.table()
    return document[name]


def _show(value: Any) -> str:
    if value is None:
        return ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _read_value(asked: AskedSetting, text: str) -> Any:
    if asked.lines:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if asked.number:
        if not text.isdecimal():
            raise BadSettings(f"“{asked.label}” phải là một số", "Gõ lại rồi ghi")
        return int(text)
    return " ".join(text.split())
