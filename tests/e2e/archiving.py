"""The archive's commands in processes of their own."""

from __future__ import annotations

import subprocess
import sys

from tests.e2e.crawling import ROOT, Ended, World, ended


def start(world: World, *args: str, **env: str) -> subprocess.Popen[str]:
    """`scrapy …` under way."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *args],
        cwd=ROOT, env=world.env(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(world: World, *args: str, **env: str) -> Ended:
    """`scrapy …`, to its end."""
    return ended(start(world, *args, **env))
