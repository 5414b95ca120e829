"""How a generated plan is laid out: every variant is one option, and options combine."""

from __future__ import annotations

from dataclasses import dataclass

HEADINGS: dict[str, tuple[str, ...]] = {
    "no": ("Số TT", "STT", "TT", "Số thứ tự"),
    "name_address": (
        "Tên, địa chỉ mô hình, điển hình",
        "Họ tên, địa chỉ",
        "Tên mô hình, địa chỉ",
        "Tập thể, cá nhân (địa chỉ)",
    ),
    "name": ("Tập thể, cá nhân", "Họ và tên", "Tên tập thể, cá nhân", "Chủ mô hình"),
    "address": ("Địa chỉ", "Nơi ở", "Nơi cư trú", "Địa chỉ"),
    "locality": ("Thôn, xóm, TDP", "Thôn, xóm, tổ", "Thôn, xóm, TDP", "Thôn, xóm, tổ"),
    "commune": ("Xã, phường", "Xã, phường", "Xã/phường", "Xã, phường, thị trấn"),
    "model": ("Tên mô hình", "Tên mô hình, điển hình", "Mô hình", "Tên điển hình tiên tiến"),
    "content": (
        "Nội dung mô hình, điển hình",
        "Nội dung",
        "Nội dung mô hình, điển hình",
        "Nội dung nhân rộng",
    ),
    "result": ("Kết quả đạt được", "Hiệu quả", "Tóm tắt thành tích", "Cách làm"),
    "field": ("Lĩnh vực", "Thuộc lĩnh vực", "Lĩnh vực", "Lĩnh vực"),
    "kind": ("Đối tượng", "Loại điển hình", "Đối tượng", "Loại hình"),
    "position": ("Chức vụ", "Chức danh, đơn vị công tác", "Nghề nghiệp", "Chức vụ"),
    "birth_year": ("Năm sinh", "Năm sinh", "Năm sinh", "Năm sinh"),
    "tick:collective": ("Tập thể",) * 4,
    "tick:individual": ("Cá nhân",) * 4,
    "tick:household": ("Hộ gia đình", "Hộ", "Hộ gia đình", "Gia đình"),
    "birth:male": ("Nam",) * 4,
    "birth:female": ("Nữ",) * 4,
    "ethnic": ("Dân tộc", "Dân tộc", "Dân tộc", "Dân tộc"),
    "year": ("Năm công nhận", "Năm", "Thời gian thực hiện", "Năm công nhận"),
    "decision": ("Số Quyết định", "QĐ công nhận", "Số Quyết định", "Số QĐ"),
    "proposer": ("Đơn vị giới thiệu", "Cơ quan đề nghị", "Đơn vị theo dõi", "Đơn vị giới thiệu"),
    "note": ("Ghi chú", "GC", "Ghi Chú", "Ghi chú"),
}
SPLIT: dict[str, tuple[str, tuple[str, ...]]] = {
    "ticks": ("Loại điển hình", ("tick:collective", "tick:individual", "tick:household")),
    "address_split": ("Địa chỉ", ("locality", "commune")),
    "birth_split": ("Năm sinh", ("birth:male", "birth:female")),
}  # a column's code: the heading over its columns, their codes
WIDTHS: dict[str, float] = {
    "no": 1.3,
    "name_address": 5.0,
    "name": 3.6,
    "address": 3.4,
    "locality": 2.4,
    "commune": 2.3,
    "model": 3.8,
    "content": 6.0,
    "result": 3.6,
    "field": 2.4,
    "kind": 1.6,
    "tick": 1.2,
    "position": 3.0,
    "birth_year": 1.5,
    "birth": 1.4,
    "ethnic": 1.8,
    "year": 1.4,
    "decision": 2.6,
    "proposer": 2.4,
    "note": 1.6,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay out the rows of a plan; the default is a plain ruled table."""

    # columns and headings
    columns: tuple[str, ...] = ("no", "name_address", "content")
    headings: int = 0  # which wording of every heading
    blank_no_heading: bool = False  # nothing over the ordinals
    number_row: str = ""  # "(1)": a row (1) (2) (3) under the heading; "A": A B 1 2 3
    repeat_heading: bool = False
    # what the rows say
    phrases: bool = True  # the content cell says "Điển hình tiên tiến trong lĩnh vực ..."
    abbreviations: bool = False  # P., X., TDP, UBND, Hội LHPN
    bare_names: bool = False  # persons without a form of address
    several_models: bool = False  # one cell lists several
    bullet: str = "- "  # before each of them
    tick: str = "x"
    ordinal: str = "1"  # "1", "01", "1.", "I.1", "a)", "auto", "missing"
    restart: bool = False  # ordinals restart in every group
    # rows that are not data
    group_by: tuple[str, ...] = ()  # "kind", "field"; two are nested
    group_counts: bool = False  # "Lĩnh vực giáo dục, đào tạo (15 mô hình)"
    group_roman: bool = False  # the numeral in its own cell, else merged over the width
    merge: str = ""  # a column whose equal neighbours are one merged cell
    blank_rows: bool = False
    subtotals: bool = False
    total: bool = False
    total_cells: bool = False  # the word and the number of a total in cells of their own
    appendices: str = ""  # "kind", "field": one appendix each, said in its title only
    new_page: bool = True  # every appendix begins a page
    prose: bool = False  # a list in paragraphs instead of a table
    prose_subject_first: bool = False
    # the paper around
    body: bool = True  # the plan itself before the appendix
    letterhead_table: bool = True
    task_table: bool = False
    signature_table: bool = True  # else in paragraphs
    page_numbers: bool = True
    running_head: bool = False
    landscape: bool = False  # the appendix; the body stays upright
    mixed: bool = False  # every other appendix upright again
    # the drawing: PDF
    rotate: int = 0  # /Rotate of the appendix pages, their drawing turned to match
    rules: str = "full"  # "full", "horizontal", "none", "dashed", "shaded", "bands", "short"
    break_rows: bool = False  # a row may be cut at the foot of the page
    middle: bool = True  # ordinals and merged cells stand in the middle of their height
    stamp: bool = False  # a digital signature's words over page 1
    bold_twice: bool = False
    split_accents: bool = False
    # the drawing: letters
    encoding: str = "unicode"  # "tcvn3", "vni", "vntime-unicode", "nfd"
    spaced_titles: bool = False  # P H Ụ  L Ụ C
    # the drawing: XLSX
    hidden_rows: bool = False  # every row a second time, hidden
    # the drawing: DOCX
    extras: tuple[str, ...] = ()  # "textbox", "nested", "footnotes", "comments", "tracked",
    # "controls", "hyperlinks"

    def lies(self, appendix: int) -> bool:
        """Whether the pages of the appendix (from 0) are landscape."""
        return self.landscape and not (self.mixed and appendix % 2)

    @property
    def says_kind(self) -> bool:
        """Whether the paper tells the kind apart from the subject's own words."""
        shown = {"ticks", "kind"} & set(self.columns)
        return bool(shown) or "kind" in self.group_by or self.appendices == "kind"

    @property
    def printed(self) -> tuple[str, ...]:
        """One code for every printed column."""
        return tuple(one for code in self.columns for one in SPLIT.get(code, ("", (code,)))[1])
