"""What scanners, copiers and phones make of a printed page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page comes out of the machine."""

    dpi: int = 200
    colour: bool = False
    skew: float = 0.0  # degrees, counter-clockwise
    blur: float = 0.0  # points
    noise: float = 0.0  # standard deviation in gray levels
    specks: float = 0.0  # share of points
    ink: int = 0  # gray level of black: a faint print
    paper: int = 255
    shade: float = 0.0  # the light falls off towards one corner by this share
    quality: int = 85  # of the JPEG
    seal: bool = False
    turn: int = 0  # degrees counter-clockwise, and nothing in the file says so
    warp: float = 0.0  # of the width: how far the corners are off in a photograph
    handwriting: bool = False
    folds: float = 0.0  # share of the light that is lost in creases across and down the page
    curl: float = 0.0  # of the height: how far the middle of each line sags
    close: float = 0.0  # of the width: a camera held aslant, so close that no edge shows


LOOKS: dict[str, Look] = {
    "clean-300": Look(dpi=300, noise=2),
    "office-200": Look(dpi=200, colour=True, skew=0.5, blur=0.6, noise=5, paper=248, quality=75),
    "skewed-200": Look(dpi=200, skew=-1.7, blur=0.5, noise=6, specks=0.0005, paper=245),
    "coarse-150": Look(dpi=150, skew=0.3, blur=0.4, noise=4, quality=80),
    "faint-200": Look(dpi=200, skew=-0.4, ink=105, paper=250, noise=5, blur=0.5),
    "copied-200": Look(dpi=200, skew=0.8, blur=0.9, noise=9, specks=0.001, paper=225, shade=0.15),
    "sealed-200": Look(dpi=200, colour=True, skew=0.2, noise=4, blur=0.5, seal=True),
    "fine-400": Look(dpi=400, skew=-0.2, noise=6, blur=0.8),
    "turned-90": Look(dpi=200, skew=0.4, noise=4, blur=0.5, turn=90),
    "turned-180": Look(dpi=200, skew=-0.3, noise=4, blur=0.5, turn=180),
    "turned-270": Look(dpi=200, skew=0.3, noise=4, blur=0.5, turn=270),
    "folded-200": Look(dpi=200, colour=True, skew=0.3, blur=0.5, noise=4, folds=0.35),
    "curled": Look(dpi=220, colour=True, blur=0.7, noise=4, paper=238, shade=0.2, curl=0.008),
    "close-up": Look(dpi=220, colour=True, blur=0.7, noise=4, paper=238, shade=0.2, close=0.025),
    "photo": Look(
        dpi=220, colour=True, blur=0.8, noise=5, paper=235, shade=0.3, warp=0.05, quality=80
    ),
}


def scan_pdf(printed: Path, scanned: Path, look: Look, seed: int = 0) -> None:
    """Write the pages of a PDF as a PDF of pictures."""
    pages = [press_page(page, look, seed + n) for n, page in enumerate(_render(printed, look.dpi))]
    save_pages(pages, scanned, look)


def save_pages(pages: Sequence[Image.Image], path: Path, look: Look) -> None:
    """Write pictures as one PDF or TIFF, or the first one as an image."""
    options: dict[str, Any] = {"quality": look.quality}
    if path.suffix in (".pdf", ".tif", ".tiff"):
        options |= {"save_all": True, "append_images": pages[1:]}
    dpi = {"resolution": look.dpi} if path.suffix == ".pdf" else {"dpi": (look.dpi, look.dpi)}
    pages[0].save(path, **options, **dpi)


