"""Pages drawn as pictures, never with more points than a computer can bear."""

from __future__ import annotations

import math
from typing import Any

MILLION = 1_000_000


def bound_scale(width: float, height: float, scale: float, most: int) -> float:
    """Return the scale at which an area has no more points than may be.

    Args:
        width: of the area in points of its own.
        height: of the same.
        scale: that is wanted.
        most: millions of points.
    """
    area = width * height * scale * scale
    return scale if area <= most * MILLION else scale * math.sqrt(most * MILLION / area)


def render_page(pdf_page: Any, scale: float, most: int, **options: Any) -> Any:
    """Return PDFium's bitmap of a page at ``scale``, or less where that is too much."""
    width, height = pdf_page.get_size()
    return pdf_page.render(scale=bound_scale(width, height, scale, most), **options)
