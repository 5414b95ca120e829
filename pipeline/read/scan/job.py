"""All pictures of a file are read, several at a time, and laid out as one plan."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2

from pipeline.model import Box, Grid, Note
from pipeline.read.means import USUAL, Blocks, Means, Scanned, View
from pipeline.read.scan.cells import Marker, mark_blocks, show_doubts
from pipeline.read.scan.image.cells import cut_picture
from pipeline.read.scan.image.picture import Picture
from pipeline.read.scan.order import order_pages
from pipeline.read.scan.page import PageReading, make_page, read_picture
from pipeline.read.scan.rows import settle_grids
from pipeline.read.scan.store import PageStore, drop_old_readings, write_cell
from pipeline.read.scan.words.doubts import gather_support, settle_words
from pipeline.read.scan.words.engine import OcrEngine
from pipeline.read.scan.words.tesseract import open_engines
from pipeline.read.table.layout import lay_out
from pipeline.read.table.lines import tidy_page
from pipeline.read.table.rows import NO_CARRY

_MOST_THREADS = 4  # each needs some 100 MB

Engines = Callable[[], Sequence[OcrEngine]]


@dataclass(frozen=True, slots=True)
class _Done:
    """One page, read and kept."""

    reading: PageReading
    store: PageStore


def recognise(
    pictures: Iterable[tuple[int, Picture]],
    count: int,
    means: Means = USUAL,
    engines: Engines | None = None,
) -> Scanned:
    """Return the blocks of every page and what the officer should know.

    Args:
        pictures: page number and picture, in order; taken one by one, as room allows.
        count: how many there are.
        means: folders, and who is told of every page.
        engines: opens the engines of one worker, the faster one first; Tesseract's by default.
    """
    open_all = engines or partial(open_engines, means.settings.tessdata)
    done: dict[int, _Done] = {}
    means.tell_page(0, count)
    drop_old_readings(means.settings)
    for number, page in _read_all(pictures, open_all, means):
        done[number] = page
        means.tell_page(len(done), count)
    plan = gather_support(piece for page in done.values() for piece in page.reading.pieces)
    blocks: dict[int, Blocks] = {}
    carry = NO_CARRY
    for number, page in sorted(done.items()):
        settled = [settle_words(piece, plan) for piece in page.reading.pieces]
        words = [[one.word for one in piece] for piece in settled]
        seen = tidy_page(make_page(page.reading, words, number))
        layout = lay_out(seen, carry)
        carry = layout.carry
        means.show(View(seen, layout.blocks, page.store.load_page))
        marker = Marker([one for p in settled for one in p], page.reading.unread)
        blocks[number] = mark_blocks(layout.blocks, marker)
    ordered, swaps = order_pages(blocks)
    shown = show_doubts(_settle_rows(ordered), _Camera(done).take)
    return Scanned(shown, (*_tell_turned(done), *swaps, *_tell_unkept(done)))


def _settle_rows(pages: Mapping[int, Blocks]) -> dict[int, Blocks]:
    """Return the pages with what their tables say together about single cells."""
    grids = [block for blocks in pages.values() for block in blocks if isinstance(block, Grid)]
    settled = iter(settle_grids(grids))
    return {
        number: tuple(next(settled) if isinstance(block, Grid) else block for block in blocks)
        for number, blocks in pages.items()
    }


# --- reading -------------------------------------------------------------------------


class _Worker(threading.local):
    """The engines of one thread; they are not shared."""

    engines: Sequence[OcrEngine] = ()


def _read_all(
    pictures: Iterable[tuple[int, Picture]], engines: Engines, means: Means
) -> Iterator[tuple[int, _Done]]:
    """Read pages in threads: engine and picture work both let go of Python's lock."""
    cv2.setNumThreads(1)
    threads = min(means.threads or os.cpu_count() or 1, _MOST_THREADS)
    own = _Worker()
    models = len(engines())

    def read_one(picture: Picture) -> _Done:
        store = PageStore(picture, models, means.settings)
        kept = store.load()
        if kept is None:
            if not own.engines:
                own.engines = engines()
            kept, gray = read_picture(picture, own.engines)
            store.save(kept, gray)
        return _Done(kept, store)

    waiting: dict[int, Future[_Done]] = {}
    with ThreadPoolExecutor(threads) as pool:
        for number, picture in pictures:
            if len(waiting) > threads:  # so that pictures do not pile up
                yield _take_first(waiting)
            waiting[number] = pool.submit(read_one, picture)
        while waiting:
            yield _take_first(waiting)


def _take_first(waiting: dict[int, Future[_Done]]) -> tuple[int, _Done]:
    number = next(iter(waiting))
    return number, waiting.pop(number).result()


# --- telling -------------------------------------------------------------------------


class _Camera:
    """Takes pictures of cells; the page that it took the last one of stays at hand."""

    def __init__(self, pages: Mapping[int, _Done]) -> None:
        self._pages = pages
        self._number = 0
        self._page: Picture | None = None

    def take(self, number: int, box: Box) -> Path | None:
        """Return the picture of a cell, None where it has no extent."""
        done = self._pages[number]
        path = done.store.place_cell(box)
        if path.is_file():
            return path
        if self._page is None or number != self._number:
            gray = done.store.load_page()
            self._number = number
            self._page = Picture(gray, gray.shape[1] / done.reading.width * 72)
        points = cut_picture(self._page, box)
        return write_cell(path, Picture(points, self._page.dpi)) if points.size else None


def _tell_unkept(done: Mapping[int, _Done]) -> tuple[Note, ...]:
    reasons = dict.fromkeys(page.store.unkept for page in done.values() if page.store.unkept)
    return tuple(Note("cache-unusable", reason) for reason in reasons)


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
