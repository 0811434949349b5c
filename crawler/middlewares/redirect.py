"""Downloader middleware: redirects, but for those that come back to where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.obstacles import count, place_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RedirectLoopError(IgnoreRequest):
    """The redirects lead in a circle, or on and on."""


class StraightRedirectMiddleware(RedirectMiddleware):
    """Scrapy's, which leaves circles to the filter of duplicates, where they vanish without a word.

    A page that redirects to itself and sets a cookie is asked once more, with the cookie, and no third time.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if 300 <= response.status < 400 and "Location" in response.headers:
            target = _target(response)
            before = [str(url) for url in request.meta.get("redirect_urls", ())]
            cookie = target == request.url and target not in before and "Set-Cookie" in response.headers
            if target in (*before, request.url) and not cookie:
                count(self.crawler.stats, "redirect", "circle", place_of(request.url))
                raise RedirectLoopError(f"{request.url} redirects in a circle")
            if len(before) >= self.max_redirect_times:
                count(self.crawler.stats, "redirect", "too_many", place_of(request.url))
                raise RedirectLoopError(f"{before[0]} redirects more than {self.max_redirect_times} times")
        return super().process_response(request, response)


def _target(response: Response) -> str:
    location = (response.headers.get("Location") or b"").decode("latin-1").strip()
    try:
        return urljoin(response.url, location).partition("#")[0]
    except ValueError:
        return location
