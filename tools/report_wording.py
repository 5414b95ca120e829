"""The wording of the annual report's template, with the names that sentences.py fills."""

from __future__ import annotations

from report_layout import Column

BLANK = "[…cơ quan bổ sung…]"

# Styles of a line of the text.
H1, H2, H3, TEXT, LEAD, BASIS = (
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Nội dung",
    "lead",  # text that stays with the table or list after it
    "Căn cứ",
)
AFTER = "after"  # text under a table
Part = tuple[str, str] | tuple[str, tuple[Column, ...]]
"""Style and words of a paragraph, or the loop and the columns of a table."""


GUIDE = (
    "HƯỚNG DẪN SỬA MẪU. Những dòng này không in ra báo cáo. Sửa lời văn ở đâu cũng được; giữ "
    "nguyên các dấu lệnh trong ngoặc nhọn hoặc chép lại từ chỗ khác trong mẫu.",
    "Chữ trong ngoặc vuông bắt đầu bằng dấu ba chấm là chỗ để trống, được tô vàng trong báo cáo.",
    "Thông tin chung: nam, nam_truoc, nam_sau, dia_ban, co_quan, co_quan_chu_quan, "
    "co_quan_ban_hanh, ky_hieu, noi_ban_hanh, kinh_gui, can_cu, co_quan_thuong_truc, tu_ngay, "
    "den_ngay, quyen_han, chuc_vu, nguoi_ky, noi_nhan, luu.",
    "Văn bản nguồn: ke_hoach (mỗi văn bản có loai, so, ngay, co_quan, ten, so_mo_hinh), "
    "co_quan_ke_hoach, muc_can_xem, van_ban_can_xem.",
    "Số liệu: tong, tap_the, ca_nhan, ho_gia_dinh, chua_ro; so_sanh (xu_huong, chenh_lech; không "
    "có khi chưa có số liệu năm trước), bien_dong (moi, duy_tri, thoi; như so_sanh); "
    "linh_vuc, xa_phuong, doi_tuong (mỗi dòng có ten, "
    "trong_cau, tong, tap_the, ca_nhan, ho_gia_dinh, chua_ro, ty_le, nam_truoc_co, tang_giam; "
    "riêng linh_vuc có mo_hinh gồm ten, chu_the); linh_vuc_nhieu_nhat, linh_vuc_tiep_theo, "
    "linh_vuc_chua_co; so_xa, tong_so_xa, xa_nhieu_nhat (xa_phuong là thôn, tổ dân phố trong báo "
    "cáo của xã, phường; loai_dia_ban là cách gọi); bang_linh_vuc, bang_dia_ban; so_vi_du. Dự thảo "
    "đánh giá: uu_diem, ton_tai, nguyen_nhan.",
    "Phiếu của các đơn vị: ket_qua (không có khi chưa nhận phiếu nào; gồm so_phieu, so_don_vi, "
    "so_mo_hinh, so_ghi_khau, phat_hien, boi_duong, tong_ket, nhan_dien_hinh, tinh_trang, "
    "don_vi_hoc_tap, buoi_tuyen_truyen, nguoi_tham_gia, kinh_phi, kinh_phi_trieu, so_cham, "
    "diem_binh_quan, muc_diem, so_sanh gồm so_mo_hinh, tang, giam, bang); khong_duy_tri (gồm "
    "ten, chu_the), dang_nhan_rong; chua_co_mo_hinh; chi_tieu (không có khi "
    "chưa giao; gồm dat, tong, chua_dat gồm ten, thieu).",
    "Phụ lục: phu_luc (mỗi phụ lục có so, ten, bang, ghi_chu, ngat_trang).",
)


# --- the sections --------------------------------------------------------------------

END = "{% if loop.last %}.{% else %};{% endif %}"
PLAN = "{{ k.loai }} số {{ k.so }} ngày {{ k.ngay }} của {{ k.co_quan }} về {{ k.ten }}"
SUBJECT = "kết quả phát hiện, bồi dưỡng, nhân rộng mô hình, điển hình tiên tiến năm {{ nam }}"

