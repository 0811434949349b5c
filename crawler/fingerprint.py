"""Request fingerprints: the twins of a URL (http/https, :8443, order of parameters) are one request."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import Request

from pipelines.urls import url_key
from pipelines.warc.forms import posted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.cms.base import Link


def key_of(url: str) -> str:
    """`url_key`, or the URL itself where it is no address (the allow-list refuses it later)."""
    try:
        return url_key(url)
    except ValueError:
        return url


def asked_as(link: Link) -> str:
    """The address under which an answer is on record: a POST has its form in the query, as in web archives."""
    if link.form is None:
        return link.url
    return posted(link.url, link.form)


# Another dress of the same page (PORTALS.md §3): for phones, for paper, with a directory's file by its name.
_TWINS = (
    (re.compile(r"^(?:www|m|wap|3g|mobile)\."), ""),
    (re.compile(r"_(?:wap|print|mobile)(?=\.s?html?$|\.jhtml$)"), ""),
    (re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|jsp|aspx?|php)$"), ""),
    (re.compile(r"/mpost_(?=\d+\.)"), "/post_"),
    (re.compile(r"(?<=[?&])(?:print|isprint|printpage|print_view)=[^&#]*&?"), ""),
)


def twin_key(url: str) -> str:
    """`key_of`, the same for a page and its twins: `_wap.html`, `mpost_1.html`, `m.` hosts, print versions,
    `dir/index.html`."""
    key = key_of(url)
    for pattern, plain in _TWINS:
        key = pattern.sub(plain, key)
    return key.rstrip("?&")


def is_twin(url: str) -> bool:
    """Whether the URL is that of a page's twin rather than of the page."""
    key = key_of(url).removeprefix("www.")
    return twin_key(key) != key.rstrip("?&")


class UrlKeyFingerprinter:
    """Fingerprint of method, `url_key` and body.

    A redirect from a URL to its own twin (http → https) must not count as seen already, so it is told apart by
    the very URL.
    """

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Request, bytes] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UrlKeyFingerprinter:
        return cls()

    def fingerprint(self, request: Request) -> bytes:
        if request not in self._known:
            key = key_of(request.url)
            if key in {key_of(url) for url in request.meta.get("redirect_urls", ())}:
                key = request.url
            parts = (request.method.encode(), key.encode("utf-8", "surrogatepass"), request.body)
            self._known[request] = hashlib.sha256(b"\0".join(parts)).digest()
        return self._known[request]
