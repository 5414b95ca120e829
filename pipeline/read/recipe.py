"""What a reading depends on beside the file: kept readings never outlive a change of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.read.scan.words.engine import MODELS, PACKAGES, find_data
from pipeline.settings import ScanSettings

_LIBRARIES = (
    *("lxml", "numpy", "olefile", "openpyxl", "pdfminer.six", "pdfplumber"),
    *("pillow", "pypdfium2", "rapidfuzz", "xlrd"),
)
"""Those that read files; those that recognise pictures are told of their own."""

_SUFFIXES = (".py", ".toml", ".csv", ".txt")


@cache
def digest_program(*parts: str) -> str:
    """Return a digest of parts of the package, code and data: "read", "text.py"."""
    digest = hashlib.sha256()
    for part in parts:
        for name, file in _list_files(part, files("pipeline").joinpath(part)):
            digest.update(name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _list_files(name: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the files of a part at any depth, each with its path, in order."""
    if place.is_file():
        if name.endswith(_SUFFIXES):
            yield name, place
        return
    for item in sorted(place.iterdir(), key=lambda item: item.name):
        yield from _list_files(f"{name}/{item.name}", item)


@cache
def digest_libraries() -> str:
    """Return a digest of the versions of the libraries that read files."""
    versions = " ".join(_find_version(package) for package in _LIBRARIES)
    return hashlib.sha256(versions.encode()).hexdigest()[:8]


def describe_recognition(settings: ScanSettings) -> str:
    """Return all that the reading of a picture depends on: program, libraries, trained data."""
    libraries = (_find_version(package) for _, package in PACKAGES)
    folders = ((model, find_data(model, settings.tessdata)) for model in MODELS)
    models = (_digest_file(folder / f"{model}.traineddata") for model, folder in folders if folder)
    return " ".join((digest_program("language", "read", "data"), *libraries, *models))


@cache
def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


@cache
def _digest_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]
