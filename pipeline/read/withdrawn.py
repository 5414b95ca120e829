"""Rows that were struck out: what is left of them makes no entry."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.keys import squeeze
from pipeline.language.ordinals import is_numbered


def is_withdrawn(cells: Sequence[tuple[str, str]]) -> bool:
    """Tell a row of which nothing is left to make an entry of.

    Args:
        cells: of each cell of the row what is kept and what was left out of it.

    Returns:
        Whether nothing is kept but the ordinal; or whole cells were left out, two at least,
        and behind them one remark ("rút") is kept, shorter than they are.
    """
    gone = [i for i, (kept, left) in enumerate(cells) if left.strip() and not kept.strip()]
    part = any(left.strip() and kept.strip() for kept, left in cells)
    kept = [i for i, (text, _) in enumerate(cells) if text.strip()]
    if not gone or part:
        return False
    others = [i for i in kept if i > gone[0] or not is_numbered(cells[i][0].strip())]
    if not others:
        return True
    letters = sum(len(cells[i][1]) for i in gone)
    remark = len(others) == 1 and others[0] > gone[-1]
    return len(gone) > 1 and remark and len(cells[others[0]][0]) < letters


def worded(texts: Sequence[str]) -> list[str]:
    """Return those of ``texts`` that have a letter or a figure, each on one line."""
    return [flat for text in texts if any(map(str.isalnum, flat := squeeze(text)))]
