"""A real pywb (GPL: in an environment of its own, `make pywb`) that serves WARC files on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.crawling import ROOT

BIN = ROOT / "var" / "pywb" / "bin"
COLLECTION = "coll"


@dataclass
class Pywb:
    """`endpoint` is its CDX server; `asked` are the paths of the requests that it has seen."""

    port: int
    log: Path

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/{COLLECTION}/cdx"

    @property
    def asked(self) -> list[str]:
        return re.findall(r'"GET (\S+) HTTP', self.log.read_text(errors="replace"))

    @property
    def replayed(self) -> list[str]:
        """The original addresses that were asked for."""
        return [found[1] for path in self.asked if (found := re.search(r"/\d{14}id_/(.+)$", path))]


@contextmanager
def pywb(directory: Path, *files: Path) -> Iterator[Pywb]:
    """A collection of these files, served until the end of the block."""
    made = subprocess.run(["make", "pywb"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    directory.mkdir(parents=True, exist_ok=True)
    for command in (["init", COLLECTION], ["add", COLLECTION, *map(str, files)]):
        done = subprocess.run([BIN / "wb-manager", *command], cwd=directory, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = directory / "pywb.log"
    env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    with log.open("w") as out:
        server = subprocess.Popen(
            [BIN / "wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=directory, env=env | {"PYTHONWARNINGS": "ignore"}, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            _wait(port, server)
            yield Pywb(port, log)
        finally:
            server.terminate()
            server.wait(10)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            opener.open(f"http://127.0.0.1:{port}/{COLLECTION}/cdx?url=x.gov.cn", timeout=5).read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("pywb did not come up")
