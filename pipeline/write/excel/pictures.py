"""Pictures in cells of a workbook: inside the cell, no larger than on paper."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_DPI = 200  # of the pictures
_SCREEN_DPI = 96  # what XlsxWriter takes for pictures that do not say
_PADDING = 3  # pixels to the borders of the cell
_HIGHEST = 500  # pixels; a row of Excel's is 545 at most
_POINTS = 72 / 96  # of a pixel


def put_picture(page: Worksheet, place: tuple[int, int], data: bytes, width_cm: float) -> float:
    """Put a PNG into a cell, and return the points that its row needs.

    It moves, sorts and hides with its row.
    """
    across, down = map(float, struct.unpack(">II", data[16:24]))  # the header comes first
    room = width_cm * _SCREEN_DPI / 2.54 - 2 * _PADDING
    scale = min(_SCREEN_DPI / _DPI, room / across, _HIGHEST / down)
    page.insert_image(
        *place,
        "o.png",
        {
            "image_data": BytesIO(data),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": _PADDING,
            "y_offset": _PADDING,
            "object_position": 1,
            "description": "Ảnh của ô trên bản quét",
        },
    )
    return (down * scale + 2 * _PADDING) * _POINTS
