"""All pictures of a file are read, several at a time, and laid out as one plan."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2

from pipeline.model import Box, Note
from pipeline.read.layout import lay_out
from pipeline.read.ocr import OcrEngine
from pipeline.read.ocr_tesseract import open_engines
from pipeline.read.picture import Picture
from pipeline.read.picture_cells import Sheet, cut_cell, make_sheet, save_cell
from pipeline.read.picture_rules import find_ruling
from pipeline.read.scan import Blocks, Scanned
from pipeline.read.scan_cache import PageStore, write_png
from pipeline.read.scan_cells import Marker, mark_blocks
from pipeline.read.scan_doubts import Lexicon, gather_lexicon, is_doubtful
from pipeline.read.scan_page import Reading, read_picture

_logger = logging.getLogger(__name__)

Engines = Callable[[], Sequence[OcrEngine]]


@dataclass(frozen=True, slots=True)
class _Done:
    """One page, read and kept."""

    reading: Reading
    store: PageStore


def recognise(
    pictures: Iterable[tuple[int, Picture]], engines: Engines = open_engines
) -> Scanned:
    """Return the blocks of every page and what the officer should know.

    Args:
        pictures: page number and picture, in order; taken one by one, as room allows.
        engines: opens the engines of one worker, the faster one first.
    """
    done = _read_all(pictures, engines)
    lexicon = gather_lexicon([page.reading.words for page in done.values()])
    blocks: dict[int, Blocks] = {}
    edges: tuple[float, ...] = ()
    for number, page in sorted(done.items()):
        layout = lay_out(page.reading.to_page(number), edges)
        edges = layout.edges
        blocks[number] = _mark_page(layout.blocks, page, lexicon)
    return Scanned(blocks, _tell_turned(done))


# --- reading -------------------------------------------------------------------------


class _Worker(threading.local):
    """The engines of one thread; they are not shared."""

    engines: Sequence[OcrEngine] = ()


def _read_all(pictures: Iterable[tuple[int, Picture]], engines: Engines) -> dict[int, _Done]:
    """Read pages in threads: engine and picture work both let go of Python's lock."""
    cv2.setNumThreads(1)
    workers = min(os.cpu_count() or 1, 8)
    own = _Worker()
    count = len(engines())

    def read_one(picture: Picture) -> _Done:
        store = PageStore(picture, count)
        kept = store.load()
        if kept is None:
            if not own.engines:
                own.engines = engines()
            kept, gray = read_picture(picture, own.engines)
            store.save(kept, gray)
        return _Done(kept, store)

    done: dict[int, _Done] = {}
    waiting: dict[int, Future[_Done]] = {}
    with ThreadPoolExecutor(workers) as pool:
        for number, picture in pictures:
            if len(waiting) > workers:  # so that pictures do not pile up
                _take_first(waiting, done)
            waiting[number] = pool.submit(read_one, picture)
        while waiting:
            _take_first(waiting, done)
    return done


def _take_first(waiting: dict[int, Future[_Done]], done: dict[int, _Done]) -> None:
    number = next(iter(waiting))
    done[number] = waiting.pop(number).result()
    _logger.info("trang %d đã nhận dạng", number)


# --- marking -------------------------------------------------------------------------


def _mark_page(blocks: Blocks, page: _Done, lexicon: Lexicon) -> Blocks:
    gray = page.store.load_page()
    picture = Picture(gray, gray.shape[1] / page.reading.width * 72)
    sheet = make_sheet(picture, find_ruling(picture).mask, page.reading.em)
    marker = Marker(
        page.reading.words,
        has_ink=lambda box: cut_cell(sheet, box) is not None,
        take_picture=lambda box: _keep_cell(page.store, sheet, box),
        doubts=lambda text, words: is_doubtful(text, words, lexicon),
    )
    return mark_blocks(blocks, marker)


def _keep_cell(store: PageStore, sheet: Sheet, box: Box) -> Path | None:
    path = store.folder / f"cell-{'-'.join(str(round(side)) for side in box)}.png"
    if not path.is_file():
        points = save_cell(sheet, box)
        if not points.size:
            return None
        write_png(path, points)
    return path


def _tell_turned(done: Mapping[int, _Done]) -> tuple[Note, ...]:
    return tuple(
        Note(
            "page-turned",
            f"Trang {number} nằm xoay {90 * page.reading.turns} độ, đã xoay lại để đọc",
            f"trang {number}",
            doubt=False,
        )
        for number, page in sorted(done.items())
        if page.reading.turns
    )
