"""A DNS resolver that refuses answers in private networks, so that no portal's DNS can point the crawl inside."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from crawler.hosts import is_address, is_public

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from twisted.internet.interfaces import IAddress, IHostResolution


logger = logging.getLogger(__name__)


def proxy_hosts() -> frozenset[str]:
    """Hosts of the proxies in the environment: the admin put them there, they may be anywhere."""
    hosts = (urlsplit(url if "//" in url else f"//{url}").hostname for url in getproxies().values())
    return frozenset(host for host in hosts if host)


class PublicResolver(CachingHostnameResolver):
    """Names resolve to public addresses or not at all. Literals pass: the allow-list has judged them already.

    IPv4 where a name has it, for most portals' IPv6 is broken; IPv6 where it has nothing else (PORTALS.md §3).
    `exempt` are the names that a site file declares in its extra_hosts, with a reason: they may be inside.
    """

    exempt: ClassVar[set[str]] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proxies = proxy_hosts()

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803 (IResolutionReceiver: zope interfaces have no types)
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        judged = hostName not in self.proxies and hostName not in self.exempt and not is_address(hostName)
        receiver: Any = _Chosen(resolutionReceiver, hostName, judged=judged)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _Chosen:
    """Passes on, of all addresses of a name, those that are to be connected to."""

    def __init__(self, receiver: Any, name: str, *, judged: bool) -> None:
        self._receiver, self._name, self._judged = receiver, name, judged
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        for address in chosen(self._addresses, self._name) if self._judged else self._addresses:
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def chosen(addresses: Iterable[Any], name: str) -> list[Any]:
    """The public addresses of a name, those of IPv4 alone if it has any."""
    public = []
    for address in addresses:
        if is_public(address.host.partition("%")[0]):
            public.append(address)
        else:
            logger.warning("%s resolves to the private address %s: refused", name, address.host)
    return [address for address in public if isinstance(address, IPv4Address)] or public
