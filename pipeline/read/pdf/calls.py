"""PDFium's own calls, taking and giving plain addresses: each twice as fast as through ctypes."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as c

ADDRESS, INT, UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def bind(function: Any, *arguments: type) -> Any:
    """Return the same call with these types: of its result, then of its arguments."""
    prototype = ctypes.PYFUNCTYPE(*arguments)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


_ONE, _PLACE = (ADDRESS,), (ADDRESS, INT)
count_objects = bind(c.FPDFPage_CountObjects, INT, *_ONE)
get_object = bind(c.FPDFPage_GetObject, ADDRESS, *_PLACE)
count_inner = bind(c.FPDFFormObj_CountObjects, INT, *_ONE)
get_inner = bind(c.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
get_type = bind(c.FPDFPageObj_GetType, INT, *_ONE)
get_matrix = bind(c.FPDFPageObj_GetMatrix, INT, ADDRESS, ADDRESS)
get_bounds = bind(c.FPDFPageObj_GetBounds, INT, *[ADDRESS] * 5)
get_fill = bind(c.FPDFPageObj_GetFillColor, INT, *[ADDRESS] * 5)
get_stroke = bind(c.FPDFPageObj_GetStrokeColor, INT, *[ADDRESS] * 5)
count_marks = bind(c.FPDFPageObj_CountMarks, INT, *_ONE)
get_mark = bind(c.FPDFPageObj_GetMark, ADDRESS, ADDRESS, ctypes.c_ulong)
get_mark_name = bind(c.FPDFPageObjMark_GetName, INT, ADDRESS, ADDRESS, ctypes.c_ulong, ADDRESS)
get_clip = bind(c.FPDFPageObj_GetClipPath, ADDRESS, *_ONE)
count_clips = bind(c.FPDFClipPath_CountPaths, INT, *_ONE)
count_clip_parts = bind(c.FPDFClipPath_CountPathSegments, INT, *_PLACE)
get_clip_part = bind(c.FPDFClipPath_GetPathSegment, ADDRESS, ADDRESS, INT, INT)
get_point = bind(c.FPDFPathSegment_GetPoint, INT, ADDRESS, ADDRESS, ADDRESS)
set_active = bind(c.FPDFPageObj_SetIsActive, INT, *_PLACE)

get_text_object = bind(c.FPDFText_GetTextObject, ADDRESS, *_PLACE)
get_unicode = bind(c.FPDFText_GetUnicode, UINT, *_PLACE)
get_char_box = bind(c.FPDFText_GetCharBox, INT, *_PLACE, *[ADDRESS] * 4)
get_char_origin = bind(c.FPDFText_GetCharOrigin, INT, *_PLACE, *[ADDRESS] * 2)

_rgba = (ctypes.c_uint * 4)()
_RGBA = [ctypes.addressof(_rgba) + 4 * index for index in range(4)]


def read_colour(address: int, getter: Any) -> tuple[int, int]:
    """Return (0xRRGGBB, alpha) of an object's fill or stroke; black and whole where untold."""
    if not getter(address, *_RGBA):
        return 0, 255
    red, green, blue, alpha = _rgba
    return red << 16 | green << 8 | blue, alpha
