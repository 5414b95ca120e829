"""What an officer can do about a file that cannot be read, said in one way everywhere."""

from __future__ import annotations

RESEND = "Chép hoặc tải lại tệp từ nơi gửi rồi chạy lại"
UNLOCK = "Mở tệp, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ), lưu lại rồi chạy lại"
UNPACK = "Giải nén rồi bỏ các tệp bên trong vào thư mục đầu vào"
SAVE_DOCX = "Mở tệp bằng Word, lưu lại dạng .docx rồi chạy lại"
SAVE_XLSX = "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi chạy lại"
ASK = "Xin bản PDF, Word hoặc Excel của kế hoạch"
SAVE_ATTACHED = "Mở thư, lưu các tệp đính kèm vào thư mục đầu vào rồi chạy lại"
