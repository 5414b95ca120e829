"""The words of one Word paragraph as they are printed, each run with its font.

Left out: field codes, moved-away text, marks of notes and comments; deleted and struck text,
and hidden text, which are told. Kept: insertions, links, results of fields, content controls,
symbols.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.language.charset import Run
from pipeline.language.note_marks import show_lowered, show_raised
from pipeline.language.symbols import FONTS, draw_symbols
from pipeline.read.docx.package import MC, Element, W, is_on, take_branch
from pipeline.read.docx.styles import RunLook, WordStyles, is_on_attribute
from pipeline.read.unseen import is_unseen

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_LEFT_OUT = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData"),
        *("moveFrom", "delText", "instrText", "delInstrText", "rt"),
    )
)
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",  # in TCVN3 it is the letter ư: whoever decodes drops it
}
_NEAR = 40  # letters, or runs, before a mark that tell what it is
_ONE_SPACE = str.maketrans("\r\n", "  ")


@dataclass(frozen=True, slots=True)
class TextBox:
    """Text in a frame of its own that hangs on a paragraph."""

    content: Element
    inline: bool  # stands in the line like a letter, not somewhere on the page
    leads: bool  # hangs before the paragraph's own words


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph prints."""

    runs: list[Run] = field(default_factory=list)
    struck: list[Run] = field(default_factory=list)  # withdrawn: struck through or deleted
    hidden: list[Run] = field(default_factory=list)  # not to be seen
    boxes: list[TextBox] = field(default_factory=list)
    breaks: int = 0  # pages that end inside, as Word last laid it out
    leading_breaks: int = 0  # of these, before the first word
    weights: set[bool] = field(default_factory=set)  # bold or not, of the words seen

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return self.weights == {True}

    @property
    def has_words(self) -> bool:
        """Whether anything but white space is printed."""
        return bool(self.weights)


def read_line(
    paragraph: Element, styles: WordStyles, look: RunLook, behind: str = ""
) -> ParagraphText:
    """Return what ``paragraph`` prints.

    Args:
        paragraph: the ``w:p``.
        styles: of the document.
        look: the paragraph's look by its style.
        behind: the colour behind it, "" for the white page.
    """
    reader = _LineReader(styles, look, behind)
    reader.walk(paragraph, look, inline=True)
    reader.settle_raised()
    return reader.line


class _LineReader:
    def __init__(self, styles: WordStyles, under: RunLook, behind: str) -> None:
        self.line = ParagraphText()
        self._styles = styles
        self._under = under
        self._behind = behind
        self._raised: list[tuple[str, str, RunLook]] = []  # off the line, side by side
        self._fields: list[bool] = []  # open fields, innermost last: still in its code?
        self._marks: Mapping[str, Callable[[Element, RunLook], None]] = {
            W + "t": self._read_text,
            _M + "t": self._read_text,
            W + "sym": self._read_symbol,
            W + "fldChar": self._turn_field,
            W + "lastRenderedPageBreak": self._turn_page,
        }

    def walk(self, parent: Element, look: RunLook, inline: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag in _CHARACTERS:
                self._emit(_CHARACTERS[tag], look)
            elif tag in self._marks:
                self._marks[tag](child, look)
            elif tag == W + "del":
                self._read_deleted(child)
            elif tag == W + "txbxContent":
                self.line.boxes.append(TextBox(child, inline, not self.line.has_words))
            else:
                self._walk_inside(child, look, inline)

    def _walk_inside(self, child: Element, look: RunLook, inline: bool) -> None:
        if child.tag == W + "r":
            own = self._styles.look_at_run(child.find(W + "rPr"), self._under)
            if own.hidden:
                self._walk_hidden(child, own)
            else:
                self.walk(child, replace(own, raised=1) if _marks_note(child) else own, inline)
        elif child.tag == MC + "AlternateContent":
            branch = take_branch(child)
            if branch is not None:
                self.walk(branch, look, inline)
        else:
            self.walk(child, look, inline and not _floats(child))

    def _walk_hidden(self, run: Element, look: RunLook) -> None:
        for child in run.iterchildren(W + "fldChar", W + "lastRenderedPageBreak"):
            self._marks[child.tag](child, look)
        if not any(self._fields):
            self.line.hidden += [(t.text or "", look.font or "") for t in run.iterchildren(W + "t")]

    def _read_deleted(self, deleted: Element) -> None:
        for run in deleted.iter(W + "r"):
            look = self._styles.look_at_run(run.find(W + "rPr"), self._under)
            words = run.iterchildren(W + "delText", W + "t")
            self.line.struck += [(word.text or "", look.font or "") for word in words]

    def _emit(self, text: str, look: RunLook, font: str | None = None) -> None:
        if any(self._fields):
            return
        name = (look.font or "") if font is None else font
        if look.struck:
            self.line.struck.append((text, name))
        elif not text.isspace() and is_unseen(look.colour, look.shade or self._behind):
            self.line.hidden.append((text, name))
        elif look.raised:
            self._raised.append((text, name, look))
        else:
            self.settle_raised()
            self._print(text, name, look)

    def settle_raised(self) -> None:
        """Print what was raised or lowered so far, unless it is the mark of a note."""
        pieces, self._raised = self._raised, []
        text = "".join(piece for piece, _, _ in pieces)
        show = show_raised if pieces and pieces[0][2].raised == 1 else show_lowered
        shown = show("".join(piece[-_NEAR:] for piece, _ in self.line.runs[-_NEAR:]), text)
        if shown != text:
            pieces = [(shown, "", pieces[0][2])] if shown else []
        for piece in pieces:
            self._print(*piece)

    def _print(self, text: str, name: str, look: RunLook) -> None:
        if not text.isspace():
            self.line.weights.add(bool(look.bold))
        runs = self.line.runs
        if runs and runs[-1][1] == name:
            text = runs.pop()[0] + text
        runs.append((text, name))

    def _read_text(self, element: Element, look: RunLook) -> None:
        text = (element.text or "").translate(_ONE_SPACE)
        if not text:
            return
        drawn = draw_symbols(text, look.font or "")
        if drawn is None:
            self._emit(text, look)
        else:
            self._emit(drawn, look, font="")

    def _read_symbol(self, element: Element, look: RunLook) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
            char = chr(code)
        except (ValueError, OverflowError):
            return
        font = element.get(W + "font", "")
        drawn = draw_symbols(char, font)
        if drawn is not None:
            self._emit(drawn, look, font="")
        elif font.lower() in FONTS or not 0xF020 <= code <= 0xF0FF:
            self._emit(char, look, font)  # an unknown glyph stays visible as an odd letter
        else:
            self._emit(chr(code - 0xF000), look, font)

    def _turn_field(self, element: Element, look: RunLook) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                ticked = is_on(box.find(W + "checked"))
                ticked = is_on(box.find(W + "default")) if ticked is None else ticked
                self._emit("☒" if ticked else "☐", look, font="")
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _turn_page(self, _element: Element, _look: RunLook) -> None:
        self.line.breaks += 1
        if not self.line.has_words:
            self.line.leading_breaks += 1


def _marks_note(run: Element) -> bool:
    """Tell a run that refers to a note by a sign of its own, which follows in it."""
    references = run.iterchildren(W + "footnoteReference", W + "endnoteReference")
    return any(is_on_attribute(reference, "customMarkFollows") for reference in references)


def _floats(element: Element) -> bool:
    if element.tag == _ANCHOR:
        return True
    return "position:absolute" in element.get("style", "").replace(" ", "")
