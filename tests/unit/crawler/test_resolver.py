"""Which of a name's addresses are connected to. The system's own resolver is replaced, nothing is looked up."""

from __future__ import annotations

import socket
from typing import Any
from unittest.mock import Mock

import pytest
from scrapy.resolver import dnscache
from twisted.internet._resolver import GAIResolver
from twisted.python.threadpool import ThreadPool

from crawler.resolver import PublicResolver

V6 = "2409:8c44:b00::1"


class Receiver:
    """What a connection would learn."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.over = False

    def resolutionBegan(self, resolution: Any) -> None:
        """It begins."""

    def addressResolved(self, address: Any) -> None:
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:
        self.over = True


def resolved(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], name: str = "www.x.gov.cn", times: int = 1
) -> list[str]:
    """The addresses that a connection to the name gets where the system knows `addresses` of it."""

    def known(host: Any, port: Any, *args: int, **kwargs: int) -> list[Any]:
        sorts = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in addresses]
        tails = [(0, 0) if ":" in each else () for each in addresses]
        return [
            (sort, socket.SOCK_STREAM, 6, "", (each, port, *tail))
            for each, sort, tail in zip(addresses, sorts, tails, strict=True)
        ]

    dnscache.clear()
    pool = Mock(spec=ThreadPool)
    pool.callInThreadWithCallback.side_effect = lambda done, call, *args: done(True, call(*args))
    reactor = Mock()
    reactor.callFromThread.side_effect = lambda call, *args: call(*args)
    reactor.nameResolver = GAIResolver(reactor, lambda: pool, known)
    resolver = PublicResolver(reactor, 100)
    for _ in range(times):
        receiver = Receiver()
        resolver.resolveHostName(receiver, name, 80)
        assert receiver.over
    dnscache.clear()
    return receiver.hosts


def test_ipv4_where_there_is_any_and_ipv6_where_there_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolved(monkeypatch, [V6, "202.110.1.2"]) == ["202.110.1.2"]
    assert resolved(monkeypatch, [V6]) == [V6]
    assert resolved(monkeypatch, [V6, "202.110.1.2"], times=2) == ["202.110.1.2"]
    assert resolved(monkeypatch, []) == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "100.64.1.1", "::1", "fd00::1",
     "fe80::1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert resolved(monkeypatch, [address]) == []
    assert resolved(monkeypatch, [V6, address], times=2) == [V6]


def test_declared_hosts_and_proxies_may_be_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PublicResolver, "exempt", {"books.example.org"})
    monkeypatch.setenv("http_proxy", "http://proxy.inside:3128")
    assert resolved(monkeypatch, ["10.1.2.3"], "books.example.org") == ["10.1.2.3"]
    assert resolved(monkeypatch, ["10.1.2.3"], "proxy.inside") == ["10.1.2.3"]
