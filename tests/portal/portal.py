"""`with Portal() as portal:` — the replica behind a proxy on loopback, with the switches that tests need."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from tests.portal import answer, faults, truth
from tests.portal.answer import BEIJING, Answer, canonical
from tests.portal.challenge import KINDS
from tests.portal.families.base import Host
from tests.portal.model import Report
from tests.portal.proxy import ProxyServer, Seen, Speak
from tests.portal.site import Site
from tests.portal.truth import Truth

OFF_LIST = "http://www.wendeng.gov.cn.zwgk-mirror.example/"
LOOPBACK = "http://127.0.0.1/"
SCENARIOS = ("normal", "challenge", "down", "drop", "offlist", "loopback", "latency")


class Portal:
    """The three hosts, and those of `hosts` besides. Give `portal.url` to a client as its http_proxy."""

    def __init__(self, port: int = 0, log: Path | None = None, hosts: Iterable[Host] = ()) -> None:
        self.sites = truth.all_sites()
        self.families = {name: host for host in hosts for name in host.hosts}
        self._speak: dict[str, Speak] = {host: site.answer for host, site in self.sites.items()}
        self._speak |= {name: host.answer for name, host in self.families.items()}
        self._server = ProxyServer(port, self._speak, log)
        self._server.faults = faults.weather()
        for host in self.families.values():
            self._server.faults.slow |= host.slow
            self._server.off_list |= set(host.off_list)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._changed = datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)

    def __enter__(self) -> Portal:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """http://127.0.0.1:PORT"""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def requests(self) -> list[Seen]:
        """All requests so far, in the order of their answers."""
        return list(self._server.seen)

    @property
    def forbidden(self) -> list[Seen]:
        """Requests that a well-behaved client would not have made: other hosts, https, other ports."""
        return [seen for seen in self._server.seen if seen.note and seen.note not in {"down", "dropped"}]

    @property
    def truth(self) -> Truth:
        """The truth as of now, changes included."""
        return truth.truth(self.sites)

    def asked(self, host: str) -> list[Seen]:
        """The requests for one host."""
        return [seen for seen in self._server.seen if seen.host == host]

    def forget(self) -> None:
        """Empty the record of requests."""
        self._server.seen.clear()

    def calm(self) -> None:
        """No slow page, no 503: clear the weather that a fresh portal starts with."""
        self._server.faults.slow.clear()
        self._server.faults.failing.clear()

    def set(self, scenario: str, host: str | None = None, *, kind: str = "ruishu", seconds: float = 0.5) -> None:
        """A named scenario for one host, or for all; `normal` ends them."""
        if scenario not in SCENARIOS:
            raise ValueError(f"unknown scenario {scenario!r}; choose from {', '.join(SCENARIOS)}")
        for name in [host] if host else list(self._speak):
            if scenario == "normal":
                self.up(name)
            elif scenario == "challenge":
                self.challenge(name, kind)
            elif scenario in {"down", "drop"}:
                self.down(name, how=scenario)
            elif scenario == "latency":
                self.latency(seconds, name)
            else:
                self.redirect(f"http://{name}/", OFF_LIST if scenario == "offlist" else LOOPBACK)

    def down(self, host: str, how: str = "down") -> None:
        """The host is away: 502 from the proxy, or with `drop` a connection that ends without a word."""
        self._host(host)
        self._server.faults.dead[host] = how

    def up(self, host: str) -> None:
        """The host is well again."""
        self._host(host)
        now = self._server.faults
        now.dead.pop(host, None)
        now.latency.pop(host, None)
        now.redirected.pop(f"http://{host}/", None)
        now.challenged = {key: kind for key, kind in now.challenged.items() if key[0] != host}

    def challenge(self, host: str, kind: str = "ruishu", prefix: str = "/") -> None:
        """Every path under `prefix` answers with a challenge: ruishu 412, jiasule 521, chuangyu 200."""
        self._host(host)
        if kind not in KINDS:
            raise ValueError(f"unknown challenge {kind!r}; choose from {', '.join(KINDS)}")
        self._server.faults.challenged[host, prefix] = kind

    def latency(self, seconds: float, host: str | None = None) -> None:
        """Seconds before each answer, for one host or for all."""
        self._server.faults.latency[host or "*"] = seconds

    def fail_next(self, url: str, status: int, n: int = 1, headers: Mapping[str, str] | None = None) -> None:
        """The next `n` requests for the URL fail with this status."""
        failure = (status, tuple((headers or {}).items()))
        self._server.faults.failing.setdefault(canonical(url), []).extend([failure] * n)

    def redirect(self, url: str, location: str) -> None:
        """The URL answers 302 to another one."""
        self._server.faults.redirected[canonical(url)] = location

    def remove(self, url: str, status: int = 404) -> None:
        """The URL is gone for good; the truth keeps its report."""
        self._server.faults.removed[canonical(url)] = status

    def replace(self, url: str, text: str) -> None:
        """The URL shows this page instead."""
        self._server.faults.replaced[canonical(url)] = answer.html(text, self._tick())

    def change(self, url: str, cells: Mapping[str, str]) -> None:
        """The report on this page prints these cells otherwise, e.g. `{"disclosure.licences.handled": "13"}`."""
        site, report = self._report(url)
        unknown = set(cells) - set(report.printed)
        if unknown:
            raise KeyError(f"the report has no such cells: {sorted(unknown)}")
        site.reports[report.key] = replace(report, printed={**report.printed, **cells})
        site.modified[report.key] = self._tick()

    def _report(self, url: str) -> tuple[Site, Report]:
        wanted = canonical(url)
        for site in self.sites.values():
            for known, report in zip(self.truth.by_host(site.host), site.reports.values(), strict=True):
                if wanted in known.pages:
                    return site, report
        raise KeyError(f"no report's page: {url}")

    def _host(self, host: str) -> None:
        if host not in self._speak:
            raise KeyError(f"no host of the replica: {host}; it has {', '.join(self._speak)}")

    def _tick(self) -> datetime:
        """A new date of change, a second later each time, so that validators differ."""
        self._changed += timedelta(seconds=1)
        return self._changed

    def answer(self, url: str) -> Answer:
        """What the portal says to a plain GET, without the network: for tests of the pages themselves."""
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        host = parts.hostname or ""
        self._host(host)
        return self._speak[host](answer.Request("GET", host, parts.path or "/", query, {}))
