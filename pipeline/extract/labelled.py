"""Entries in running text with a label before each value: "1. Mô hình “X”", "- Địa chỉ: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.codes import Role
from pipeline.extract.models import clean_name
from pipeline.extract.roles.contents import reads_as_task
from pipeline.language.headings import match_heading
from pipeline.language.keys import squeeze
from pipeline.language.ordinals import ITEM_MARK
from pipeline.model import Document, Paragraph, RowKind, Table, TableRow

_NUMBERED = re.compile(r"^\s*(?P<no>\d{1,3})\s*[.)]\s*(?P<name>\S.*)$", re.DOTALL)
_LABEL = re.compile(r"^(?P<label>[^:“\"]{2,40}?)\s*:\s*(?P<value>\S.*)$", re.DOTALL)
_WHO = frozenset({Role.SUBJECT, Role.NAME_ADDRESS})
_TELLS = frozenset({Role.ADDRESS, Role.LOCALITY, Role.COMMUNE, Role.FIELD, Role.MODEL})
_MOST_BARE = 0.2  # of the headings
_LONGEST = 200  # letters of a heading


@dataclass
class _Item:
    """One numbered heading and the labelled lines under it."""

    number: str
    name: str
    page: int | None
    values: dict[str, str] = field(default_factory=dict)  # by label

    def go_on(self, line: str) -> bool:
        """Take the rest of what a line broke off; False where nothing was left open."""
        last = next(reversed(self.values), "")
        text = self.values[last] if last else self.name
        if text.endswith((".", ";", ":", "”")):
            return False
        if last:
            self.values[last] = f"{text} {line}"
        else:
            self.name = f"{text} {line}"
        return True

    def holds(self, roles: frozenset[Role]) -> bool:
        """Whether a label says one of these."""
        return any(match_heading(label) in roles for label in self.values)


def find_labelled(document: Document) -> Table | None:
    """Return the list whose entries are numbered headings over labelled lines, None for none.

    Each heading names the model, where a label under it says who; or who, where one says
    the model. Headings two and two without lines between them stand in columns beside each
    other, whose lines cannot be told apart here: none is taken.
    """
    every = _read_items(document)
    bare = sum(not one.values and after.values != {} for one, after in pairwise(every))
    if bare > _MOST_BARE * len(every):
        return None
    items = [
        one
        for one in every
        if len(one.values) >= 2 and one.holds(_TELLS) and not reads_as_task(one.name)
    ]
    model, who = frozenset({Role.MODEL}), _WHO
    for head, asked in ((Role.MODEL, who), (Role.NAME_ADDRESS, model)):
        found = [one for one in items if one.holds(asked) and not one.holds(_same(head))]
        if len(found) >= 2:
            return _make_table(found, head)
    return None


def _same(head: Role) -> frozenset[Role]:
    return frozenset({Role.MODEL}) if head is Role.MODEL else _WHO


def _read_items(document: Document) -> list[_Item]:
    items: list[_Item] = []
    open_item = False
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            open_item = False
            continue
        for line in block.text.split("\n"):
            numbered = _NUMBERED.match(line)
            label = _LABEL.match(squeeze(ITEM_MARK.sub("", line, count=1)))
            if numbered and len(line) < _LONGEST:
                items.append(_Item(numbered["no"], squeeze(numbered["name"]), block.page))
                open_item = True
            elif open_item and label and match_heading(label["label"]):
                items[-1].values.setdefault(label["label"], squeeze(label["value"]))
            elif open_item and squeeze(line) and not ITEM_MARK.match(line):
                open_item = items[-1].go_on(squeeze(line))
            else:
                open_item = open_item and not squeeze(line)
    return items


def _make_table(items: Sequence[_Item], head: Role) -> Table:
    labels = list(dict.fromkeys(label for item in items for label in item.values))
    name = "Tên mô hình" if head is Role.MODEL else "Tên, địa chỉ"
    rows = []
    for item in items:
        named = clean_name(item.name) if head is Role.MODEL else item.name
        cells = (item.number, named, *(item.values.get(label, "") for label in labels))
        rows.append(TableRow(RowKind.DATA, cells, cells, item.page))
    roles = (Role.ORDINAL, head, *(match_heading(label) for label in labels))
    pages = tuple(dict.fromkeys(item.page for item in items if item.page))
    return Table(("STT", name, *labels), tuple(rows), roles, (), pages, is_list=True)
