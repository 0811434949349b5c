"""A capture: one fetch of one URL, as the crawl hands it to the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipelines.evidence import Evidence

CaptureKind = Literal["http_body", "rendered_dom", "local_file", "archived"]
Role = Literal["article", "attachment", "page"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the trail that led to a capture: the page, and the anchor text followed on it."""

    url: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent for a capture. `body` is that of a POST: a form or JSON, both in ASCII."""

    method: str
    headers: list[tuple[str, str]]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """An article (`parent_url`) that links a file, and what a capture of the file is told there."""

    url: str
    parent_url: str
    file_name: str | None
    trail: list[Hop]
    evidence: list[Evidence]


@dataclass(slots=True)
class Capture:
    """Bytes with everything known of how they came.

    `body` is empty when the server answered 304: `digest` then names the object kept before.
    `container` is the CSS selector under which the site's CMS prints the article (None: unknown);
    `parent_url` is the article that links an attachment. A `page` led the way (a list, a home page): it is kept,
    so that the next run can ask whether it has changed, and never read.
    `headers` are the answer's own; the body is decoded of the Content-Encoding that they name. Of each address
    in `redirects`, `redirect_reasons` has the HTTP status, or how else it led on. `archive` names the web archive
    that an `archived` capture comes from. `leads` are those of an article to its files.
    """

    url: str
    final_url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched_at: datetime
    site: str | None = None
    run_id: int | None = None
    kind: CaptureKind = "http_body"
    role: Role = "article"
    trail: list[Hop] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    container: str | None = None
    parent_url: str | None = None
    file_name: str | None = None
    redirects: list[str] = field(default_factory=list)
    digest: str | None = None
    redirect_reasons: list[int | str] = field(default_factory=list)
    request: Request | None = None
    archive: str | None = None
    leads: list[Lead] = field(default_factory=list)
