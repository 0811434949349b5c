"""Stand-ins for the Wayback Machine and Common Crawl on loopback, written from their public documentation.

They serve the records of a WARC file, with what makes such servers hard: pages by key, an answer cut off, 429 with
Retry-After, 503, revisits, ranges. The Wayback CDX Server API is that of internetarchive/wayback
(wayback-cdx-server/README.md): filters, collapsing of adjacent lines, resumption keys; Common Crawl's is pywb's.
Neither has the answers to forms.
"""

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
from urllib.parse import parse_qs, quote, quote_plus, unquote, unquote_plus, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = 5  # lines of a page, whatever limit= says


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
    posted = _answers_to_forms(path)
    with path.open("rb") as file:
        for raw in ArchiveIterator(file):
            if raw.rec_type not in ("response", "revisit") or raw.http_headers is None:
                continue
            head = raw.rec_headers
            if head.get_header("WARC-Record-ID") in posted:
                continue
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


def _answers_to_forms(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {
            raw.rec_headers.get_header("WARC-Concurrent-To")
            for raw in ArchiveIterator(file)
            if raw.rec_type == "request" and raw.http_headers.protocol == "POST"
        }


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
    """`asked` are paths and Range headers; `busy` addresses answer 429 or 503 first; `cut`: the first answer with
    a further page of the index ends within a line."""

    found: list[Record]
    warc: bytes
    busy: dict[str, int] = field(default_factory=dict)
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
        if self.busy.pop("cdx", None):
            return 503, {"Content-Type": "text/html"}, b"<html>Service Unavailable</html>"
        good = _collapsed([line for line in map(_fields, self.listed(query)) if _passes(line, query)], query)
        # the key is encoded where it is shown, and decoded once more than every parameter
        key = unquote_plus(query.get("resumeKey", [""])[0])
        start = next((number for number, line in enumerate(good, 1) if key == f"{line[0]} {line[1]}!"), 0)
        page = good[start : start + min(PAGE, int(query.get("limit", ["150000"])[0]))]
        text = "".join(f"{' '.join(line)}\n" for line in page)
        if start + len(page) < len(good) and query.get("showResumeKey") == ["true"]:
            text += f"\n{quote_plus(f'{page[-1][0]} {page[-1][1]}!')}\n"
        if start and self.cut:
            self.cut, text = False, text[: len(text) // 2].rstrip("\n ")
        return 200, {"Content-Type": "text/plain"}, text.encode()

    def _replay(self, stamp: str, url: str) -> tuple[int, dict[str, str], bytes]:
        near = [record for record in self.found if unquote(record.url) == url]
        if near and (status := self.busy.pop(near[0].url, None)):
            more = {"Retry-After": "1"} if status == 429 else {}
            return status, {**more, "Content-Type": "text/html"}, b"<html>come back later</html>"
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
        listed = [record for record in self.listed(query) if record in of_crawl]
        # the one filter that is asked for; errors are in its index, as redirects are
        refused = "[45].." if query.get("filter") == ["!~status:[45].."] else "-"
        good = [record for record in listed if not re.fullmatch(refused, record.status)]
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


def _fields(record: Record) -> list[str]:
    """The fields of a line of the Wayback CDX server, in their order."""
    parts = urlsplit(record.url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    urlkey = quote(f"{','.join(reversed(parts.netloc.split('.')))}){path}".lower(), safe=":/?&=%;,.-_~()")
    kind = next((value for name, value in record.headers if name.lower() == "content-type"), "unk")
    mime, status = ("warc/revisit", "-") if record.revisit else (kind.partition(";")[0], record.status)
    return [urlkey, record.stamp, quote(record.url, safe=":/?&=%;,.-_~"), mime, status, record.digest, "900"]


NAMES = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


def _passes(line: list[str], query: Mapping[str, list[str]]) -> bool:
    """`filter=[!]field:regex`, of the whole field; `from` and `to` inclusive."""
    for wanted in query.get("filter", []):
        name, _, pattern = wanted.removeprefix("!").partition(":")
        if bool(re.fullmatch(pattern, line[NAMES.index(name)])) == wanted.startswith("!"):
            return False
    first, last = query.get("from", ["0"])[0], query.get("to", ["9" * 14])[0]
    return first.ljust(14, "0") <= line[1] <= last.ljust(14, "9")


def _collapsed(lines: list[list[str]], query: Mapping[str, list[str]]) -> list[list[str]]:
    """`collapse=digest`: of adjacent lines the first."""
    ordered = sorted(lines)
    if query.get("collapse") != ["digest"]:
        return ordered
    return [line for number, line in enumerate(ordered) if not number or ordered[number - 1][5] != line[5]]


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
    """Both stand-ins over the records of a WARC file; some captures, and the index, turn the first
    request away."""
    found = records(path)
    hesitant = {record.url for record in found[:: max(1, len(found) // busy)][:busy]}
    statuses = {url: (429, 503)[number % 2] for number, url in enumerate(sorted(hesitant))}
    served = Stand(found, packed(found), statuses | {"cdx": 503})

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
