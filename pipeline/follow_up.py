"""What units tell of their models, in the forms that they send back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

# The four stages are those of every plan: phát hiện, bồi dưỡng, tổng kết, nhân điển hình
# tiên tiến.
STAGES: Mapping[str, str] = {
    "detect": "Phát hiện",
    "foster": "Bồi dưỡng",
    "review": "Tổng kết",
    "spread": "Nhân điển hình tiên tiến",
}

STATES: Mapping[str, str] = {
    "spread-well": "Nhân rộng tốt",
    "kept": "Duy trì",
    "struggling": "Gặp khó khăn",
    "ended": "Không duy trì",
}

FIGURES: Mapping[str, str] = {
    "learners": "Đơn vị đến học tập",
    "sessions": "Buổi tuyên truyền",
    "people": "Người tham gia",
    "money": "Kinh phí (nghìn đồng)",
}
"""Whole numbers that a form asks for."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one row of a form says of one model; what is left blank stays blank."""

    key: str  # of the entry, as in the register; "" where none was found
    subject: str
    model: str
    stage: str = ""  # code of STAGES
    state: str = ""  # code of STATES
    figures: Mapping[str, int] = field(default_factory=dict)  # codes of FIGURES
    scores: Mapping[str, float] = field(default_factory=dict)  # codes of criteria
    total: float | None = None  # of 100; None until every criterion has its score
    remark: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether anything was written into the row."""
        return bool(self.stage or self.state or self.figures or self.scores or self.remark)


@dataclass(frozen=True, slots=True)
class Form:
    """One form that came back."""

    year: int
    unit: str  # as its title says
    assessments: tuple[Assessment, ...]
    filled_by: str = ""
    filled_on: date | None = None
    source_file: str = ""
    sha256: str = ""
    received_at: datetime | None = None

    @property
    def is_filled(self) -> bool:
        """Whether the unit wrote anything about any model."""
        return any(row.is_filled for row in self.assessments)


Assessments = Mapping[str, Assessment]
"""By key of the entry."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """All that is known of the forms of one year."""

    today: date
    due: date | None = None  # last day for the forms
    assessments: Assessments = field(default_factory=dict)
    last: Assessments = field(default_factory=dict)  # of the year before, by this year's keys
    forms: Mapping[str, Form] = field(default_factory=dict)  # by the unit's key
    sent: Mapping[str, datetime] = field(default_factory=dict)  # by the unit's key

    @property
    def is_on(self) -> bool:
        """Whether the office uses forms this year."""
        return bool(self.forms or self.sent)
