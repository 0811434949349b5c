"""The spider loader: every site file is a spider, beside the spiders that live in crawler.spiders.

`scrapy list` and `scrapy crawl SITE` go through it (SPIDER_LOADER_CLASS).
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object

from crawler.registry import SITES, SiteError, load_site, site_files

Names = list[str]  # within the class, `list` is Scrapy's method
PORTAL_SPIDER = "crawler.spiders.portal.PortalSpider"


class SiteSpiderLoader:
    """Scrapy's spider loader protocol over crawler/sites (or the directory of the setting SITES_DIR).

    A broken site file takes only its own spider down: its name is listed, and loading it says what is wrong.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._plain = SpiderLoader(settings)
        self._directory = Path(settings.get("SITES_DIR") or SITES)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of that name.

        Raises KeyError where there is none, UsageError (exit code 2) where its site file is broken.
        """
        if spider_name not in self._site_names():
            return self._plain.load(spider_name)
        try:
            site = load_site(spider_name, self._directory)
        except SiteError as error:
            raise UsageError(f"site file of {spider_name!r} is broken:\n{error}") from error
        portal: type[Spider] = load_object(PORTAL_SPIDER)
        attributes = {
            "__module__": portal.__module__,
            "__doc__": site.title,
            "name": site.name,
            "site": site,
            "allowed_domains": site.allowed_domains,
        }
        return type(f"{site.name.title().replace('_', '')}Spider", (portal,), attributes)

    def list(self) -> Names:
        return sorted({*self._plain.list(), *self._site_names()})

    def find_by_request(self, request: Request) -> Names:
        """The names of the sites that allow this URL, then of the other spiders that handle it."""
        names: Names = []
        for name in self._site_names():
            try:
                if load_site(name, self._directory).allows(request.url):
                    names.append(name)
            except SiteError:
                continue  # a broken file handles nothing; `scrapy checksites` tells
        return names + self._plain.find_by_request(request)

    def _site_names(self) -> Names:
        return [path.stem for path in site_files(self._directory)]
