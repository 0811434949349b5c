"""The archive's commands in processes of their own."""

from __future__ import annotations

from tests import warm
from tests.e2e.crawling import Ended, World, ended


def start(world: World, *args: str, **env: str) -> warm.Process:
    """`scrapy …` under way."""
    return warm.Process(args, env=world.env(**env))


def run(world: World, *args: str, **env: str) -> Ended:
    """`scrapy …`, to its end."""
    return ended(start(world, *args, **env))
