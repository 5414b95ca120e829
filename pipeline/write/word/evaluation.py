"""What the figures themselves say of a year's strengths and shortcomings: a draft to be edited.

Every sentence is printed as a draft in yellow; what no figure says stays a visible blank.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.write.office import Values
from pipeline.write.words import show_count

_MOST_NAMED = 10


def draft_evaluation(values: Values) -> Values:
    """Return the drafts of ưu điểm, tồn tại and nguyên nhân.

    Args:
        values: what the report prints (``sentences.report_values``, ``forms.sentences``).
    """
    return {
        "uu_diem": list(_praise(values)),
        "ton_tai": list(_find_fault(values)),
        "nguyen_nhan": list(values["kho_khan"]),
    }


def _praise(values: Values) -> Iterable[str]:
    fields = sum(bool(line["tong"]) for line in values["linh_vuc"])
    every = f"/{show_count(values['tong_so_xa'])}" if values["tong_so_xa"] else ""
    yield (
        f"có {show_count(values['tong'])} mô hình, điển hình ở {fields} lĩnh vực, tại "
        f"{show_count(values['so_xa'])}{every} {values['loai_dia_ban']}"
    )
    compared, changes, told = values["so_sanh"], values["bien_dong"], values["ket_qua"]
    if compared and compared["xu_huong"] == "tăng":
        yield (
            f"số mô hình, điển hình tăng {show_count(compared['chenh_lech'])} so với năm "
            f"{values['nam_truoc']}"
        )
    if changes and changes["duy_tri"]:
        yield (
            f"{show_count(changes['duy_tri'])} mô hình, điển hình của năm {values['nam_truoc']} "
            "tiếp tục được duy trì"
        )
    if told:
        good = [one for one in told["tinh_trang"] if one["ten"] == "nhân rộng tốt"]
        yield from (
            f"{show_count(one['so'])} mô hình, điển hình được nhân rộng tốt" for one in good
        )


def _find_fault(values: Values) -> Iterable[str]:
    compared, told = values["so_sanh"], values["ket_qua"]
    if compared and compared["xu_huong"] == "giảm":
        yield (
            f"số mô hình, điển hình giảm {show_count(compared['chenh_lech'])} so với năm "
            f"{values['nam_truoc']}"
        )
    if empty := values["linh_vuc_chua_co"]:
        yield f"{len(empty)} lĩnh vực chưa có mô hình{_name(empty)}"
    if lacking := values["chua_co_mo_hinh"]:
        yield f"{len(lacking)} {values['loai_dia_ban']} chưa có mô hình{_name(lacking)}"
    if ended := values["khong_duy_tri"]:
        yield f"{len(ended)} mô hình, điển hình không duy trì"
    if told:
        hard = [one for one in told["tinh_trang"] if one["ten"] == "gặp khó khăn"]
        yield from (f"{show_count(one['so'])} mô hình, điển hình gặp khó khăn" for one in hard)
        silent = told["so_don_vi"] - told["so_phieu"]
        if silent > 0:
            yield f"{show_count(silent)}/{show_count(told['so_don_vi'])} đơn vị chưa gửi phiếu"


def _name(units: list[str]) -> str:
    return f": {'; '.join(units)}" if len(units) <= _MOST_NAMED else ""
