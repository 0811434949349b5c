"""The `-a` arguments of a crawl, checked before anything starts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.hosts import HostPolicy

FIRST_YEAR = 2008  # the first reports (条例 of 2008) are of this year
_YEARS = re.compile(r"(\d{4})(?:\s*[-–—~～至]\s*(\d{4}))?")
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class ArgumentError(ValueError):
    """An argument that cannot be understood; the message says what would be."""


@dataclass(frozen=True, slots=True)
class CrawlArguments:
    """`years` None means all; `agency` is a name, a part of one, or a code; `url` for a portal without a file."""

    years: frozenset[int] | None = None
    agency: str | None = None
    full: bool = False
    url: str | None = None

    @property
    def partial(self) -> bool:
        """Whether the crawl looks at a part of the portal only, so that no expectation can be checked."""
        return self.years is not None or self.agency is not None

    def wants_year(self, year: int | None) -> bool:
        """Whether a report of this year is asked for; one of unknown year may be."""
        return self.years is None or year is None or year in self.years


def parse(given: Mapping[str, str], this_year: int, *, needs_url: bool = False) -> CrawlArguments:
    """The arguments as typed; ArgumentError names the one that is wrong."""
    allowed = ["years", "agency", "full"] + (["url"] if needs_url else [])
    for name in given:
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, n=1)
            hint = f"did you mean {near[0]}=?" if near else f"known: {', '.join(allowed)}"
            raise ArgumentError(f"unknown argument {name}= ({hint})")
    agency = given.get("agency", "").strip()
    if "agency" in given and len(agency) < 2:
        raise ArgumentError("agency= needs a name or a code, e.g. agency=蔄山镇 or agency=11371002004360724B")
    return CrawlArguments(
        years=parse_years(given["years"], this_year) if "years" in given else None,
        agency=agency or None,
        full=_flag(given.get("full", "0")),
        url=_url(given.get("url", "")) if needs_url else None,
    )


def parse_years(text: str, this_year: int) -> frozenset[int]:
    """`2024`, `2021-2024`, `2019,2021-2024` → the report years."""
    years: set[int] = set()
    for part in re.split(r"[,，、]", text):
        match = _YEARS.fullmatch(part.strip())
        if not match:
            raise ArgumentError(f"years={text}: write 2024, 2021-2024 or 2019,2021-2024")
        first = int(match.group(1))
        last = int(match.group(2) or first)
        if not FIRST_YEAR <= first <= last <= this_year:
            raise ArgumentError(f"years={text}: years run from {FIRST_YEAR} to {this_year}, the earlier first")
        years.update(range(first, last + 1))
    return frozenset(years)


def _flag(text: str) -> bool:
    try:
        return _FLAGS[text.strip().lower()]
    except KeyError:
        raise ArgumentError(f"full={text}: write full=1 or leave it out") from None


def _url(text: str) -> str:
    if not text:
        raise ArgumentError("url= is missing: scrapy crawl portal -a url=http://www.example.gov.cn/")
    if refusal := HostPolicy.of_url(text).refusal(text):
        raise ArgumentError(
            f"url={text}: {refusal}; write the address of a portal such as http://www.example.gov.cn/ "
            "(a host outside .gov.cn, or an IP address, must be declared in a site file: docs/site-file.md)"
        )
    return text
