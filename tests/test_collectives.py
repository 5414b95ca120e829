"""Of what sort a collective is: the lines under Tập thể in Biểu 03."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classify.collectives import OTHER, collective_names, sort_collective

SUBJECTS = {
    "co-quan": [
        "UBND phường Thịnh Lang",
        "Uỷ ban nhân dân xã Yên Mông",
        "Hội đồng nhân dân thành phố",
        "Phòng Nội vụ",
        "Công an phường",
        "Cán bộ, chiến sỹ Công an xã",
        "Ban CHQS phường Kỳ Sơn",
        "Trạm Y tế",
        "Trung tâm VH, TT & TT",
        "Chi bộ xóm Máy",
        "Ban Thường vụ Đảng ủy",
    ],
    "truong": [
        "Trường Tiểu học Sông Đà",
        "Trường MN Hoa Mai",
        "TH&THCS Dân Hạ",
        "Mầm non Suối Hoa",
        "Tập thể lớp 5A, Trường Tiểu học Kim Đồng",
        "Trung tâm GDNN-GDTX",
        "Hội đồng sư phạm Trường THCS Lê Lợi",
    ],
    "doan-the": [
        "Hội LHPN phường Tân Thịnh",
        "Hội Cựu chiến binh xã Hòa Bình",
        "Chi hội phụ nữ tổ 3",
        "Đoàn TN phường",
        "Đoàn TNCS Hồ Chí Minh xã",
        "Thành Đoàn Hòa Bình",
        "Công đoàn Trường Mầm non Sơn Ca",
        "LĐLĐ thành phố",
        "Ban công tác Mặt trận KDC số 2",
        "Ban Thường trực Ủy ban MTTQ",
    ],
    "dan-cu": [
        "Tổ dân phố số 4",
        "TDP 10",
        "TDP10",
        "Tổ 3A",
        "xóm Máy",
        "Nhân dân và cán bộ xóm Máy",
        "Khu dân cư số 2",
        "02 xóm Bưởi và Chợ",
    ],
    "kinh-te": [
        "HTX nông nghiệp Mường Động",
        "Công ty TNHH Hoàng Long",
        "Tổ hợp tác trồng bưởi",
        "Quỹ tín dụng nhân dân",
        "Ban quản trị Hợp tác xã Đại Đồng",
    ],
    OTHER: [
        "Câu lạc bộ Liên thế hệ",
        "Tổ tự quản số 2",
        "Tổ số hóa cộng đồng",
        "Đội dân phòng",
        "Hội đồng gia tộc họ Bùi",
        "Khu công nghiệp Lương Sơn",
        "Cán bộ và nhân dân",
        "",
    ],
}


@pytest.mark.parametrize(
    ("subject", "code"), [(name, code) for code, names in SUBJECTS.items() for name in names]
)
def test_the_first_body_that_a_subject_names_decides(subject: str, code: str) -> None:
    assert sort_collective(subject) == code


def test_every_sort_has_subjects_here_in_the_order_of_the_table() -> None:
    assert list(collective_names()) == list(SUBJECTS)


@given(st.text())
def test_any_subject_has_a_sort(subject: str) -> None:
    assert sort_collective(subject) in collective_names()


@given(
    st.sampled_from(["Tập thể", "Toàn thể cán bộ,", "Nhân dân và", "CÁN BỘ -", "15"]),
    st.sampled_from([name for names in SUBJECTS.values() for name in names]),
)
def test_words_for_people_before_a_body_change_nothing(opener: str, subject: str) -> None:
    assert sort_collective(f"{opener} {subject}") == sort_collective(subject)
