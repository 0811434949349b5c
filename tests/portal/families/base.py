"""What every replica of a CMS family shares: answers by path, the truth, and the requests that the truth needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.portal import gold
from tests.portal.answer import TYPES, Answer, Request, canonical, html
from tests.portal.model import Report
from tests.portal.templates import fill

Handler = Callable[[Request], Answer]
Cells = dict[str, dict[str, dict[str, int | float | None]]]
NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: what a client must send to be answered."""

    url: str
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def request(self) -> Request:
        """As the host sees it; header names in lower case."""
        parts = urlsplit(self.url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): text for name, text in self.headers.items()}
        return Request(
            self.method,
            (parts.hostname or "").lower(),
            parts.path or "/",
            query,
            headers,
            self.form,
            self.body.encode(),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report can be read; `final` after redirects.

    `carrier` is html, spa (a shell that a browser fills), pdf, doc, docx, xls or scan.
    """

    url: str
    final: str
    carrier: str = "html"


@dataclass(frozen=True, slots=True)
class Known:
    """A report that exists. `sources` are all of its copies; any of them will do, none of them is another report.

    `verdict` is what a perfect reader says, `honest` all that a lesser one may say without lying.
    `cells` are empty for a report without the tables of 2019 or 2021. `note` says what is special about it.
    """

    host: str
    agency: str
    year: int
    headline: str
    published_on: str
    carrier: str
    sources: tuple[Source, ...]
    form: str
    cells: Cells
    verdict: str = "accepted"
    honest: tuple[str, ...] = ("accepted", "review")
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A URL that is no report (`distractors`), must never be asked (`forbidden`) or leads nowhere (`dead`)."""

    url: str
    why: str


class Host:
    """One replica: a host name, or several that belong together (`also`), all answered by `answer`.

    Subclasses fill `handlers` (by `on`, `page`, `file`), `reports` (by `add`), `distractors`, `forbidden`, `dead`,
    `needed`. Nothing may depend on the clock or on what was asked before: two replicas are alike.
    """

    family: ClassVar[str]
    names: ClassVar[tuple[tuple[str, ...], ...]]
    """Host names of each variant, the portal's own first."""

    def __init__(self, variant: int = 0) -> None:
        self.variant = variant
        self.host, *others = self.names[variant]
        self.also = tuple(others)
        self.off_list: tuple[str, ...] = ()  # of `also`: hosts that answer, and must never be asked
        self.slow: dict[str, float] = {}  # canonical URL → seconds before its answer
        self.handlers: dict[tuple[str, str], Handler] = {}
        self.papers: list[Report] = []
        self.reports: list[Known] = []
        self.distractors: list[Stranger] = []
        self.forbidden: list[Stranger] = []
        self.dead: list[Stranger] = []
        self.needed: list[Ask] = []

    @property
    def hosts(self) -> tuple[str, ...]:
        """All names that this replica answers for."""
        return (self.host, *self.also)

    def url(self, path: str, host: str = "") -> str:
        """Absolute http URL of a path on the portal, or on another of its hosts."""
        return urljoin(f"http://{host or self.host}/", path)

    # answers

    def on(self, path: str, handler: Handler, host: str = "") -> None:
        """Let a handler speak for a path (without query); a path has one handler only."""
        key = (host or self.host, path)
        if key in self.handlers:
            raise ValueError(f"two handlers for {key}")
        self.handlers[key] = handler

    def page(
        self,
        path: str,
        text: str | Callable[[], str],
        modified: datetime | None = None,
        *,
        host: str = "",
        charset: str = "utf-8",
        declared: bool = True,
    ) -> None:
        """A page, written when it is asked for; with `modified` it has ETag and Last-Modified."""

        def handle(request: Request) -> Answer:
            said = text if isinstance(text, str) else text()
            return html(said, modified, charset=charset, declared=declared)

        self.on(path, handle, host)

    def file(self, path: str, body: bytes, kind: str, modified: datetime | None = None, *, host: str = "") -> None:
        """A fixed file, by its extension (see answer.TYPES; txt, json, xml besides)."""
        mime = {**TYPES, "txt": "text/plain", "json": "application/json", "xml": "text/xml"}.get(kind, kind)
        said = Answer(200, body, (("Content-Type", mime),), modified)
        self.on(path, lambda request: said, host)

    def answer(self, request: Request) -> Answer:
        """The answer of this replica, without validators or faults."""
        handler = self.handlers.get((request.host, request.path))
        return handler(request) if handler else self.absent(request)

    def absent(self, request: Request) -> Answer:
        """What is said about a path that nobody answers for; families that say 200 here override it."""
        return html(fill("404.html"), status=404)

    # truth

    def add(self, report: Report, sources: Iterable[Source], note: str = "", **changed: Any) -> Known:
        """A report into the truth; its first source decides the carrier."""
        found = tuple(sources)
        tables = report.form != NARRATIVE
        known = Known(
            host=self.host,
            agency=report.agency.name,
            year=report.year,
            headline=report.headline,
            published_on=f"{report.published:%Y-%m-%d}",
            carrier=found[0].carrier,
            sources=found,
            form=report.form,
            cells=gold.cells(report.printed) if tables else {},
            honest=("accepted",) if report.form == "2021" else ("accepted", "review"),
            code=report.agency.code,
            note=note,
        )
        if changed:
            known = Known(**{**{name: getattr(known, name) for name in Known.__slots__}, **changed})
        self.papers.append(report)
        self.reports.append(known)
        return known

    def need(self, *paths: str | Ask) -> None:
        """Requests that a walker who knows the way makes: paths on the portal, absolute URLs or whole requests."""
        for path in paths:
            ask = path if isinstance(path, Ask) else Ask(self.url(path))
            if ask not in self.needed:
                self.needed.append(ask)

    def truth(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "family": self.family,
            "host": self.host,
            "also": self.also,
            "variant": self.variant,
            "reports": [asdict(known) for known in self.reports],
            "distractors": [asdict(one) for one in self.distractors],
            "forbidden": [asdict(one) for one in self.forbidden],
            "dead": [asdict(one) for one in self.dead],
            "needed": [asdict(ask) for ask in self.needed],
        }


def ask(host: Host, url: str, base: str = "") -> Answer:
    """What a replica says to a plain GET, for tests; `base` resolves a relative URL."""
    return host.answer(Ask(canonical(urljoin(base, url))).request())
