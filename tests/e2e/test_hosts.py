"""Several hosts (docs/deployment.md): one database, one store of originals in S3, and nothing else in common."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.e2e.crawling import ROOT, World, ended
from tests.e2e.working import UNHURRIED, differences, scrapy, states

PLAIN = True
PART = ("-a", "years=2023-2024")
SITES = ("wip", "wendeng")
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass
class Machine(World):
    """A directory of its own; database and store are elsewhere."""

    store: dict[str, str] = field(default_factory=dict)

    def env(self, **more: str) -> dict[str, str]:
        return super().env(**self.store, **more)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A bucket, as /etc/gongkai.env names it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    named = {**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    bucket = f"b{os.urandom(6).hex()}"
    boto3.client("s3").create_bucket(Bucket=bucket)
    yield {**named, "GONGKAI_OBJECTS": f"s3://{bucket}", "no_proxy": "127.0.0.1"}
    server.stop()


@pytest.mark.thorough
def test_two_machines_share_database_and_store(world: World, store: dict[str, str], tmp_path: Path) -> None:
    one, two, third = (Machine(world.url, tmp_path / name, world.portal, store) for name in ("a", "b", "c"))
    assert scrapy(one, "enqueue", "crawl", *SITES, *PART).code == 0
    command = [sys.executable, "-m", "scrapy", "worker", "--once", *UNHURRIED]
    crew = [
        subprocess.Popen(
            command, cwd=ROOT, env=each.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for each in (one, two)
    ]
    done = [ended(process) for process in crew]
    assert [each.code for each in done] == [0, 0], str(done)
    assert [len(re.findall(r" begins, try 1", each.err)) for each in done] == [1, 1], "work spreads"
    assert states(world) == ["succeeded"] * 2
    assert not list(tmp_path.glob("[ab]/objects/*")), "the originals are in the store alone"
    # a machine that has crawled nothing finds every original, and reads from it what the others read
    verified = scrapy(third, "verify")
    assert verified.code == 0, str(verified)
    [(objects,)] = world.query("SELECT count(*) FROM objects")
    assert f"{objects} objects" in verified.err
    before = world.facts()
    assert len(before["reports"]) > 10
    assert scrapy(third, "reread").code == 0
    assert differences(world.facts(), before) == {}
