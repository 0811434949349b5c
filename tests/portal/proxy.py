"""The loopback proxy: absolute-URI requests for the replica's hosts, nothing else, every one of them on record."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.portal.answer import Answer, Request, compressed, conditional, html
from tests.portal.faults import Faults

Speak = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request on record. `note` is "" for the ordinary, else why no portal answered."""

    time: float
    seconds: float
    connection: int
    method: str
    host: str
    url: str
    path: str
    headers: dict[str, str]
    status: int
    note: str


class ProxyServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1; `hosts` answer, `faults` interfere, `seen` remembers; `off_list` hosts are a trap."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, hosts: Mapping[str, Speak], log: Path | None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.hosts = hosts
        self.off_list: frozenset[str] = frozenset()
        self.faults = Faults()
        self.seen: list[Seen] = []
        self._log = log
        self._lock = threading.Lock()

    def note(self, seen: Seen) -> None:
        """Remember a request, and write it to the log as a line of JSON."""
        with self._lock:
            self.seen.append(seen)
            if self._log:
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(asdict(seen), ensure_ascii=False) + "\n")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ProxyServer
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_CONNECT(self) -> None:
        host = self.path.rsplit(":", 1)[0]
        known = host in self.server.hosts
        note = "CONNECT refused" if known else "forbidden host asked"
        self.close_connection = True
        self._send(Answer(502 if known else 403, b""), host, f"https://{self.path}/", note, time.time())

    def version_string(self) -> str:
        """What the Server header says."""
        return "nginx"

    def log_message(self, format: str, *args: Any) -> None:
        """The record replaces the server's own log."""

    def _serve(self) -> None:
        started = time.time()
        parts = urlsplit(self.path)
        host = (parts.hostname or "").lower()
        length = int(self.headers.get("Content-Length", 0))
        sent = self.rfile.read(length) if length else b""
        if not host:
            said = html("<p>This is a proxy for the replica portals: use it as http_proxy.</p>", status=400)
            self._send(said, "", self.path, "not a proxy request", started)
        elif host not in self.server.hosts:
            self._send(
                html("<p>not a host of the replica</p>", status=403),
                host,
                self.path,
                "forbidden host asked",
                started,
            )
        elif parts.port not in {None, 80}:
            said = html("<p>The plain HTTP request was sent to HTTPS port</p>", status=400)
            self._send(said, host, self.path, "plain request to an https port", started)
        elif host in self.server.faults.dead:
            self._dead(host, started)
        else:
            request = Request(
                method=self.command,
                host=host,
                path=parts.path or "/",
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): text for name, text in self.headers.items()},
                form=dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True)),
                body=sent,
            )
            time.sleep(self.server.faults.delay(request))
            said = self.server.faults.answer(request) or self.server.hosts[host](request)
            note = "off-list host asked" if host in self.server.off_list else ""
            self._send(compressed(request, conditional(request, said)), host, self.path, note, started)

    def _dead(self, host: str, started: float) -> None:
        if self.server.faults.dead[host] == "drop":
            self.close_connection = True
            self._note(host, self.path, 0, "dropped", started)
            return
        self._send(html("<h1>502 Bad Gateway</h1>", status=502), host, self.path, "down", started)

    def _send(self, answer: Answer, host: str, url: str, note: str, started: float) -> None:
        self._note(host, url, answer.status, note, started)
        if not answer.status:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, text in answer.headers:
            self.send_header(name, text)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body) + answer.lost))
        self.close_connection = self.close_connection or answer.lost > 0
        self.send_header("Connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
        if self.command != "HEAD" and answer.status != 304:
            try:
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client left; nothing to say to it

    def _note(self, host: str, url: str, status: int, note: str, started: float) -> None:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.server.note(
            Seen(
                time=started,
                seconds=time.time() - started,
                connection=self.client_address[1],
                method=self.command,
                host=host,
                url=url,
                path=path,
                headers={name.lower(): text for name, text in self.headers.items()},
                status=status,
                note=note,
            )
        )
