"""The plan's prose before the list, and the lines around lists."""

from __future__ import annotations

import random

from bench.others.model import Letterhead, Para, Sign
from bench.others.places import Area

PURPOSES = (
    "Phát hiện, bồi dưỡng, tổng kết và nhân rộng các mô hình, điển hình tiên tiến trên mọi lĩnh vực, tạo sức lan tỏa trong các phong trào thi đua yêu nước.",
    "Nâng cao nhận thức, trách nhiệm của cấp ủy, chính quyền, Mặt trận và các đoàn thể đối với công tác xây dựng điển hình.",
    "Việc lựa chọn điển hình bảo đảm khách quan, đúng đối tượng, chú trọng người trực tiếp lao động, công tác ở vùng khó khăn.",
    "Gắn nhân rộng điển hình với thực hiện nhiệm vụ chính trị của từng cơ quan, đơn vị, địa phương; tránh hình thức, chạy theo số lượng.",
)
TASKS = (
    "Tổ chức hội nghị biểu dương, giao lưu điển hình tiên tiến; mỗi đơn vị cử ít nhất 02 điển hình tham dự, báo cáo kinh nghiệm.",
    "Xây dựng chuyên mục “Người tốt, việc tốt” trên Đài Truyền thanh, Cổng thông tin điện tử; mỗi tháng giới thiệu 04 gương.",
    "Trường học, trạm y tế, hợp tác xã đăng ký ít nhất 01 mô hình mới trong năm và báo cáo kết quả trước ngày 15 tháng 11.",
    "Hội Liên hiệp Phụ nữ, Hội Nông dân, Đoàn Thanh niên phối hợp duy trì các mô hình đã được công nhận những năm trước.",
    "Kịp thời khen thưởng, đề nghị cấp trên khen thưởng các tập thể, cá nhân, hộ gia đình có thành tích tiêu biểu.",
    "Tổ chức tham quan, học tập kinh nghiệm giữa các thôn, xóm, tổ dân phố; hỗ trợ kỹ thuật, vốn vay cho hộ làm theo mô hình.",
    "Định kỳ 6 tháng, một năm kiểm tra, đánh giá hiệu quả của từng mô hình so với năm trước, rút kinh nghiệm.",
)
DUTIES = (
    "Phòng Nội vụ là cơ quan thường trực, theo dõi, đôn đốc, tổng hợp kết quả thực hiện Kế hoạch.",
    "Phòng Văn hóa - Xã hội chủ trì tuyên truyền, tổng hợp danh sách điển hình của các đơn vị.",
    "Phòng Kinh tế hướng dẫn kỹ thuật, cân đối nguồn hỗ trợ các mô hình sản xuất.",
    "Ủy ban nhân dân các xã, phường căn cứ Kế hoạch này cụ thể hóa và tổ chức thực hiện tại địa phương.",
    "Đề nghị Ủy ban MTTQ Việt Nam và các đoàn thể phối hợp vận động đoàn viên, hội viên hưởng ứng.",
)
SIGNERS = ("Nguyễn Hữu Luyện", "Bùi Quang Điệp", "Đinh Công Sứ", "Trần Hồng Thái", "Lò Minh Hùng")


def letterhead(area: Area, rng: random.Random, kind: str = "KH-UBND") -> Letterhead:
    """Return the paper's head; the number is often blank in the electronic copy."""
    number = rng.choice(("", str(rng.randint(12, 640))))
    day, month = rng.randint(3, 28), rng.randint(1, 11)
    shown = f"{day:02d}" if rng.random() < 0.6 else "    "
    month_text = f"{month:02d}" if month < 3 else str(month)
    return Letterhead(
        area.office.split("\n"),
        f"Số: {number or '       '}/{kind}",
        f"{area.seat}, ngày {shown} tháng {month_text} năm {area.year}",
    )


def plan_text(area: Area, rng: random.Random, *, long: bool = False) -> list[Para]:
    """Return the plan's prose: headings, purposes, bullet tasks, duties. No entries in it."""
    year = area.year
    out = [
        Para("KẾ HOẠCH", "title"),
        Para(f"Nhân rộng mô hình, điển hình tiên tiến trên địa bàn {area.place} năm {year}", "sub"),
        Para(
            f"Thực hiện Kế hoạch của cấp trên về tuyên truyền, xây dựng, nhân rộng mô hình, điển hình tiên tiến giai đoạn 2021 - 2026, {area.short} ban hành Kế hoạch như sau (có Phụ lục kèm theo):"
        ),
        Para("I. MỤC ĐÍCH, YÊU CẦU", "h1"),
        Para("1. Mục đích", "h2"),
        *[Para(f"- {text}", "bullet") for text in rng.sample(PURPOSES, 2)],
        Para("2. Yêu cầu", "h2"),
        *[Para(f"- {text}", "bullet") for text in rng.sample(PURPOSES, 2)],
        Para("II. NỘI DUNG, GIẢI PHÁP", "h1"),
    ]
    tasks = list(TASKS) * (2 if long else 1)
    if long:
        for at, text in enumerate(TASKS, 1):
            out += [
                Para(f"{at}. Nhiệm vụ {at}", "h2"),
                Para(f"- {text}", "bullet"),
                Para(f"- {rng.choice(PURPOSES)}", "bullet"),
            ]
    else:
        out += [Para(f"- {text}", "bullet") for text in rng.sample(tasks, 5)]
    out.append(Para("III. TỔ CHỨC THỰC HIỆN", "h1"))
    for at, text in enumerate(rng.sample(DUTIES, 4), 1):
        out.append(Para(f"{at}. {text}"))
    out.append(
        Para(
            "Trên đây là Kế hoạch nhân rộng mô hình, điển hình tiên tiến; yêu cầu các cơ quan, đơn vị triển khai thực hiện./."
        )
    )
    return out


def sign(area: Area, rng: random.Random, *, seal: bool = False, recipients: bool = True) -> Sign:
    """Return the recipients and the signature."""
    head = area.place.split()[0].upper()
    left = [
        "Nơi nhận:",
        "- Thường trực cấp ủy, HĐND;",
        "- Chủ tịch, các PCT UBND;",
        "- Các phòng, ban, ngành, đoàn thể;",
        "- UBND các xã, phường;",
        "- Lưu: VT, NV.",
    ]
    right = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "", rng.choice(SIGNERS)]
    if head == "XÃ":
        right[1:3] = ["CHỦ TỊCH", ""]
    return Sign(left if recipients else [], right, seal)


def annex_title(
    area: Area, rng: random.Random, title: str | None = None, name: str = "PHỤ LỤC"
) -> list[Para]:
    """Return the annex's title lines."""
    title = title or f"DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN NHÂN RỘNG NĂM {area.year}"
    number = rng.choice(("       ", str(rng.randint(20, 400))))
    return [
        Para(name, "center", keep=True),
        Para(title, "sub", keep=True),
        Para(
            f"(Kèm theo Kế hoạch số {number}/KH-UBND ngày      /{rng.randint(2, 11)}/{area.year} của {area.short})",
            "italic",
            keep=True,
        ),
    ]


#: texts of the prose that must never become entries
PROSE_NOT_ENTRIES = [
    "Trường học, trạm y tế, hợp tác xã đăng ký ít nhất 01 mô hình mới",
    "Hội Liên hiệp Phụ nữ, Hội Nông dân, Đoàn Thanh niên phối hợp",
    "Phòng Nội vụ là cơ quan thường trực",
]
