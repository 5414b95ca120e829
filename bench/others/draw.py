"""Run a tool over a paper; find the page every row is printed on; write the truth."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pymupdf

from bench.others.canvas import FONTS, to_reportlab
from bench.others.docx_out import to_docx
from bench.others.html import to_html
from bench.others.model import Paper, Para
from bench.others.wordwise import to_pymupdf
from bench.others.xlsx_out import to_xlsx

TOOLS = ("chromium", "weasy", "lohtml", "lodocx", "docx", "loxlsx", "xlsx", "reportlab", "pymupdf")
HERE = Path(__file__).resolve().parents[1]


class Studio:
    """Holds what is dear to start: one browser, one LibreOffice profile."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._play: Any = None
        self._browser: Any = None
        self._home = Path(tempfile.mkdtemp(prefix="gen-"))
        os.environ.setdefault("FONTCONFIG_FILE", str(HERE / "fonts.conf"))

    def close(self) -> None:
        """End the browser and drop the profile."""
        if self._browser:
            self._browser.close()
            self._play.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def draw(self, papers: list[Paper], tool: str, paths: list[Path]) -> None:
        """Write the papers with the tool to the paths (their suffix fits the tool)."""
        makers = {
            "docx": to_docx,
            "xlsx": to_xlsx,
            "reportlab": to_reportlab,
            "pymupdf": to_pymupdf,
            "chromium": self._chromium,
            "weasy": self._weasy,
        }
        if tool in makers:
            for paper, path in zip(papers, paths, strict=True):
                makers[tool](paper, str(path))
        else:
            self._office(papers, tool, paths)
        for paper, path in zip(papers, paths, strict=True):
            if path.suffix == ".pdf" and paper.turn:
                _turn(path, paper.turn)
            if path.suffix == ".pdf" and paper.stamp:
                _stamp(path, paper.stamp)

    def _chromium(self, paper: Paper, target: str) -> None:
        from playwright.sync_api import sync_playwright

        if not self._browser:
            self._play = sync_playwright().start()
            self._browser = self._play.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
        page = self._browser.new_page()
        page.set_content(to_html(paper, "chromium"))
        shown = paper.page_numbers or paper.header or paper.footer
        blank = "<span></span>"
        number = '<span class="pageNumber"></span>'
        side = "center" if paper.page_numbers == "top" else "right"
        line = '<div style="font-size:8pt;width:100%;padding:0 12mm;text-align:{}">{}{}</div>'
        top, bottom = paper.page_numbers == "top", paper.page_numbers == "bottom"
        page.pdf(
            path=target,
            prefer_css_page_size=True,
            print_background=True,
            display_header_footer=bool(shown),
            header_template=line.format(side if top else "left", paper.header or "", number)
            if top
            else (line.format("left", paper.header, "") if paper.header else blank),
            footer_template=line.format(side, (paper.footer or "") + " ", number)
            if bottom
            else (line.format("left", paper.footer, "") if paper.footer else blank),
        )
        page.close()

    def _weasy(self, paper: Paper, target: str) -> None:
        from weasyprint import HTML

        HTML(string=to_html(paper, "weasy")).write_pdf(target)

    def _office(self, papers: list[Paper], tool: str, paths: list[Path]) -> None:
        """Convert with LibreOffice, all files in one call: its start is what takes long."""
        suffix = {"lohtml": ".html", "lodocx": ".docx", "loxlsx": ".xlsx"}[tool]
        sources = [self._home / (path.stem + suffix) for path in paths]
        for paper, source in zip(papers, sources, strict=True):
            if tool == "lohtml":
                source.write_text(to_html(paper, "lohtml"), encoding="utf-8")
            else:
                (to_docx if tool == "lodocx" else to_xlsx)(paper, str(source))
        kind = ["--infilter=HTML (StarWriter)"] if tool == "lohtml" else []
        profile = f"-env:UserInstallation=file://{self._home}/profile"
        command = ["soffice", profile, "--headless", *kind, "--convert-to", "pdf", "--outdir"]
        subprocess.run(
            [*command, str(self._home), *map(str, sources)],
            check=True,
            capture_output=True,
            timeout=400,
        )
        for path in paths:
            shutil.move(self._home / (path.stem + ".pdf"), path)


def _turn(path: Path, angle: int) -> None:
    """Redraw every page lying inside an upright one that /Rotate sets straight again."""
    source = pymupdf.open(path)
    out = pymupdf.open()
    for page in source.pages():
        wide, high = page.rect.width, page.rect.height
        new = out.new_page(width=high, height=wide)
        new.show_pdf_page(new.rect, source, page.number, rotate=angle)
        new.set_rotation(angle)
    data = out.tobytes(garbage=3, deflate=True)
    source.close()
    path.write_bytes(data)


