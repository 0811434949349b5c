"""What may go wrong with a portal: the weather of data/faults.toml, and whatever a test asks for."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from tests.portal import labels
from tests.portal.answer import Answer, Request, canonical, html
from tests.portal.challenge import KINDS


@dataclass
class Faults:
    """Switches by host or by canonical URL; `answer` says what they make of a request."""

    dead: dict[str, str] = field(default_factory=dict)
    failing: dict[str, list[tuple[int, tuple[tuple[str, str], ...]]]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    latency: dict[str, float] = field(default_factory=dict)
    challenged: dict[tuple[str, str], str] = field(default_factory=dict)
    redirected: dict[str, str] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    replaced: dict[str, Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def delay(self, request: Request) -> float:
        """Seconds to wait before the answer."""
        common = self.latency.get(request.host, self.latency.get("*", 0.0))
        return common + self.slow.get(request.url, 0.0)

    def answer(self, request: Request) -> Answer | None:
        """The answer of a fault, or None where the site may speak."""
        for (host, prefix), kind in self.challenged.items():
            if request.host == host and request.path.startswith(prefix):
                return KINDS[kind]
        url = request.url
        with self.lock:
            if self.failing.get(url):
                status, headers = self.failing[url].pop(0)
                failed = html(f"<html><body><h1>{status}</h1></body></html>", status=status)
                return Answer(status, failed.body, failed.headers + headers)
        if url in self.redirected:
            return Answer(302, b"", (("Location", self.redirected[url]),))
        if url in self.removed:
            return html("<html><body><h1>404 Not Found</h1></body></html>", status=self.removed[url])
        return self.replaced.get(url)


def weather() -> Faults:
    """The faults of a fresh portal: one slow page, one 503 that recovers."""
    table = labels.read_toml("faults.toml")
    return Faults(
        slow={canonical(row["url"]): row["seconds"] for row in table["slow"]},
        failing={
            canonical(row["url"]): [(row["status"], (("Retry-After", str(row["retry_after"])),))]
            for row in table["once"]
        },
    )
