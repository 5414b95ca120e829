"""One entry as the officer's word leaves it: what depends on a corrected cell follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.extract.subjects import kind_by_form, read_subject


def find_person(record: Mapping[str, Any], subject: str) -> str:
    """Return the persons that an entry names once its subject reads so, as in a plan.

    A kind that the form of address told is told anew by it.

    Args:
        record: the entry as it was read.
        subject: as it is now; unchanged, it leaves the persons that were read.
    """
    if subject == record["subject"]:
        return str(record["person"])
    kind = record["subject_kind"]
    if kind == kind_by_form(record["subject"]):
        kind = kind_by_form(subject)
    return read_subject(subject, kind).person
