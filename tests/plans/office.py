"""Prints or converts a DOCX with LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 120


def convert_docx(path: Path, suffix: str) -> Path | None:
    """Write ``path`` as ".pdf", ".doc", ".odt" or ".rtf" beside it; None without LibreOffice.

    Raises:
        subprocess.SubprocessError: LibreOffice failed or took too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                suffix.lstrip("."),
                "--outdir",
                str(path.parent),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
    return path.with_suffix(suffix)
