"""The replicas as the bench sees them: which reports exist, where, and what a perfect walker asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.urls import url_key
from tests.portal import Portal
from tests.portal.families.base import Host
from tests.portal.families.registry import all_hosts


@dataclass(frozen=True, slots=True)
class Exists:
    """A report that exists; `urls` are the keys of all its copies; `honest` what a reader may say of it."""

    agency: str
    year: int
    urls: frozenset[str]
    honest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replica:
    """One portal: its home's host first. `strangers` must not become reports, `forbidden` must not be asked.

    `made` is the replica itself, unless every portal has it (those of the demo): to make all costs a second."""

    family: str
    hosts: tuple[str, ...]
    reports: tuple[Exists, ...]
    strangers: frozenset[str]
    forbidden: frozenset[str]
    needed: int
    made: Host | None = field(default=None, compare=False, repr=False)

    @property
    def host(self) -> str:
        return self.hosts[0]


def replicas() -> list[Replica]:
    """The three of the demo, then every family in every variant."""
    return [*_of_the_demo(), *_of_the_families()]


def served(replica: Replica) -> Portal:
    """A portal of this replica alone, in calm weather: the bench counts requests, retries are no part of it."""
    portal = Portal(hosts=[replica.made] if replica.made else [])
    portal.calm()
    return portal


def _of_the_demo() -> Iterable[Replica]:
    truth = Portal().truth
    for host, needed in truth.needed.items():
        reports = tuple(
            Exists(
                known.agency,
                known.year,
                _keys([*known.pages, *(url for each in known.sources for url in (each.url, each.final))]),
                known.honest,
            )
            for known in truth.by_host(host)
        )
        strangers = _keys(url for url in truth.distractors if url.startswith(f"http://{host}/"))
        yield Replica("hanweb", (host,), reports, strangers, _keys(truth.forbidden), len(set(needed)))


def _of_the_families() -> Iterable[Replica]:
    for host in all_hosts():
        reports = tuple(
            Exists(
                known.agency,
                known.year,
                _keys(url for each in known.sources for url in (each.url, each.final)),
                known.honest,
            )
            for known in host.reports
        )
        strangers, forbidden = (_keys(each.url for each in some) for some in (host.distractors, host.forbidden))
        yield Replica(host.family, host.hosts, reports, strangers, forbidden, len(host.needed), host)


def _keys(urls: Iterable[str]) -> frozenset[str]:
    return frozenset(map(url_key, urls))
