"""The only way out of a browser: an HTTP proxy on loopback that passes what the crawl's allow-list passes.

Playwright follows redirects without asking anybody, and a page may fetch what it likes. Whatever the browser
asks for (pages, redirects, frames, workers, scripts) comes through here, and is judged by the same `HostPolicy` as
every other request. Behind it stands the proxy of the environment, if there is one.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from crawler.browser.kept import LARGEST, Kept
from crawler.hosts import HostPolicy, is_public

_HEAD_LIMIT = 64 * 1024
_CHUNK = 64 * 1024
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_UNREACHABLE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection Established\r\n\r\n"
_HOP_BY_HOP = frozenset({b"connection", b"proxy-connection", b"keep-alive", b"proxy-authorization"})


class GateError(OSError):
    """The gate does not pass a request, or its target cannot be reached."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The head of a proxied request; `url` is https://host:port/ for a tunnel."""

    method: bytes
    url: str
    version: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    @property
    def tunnel(self) -> bool:
        return self.method == b"CONNECT"

    @property
    def plain(self) -> bool:
        """Whether it is a GET of the whole page, whose answer is the same for all."""
        special = (b"range", b"authorization")
        return self.method == b"GET" and not any(name.lower() in special for name, _ in self.headers)

    @property
    def length(self) -> int:
        """Bytes of its body."""
        sizes = (value for name, value in self.headers if name.lower() == b"content-length")
        size = next(sizes, b"0").strip()
        return int(size) if size.isdigit() else 0

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)

    def head(self, *, proxied: bool) -> bytes:
        """The request as it goes on, for one answer alone: the next on this connection would go unseen."""
        parts = urlsplit(self.url)
        target = self.url if proxied else (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kept = [(name, value) for name, value in self.headers if name.lower() not in _HOP_BY_HOP]
        lines = [b"%s %s %s" % (self.method, target.encode("latin-1"), self.version)]
        lines += [b"%s: %s" % pair for pair in (*kept, (b"Connection", b"close"))]
        return b"\r\n".join(lines) + b"\r\n\r\n"


@dataclass(slots=True)
class Gate:
    """`limit`: bytes that one connection may bring; `idle`: seconds without a byte that end it.

    `refused` counts the hosts that were asked for and not entered. One connection a host at a time.
    """

    policy: HostPolicy
    exempt: frozenset[str] = frozenset()
    limit: int = 64 * 1024 * 1024
    idle: float = 30.0
    bind: str = "127.0.0.1"
    refused: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    kept: Kept = field(default_factory=Kept)
    _server: asyncio.Server | None = None
    _turns: defaultdict[tuple[str, int], asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(1))
    )

    async def start(self) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._serve, self.bind, 0, limit=_HEAD_LIMIT)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            await self._answer(reader, writer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = _parse(await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self.idle))
        if asked is None or self.policy.refusal(asked.url) is not None:
            self.refused[asked.address[0] if asked else ""] += 1
            writer.write(_REFUSED)
            return
        async with self._turns[asked.address]:
            if asked.plain and (known := self.kept.get(asked.url)):
                writer.write(known)
                return
            try:
                there, back = await self._open(asked)
            except OSError:
                writer.write(_UNREACHABLE)
                return
            self.passed[asked.address[0]] += 1
            try:
                await self._pass(asked, reader, writer, there, back)
            finally:
                back.close()

    async def _pass(
        self,
        asked: _Asked,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        """Carry the bytes: both ways through a tunnel, else one request and its answer."""
        if not asked.tunnel:
            back.write(asked.head(proxied=_proxy_for(asked.url) is not None))
            back.write(await asyncio.wait_for(reader.readexactly(min(asked.length, self.limit)), self.idle))
            answer = await self._carry(there, writer, seen=LARGEST + 1 if asked.plain else 0)
            self.kept.offer(asked.url, answer)
            return
        writer.write(_OPEN)
        ways = [asyncio.create_task(self._carry(reader, back)), asyncio.create_task(self._carry(there, writer))]
        _, open_still = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in open_still:
            way.cancel()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, seen: int = 0) -> bytes:
        """Pass on what comes; returns the first `seen` bytes of it."""
        left, first = self.limit, bytearray()
        with contextlib.suppress(OSError, TimeoutError):
            while left > 0 and (data := await asyncio.wait_for(source.read(_CHUNK), self.idle)):
                target.write(data)
                await target.drain()
                left -= len(data)
                first += data[: seen - len(first)]
        return bytes(first)

    async def _open(self, asked: _Asked) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the target, or to the proxy before it."""
        host, port = asked.address
        if proxy := _proxy_for(asked.url):
            parts = urlsplit(proxy)
            opened = await self._connect(parts.hostname or "", parts.port or 80)
            if asked.tunnel:
                await _ask_tunnel(*opened, host, port, self.idle)
            return opened
        return await self._connect(await self._resolve(host, port), port)

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.wait_for(asyncio.open_connection(host, port, limit=_HEAD_LIMIT), self.idle)

    async def _resolve(self, host: str, port: int) -> str:
        """The address of a name: IPv4 first, for IPv6 of many portals is broken; a public one, unless declared."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET)]
        if host in self.exempt:
            return addresses[0]
        if not all(map(is_public, addresses)):
            raise GateError(f"{host} resolves to a private address: refused")
        return addresses[0]


def _parse(head: bytes) -> _Asked | None:
    """The head of a request to a proxy; None for anything else."""
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    words = first.split(b" ")
    if len(words) != 3:
        return None
    method, target, version = words
    url = target.decode("latin-1")
    if method == b"CONNECT":
        url = f"https://{url}/"
    try:
        if urlsplit(url).hostname is None:
            return None
        _ = urlsplit(url).port
    except ValueError:
        return None
    return _Asked(method, url, version, tuple(_fields(lines)))


def _fields(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip(), value.strip()


def _proxy_for(url: str, proxies: Callable[[], dict[str, str]] = getproxies) -> str | None:
    """The proxy of the environment for this URL (http_proxy, https_proxy, no_proxy)."""
    parts = urlsplit(url)
    proxy = proxies().get(parts.scheme)
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    return proxy if "//" in proxy else f"http://{proxy}"


async def _ask_tunnel(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, idle: float
) -> None:
    """Have the proxy before us open a tunnel. Raises GateError where it does not."""
    writer.write(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), idle)
    if b" 200" not in answer.split(b"\r\n", 1)[0]:
        raise GateError(f"the proxy opens no tunnel to {host}:{port}")
