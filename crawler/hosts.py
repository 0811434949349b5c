"""Which hosts a crawl may enter: the allow-list and the refusal of private addresses. Pure functions of a URL."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Refusal = Literal["scheme", "malformed", "off_list", "private_address"]

GOV = ".gov.cn"
WEB_PORTS = frozenset({None, 80, 443, 8443})  # :8443 is the same portal on the Hanweb platform


def host_of(url: str) -> str | None:
    """The lower-case host name of a URL without its trailing dot; None where there is none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.rstrip(".").lower() or None if host else None


def is_public(address: str) -> bool:
    """Whether an IP address literal is one of the public internet."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def registered_domain(host: str) -> str:
    """The domain that a public body registered: `hd.gov.cn` of `hdzfxxgk.hd.gov.cn`.

    Hosts outside .gov.cn, and www.gov.cn itself, stand for themselves alone.
    """
    labels = host.split(".")
    if not host.endswith(GOV) or len(labels) < 3 or labels[-3] == "www":
        return host
    return ".".join(labels[-3:])


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """The allow-list of one crawl.

    `hosts` are declared: `www.x.gov.cn` at the usual ports, or `180.76.149.248:88` at that port alone.
    `domain` admits itself and what lies below it (the portal crawl, which has no site file).
    """

    hosts: frozenset[str]
    domain: str | None = None

    @classmethod
    def of_hosts(cls, hosts: Iterable[str]) -> HostPolicy:
        return cls(frozenset(host.lower() for host in hosts))

    @classmethod
    def of_url(cls, url: str) -> HostPolicy:
        """The policy of a portal known by one URL: its whole registered domain under .gov.cn. Any other host, an
        address or `localhost` among them, must be declared in a site file."""
        host = host_of(url) or ""
        if not host.endswith(GOV):
            return cls(frozenset())
        return cls(frozenset({host, urlsplit(url).netloc.lower()}), registered_domain(host))

    def refusal(self, url: str) -> Refusal | None:
        """Why this URL must not be asked; None if it may."""
        try:
            parts = urlsplit(url)
            host, port = host_of(url), parts.port
        except ValueError:
            return "malformed"
        if parts.scheme not in ("http", "https"):
            return "scheme"
        if host is None or "@" in parts.netloc or "\\" in parts.netloc or "%" in parts.netloc:
            return "malformed"  # http://www.x.gov.cn@other.host/ reads as one host to people, another to machines
        if self.declares(host, port):
            return None
        if is_address(host):
            return "off_list" if is_public(host) else "private_address"
        below = self.domain and (host == self.domain or host.endswith("." + self.domain))
        return None if below and port in WEB_PORTS else "off_list"

    def declares(self, host: str, port: int | None = None) -> bool:
        """Whether this very host is declared, for this port."""
        return (host in self.hosts and port in WEB_PORTS) or f"{host}:{port}" in self.hosts
