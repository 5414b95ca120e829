"""What the workbooks call the things that are read back from them."""

from __future__ import annotations

from collections.abc import Mapping

PLAN_LIST = "Danh sách"
YEAR_LIST = "Biểu 06 - Danh sách"
FIELD_TITLE = "Lĩnh vực: "  # begins a line of the title of a field's list
JOURNAL = "Nhật ký sửa"
QUESTIONS = "Cần xác nhận"
BASE = "Danh mục"  # hidden: drop-downs, and what each row said when it was printed

KEY = "Mã dòng"  # hidden column
ADDED = "+"  # begins the key of an entry that the officer added
REASONS = "Cần kiểm tra"
MARK = "Đánh dấu"
REMOVE = "xóa"
CONFIRM = "đúng"  # the row was checked against its paper
UNDO = "hoàn tác"
ANSWER = "Cùng một mô hình?"
YES, NO = "có", "không"
PAIR = " || "  # between the two entries in the hidden key of a question

EDITABLE: Mapping[str, str] = {
    "Đối tượng": "subject",
    "Loại đối tượng": "subject_kind",
    "Chức vụ, nơi công tác": "position",
    "Thôn, tổ dân phố": "locality",
    "Xã, phường": "commune",
    "Lĩnh vực": "field",
    "Tên mô hình, điển hình": "model",
    "Ghi chú": "note",
}
"""Heading of a list -> column of the frame that the officer may correct there."""

COLUMN_NAMES: Mapping[str, str] = {column: label for label, column in EDITABLE.items()}