def _stamp(path: Path, lines: list[str]) -> None:
    """Set a digital signature's text and a red seal in the margin column beside the last rows."""
    doc = pymupdf.open(path)
    for page in reversed(list(doc.pages())):
        words = [
            w for w in page.get_text("words") if w[4].isdigit() and w[0] < page.rect.width * 0.2
        ]
        if words:
            break
    last = max(w[3] for w in words)
    x = page.rect.width - 118
    font = str(FONTS / "Arimo_400Regular.ttf")
    page.insert_font(fontname="St", fontfile=font)
    for at, line in enumerate(lines):
        page.insert_text(
            (x, last - 30 + at * 9), line[:34], fontname="St", fontsize=5.5, color=(0, 0, 0.8)
        )
    page.draw_circle((x + 30, last - 12), 30, color=(0.85, 0.1, 0.1), width=1.8, stroke_opacity=0.7)
    first = doc[0]
    first.insert_font(fontname="St", fontfile=font)
    for at, line in enumerate(lines):
        first.insert_text(
            (first.rect.width - 190, 22 + at * 11),
            line,
            fontname="St",
            fontsize=8,
            color=(0, 0, 0.8),
        )
    doc.subset_fonts()
    data = doc.tobytes(garbage=3, deflate=True)
    doc.close()
    path.write_bytes(data)


def bare(text: str) -> str:
    """Return text for comparing: NFC, plain hyphens, no white space."""
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", "", re.sub("[\u00ad\u2010\u2011]", "-", text).replace("\u037e", ";"))


def skeleton(text: str) -> str:
    """Return only the ASCII of text: letters from a fallback font stand out of order in PDFs."""
    return "".join(c for c in bare(text) if c.isascii() and c != "-")


def page_texts(path: Path) -> list[str]:
    """Return every page's text in drawing order."""
    with pymupdf.open(path) as doc:
        return [page.get_text("text", flags=pymupdf.TEXTFLAGS_TEXT) for page in doc]


class Finder:
    """Finds strings in a drawn PDF, whole or by their ASCII skeleton."""

    def __init__(self, texts: list[str]) -> None:
        """Keep the pages' texts under both foldings."""
        self.words = [set(re.findall(r"\w+", unicodedata.normalize("NFC", t))) for t in texts]
        self.books = []
        for folding in (bare, skeleton):
            pages = [folding(t) for t in texts]
            whole = "".join(pages)
            starts = [0]
            for page in pages:
                starts.append(starts[-1] + len(page))
            mark = folding("(Kèm theo")
            self.books.append((folding, whole, starts, max(0, whole.find(mark))))

    def pages(self, text: str, shortest: int = 4) -> list[int]:
        """Return the pages (from 1) text begins on, those of the list only if there are any."""
        for folding, whole, starts, first in self.books:
            key = folding(text)
            if len(key) < shortest:
                continue
            spots = [m.start() for m in re.finditer(re.escape(key), whole)]
            spots = [s for s in spots if s >= first] or spots
            if spots:
                ends = list(enumerate(starts[1:], 1))
                return list(dict.fromkeys(next(n for n, end in ends if end > s) for s in spots))
        return []

    def best(self, keys: list[str], cells: list[str]) -> int | None:
        """Return the page one of the keys begins on that holds most of the cells."""
        for key in keys:
            found = self.pages(key)
            if found:
                held = {n: sum(n in self.pages(c) for c in cells) for n in found}
                return max(found, key=lambda n: (held[n], -n))
        return None

    def spread(self, text: str, page: int) -> bool:
        """Return whether every word of text is on the page or on the next."""
        here = set().union(*self.words[page - 1 : page + 1])
        return all(word in here for word in re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def place(paper: Paper, path: Path) -> list[str]:
    """Set the page of every row from the drawn PDF; return what could not be found."""
    finder = Finder(page_texts(path))
    troubles = []
    for row in paper.rows:
        cells = sorted((c for c in row["cells"].values() if c), key=len, reverse=True)
        name = row["subject"]
        found = finder.best([row.get("key") or name, *cells[:2], name[:14], name[:9]], cells)
        if not found:
            troubles.append(f"no place: {row['subject']}")
            continue
        row["page"] = found
        for label, text in row["cells"].items():
            if (
                text
                and len(skeleton(text)) > 3
                and not finder.pages(text)
                and not finder.spread(text, found)
            ):
                troubles.append(f"page {found} cell not whole: {label}: {text}")
    return troubles


def outside(path: Path) -> list[str]:
    """Return words drawn beyond the page's edge."""
    out = []
    with pymupdf.open(path) as doc:
        for page in doc:
            box = page.rect
            for *corners, word, _, _, _ in page.get_text("words"):
                x0, y0, x1, y1 = pymupdf.Rect(corners) * page.rotation_matrix
                if x0 < -1 or y0 < -1 or x1 > box.width + 1 or y1 > box.height + 1:
                    out.append(f"page {page.number + 1}: {word}")
    return out


def write_truth(paper: Paper, tool: str, path: Path, seed: int) -> None:
    """Write the truth beside the paper."""
    prose = " ".join(b.text for b in paper.blocks if isinstance(b, Para))
    rows = [{k: v for k, v in row.items() if k != "key"} for row in paper.rows]
    body: dict[str, Any] = {
        "layout": paper.layout,
        "tool": tool,
        "format": path.suffix.lstrip("."),
        "seed": seed,
        "rows": rows,
        "not_entries": [t for t in paper.not_entries if t in prose or t.startswith("=")],
    }
    if paper.notes:
        body["notes"] = paper.notes
    body["not_entries"] = [t.lstrip("=") for t in body["not_entries"]]
    path.with_suffix(path.suffix + ".json").write_text(
        json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
