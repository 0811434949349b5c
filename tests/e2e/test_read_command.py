"""`scrapy read` as a shell sees it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests import warm
from tests.unit.forms import sample

ROOT = Path(__file__).parents[2]


def scrapy_read(*args: object) -> subprocess.CompletedProcess[str]:
    return warm.run(["read", *map(str, args)], timeout=120)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_file_is_printed_for_a_person(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_bytes(sample.page())
    done = scrapy_read(page)
    assert (done.returncode, done.stderr) == (0, "")
    out = json.loads(done.stdout)
    assert (out["verdict"], out["disclosure"]["licences"]["handled"]) == ("accepted", 5821)
    assert "\n  " in done.stdout


def test_directories_in_order_and_bad_files_among_good(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, body in {
        "a.html": sample.page(),
        "b/1.txt": b"",
        "b/2.doc": b"PK\x03\x04 no zip",
        "b/3.html": sample.page(),
        "c.pdf": b"%PDF-1.7\ntruncated",
        "d.html": sample.page(),
    }.items():
        (tmp_path / name).write_bytes(body)
    out = tmp_path / "out.jsonl"
    done = scrapy_read(
        tmp_path / "d.html", tmp_path / "b", tmp_path / "c.pdf", tmp_path / "a.html", "--jsonl", out
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = [(Path(line["source"]["path"]).name, line["verdict"]) for line in lines(out)]
    assert found == [
        ("d.html", "accepted"),
        ("1.txt", "unreadable"),
        ("2.doc", "unreadable"),
        ("3.html", "accepted"),
        ("c.pdf", "unreadable"),
        ("a.html", "accepted"),
    ]
    assert all(line["reason"] for line in lines(out) if line["verdict"] != "accepted")


def test_missing_files_cost_the_exit_code_and_no_other_file(tmp_path: Path) -> None:
    page, out = tmp_path / "report.html", tmp_path / "out.jsonl"
    page.write_bytes(sample.page())
    done = scrapy_read(tmp_path / "absent.html", page, "--jsonl", out)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"scrapy read: {tmp_path / 'absent.html'}: no such file or directory"]
    assert [line["verdict"] for line in lines(out)] == ["accepted"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge, out = tmp_path / "huge.pdf", tmp_path / "out.jsonl"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)  # sparse
    done = scrapy_read(huge, "--jsonl", out)
    assert (done.returncode, done.stderr) == (0, "")
    [line] = lines(out)
    assert (line["verdict"], line["reason"], line["source"]["size"]) == ("unreadable", "too_large", 2 * 1024**3)


def test_cells(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_bytes(sample.page())
    out = json.loads(scrapy_read(page, "--cells").stdout)
    assert len(out["cells"]) == 200


def test_wrong_usage() -> None:
    assert scrapy_read().returncode == 2
    assert scrapy_read("--timeout", "0", "x").returncode == 2


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    done = scrapy_read(tmp_path, "--jsonl", tmp_path / "no" / "out.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("scrapy read: cannot write")
