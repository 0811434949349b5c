"""Stand-ins for the Wayback Machine and Common Crawl on loopback, written from their public documentation.

They serve the records of a WARC file, with what makes such servers hard: pages by key, an answer cut off, 429 with
Retry-After, revisits, ranges."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = 60  # lines of a page, whatever limit= says


@dataclass(slots=True)
class Record:
    """A response, revisits with the body of their original; `place` in the file that `packed` writes."""

    url: str
    stamp: str
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    digest: str
    revisit: bool
    place: tuple[int, int] = (0, 0)


def records(path: Path) -> list[Record]:
    """The answers of a WARC file, in the order of their addresses."""
    found: list[Record] = []
    bodies: dict[str, bytes] = {}
    with path.open("rb") as file:
        for raw in ArchiveIterator(file):
            if raw.rec_type not in ("response", "revisit") or raw.http_headers is None:
                continue
            head = raw.rec_headers
            digest = (head.get_header("WARC-Payload-Digest") or "").removeprefix("sha1:")
            body = raw.content_stream().read()
            if raw.rec_type == "response":
                bodies.setdefault(digest, body)
            stamp = re.sub(r"\D", "", head.get_header("WARC-Date"))[:14]
            found.append(
                Record(
                    head.get_header("WARC-Target-URI"), stamp, raw.http_headers.get_statuscode(),
                    list(raw.http_headers.headers), body or bodies[digest], digest, raw.rec_type == "revisit",
                )
            )  # fmt: skip
    return sorted(found, key=lambda record: (record.url, record.stamp))


def packed(found: list[Record]) -> bytes:
    """All of them as whole responses of one WARC file, for ranges; their places are noted."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for record in found:
        start = out.tell()
        date = "-".join((record.stamp[:4], record.stamp[4:6], record.stamp[6:8]))
        moment = f"{date}T{record.stamp[8:10]}:{record.stamp[10:12]}:{record.stamp[12:14]}Z"
        http = StatusAndHeaders(f"{record.status} OK", record.headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                record.url, "response", payload=BytesIO(record.body), http_headers=http,
                warc_headers_dict={"WARC-Date": moment},
            )
        )  # fmt: skip
        record.place = start, out.tell() - start
    return out.getvalue()


