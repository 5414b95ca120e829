"""Words drawn over a paper: text boxes that may be rows of a list, and marks across the page."""

from __future__ import annotations

from pipeline.language.keys import squeeze, words_key
from pipeline.model import Note

_QUOTED = 80  # letters
_STAMPED = frozenset(
    {"dự thảo", "bản dự thảo", "nháp", "bản nháp", "bản sao", "lưu hành nội bộ", "không sao chép"}
    | {"draft", "confidential", "sample", "copy"}
)  # but not "mật" and the like, which a paper says of itself


def is_stamped(text: str) -> bool:
    """Tell the words of a watermark: they are said of the paper, and are no part of it."""
    return words_key(text) in _STAMPED


def note_loose(text: str, place: str = "", where: str = "") -> Note:
    """Return the note on a text box whose words belong to no row.

    Args:
        text: its words.
        place: what it stands over, " đặt tại ô A12".
        where: the part of the file, where there are several.
    """
    flat = squeeze(text)
    quoted = flat if len(flat) <= _QUOTED else f"{flat[:_QUOTED].rstrip()}…"
    return Note(
        "shape-text",
        f"Khung chữ (text box){place} không thuộc hàng nào của bảng: “{quoted}”; "
        "nếu đó là một mục, hãy gõ vào ô của bảng rồi chạy lại",
        where,
    )
