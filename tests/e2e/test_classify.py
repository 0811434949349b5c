"""`scrapy classify` as its users run it: in a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "scrapy", "classify"]


def classify(given: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(COMMAND, cwd=ROOT, input=given, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_a_json_line_for_every_line() -> None:
    headlines = [
        "威海市文登区财政局\\n2025年政府信息公开工作年度报告",
        "",
        "2016，恩格贝，精彩继续！",
        "林业局2008年政府信息公开年度报告",
    ]
    answers = classify("\n".join(headlines).encode())
    assert [list(answer) for answer in answers] == [["headline", "is_report", "agency", "year"]] * 4
    assert [answer["headline"] for answer in answers] == headlines
    assert [(answer["is_report"], answer["agency"], answer["year"]) for answer in answers] == [
        (True, "威海市文登区财政局", 2025),
        (False, None, None),
        (False, None, 2016),
        (True, "林业局", 2008),
    ]


def test_bad_bytes_marks_and_line_ends() -> None:
    answers = classify(b"\xef\xbb\xbf" + "2024年政府信息公开年报\r\n".encode() + b"\xff\xfe\n")
    assert [answer["is_report"] for answer in answers] == [True, False]
    assert answers[0]["headline"] == "2024年政府信息公开年报"


def test_the_output_is_utf8_whatever_the_locale() -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    given = "壶镇镇2024年政府信息公开年报\n".encode()
    done = subprocess.run(COMMAND, cwd=ROOT, input=given, capture_output=True, timeout=60, env=environment)
    assert json.loads(done.stdout)["agency"] == "壶镇镇人民政府"


def test_every_answer_comes_at_once() -> None:
    with subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("2024年政府信息公开年报\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["is_report"] is True
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_a_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen(
        COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as p:
        assert p.stdin is not None
        assert p.stdout is not None
        assert p.stderr is not None
        p.stdout.close()
        try:
            p.stdin.write("2024年政府信息公开年报\n".encode() * 10_000)
            p.stdin.close()
        except BrokenPipeError:
            pass
        assert p.wait(timeout=60) == 0
        assert p.stderr.read() == b""


def test_arguments_are_wrong_usage() -> None:
    done = subprocess.run([*COMMAND, "headlines.txt"], cwd=ROOT, input=b"", capture_output=True, timeout=60)
    assert done.returncode == 2
    assert b"scrapy classify < HEADLINES" in done.stdout + done.stderr
