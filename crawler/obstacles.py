"""What stands between the crawl and a page, counted under one sort of name: `obstacle/KIND/NAME/PLACE` in the
statistics of the run, from which the database makes `v_obstacles`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TlsError
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

Kind = Literal[
    "challenge",  # a script or captcha (blocks.toml)
    "waf",  # a firewall or a geo fence
    "forbidden",  # 401, 403, 405, 406, 451
    "soft_404",  # "no such page" under status 200
    "stub",  # next to nothing under status 200
    "robots",  # robots.txt forbids it
    "off_list",  # a host that this crawl may not enter: the name says why
    "left_alone",  # not asked, for something above closed the host or the subtree
    "no_answer",  # no answer, or a server's error, after all retries
    "tls",  # today's TLS fails: `old` TLS was spoken, or `plain` http
    "redirect",  # redirects that lead nowhere
    "encoding",  # a label that lies about the bytes; gzip without a label
    "browser",  # empty without a browser
    "emptied",  # a list that had items before and shows none
]

PREFIX = "obstacle/"
MOST = 2000  # names in a run's statistics; after that the host alone is the place


def place_of(url: str) -> str:
    """`host`, or `host/segment/` of a page below the root: a fence may stand around a subtree alone."""
    parts = urlsplit(url)
    first, slash, _ = parts.path.lstrip("/").partition("/")
    return f"{parts.hostname or ''}/{first}/" if slash else parts.hostname or ""


def count(stats: StatsCollector, kind: Kind, name: str, place: str, times: int = 1) -> None:
    """One more of these at this place: a host, or a host and the first segment of a path (`place_of`)."""
    if len(stats.get_stats()) > MOST:
        place = place.partition("/")[0]
    stats.inc_value(f"{PREFIX}{kind}/{name.replace('/', '_')}/{place}", times)


def why(error: BaseException) -> str:
    """One word for a request that failed without an answer."""
    names = {
        CannotResolveHostError: "dns",
        DownloadTimeoutError: "timeout",
        DownloadConnectionRefusedError: "refused",
        ResponseDataLossError: "truncated",
        TunnelError: "proxy",
    }
    for sort, name in names.items():
        if isinstance(error, sort):
            return name
    if is_tls(error):
        return "tls"
    return "browser" if type(error).__module__.startswith("playwright") else "reset"


def is_tls(error: BaseException | None) -> bool:
    """Whether a handshake failed, however deep the error that says so lies."""
    seen = 0
    while error is not None and seen < 8:
        reasons = [getattr(reason, "value", reason) for reason in getattr(error, "reasons", ())]
        if any(isinstance(each, TlsError) for each in (error, *reasons)):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
