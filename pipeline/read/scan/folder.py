"""Where the readings of pictures are kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pipeline.settings import ScanSettings

FOLDER_VARIABLE = "DIENHINH_CACHE"
"""Environment variable: the folder that pictures and readings are kept in."""


def find_folder(settings: ScanSettings) -> Path:
    """Return the folder of kept readings: the one named, else one among temporary files."""
    named = os.environ.get(FOLDER_VARIABLE, "") or settings.cache
    return Path(named) if named else Path(tempfile.gettempdir()) / "dienhinh-ocr"
