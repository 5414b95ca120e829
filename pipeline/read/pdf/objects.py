"""The objects of a PDF page in the order in which they are painted, those in forms too."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.pdf.calls import (
    count_inner,
    count_objects,
    get_bounds,
    get_inner,
    get_matrix,
    get_object,
    get_type,
)

MOST_DEPTH = 6  # of forms within forms
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_numbers = (ctypes.c_float * 6)()
_START = ctypes.addressof(_numbers)
_SIDES = [_START + 4 * index for index in range(4)]


class Painted(NamedTuple):
    """One object: its handle, what it is, and where it stands in the order of painting."""

    address: int
    kind: int  # FPDF_PAGEOBJ_...
    order: int  # of the object of the page that it is, or is part of
    form: int  # address of the outermost form around it, 0: none
    around: Matrix  # of the forms around it, put together


def walk_objects(page: int) -> Iterator[Painted]:
    """Yield the objects of a page, given its address, but for the forms themselves."""
    for order in range(count_objects(page)):
        address = get_object(page, order)
        kind = get_type(address)
        if kind == c.FPDF_PAGEOBJ_FORM:
            yield from _walk_form(address, order, address, SAME, 1)
        else:
            yield Painted(address, kind, order, 0, SAME)


def _walk_form(form: int, order: int, outer: int, around: Matrix, depth: int) -> Iterator[Painted]:
    if depth >= MOST_DEPTH:
        return
    inside = multiply(matrix_of(form), around)
    for index in range(count_inner(form)):
        address = get_inner(form, index)
        kind = get_type(address)
        if kind == c.FPDF_PAGEOBJ_FORM:
            yield from _walk_form(address, order, outer, inside, depth + 1)
        else:
            yield Painted(address, kind, order, outer, inside)


def matrix_of(address: int) -> Matrix:
    """Return an object's own matrix."""
    if not get_matrix(address, _START):
        return SAME
    a, b, cc, d, e, f = _numbers
    return a, b, cc, d, e, f


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does first the inner, then the outer."""
    if outer is SAME:
        return inner
    a, b, cc, d, e, f = inner
    pa, pb, pc, pd, pe, pf = outer
    return (
        a * pa + b * pc, a * pb + b * pd, cc * pa + d * pc,
        cc * pb + d * pd, e * pa + f * pc + pe, e * pb + f * pd + pf,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix moves a point."""
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def bounds_of(item: Painted) -> Box:
    """Return left, low, right, high of an object on its page, y growing upwards."""
    if not get_bounds(item.address, *_SIDES):
        return 0.0, 0.0, 0.0, 0.0
    left, low, right, high = _numbers[:4]
    if item.around is SAME:
        return left, low, right, high
    corners = [apply(item.around, x, y) for x in (left, right) for y in (low, high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