def _render(printed: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(printed)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def press_page(page: Image.Image, look: Look, seed: int) -> Image.Image:
    """Return one page as the machine gives it."""
    dice = np.random.default_rng(seed)
    angle = look.skew + dice.uniform(-0.1, 0.1) if look.skew else 0.0
    steps: Sequence[tuple[object, Callable[[Image.Image], Image.Image]]] = (
        (look.handwriting, lambda image: _write_by_hand(image, look)),
        (look.seal, lambda image: _put_seal(image, look, dice)),
        (angle, lambda image: _turn(image, angle)),
        (look.warp, lambda image: _warp(image, look.warp, dice)),
        (look.curl, lambda image: _curl(image, look.curl)),
        (look.close, lambda image: _take_close(image, look.close, dice)),
        (look.folds, lambda image: _fold(image, look)),
        (look.blur, lambda image: image.filter(ImageFilter.GaussianBlur(look.blur))),
    )
    for wanted, step in steps:
        if wanted:
            page = step(page)
    pressed = Image.fromarray(_soil(np.asarray(page, dtype=np.float64), look, dice))
    if look.turn:
        pressed = pressed.rotate(look.turn, expand=True)
    return pressed if look.colour else pressed.convert("L")


def _turn(image: Image.Image, angle: float) -> Image.Image:
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")


def _fold(image: Image.Image, look: Look) -> Image.Image:
    """Darken the creases of a sheet that was folded in three across and in two down."""
    points = np.asarray(image, dtype=np.float64)
    height, width = points.shape[:2]
    soft = look.dpi / 20  # points
    for places, length, axis in (((1 / 3, 2 / 3), height, 0), ((1 / 2,), width, 1)):
        along = np.arange(length)
        for place in places:
            lost = look.folds * np.exp(-(((along - place * length) / soft) ** 2))
            points = points * np.expand_dims(1 - lost, (1 - axis, 2))
    return Image.fromarray(np.clip(points, 0, 255).astype(np.uint8))


def _soil(points: Points, look: Look, dice: np.random.Generator) -> NDArray[np.uint8]:
    """Lay ink and paper between their levels, then light, noise and specks over them."""
    points = look.ink + points * (look.paper - look.ink) / 255
    height, width = points.shape[:2]
    if look.shade:
        fall = np.add.outer(np.linspace(0, 1, height), np.linspace(0, 1, width)) / 2
        points = points * (1 - look.shade * fall)[..., None]
    grain = dice.normal(0, look.noise, (height, width, 1)) if look.noise else 0
    points = points + grain
    if look.specks:
        points[dice.random((height, width)) < look.specks] = 40
    soiled: NDArray[np.uint8] = np.clip(points, 0, 255).astype(np.uint8)
    return soiled


def _put_seal(page: Image.Image, look: Look, dice: np.random.Generator) -> Image.Image:
    """Lay a red round seal over print."""
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    radius = int(0.7 * look.dpi)
    x = int(page.width * dice.uniform(0.35, 0.65))
    y = int(page.height * dice.uniform(0.35, 0.65))
    red = (214, 40, 48)
    for inset, width in ((0, 5), (14, 3), (int(radius * 0.45), 3)):
        box = (x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset)
        draw.ellipse(box, outline=red, width=width)
    star = [
        (
            x + radius * (0.35 if n % 2 == 0 else 0.14) * np.sin(n * np.pi / 5),
            y - radius * (0.35 if n % 2 == 0 else 0.14) * np.cos(n * np.pi / 5),
        )
        for n in range(10)
    ]
    draw.polygon(star, fill=red)
    darker = np.minimum(np.asarray(page), np.asarray(layer))
    return Image.fromarray(darker)


def _write_by_hand(page: Image.Image, look: Look) -> Image.Image:
    """Put strokes of a pen where the number stands, upper left."""
    draw = ImageDraw.Draw(page)
    x, y, size = int(page.width * 0.2), int(page.height * 0.085), look.dpi // 8
    for n in range(3):
        left = x + n * size
        draw.line(
            [(left, y), (left + size // 2, y - size // 3), (left + size // 3, y + size)],
            fill=(20, 30, 140),
            width=max(2, look.dpi // 70),
        )
    return page


def _warp(page: Image.Image, share: float, dice: np.random.Generator) -> Image.Image:
    """Lay the page on a table and photograph it aslant."""
    margin = int(page.width * 0.08)
    size = (page.width + 2 * margin, page.height + 2 * margin)
    reach = share * page.width
    target = [
        (x + dice.uniform(0.3, 1) * reach * sx, y + dice.uniform(0.3, 1) * reach * sy)
        for x, y, sx, sy in (
            (margin, margin, 1, -0.4),
            (size[0] - margin, margin, -1, 0.5),
            (size[0] - margin, size[1] - margin, 0.4, -0.5),
            (margin, size[1] - margin, -0.4, 0.5),
        )
    ]
    source = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    table = Image.new("RGB", size, (92, 74, 60))
    bent = page.transform(
        size, Image.Transform.PERSPECTIVE, _solve(target, source), Image.Resampling.BICUBIC
    )
    mask = Image.new("L", page.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, _solve(target, source)
    )
    table.paste(bent, mask=mask)
    return table


def _curl(page: Image.Image, share: float) -> Image.Image:
    """Let every line sag in its middle, as on a sheet that does not lie flat."""
    points = np.asarray(page)
    height, width = points.shape[:2]
    sag = share * height * np.sin(np.pi * np.arange(width) / width)
    rows = np.clip(np.arange(height)[:, None] + np.rint(sag)[None, :].astype(int), 0, height - 1)
    return Image.fromarray(points[rows, np.arange(width)[None, :]])


def _take_close(page: Image.Image, share: float, dice: np.random.Generator) -> Image.Image:
    """Photograph the page aslant without its edges."""
    reach = share * page.width
    corners = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    target = [
        (x + dice.uniform(-1, 1) * reach, y + dice.uniform(-1, 1) * reach) for x, y in corners
    ]
    aslant = page.transform(
        page.size,
        Image.Transform.PERSPECTIVE,
        _solve(target, corners),
        Image.Resampling.BICUBIC,
        fillcolor="white",
    )
    margin = int(1.2 * reach)
    return aslant.crop((margin, margin, page.width - margin, page.height - margin))


def _solve(
    target: Sequence[tuple[float, float]], source: Sequence[tuple[float, float]]
) -> list[float]:
    """Return the eight numbers that lead points of the target to those of the source."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(n) for n in np.linalg.solve(np.array(rows), np.array(values))]
