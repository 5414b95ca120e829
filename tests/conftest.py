"""Fixtures that several tests share: an office with its register, in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.job.workers import IN_PROCESS
from tests.postgres import find_programs, run_server
from tests.year_papers import Office

# Without the extra "ocr" there is nothing to test in these; with it, a wrong import fails.
collect_ignore = [] if find_spec("cv2") else ["test_scan_pictures.py", "test_unsure_cells.py"]


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Read files in the test's own process, but where workers are what is tested."""
    if "workers" not in request.keywords:
        monkeypatch.setenv(IN_PROCESS, "1")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL or its driver is not installed")
    with run_server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """An office with an empty register: its own file, or one that it shares."""
    office = Office(tmp_path / "Văn phòng UBND")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        office.share(url)
    return office


@pytest.fixture
def own_office(tmp_path: Path) -> Office:
    """An office with a register file of its own."""
    return Office(tmp_path / "Văn phòng UBND")