OPENING: tuple[Part, ...] = (
    (BASIS, "{%p for van_ban in can_cu %}"),
    (BASIS, "Căn cứ {{ van_ban }}" + END),
    (BASIS, "{%p endfor %}"),
    (
        TEXT,
        "{% if ke_hoach and ke_hoach|length <= 3 %}Thực hiện {% for k in ke_hoach %}" + PLAN + "{% "
        "if not loop.last %}; {% endif %}{% endfor %}, {% endif %}{{ co_quan }} báo cáo "
        + SUBJECT
        + " (có Phụ lục kèm theo) như sau:",
    ),
)


def _blanks(*headings: str) -> tuple[Part, ...]:
    return tuple(part for heading in headings for part in ((H2, heading), (TEXT, BLANK)))


LEADERSHIP: tuple[Part, ...] = (
    (H1, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"),
    (H2, "1. Việc quán triệt, ban hành văn bản"),
    (TEXT, "{%p if ke_hoach %}"),
    (
        TEXT,
        "Năm {{ nam }}, việc nhân rộng mô hình, điển hình tiên tiến được triển khai theo "
        "{% if ke_hoach|length <= 3 %}các văn bản sau:{% else %}{{ ke_hoach|length }} văn bản của "
        "{{ co_quan_ke_hoach|length }} cơ quan, đơn vị (danh mục tại Phụ lục kèm theo).{% endif %}",
    ),
    (TEXT, "{%p if ke_hoach|length <= 3 %}"),
    (TEXT, "{%p for k in ke_hoach %}"),
    (TEXT, "- " + PLAN + " ({{ k.so_mo_hinh }} mô hình)" + END),
    (TEXT, "{%p endfor %}"),
    (TEXT, "{%p endif %}"),
    (TEXT, "{%p endif %}"),
    (TEXT, "{%p if co_quan_thuong_truc %}"),
    (TEXT, "Cơ quan thường trực, tham mưu tổng hợp: {{ co_quan_thuong_truc }}."),
    (TEXT, "{%p endif %}"),
    (TEXT, BLANK),
    *_blanks("2. Công tác tuyên truyền"),
)

NUMBER: Column = ("STT", "{{ loop.index }}", "", 1.2)


def _lead(name: str) -> str:
    """The fields of one rank; several that are alike are said to be."""
    return (
        "{{ RANK|map(attribute='trong_cau')|join('; ') }} ({% if RANK|length > 1 %}mỗi lĩnh vực "
        "{% endif %}{{ RANK[0].tong }} mô hình, chiếm {{ RANK[0].ty_le }})"
    ).replace("RANK", name)


BY_FIELD: tuple[Part, ...] = (
    (H3, "a) Theo lĩnh vực"),
    (TEXT, "{%p if linh_vuc_nhieu_nhat %}"),
    (
        TEXT,
        "{% if linh_vuc_nhieu_nhat|length == 1 %}Lĩnh vực có nhiều mô hình nhất là {% else %}Các "
        "lĩnh vực cùng có nhiều mô hình nhất là {% endif %}"
        + _lead("linh_vuc_nhieu_nhat")
        + "{% if linh_vuc_tiep_theo and linh_vuc_tiep_theo|length <= 4 %}, tiếp đến là "
        + _lead("linh_vuc_tiep_theo")
        + "{% endif %}.",
    ),
    (TEXT, "{%p endif %}"),
    (TEXT, "{%p if linh_vuc_chua_co %}"),
    (TEXT, "Lĩnh vực chưa có mô hình: {{ linh_vuc_chua_co|join('; ') }}."),
    (TEXT, "{%p endif %}"),
    (LEAD, "Số mô hình, điển hình tiên tiến theo lĩnh vực:"),
    (TEXT, "{{p bang_linh_vuc }}"),
)

BY_PLACE: tuple[Part, ...] = (
    (H3, "b) Theo địa bàn"),
    (
        TEXT,
        "Có {{ so_xa }}{% if tong_so_xa %}/{{ tong_so_xa }}{% endif %} {{ loai_dia_ban }} có mô "
        "hình được nhân rộng{% if xa_nhieu_nhat and xa_nhieu_nhat|length == 1 %}; đơn vị có nhiều "
        "mô hình nhất: {{ xa_nhieu_nhat[0].trong_cau }} ({{ xa_nhieu_nhat[0].tong }} mô hình)"
        "{% elif xa_nhieu_nhat and xa_nhieu_nhat|length <= 5 %}; các đơn vị cùng có nhiều mô hình "
        "nhất: {{ xa_nhieu_nhat|map(attribute='trong_cau')|join(', ') }} (mỗi đơn vị "
        "{{ xa_nhieu_nhat[0].tong }} mô hình){% endif %}.",
    ),
    (TEXT, "{%p if chua_co_mo_hinh and chua_co_mo_hinh|length <= 10 %}"),
    (TEXT, "{{ loai_dia_ban|capitalize }} chưa có mô hình: {{ chua_co_mo_hinh|join(', ') }}."),
    (TEXT, "{%p endif %}"),
    (TEXT, "{%p if chi_tieu %}"),
    (
        TEXT,
        "Có {{ chi_tieu.dat }}/{{ chi_tieu.tong }} đơn vị đạt chỉ tiêu số mô hình được giao"
        "{% if chi_tieu.chua_dat and chi_tieu.chua_dat|length <= 10 %}; chưa đạt: "
        "{% for x in chi_tieu.chua_dat %}{{ x.ten }} (thiếu {{ x.thieu }})"
        "{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}.",
    ),
    (TEXT, "{%p endif %}"),
    (TEXT, "{%p if xa_phuong|length <= 25 %}"),
    (LEAD, "Số mô hình, điển hình tiên tiến theo địa bàn:"),
    (TEXT, "{{p bang_dia_ban }}"),
    (TEXT, "{%p else %}"),
    (TEXT, "Số liệu của từng {{ loai_dia_ban }} tại Phụ lục II kèm theo."),
    (TEXT, "{%p endif %}"),
)

BY_KIND: tuple[Part, ...] = (
    (H3, "c) Theo đối tượng"),
    (LEAD, "Số mô hình, điển hình tiên tiến theo đối tượng:"),
    (
        "x in doi_tuong",
        (
            NUMBER,
            ("Đối tượng", "{{ x.ten }}", "Tổng cộng", 8.0),
            ("Tổng số", "{{ x.tong }}", "{{ tong }}", 3.6),
            ("Tỷ lệ", "{{ x.ty_le }}", "{{ ty_le }}", 3.6),
        ),
    ),
)

COMPARISON: tuple[Part, ...] = (
    (H3, "d) So sánh với năm trước"),
    (TEXT, "{%p if so_sanh %}"),
    (LEAD, "Số mô hình, điển hình tiên tiến năm {{ nam }} so với năm {{ nam_truoc }}:"),
    (
        "x in linh_vuc",
        (
            NUMBER,
            ("Lĩnh vực", "{{ x.ten }}", "Tổng cộng", 7.3),
            ("Năm {{ nam_truoc }}", "{{ x.nam_truoc_co }}", "{{ nam_truoc_co }}", 2.6),
            ("Năm {{ nam }}", "{{ x.tong }}", "{{ tong }}", 2.6),
            ("Tăng (+), giảm (-)", "{{ x.tang_giam }}", "{{ tang_giam }}", 2.8),
        ),
    ),
    (
        AFTER,
        "Trong {{ tong }} mô hình, điển hình của năm {{ nam }} có {{ bien_dong.moi }} mô hình mới, "
        "{{ bien_dong.duy_tri }} mô hình duy trì từ năm {{ nam_truoc }}; {{ bien_dong.thoi }} mô "
        "hình của năm {{ nam_truoc }} không còn trong danh sách.",
    ),
    (TEXT, "{%p else %}"),
    (TEXT, "[…chưa có số liệu năm {{ nam_truoc }} để so sánh, cơ quan bổ sung…]"),
    (TEXT, "{%p endif %}"),
)

EXAMPLES: tuple[Part, ...] = (
    (H2, "5. Một số mô hình, điển hình tiêu biểu"),
    (TEXT, "[…cơ quan chọn lọc danh sách dưới đây, bổ sung kết quả của từng mô hình…]"),
    (TEXT, "{%p for f in linh_vuc if f.mo_hinh %}"),
    (LEAD, "- {{ f.ten }} ({{ f.mo_hinh|length }} mô hình):"),
    (TEXT, "{%p for m in f.mo_hinh[:so_vi_du] %}"),
    (
        TEXT,
        "+ {% if m.ten %}{{ m.ten }} ({{ m.chu_the }}){% else %}{{ m.chu_the }}{% endif %}"
        "{% if not loop.last %};{% elif f.mo_hinh|length > so_vi_du %}; và "
        "{{ f.mo_hinh|length - so_vi_du }} mô hình khác.{% else %}.{% endif %}",
    ),
    (TEXT, "{%p endfor %}"),
    (TEXT, "{%p endfor %}"),
    (TEXT, "{%p if khong_duy_tri %}"),
    (
        TEXT,
        "Mô hình, điển hình không duy trì theo phiếu của các đơn vị ({{ khong_duy_tri|length }}): "
        "{% for m in khong_duy_tri %}{% if m.ten %}{{ m.ten }} ({{ m.chu_the }}){% else %}"
        "{{ m.chu_the }}{% endif %}{% if not loop.last %}; {% endif %}{% endfor %}.",
    ),
    (TEXT, "{%p endif %}"),
)

FORMS = "phiếu theo dõi, đánh giá của {{ ket_qua.so_phieu }}/{{ ket_qua.so_don_vi }} đơn vị"


def _told(sentence: str, *more: Part, blank: str = BLANK) -> tuple[Part, ...]:
    """A sentence of what the forms say; a blank where none came back."""
    return (
        (TEXT, "{%p if ket_qua %}"),
        (TEXT, sentence),
        *more,
        (TEXT, "{%p else %}"),
        (TEXT, blank),
        (TEXT, "{%p endif %}"),
    )


NO_STAGE = "[…phiếu của các đơn vị không ghi khâu đang thực hiện; cơ quan bổ sung…]"
UNSTAGED = (
    "{% if ket_qua.so_ghi_khau < ket_qua.so_mo_hinh %} (trong {{ ket_qua.so_ghi_khau }} mô hình có "
    "ghi khâu){% endif %}"
)


def _if_staged(sentence: str) -> str:
    """What the forms say of a stage; a blank where none names any."""
    return "{% if ket_qua.so_ghi_khau %}" + sentence + "{% else %}" + NO_STAGE + "{% endif %}"


FOSTERED = _told(
    _if_staged(
        "Theo " + FORMS + ", có {{ ket_qua.boi_duong }} mô hình, điển hình đang ở khâu bồi dưỡng, "
        "{{ ket_qua.phat_hien }} mô hình, điển hình ở khâu phát hiện" + UNSTAGED + "."
    )
)
REVIEWED = _told(
    _if_staged("Có {{ ket_qua.tong_ket }} mô hình, điển hình đang ở khâu tổng kết.")
    + "{% if ket_qua.so_cham %} {{ ket_qua.so_cham }} mô hình, điển hình đã được chấm điểm theo "
    "tiêu chí, điểm bình quân {{ ket_qua.diem_binh_quan }}/100, gồm: "
    "{% for m in ket_qua.muc_diem %}{{ m.ten }} điểm: {{ m.so }}{% if not loop.last %}; {% endif %}"
    "{% endfor %}.{% endif %}",
)
SPREAD = _told(
    "Theo " + FORMS + ", {{ ket_qua.so_mo_hinh }}/{{ tong }} mô hình, điển hình có kết quả"
    "{% if ket_qua.so_ghi_khau %}; {{ ket_qua.nhan_dien_hinh }} mô hình, điển hình ở khâu nhân "
    "điển hình tiên tiến" + UNSTAGED + "{% endif %}{% if ket_qua.tinh_trang %}; tình trạng của "
    "{{ ket_qua.so_mo_hinh }} mô hình có kết quả: {% for t in ket_qua.tinh_trang %}{{ t.ten }} "
    "{{ t.so }}{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}. Đã có "
    "{{ ket_qua.don_vi_hoc_tap }} lượt đơn vị đến học "
    "tập, {{ ket_qua.buoi_tuyen_truyen }} buổi tuyên truyền, {{ ket_qua.nguoi_tham_gia }} lượt "
    "người tham gia, kinh phí {{ ket_qua.kinh_phi_trieu }} triệu đồng.",
    (TEXT, "{%p if ket_qua.so_sanh %}"),
    (
        TEXT,
        "Trong {{ ket_qua.so_sanh.so_mo_hinh }} mô hình, điển hình được chấm điểm cả hai năm, so "
        "với năm {{ nam_truoc }}: {{ ket_qua.so_sanh.tang }} tăng điểm, {{ ket_qua.so_sanh.giam }} "
        "giảm điểm, {{ ket_qua.so_sanh.bang }} giữ nguyên.",
    ),
    (TEXT, "{%p endif %}"),
    blank="[…chưa có phiếu theo dõi, đánh giá của đơn vị nào; cơ quan bổ sung hiệu quả nhân rộng…]",
)

RESULTS: tuple[Part, ...] = (
    (H1, "II. KẾT QUẢ THỰC HIỆN"),
    *_blanks("1. Công tác phát hiện, lựa chọn"),
    (H2, "2. Công tác bồi dưỡng"),
    *FOSTERED,
    (H2, "3. Công tác tổng kết, công nhận"),
    *REVIEWED,
    (H2, "4. Kết quả nhân rộng"),
    (
        TEXT,
        "Năm {{ nam }}, trên địa bàn {{ dia_ban }} có {{ tong }} mô hình, điển hình tiên tiến "
        "{% if khong_duy_tri %}trong danh sách{% else %}được nhân rộng{% endif %}"
        "{% if so_sanh %} ({% if so_sanh.chenh_lech %}{{ so_sanh.xu_huong }} "
        "{{ so_sanh.chenh_lech }} mô hình so với năm {{ nam_truoc }}{% else %}bằng năm trước"
        "{% endif %}){% endif %}, gồm {{ tap_the }} tập thể, {{ ca_nhan }} cá nhân, "
        "{{ ho_gia_dinh }} hộ gia đình{% if chua_ro %}, {{ chua_ro }} chưa rõ đối tượng"
        "{% endif %}{% if khong_duy_tri %}; theo phiếu của các đơn vị, {{ khong_duy_tri|length }} "
        "mô hình, điển hình không duy trì, còn {{ dang_nhan_rong }} được nhân rộng{% endif %}.",
    ),
    (
        TEXT,
        "Số liệu tính từ ngày {{ tu_ngay }} đến ngày {{ den_ngay }}, tổng hợp từ "
        "{{ ke_hoach|length }} văn bản{% if co_quan_ke_hoach|length > 1 %} của "
        "{{ co_quan_ke_hoach|length }} cơ quan{% if co_quan_ke_hoach|length <= 3 %} "
        "({{ co_quan_ke_hoach|join('; ') }}){% endif %}{% endif %}; "
        "biểu chi tiết tại các Phụ lục kèm theo.",
    ),
    (TEXT, "{%p if muc_can_xem %}"),
    (
        TEXT,
        "[…còn {{ muc_can_xem }} mục cần kiểm tra ở {{ van_ban_can_xem }} văn bản: xem trang "
        "“Cần kiểm tra” của bảng tính; kiểm tra xong thì xóa dòng này…]",
    ),
    (TEXT, "{%p endif %}"),
    *SPREAD,
    *BY_FIELD,
    *BY_PLACE,
    *BY_KIND,
    *COMPARISON,
    *EXAMPLES,
    *_blanks("6. Công tác khen thưởng, tôn vinh"),
)


def _drafts(heading: str, name: str) -> tuple[Part, ...]:
    """A heading, what the figures say as drafts, and a blank for what only the office knows."""
    return (
        (H2, heading),
        (TEXT, f"{{%p for cau in {name} %}}"),
        (TEXT, "[…dự thảo: {{ cau }}…]"),
        (TEXT, "{%p endfor %}"),
        (TEXT, BLANK),
    )


REST: tuple[Part, ...] = (
    (H1, "III. ĐÁNH GIÁ CHUNG"),
    *_drafts("1. Ưu điểm", "uu_diem"),
    *_drafts("2. Tồn tại, hạn chế", "ton_tai"),
    *_drafts("3. Nguyên nhân", "nguyen_nhan"),
    *_blanks("4. Bài học kinh nghiệm"),
    (H1, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {{ nam_sau }}"),
    (TEXT, BLANK),
    (H1, "V. KIẾN NGHỊ, ĐỀ XUẤT"),
    (TEXT, BLANK),
    (
        LEAD,
        "Trên đây là báo cáo " + SUBJECT + " trên địa bàn {{ dia_ban }}, {{ co_quan }} trân trọng "
        "báo cáo./.",
    ),
)
