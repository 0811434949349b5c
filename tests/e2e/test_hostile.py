"""`scrapy read` over a directory of hostile and broken files: each gets its line, and nothing else happens.

HOSTILE=all reads every file (`make fuzz`); otherwise those that need OCR are reduced to a few.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipelines.workers import MEMORY_LIMIT
from tests.accuracy.measure import CORPUS, cells_of
from tests.corpus.hostile.make_hostile import hostile_files

ROOT = Path(__file__).parents[2]
GOOD = CORPUS / "documents/2021/html/f21-html-37.html"
ALLOWED = {"accepted", "review", "not_a_report", "unreadable"}
# PDFium unfolds it until the worker's memory ends; nothing of it can be asked before.
LOST = {"form-draws-itself.pdf": "worker_died"}
TRACES = ["/tmp/pdf-ran", "/tmp/macro-ran", "/tmp/dde-ran", "/tmp/escaped.html"]  # what the files try to write
NEEDS_OCR = ("f21-scan-01", "f21-img-01", "f21-img-02")
OCR_KEPT = ("empty", "damaged", "cut-at-40-percent")
PARENT_LIMIT = 400 * 1024**2  # bytes resident, of the process that hands out the files
GRACE = 5.0  # s in which the helpers of multiprocessing notice that their parent is gone
SLACK = 64 * 1024**2


class Canary:
    """Listens at an address that the files name; counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@dataclass(slots=True)
class Run:
    """What one `scrapy read` did. `peaks` are the largest resident sizes seen, of the parent and of a worker."""

    files: list[Path]
    lines: list[dict[str, Any]]
    returncode: int
    stderr: str
    visits: int
    peaks: tuple[int, int]
    left: list[str]
    written: list[str]
    changed: list[str]
    by_file: dict[Path, list[dict[str, Any]]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    base = tmp_path_factory.mktemp("hostile")
    files, work, temporary = base / "files", base / "work", base / "tmp"
    work.mkdir()
    temporary.mkdir()
    canary = Canary()
    hostile_files(files, canary.url)
    for folder in [files, *(path for path in files.iterdir() if path.is_dir())]:
        for name in ("0-good.html", "m-good.html", "zz-good.html"):
            (folder / name).write_bytes(GOOD.read_bytes())
    if os.environ.get("HOSTILE") != "all":
        _reduce(files)
    before = _listing(files)
    out = base / "out.jsonl"
    returncode, stderr, peaks, left = _read(files, out, work, temporary)
    time.sleep(0.2)
    canary.close()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    written = [str(path) for path in (*work.rglob("*"), *temporary.rglob("*"))]
    written += [str(path) for path in base.iterdir() if path not in (files, work, temporary, out)]
    changed = sorted({*before.items()} ^ {*_listing(files).items()})
    result = Run(
        sorted(path for path in files.rglob("*") if path.is_file()),
        lines,
        returncode,
        stderr,
        canary.visits,
        peaks,
        left,
        written,
        [str(path) for path, _ in changed],
    )
    for line in lines:
        result.by_file.setdefault(Path(line["source"]["path"]), []).append(line)
    return result


def _reduce(files: Path) -> None:
    for path in (files / "broken").iterdir():
        if path.name.startswith(NEEDS_OCR) and not any(kept in path.name for kept in OCR_KEPT):
            path.unlink()


def _listing(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def _read(files: Path, out: Path, work: Path, temporary: Path) -> tuple[int, str, tuple[int, int], list[str]]:
    """Run the command in a session of its own, watch its memory; (exit code, stderr, peaks, processes left)."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "TMPDIR": str(temporary),
        "HOME": str(work),
    }
    command = [sys.executable, "-m", "scrapy", "read", str(files), "--jsonl", str(out)]
    errors = out.with_suffix(".stderr")
    with errors.open("w") as stderr:
        process = subprocess.Popen(command, cwd=work, env=environment, stderr=stderr, start_new_session=True)
        parent = worker = 0
        while process.poll() is None:
            for member in _session(process.pid):
                size = _resident(member)
                if member.pid == process.pid:
                    parent = max(parent, size)
                else:
                    worker = max(worker, size)
            time.sleep(0.1)
    until = time.monotonic() + GRACE
    while (left := [str(member) for member in _session(process.pid)]) and time.monotonic() < until:
        time.sleep(0.1)
    said = errors.read_text()
    errors.unlink()
    return process.returncode, said, (parent, worker), left


def _session(leader: int) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                yield process
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def test_every_file_gets_its_lines_in_order(run: Run) -> None:
    assert run.returncode == 0
    assert list(run.by_file) == run.files
    assert len(run.files) > 200
    several = {path.suffix for path, lines in run.by_file.items() if len(lines) > 1}
    assert several <= {".zip", ".ofd", ".doc", ".docx", ".pdf"}  # archives, also under other names


def test_each_ends_with_a_verdict_and_a_reason(run: Run) -> None:
    assert {line["verdict"] for line in run.lines} <= ALLOWED
    unexplained = [
        line["source"]["path"] for line in run.lines if (line["verdict"] == "accepted") == bool(line["reason"])
    ]
    assert unexplained == []


def test_nothing_is_left_to_the_clock_or_to_a_crash(run: Run) -> None:
    """The reader gives up by itself: 30 seconds are for what nobody has thought of."""
    kinds = ("time_limit", "worker_died", "memory_limit", "reader_fault", "cancelled")
    lost = {path.name: lines[0]["reason"] for path, lines in run.by_file.items() if lines[0]["reason"] in kinds}
    assert lost == LOST
    assert "Error" not in run.stderr


def test_neighbours_are_read_right(run: Run) -> None:
    gold = cells_of(_gold("f21-html-37"))
    good = [line for line in run.lines if line["source"]["path"].endswith("-good.html")]
    assert len(good) == 3 * 7
    for line in good:
        assert line["verdict"] == "accepted"
        assert cells_of(line) == gold


def test_what_is_accepted_is_right(run: Run) -> None:
    """A wrong name, rubbish behind the end, or a few damaged bytes: read as printed, or flagged."""
    accepted = Counter[str]()
    for path, lines in run.by_file.items():
        if lines[0]["verdict"] != "accepted" or len(lines) > 1 or path.name.endswith("-good.html"):
            continue
        kind = next((kind for kind in ("named", "twice", "damaged", "cut", "without") if kind in path.name), "")
        seed = path.name.partition(f"-{kind}")[0]
        accepted[kind] += 1
        assert kind, path
        assert cells_of(lines[0]) == cells_of(_gold(seed)), path
    assert accepted["named"] >= 10


def test_nothing_is_fetched_run_or_written(run: Run) -> None:
    assert run.visits == 0
    assert run.written == []
    assert run.changed == []
    assert [trace for trace in TRACES if Path(trace).exists()] == []


def test_no_process_stays_and_memory_is_bounded(run: Run) -> None:
    assert run.left == []
    parent, worker = run.peaks
    assert 0 < parent < PARENT_LIMIT
    assert 0 < worker < MEMORY_LIMIT + SLACK


def _gold(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((CORPUS / "gold" / f"{name}.json").read_text("utf-8"))
    return record
