"""`scrapy agencies`: an admin finds two spellings of one agency and says so."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests import warm
from tests.unit.models.test_merging import RIGHT, SLIP, ids, save


def agencies(*args: str) -> subprocess.CompletedProcess[str]:
    return warm.run(["agencies", *args], timeout=120)


def rows(*args: str) -> Any:
    done = agencies(*args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_admin_merges_what_is_one(database: str) -> None:
    right, slip = ids(save(RIGHT, 2023, 1), save(SLIP, 2022, 2))
    [proposal] = rows("proposals")
    assert (proposal["agency"], proposal["other"], proposal["decision"]) == (SLIP, RIGHT, None)
    assert RIGHT in agencies("list", "文登").stdout

    refused = agencies("merge", str(slip), str(right))
    assert refused.returncode == 2
    assert "--why" in refused.stderr + refused.stdout
    done = agencies("merge", str(slip), str(right), "--why", "漏印一个字")
    assert (done.returncode, done.stdout) == (0, f"{slip} is {right} from now on; reports of 1 years went over\n")

    assert rows("proposals") == []
    assert [row["note"] for row in rows("proposals", "--all")] == ["漏印一个字"]
    assert [(row["agency_id"], row["reports"]) for row in rows("list", SLIP)] == [(right, 2)]
    assert {row["merged_into"] for row in rows("show", str(right))} == {None, right}

    assert agencies("split", str(slip)).returncode == 0
    assert len(rows("list")) == 2
    assert agencies("distinct", str(slip), str(right), "--why", "两个机关").returncode == 0
    assert agencies("succeed", str(slip), str(right), "--since", "2023", "--why", "改名").returncode == 0


def test_wrong_words_are_usage_errors(database: str) -> None:
    for words in (["join"], ["show"], ["show", "x"], ["merge", "1"], ["split", "12"]):
        done = agencies(*words)
        assert done.returncode == 2, (words, done)
