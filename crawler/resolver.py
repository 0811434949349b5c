"""A DNS resolver that refuses answers in private networks, so that no portal's DNS can point the crawl inside."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.hosts import is_address, is_public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.defer import Deferred


logger = logging.getLogger(__name__)


class PrivateAddressError(DNSLookupError):
    """A public name resolved to a private address."""


def proxy_hosts() -> frozenset[str]:
    """Hosts of the proxies in the environment: the admin put them there, they may be anywhere."""
    hosts = (urlsplit(url if "//" in url else f"//{url}").hostname for url in getproxies().values())
    return frozenset(host for host in hosts if host)


class PublicResolver(CachingThreadedResolver):
    """Names resolve to public addresses or not at all. Literals pass: the allow-list has judged them already.

    `exempt` are the names that a site file declares in its extra_hosts, with a reason: they may be inside.
    """

    exempt: ClassVar[set[str]] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proxies = proxy_hosts()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        answer = super().getHostByName(name, timeout)
        if name not in self.proxies and name not in self.exempt and not is_address(name):
            answer.addCallback(self._public, name)
        return answer

    @staticmethod
    def _public(address: str, name: str) -> str:
        if not is_public(address):
            # Twisted makes "no results" of whatever is raised here
            logger.warning("%s resolves to the private address %s: refused", name, address)
            raise PrivateAddressError(f"{name} resolves to the private address {address}: refused")
        return address
