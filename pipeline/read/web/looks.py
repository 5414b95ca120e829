"""How the parts of a web page look: what its style sheets, tags and attributes say together.

Only what changes the reading is taken: what is not shown, what is struck through, the font that
tells how old letters are encoded, bold, centred, and lines drawn around cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.read.docx.package import Element

Properties = dict[str, str]

_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][\w-]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_LINE = re.compile(r"\b(?:solid|double|dashed|dotted|hairline|groove|ridge|inset|outset)\b")
_MOST_STYLE = 1_000_000  # letters of style sheets

_HEADINGS = frozenset({"th", "b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRUCK = frozenset({"s", "strike"})
_CENTRED = frozenset({"center", "th"})


@dataclass(frozen=True, slots=True)
class WebLook:
    """How words look; what is within looks alike unless it says otherwise."""

    font: str = ""
    bold: bool = False
    centred: bool = False
    struck: bool = False
    kept_spaces: bool = False  # as in <pre>
    ruled: bool = False  # a line is drawn at its own left or right
    shown: bool = True


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The rules of a page by their selectors: "td", ".xl65", "p.MsoNormal", "#list"."""

    rules: Mapping[str, Properties] = field(default_factory=dict)

    def list_properties(self, element: Element) -> Properties:
        """Return what the rules and the element's own style say of it, the nearest first."""
        found: Properties = {}
        for selector in _list_selectors(element):
            found |= self.rules.get(selector, {})
        return found | _read_declarations(element.get("style", ""))


def read_styles(text: str) -> StyleSheet:
    """Return the rules of style sheets; those for other than the screen are left out."""
    rules: dict[str, Properties] = {}
    for selectors, body in _list_rules(_COMMENT.sub(" ", text[:_MOST_STYLE])):
        declared = _read_declarations(body)
        for selector in selectors.split(","):
            last = selector.split()[-1:]
            if not last or _SIMPLE.fullmatch(last[0]) is None:
                continue
            own = dict(declared)
            if len(selector.split()) > 1:  # holds in some places only: hides nothing here
                own.pop("display", None)
                own.pop("visibility", None)
            rules.setdefault(last[0].lower(), {}).update(own)
    return StyleSheet(rules)


def _list_rules(text: str) -> Iterator[tuple[str, str]]:
    opened: list[str] = []
    start = 0
    for brace in _BRACE.finditer(text):
        piece = text[start : brace.start()].strip()
        start = brace.end()
        if brace[0] == "{":
            opened.append(piece.rpartition(";")[2].strip())
        elif opened:
            selector = opened.pop()
            if not selector.startswith("@") and all(map(_is_for_screen, opened)):
                yield selector, piece


def _is_for_screen(rule: str) -> bool:
    return re.match(r"@media\s+(?:screen|all)\b", rule, re.IGNORECASE) is not None


def _read_declarations(text: str) -> Properties:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}


def _list_selectors(element: Element) -> Iterator[str]:
    tag = element.tag.lower()
    yield tag
    names = element.get("class", "").lower().split()
    yield from (f".{name}" for name in names)
    yield from (f"{tag}.{name}" for name in names)
    if element.get("id"):
        yield f"#{element.get('id').lower()}"


def look_at(element: Element, under: WebLook, declared: Properties) -> WebLook:
    """Return how an element looks within one that looks ``under``.

    Args:
        element: the element.
        under: the look of what it stands in.
        declared: what its styles say.
    """
    tag = element.tag.lower()
    shown = under.shown and not _is_hidden(element, declared)
    font = declared.get("font-family") or (element.get("face", "") if tag == "font" else "")
    weight = declared.get("font-weight", "").lower()
    look = replace(
        under,
        shown=shown,
        font=font.split(",")[0].strip(" \"'") or under.font,
        bold=_is_bold(weight) if weight else under.bold or tag in _HEADINGS,
        centred=_is_centred(element, declared, under.centred),
        ruled=_has_line(declared),
        struck=under.struck or tag in _STRUCK or "line-through" in _decoration(declared),
    )
    spaces = declared.get("white-space", "").lower()
    if tag == "pre" or spaces.startswith("pre"):
        return replace(look, kept_spaces=spaces != "pre-line")
    return look


def _is_hidden(element: Element, declared: Properties) -> bool:
    """Tell what a browser or Office does not show."""
    return (
        declared.get("display", "").lower().startswith("none")
        or declared.get("visibility", "").lower() in ("hidden", "collapse")
        or declared.get("mso-hide", "").lower() == "all"
        or element.get("hidden") is not None
    )


def _has_line(declared: Properties) -> bool:
    """Tell a cell with a line drawn at its left or right."""
    keys = ("border", "border-left", "border-right", "border-style")
    return any(_LINE.search(declared.get(key, "").lower()) for key in keys)


def _is_bold(weight: str) -> bool:
    return weight.startswith("bold") or (weight.isdecimal() and int(weight) >= 600)


def _decoration(declared: Properties) -> str:
    named = (declared.get(key, "") for key in ("text-decoration", "text-decoration-line"))
    return " ".join(named).lower()


def _is_centred(element: Element, declared: Properties, under: bool) -> bool:
    align = declared.get("text-align", "") or element.get("align", "")
    if align and element.tag.lower() != "table":
        return align.lower().startswith("center")
    return under or element.tag.lower() in _CENTRED
