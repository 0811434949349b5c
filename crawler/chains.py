"""Agencies × years at an endpoint (route A): one year of an agency after the other, the newest first.

An endpoint that has not shown a report yet is tried with a few agencies only: a portal may print the codes and
have no such endpoint.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from crawler.cms.base import Link
from crawler.visit import Visit
from pipelines.evidence import Evidence

PROBES = 3  # agencies that are asked for before the endpoint has shown a report
Reports = Callable[[Visit, str, int], Link | None]
"""The page of a code and a year, as a visit's page would name it; None where it names none."""


@dataclass(slots=True)
class _Chain:
    """The years of one agency."""

    visit: Visit
    years: Iterator[int]
    empty: int = 0
    found: int = 0
    over: bool = False


@dataclass(slots=True)
class Chains:
    """`give_up_after` empty years end an agency, `PROBES` agencies without a single report the endpoint."""

    reports: Reports
    give_up_after: int
    fresh: Callable[[Visit], bool]
    """Whether this very page was not handed out before; it is from then on."""
    _chains: dict[str, _Chain] = field(default_factory=dict)
    _waiting: deque[str] = field(default_factory=deque)
    _proven: bool = False
    _fruitless: int = 0

    def knows(self, code: str) -> bool:
        return code in self._chains

    def is_barren(self, code: str) -> bool:
        """Whether an agency was given up without a single report."""
        return code in self._chains and self._chains[code].over and not self._chains[code].found

    def found_in(self, url: str) -> bool:
        """Whether a URL names an agency of which the endpoint has shown a report."""
        return any(chain.found and code in url for code, chain in self._chains.items())

    def begin(self, visit: Visit, years: Iterator[int]) -> Iterator[Visit]:
        """The first year of an agency (`visit.code`), now or once the endpoint has proved itself."""
        code = visit.code or ""
        self._chains[code] = _Chain(visit, years)
        self._waiting.append(code)
        yield from self._release()

    def answered(self, visit: Visit, present: bool | None, *, gone: bool = False) -> Iterator[Visit]:
        """The next older year, once it is known whether this one has a report (None: no answer came).

        `gone`: the server knows no such page, which an unproven endpoint's first answers say of all of it.
        """
        chain = self._chains.get(visit.code or "")
        if chain is None or chain.over:
            return
        if present:
            chain.found, chain.empty, self._proven, self._fruitless = chain.found + 1, 0, True, 0
        elif present is False:
            chain.empty += 1
        if chain.empty >= self.give_up_after or (gone and not self._proven):
            chain.over = True
            self._fruitless += not chain.found
        else:
            yield from self._next(chain)
        yield from self._release()

    def _release(self) -> Iterator[Visit]:
        """Those that wait: all of them at a proven endpoint, else as many as probe it."""
        while self._waiting:
            probing = sum(1 for chain in self._chains.values() if not chain.over) - len(self._waiting)
            if not self._proven and self._fruitless + probing >= PROBES:
                return
            yield from self._next(self._chains[self._waiting.popleft()])

    def _next(self, chain: _Chain) -> Iterator[Visit]:
        for year in chain.years:
            asked = self.reports(chain.visit, chain.visit.code or "", year)
            if asked is None:
                break
            evidence = (chain.visit.evidence[0], Evidence("year", "fbtime", str(year), str(year)))
            following = replace(chain.visit, link=asked, evidence=evidence, year=year, annual=True)
            if self.fresh(following):
                yield following
                return
            chain.found, chain.empty, self._proven = chain.found + 1, 0, True  # linked already: it exists
        chain.over = True
