"""Several writers at once, and writers that are killed: in the end the rows are those of one quiet writer."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import Any

from sqlalchemy import text

from models.session import session

# documents of three agencies, two copies each, one of which differs; argument: seed of the order, rounds
WRITER = """
import random, sys
from models.session import session
from pipelines.saving import save_capture, save_readings
from tests.unit.models.made import capture, reading, report, sha256

documents = []
for number, office in enumerate(("商务局", "民政局", "统计局")):
    for role in ("article", "attachment"):
        received = 60 + number + (role == "attachment" and number == 1)
        url = f"http://www.huancui.gov.cn/{role}/{number}"
        documents.append((url, role, report(received), f"威海市环翠区{office}", f"1137100200436{number}000X"))
order = random.Random(int(sys.argv[1]))
for turn in range(int(sys.argv[2])):
    for url, role, content, agency, code in order.sample(documents, len(documents)):
        fetched = capture(url.encode(), url=url, role=role, day=turn)
        digest = sha256(fetched.body)
        with session() as opened:
            number = save_capture(opened, fetched, digest, len(fetched.body), "text/html")
        with session() as opened:
            save_readings(opened, number, digest, [reading(content, agency=agency, code=code)])
        print(".", end="", flush=True)
"""

STATE = {
    "reports": "SELECT agency, year, verdict, reason, revision, source_url, first_seen, sources FROM v_reports",
    "numbers": "SELECT agency, year, item, natural_person, total FROM v_applications",
    "cells": "SELECT agency, year, path, raw, sha256 FROM v_cells",
    "findings": "SELECT agency, year, rule, severity, place, left_value, right_value, detail FROM v_findings",
    "sources": "SELECT a.name, s.year, s.url_key, s.chosen, s.agrees, s.lost_at FROM report_sources s "
    "JOIN agencies a ON a.id = s.agency_id",
    "agencies": "SELECT name, credit_code FROM agencies",
    "readings": "SELECT sha256, verdict, data_digest FROM readings",
    "revisions": "SELECT a.name, v.year, v.revision FROM revisions v JOIN agencies a ON a.id = v.agency_id",
}


def start(seed: int, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(seed), str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def state() -> dict[str, list[tuple[Any, ...]]]:
    with session() as opened:
        return {
            name: sorted(tuple(map(str, row)) for row in opened.execute(text(query)))
            for name, query in STATE.items()
        }


def wipe() -> None:
    with session() as opened:
        opened.execute(text("TRUNCATE agencies, objects, captures RESTART IDENTITY CASCADE"))


def quiet() -> dict[str, list[tuple[Any, ...]]]:
    """What one writer leaves behind."""
    writer = start(0, 1)
    _, errors = writer.communicate(timeout=120)
    assert writer.returncode == 0, errors
    left = state()
    wipe()
    assert len(left["numbers"]) == 75
    return left


def test_four_writers_of_the_same_documents(database: str) -> None:
    expected = quiet()
    writers = [start(seed, 3) for seed in range(1, 5)]
    for writer in writers:
        _, errors = writer.communicate(timeout=300)
        assert writer.returncode == 0, errors
    assert state() == expected


def test_writers_killed_at_any_point(database: str) -> None:
    expected = quiet()
    chance = random.Random(5)
    for turn in range(8):
        writer = start(turn, 5)
        assert writer.stdout is not None
        assert writer.stdout.read(chance.randint(1, 4))
        time.sleep(chance.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    writer = start(99, 1)
    _, errors = writer.communicate(timeout=120)
    assert writer.returncode == 0, errors
    assert state() == expected
