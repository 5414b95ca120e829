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
    "ethnic": ("Dân tộc", "Dân tộc", "Dân tộc", "Dân tộc"),
    "note": ("Ghi chú", "GC", "Ghi Chú", "Ghi chú"),
}
TICKS = ("Tập thể", "Cá nhân", "Hộ gia đình")
TICKS_OVER = "Loại điển hình"
ADDRESS_OVER = "Địa chỉ"
WIDTHS: dict[str, float] = {
    "no": 1.0,
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
    "birth_year": 1.3,
    "ethnic": 1.5,
    "note": 1.6,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay out the rows of a plan; the default is a plain ruled table."""

    # columns and headings
    columns: tuple[str, ...] = ("no", "name_address", "content")
    headings: int = 0  # which wording of every heading
    number_row: str = ""  # "(1)": a row (1) (2) (3) under the heading; "A": A B 1 2 3
    repeat_heading: bool = False
    # what the rows say
    phrases: bool = True  # the content cell says "Điển hình tiên tiến trong lĩnh vực ..."
    abbreviations: bool = False  # P., X., TDP, UBND, Hội LHPN
    bare_names: bool = False  # persons without a form of address
    several_models: bool = False  # one cell lists several
    ordinal: str = "1"  # "1", "01", "1.", "I.1", "a)", "auto", "missing"
    restart: bool = False  # ordinals restart in every group
    # rows that are not data
    group_by: tuple[str, ...] = ()  # "kind", "field"; two are nested
    group_roman: bool = False  # the numeral in its own cell, else merged over the width
    merge: str = ""  # a column whose equal neighbours are one merged cell
    blank_rows: bool = False
    subtotals: bool = False
    total: bool = False
    appendices: str = ""  # "kind", "field": one appendix each, said in its title only
    prose: bool = False  # a list in paragraphs instead of a table
    # the paper around
    body: bool = True  # the plan itself before the appendix
    letterhead_table: bool = True
    task_table: bool = False
    signature_table: bool = True  # else in paragraphs
    page_numbers: bool = True
    running_head: bool = False
    landscape: bool = False  # the appendix; the body stays upright
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

    @property
    def says_kind(self) -> bool:
        """Whether the paper tells the kind apart from the subject's own words."""
        shown = {"ticks", "kind"} & set(self.columns)
        return bool(shown) or "kind" in self.group_by or self.appendices == "kind"

    @property
    def printed(self) -> tuple[str, ...]:
        """One code for every printed column."""
        out: list[str] = []
        for code in self.columns:
            if code == "ticks":
                out += ["tick:collective", "tick:individual", "tick:household"]
            elif code == "address_split":
                out += ["locality", "commune"]
            else:
                out.append(code)
        return tuple(out)
