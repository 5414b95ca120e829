"""Reading on a cluster: a real scheduler and workers on this computer, one of them killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.problems import ExitCode
from tests.year_papers import Office, write_plan

distributed = pytest.importorskip("distributed")

pytestmark = [pytest.mark.slow, pytest.mark.workers]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    place = ["--host", "127.0.0.1", "--no-dashboard"]
    processes = [_start([*dask, "scheduler", "--port", str(port), *place], tmp_path)]
    workers = [
        _start([*dask, "worker", address, "--nthreads", "1", "--no-nanny", *place], tmp_path)
        for _ in range(2)
    ]
    try:
        with distributed.Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers
    finally:
        for process in (*workers, *processes):
            process.kill()
            process.wait()


def _start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _fill(folder: Path) -> Office:
    office = Office(folder)
    for number in range(30):
        rows = [
            (f"Ông Bùi Văn An, tổ {number}, phường Dân Chủ", f"Trồng cam {number}-{row}")
            for row in range(20)
        ]
        write_plan(office.input / f"{number:02}.docx", rows, "15/3/2023", no=number + 1)
    packed = shutil.make_archive(str(folder / "gói"), "zip", office.input)
    shutil.move(packed, office.input)
    (office.input / "hỏng.pdf").write_bytes(b"%PDF-1.7\n" + bytes(200) + b"%%EOF")
    return office


def test_a_cluster_reads_as_one_computer_does(
    tmp_path: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = scheduler
    near, far = _fill(tmp_path / "near"), _fill(tmp_path / "far")
    due = near.run(ExitCode.NOT_READ).output
    command = [sys.executable, "-m", "pipeline", "run", "--cluster", address]
    running = subprocess.Popen(command, cwd=far.folder, stdout=subprocess.PIPE)
    assert running.stdout is not None
    first = running.stdout.readline()  # it reads: now one of two is lost
    os.kill(workers[0].pid, signal.SIGKILL)
    rest, _ = running.communicate(timeout=180)
    assert running.returncode == ExitCode.NOT_READ
    told = (first + rest).decode("utf-8")
    assert _without_paths(told) == _without_paths(due)
    assert far.count("entries") == near.count("entries") == 30 * 20 * 2


def _without_paths(output: str) -> list[str]:
    return [re.sub(r"\s+", " ", line) for line in output.splitlines()]


def test_no_scheduler_is_one_line(own_office: Office) -> None:
    own_office.drop("a.docx", [("Tổ 1, phường Dân Chủ", "Trồng hoa")], "15/3/2023")
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "--cluster", "tcp://127.0.0.1:1"],
        cwd=own_office.folder,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert time.monotonic() - started < 60
    assert done.returncode == ExitCode.BAD_OPTIONS
    told = [line for line in done.stderr.decode("utf-8").splitlines() if line.startswith("Lỗi")]
    assert len(told) == 1
    assert "Traceback" not in done.stderr.decode("utf-8")
