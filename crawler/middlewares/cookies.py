"""Downloader middleware: gives each host back the cookies that it set in this run, and no other host.

Scrapy's own jar asks publicsuffix.org which domains may share cookies; here none do, so nobody is asked.
"""

from __future__ import annotations

from collections import defaultdict
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

MOST = 20  # cookies of a host
LONGEST = 4096  # bytes of a cookie, as browsers have it


class CookieMiddleware:
    """Cookies by host and name. Path, age and Domain are not regarded: a run is short, and hosts share nothing."""

    def __init__(self) -> None:
        self._jars: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def process_request(self, request: Request) -> None:
        jar = self._jars.get(_host(request.url))
        if jar and "Cookie" not in request.headers:
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())

    def process_response(self, request: Request, response: Response) -> Response:
        # a retry or a redirect takes the request's headers along: what was added here is added anew
        request.headers.pop("Cookie", None)
        for printed in response.headers.getlist("Set-Cookie"):
            self._keep(_host(request.url), printed.decode("latin-1"))
        return response

    def _keep(self, host: str, printed: str) -> None:
        jar = self._jars[host]
        try:
            cookies = SimpleCookie(printed[:LONGEST])
        except CookieError:
            return
        for name, morsel in cookies.items():
            if morsel.coded_value and morsel["max-age"] != "0" and (name in jar or len(jar) < MOST):
                jar[name] = morsel.coded_value
            elif morsel["max-age"] == "0" or not morsel.coded_value:
                jar.pop(name, None)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
