"""What is printed in a form, and what a form that comes back is known by."""

from __future__ import annotations

FORM_TITLE = "PHIẾU THEO DÕI, ĐÁNH GIÁ"
SCORE_TITLE = "CHẤM ĐIỂM"
UNIT = "Đơn vị:"
FILLED_BY = "Người điền phiếu:"
FILLED_ON = "Ngày điền phiếu:"
MODEL = "Tên mô hình, điển hình"
SUBJECT = "Tập thể, cá nhân, hộ gia đình"
STAGE = "Khâu đang thực hiện"
STATE = "Tình trạng"
REMARK = "Nhận xét, kiến nghị"
TOTAL = "Tổng điểm"
KEY = "Mã"