@dataclass
class Stand:
    """`asked` are paths and Range headers; `busy` addresses answer 429 first, `cut` is the page of the index whose
    first answer ends within a line."""

    found: list[Record]
    warc: bytes
    busy: set[str] = field(default_factory=set)
    cut: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def listed(self, query: Mapping[str, list[str]]) -> Iterator[Record]:
        wanted, match = query["url"][0], query.get("matchType", ["exact"])[0]
        for record in self.found:
            if match == "host" and urlsplit(record.url).netloc != wanted:
                continue
            if match == "exact" and record.url != wanted:
                continue
            yield record

    def answer(self, path: str, span: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((path, span))
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if parts.path == "/cdx/search/cdx":
            return self._wayback(query)
        if replayed := re.match(r"/web/(\d{14})id_/(.+)", path):
            return self._replay(replayed[1], unquote(replayed[2]))
        if parts.path == "/collinfo.json":
            names = ("CC-MAIN-2026-30", "CC-MAIN-2026-26", "CC-MAIN-2007-01")
            told = [{"id": name, "name": name, "cdx-api": f"{self.url}/{name}-index"} for name in names]
            return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()
        if index := re.fullmatch(r"/(CC-MAIN-[\d-]+)-index", parts.path):
            return self._commoncrawl(index[1], query)
        if parts.path.startswith("/crawl-data/") and (asked := re.fullmatch(r"bytes=(\d+)-(\d+)", span)):
            piece = self.warc[int(asked[1]) : int(asked[2]) + 1]
            return 206, {"Content-Type": "application/octet-stream"}, piece
        return 404, {"Content-Type": "text/html"}, b"<html>Not Found</html>"

    def _wayback(self, query: Mapping[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        """Text, a page at a time: an empty line and the key of the next."""
        good = [record for record in self.listed(query) if not re.fullmatch("[45]..", record.status)]
        start = int(query.get("resumeKey", ["0"])[0].removeprefix("key+"))
        lines = [
            f"k {each.stamp} {quote(each.url, safe=':/?&=%;,.-_~')} "
            + (
                f"warc/revisit - {each.digest} 500"
                if each.revisit
                else f"text/html {each.status} {each.digest} 900"
            )
            for each in good[start : start + PAGE]
        ]
        text = "\n".join(lines) + "\n"
        if start + PAGE < len(good):
            text += f"\nkey+{start + PAGE}\n"
        if start and self.cut:
            self.cut, text = False, text[: len(text) // 2].rstrip("\n ")
        return 200, {"Content-Type": "text/plain"}, text.encode()

    def _replay(self, stamp: str, url: str) -> tuple[int, dict[str, str], bytes]:
        if url in self.busy:
            self.busy.discard(url)
            return 429, {"Retry-After": "1", "Content-Type": "text/html"}, b"<html>429 Too Many Requests</html>"
        near = [record for record in self.found if record.url == url]
        if not near:
            return 404, {"Content-Type": "text/html"}, b"<html>not in the archive</html>"
        exact = next((record for record in near if record.stamp == stamp), None)
        if exact is None:
            return 302, {"Location": f"{self.url}/web/{near[0].stamp}id_/{url}"}, b""
        headers = {f"x-archive-orig-{name}": value for name, value in exact.headers}
        kind = next((value for name, value in exact.headers if name.lower() == "content-type"), "text/html")
        place = next((value for name, value in exact.headers if name.lower() == "location"), None)
        if place:
            headers["Location"] = f"{self.url}/web/{stamp}id_/{place}"
        moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        told = format_datetime(moment, usegmt=True)
        headers |= {"Content-Type": kind, "Memento-Datetime": told, "X-App-Server": "wwwb-app1"}
        return int(exact.status), headers, exact.body

    def _commoncrawl(self, name: str, query: Mapping[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        """The odd records are in one crawl, the even ones in another; the second names one that it has cut."""
        which = {"CC-MAIN-2026-30": 0, "CC-MAIN-2026-26": 1}.get(name)
        of_crawl = [] if which is None else self.found[which::2]
        good = [record for record in of_crawl if record in list(self.listed(query)) and record.status == "200"]
        if not good:
            said = json.dumps({"message": f"No Captures found for: {query['url'][0]}"})
            return 404, {"Content-Type": "application/json"}, said.encode()
        pages = -(-len(good) // PAGE)
        if "showNumPages" in query:
            told = json.dumps({"pages": pages, "pageSize": 5, "blocks": pages})
            return 200, {"Content-Type": "text/x-ndjson"}, told.encode()
        start = int(query.get("page", ["0"])[0]) * PAGE
        lines = [_line(record) for record in good[start : start + PAGE]]
        lines.append(_line(good[0], stamp="20260701000000", truncated="length"))
        return 200, {"Content-Type": "text/x-ndjson"}, "".join(f"{line}\n" for line in lines).encode()


def _line(record: Record, **more: str) -> str:
    offset, length = record.place
    told = {
        "urlkey": "k", "timestamp": more.pop("stamp", record.stamp), "url": record.url, "mime": "text/html",
        "status": record.status, "digest": record.digest, "length": str(length), "offset": str(offset),
        "filename": "crawl-data/CC-MAIN-2026/x.warc.gz",
    }  # fmt: skip
    return json.dumps(told | more)


@contextmanager
def stand(path: Path, busy: int = 2) -> Iterator[Stand]:
    """Both stand-ins over the records of a WARC file; some captures answer 429 when they are first asked for."""
    found = records(path)
    served = Stand(found, packed(found), {record.url for record in found[:: max(1, len(found) // busy)]})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = served.answer(self.path, self.headers.get("Range", ""))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                if name.lower() not in ("x-archive-orig-content-length",):
                    self.send_header(name, value.encode("latin-1", "replace").decode("latin-1"))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet: `asked` has it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
