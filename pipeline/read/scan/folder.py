"""Where the readings of pictures are kept."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

from pipeline.settings import ScanSettings

FOLDER_VARIABLE = "DIENHINH_CACHE"
"""Environment variable: the folder that pictures and readings are kept in."""


def find_folder(settings: ScanSettings) -> Path:
    """Return the folder of kept readings: the one named, else the user's own for such things."""
    named = os.environ.get(FOLDER_VARIABLE, "") or settings.cache
    return Path(named) if named else user_cache_path("dienhinh", appauthor=False)
