"""The text of a plan around its list of rows (form: Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

LETTERHEAD = (
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Số: 125/KH-UBND", "Độc lập - Tự do - Hạnh phúc"),
    ("", "Thành phố Hòa Bình, ngày 15 tháng 3 năm 2023"),
)
TITLE = (
    "KẾ HOẠCH",
    "Nhân rộng mô hình, điển hình tiên tiến trên địa bàn thành phố Hòa Bình năm 2023",
)
PARAGRAPHS = (
    "Thực hiện Kế hoạch số 76/KH-UBND ngày 13/4/2021 của Ủy ban nhân dân tỉnh Hòa Bình về tuyên "
    "truyền, xây dựng, nhân rộng mô hình, điển hình tiên tiến giai đoạn 2021 - 2025, Ủy ban nhân "
    "dân thành phố xây dựng Kế hoạch nhân rộng mô hình, điển hình tiên tiến năm 2022 trên địa bàn "
    "thành phố (có Phụ lục kèm theo) như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Phát hiện, bồi dưỡng, nhân rộng những mô hình mới, cách làm hay trong các phong trào thi "
    "đua yêu nước; tạo sức lan tỏa trong cán bộ, đảng viên và nhân dân.",
    "2. Việc nhân rộng phải thiết thực, phù hợp với điều kiện của từng cơ quan, đơn vị.",
    "II. NỘI DUNG",
    "Các phòng, ban, ngành, đoàn thể và Ủy ban nhân dân các phường, xã căn cứ danh sách tại Phụ "
    "lục để tuyên truyền, tổ chức tham quan, học tập và nhân rộng.",
    "III. TỔ CHỨC THỰC HIỆN",
)
TASKS_HEADING = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian")
TASKS = (
    ("1", "Tuyên truyền các mô hình, điển hình tiên tiến", "Phòng Văn hóa và Thông tin", "Cả năm"),
    ("2", "Tổ chức hội nghị gặp mặt, biểu dương điển hình", "Phòng Nội vụ", "Quý IV"),
    ("3", "Tổng hợp kết quả, báo cáo", "Phòng Nội vụ", "Trước 15/12"),
)
CLOSING = "Trên đây là Kế hoạch nhân rộng mô hình, điển hình tiên tiến năm 2023./."
RECIPIENTS = (
    "Nơi nhận:",
    "- Ban TĐKT tỉnh;",
    "- Chủ tịch, các PCT UBND TP;",
    "- UBND các phường, xã;",
    "- Lưu: VT, NV.",
)
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "Nguyễn Văn Bình")
LIST_END = ("NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG NỘI VỤ")
RUNNING_HEAD = "UBND thành phố Hòa Bình - Kế hoạch số 125/KH-UBND"
STAMP = (
    "Người ký: Ủy ban nhân dân thành phố Hòa Bình",
    "Cơ quan: Tỉnh Hòa Bình",
    "Thời gian ký: 15.03.2023 16:02:11 +07:00",
)
