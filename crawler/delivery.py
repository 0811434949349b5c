"""From an answer to what the item pipelines get, and to the page that the CMS modules read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request as ScrapyRequest
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.cms.base import Article, Page
from crawler.fingerprint import asked_as
from crawler.middlewares.conditional import ENCODED, REVISIT
from crawler.middlewares.encoding import EncodingMiddleware
from crawler.middlewares.render import RENDERED
from pipelines.capture import Capture, Hop, Lead, Request, Role
from pipelines.carriers import media
from pipelines.carriers.sniff import sniff
from pipelines.evidence import Evidence
from pipelines.items import Item

if TYPE_CHECKING:
    from crawler.memory import Remembered
    from crawler.visit import Visit

VALIDATORS = frozenset({"etag", "last-modified"})
PAGES = frozenset({media.HTML, media.TEXT, media.XML, media.UNKNOWN})


def page_of(response: Response, form: tuple[tuple[str, str], ...] | None = None) -> Page | None:
    """The page of an answer, decoded by the encoding middleware; None for a file, whatever its header says.

    `form` is the form body with which it was asked.
    """
    if not isinstance(response, TextResponse) or sniff(response.body) not in PAGES:
        return None
    return Page(response.url, response.text, response.status, dict(_headers(response.headers)), form)


def stored_page(
    remembered: Remembered, body: bytes, form: tuple[tuple[str, str], ...] | None = None
) -> Page | None:
    """The page as an earlier run kept it; None for a file."""
    headers = Headers({"Content-Type": remembered.content_type} if remembered.content_type else {})
    kind = responsetypes.from_args(headers=headers, url=remembered.url, body=body)
    response = kind(remembered.final_url, headers=headers, body=body)
    decoded = EncodingMiddleware.decoded(response) if isinstance(response, TextResponse) else response
    return page_of(decoded, form)


def deliver(
    response: Response,
    visit: Visit,
    article: Article | None,
    *,
    site: str,
    run_id: int | None,
    outcome: str | None = None,
    digest: str | None = None,
    empty: bool = False,
    owner: Evidence | None = None,
) -> Item:
    """The capture of an answer. An answer that brought no page (`outcome`, a status that is an error) has no body;
    one that has not changed names the object kept before, and so does one in whose place `digest` stands.

    What a browser made of a page is a capture of another kind, without the validators of the empty page that it
    filled: that may be unchanged and show something else. The `empty` page itself is kept as one of the way is.
    """
    request = response.request
    meta = request.meta if request else {}
    remembered: Remembered | None = meta.get("remembered")
    revisit = REVISIT in response.flags
    rendered = RENDERED in response.flags
    redirects = [str(url) for url in meta.get("redirect_urls", ())]
    evidence = [*visit.evidence, *(article.evidence if article else ()), *([owner] if owner else ())]
    roles: dict[str, Role] = {"page": "page", "script": "page", "search": "page", "attachment": "attachment"}
    capture = Capture(
        url=redirects[0] if redirects and visit.link.form is None else asked_as(visit.link),
        final_url=response.url,
        status=304 if revisit else response.status,
        headers=[
            *(pair for pair in _headers(response.headers) if not (rendered and pair[0].lower() in VALIDATORS)),
            *meta.get(ENCODED, ()),
        ],
        body=b"" if revisit or outcome or response.status >= 300 else response.body,
        fetched_at=datetime.now(UTC),
        site=site,
        run_id=run_id,
        kind="rendered_dom" if rendered else "http_body",
        role="page" if empty else roles.get(visit.kind, "article"),
        trail=list(visit.trail),
        evidence=list(dict.fromkeys(evidence)),
        container=article.container if article else None,
        parent_url=visit.parent,
        file_name=visit.link.text or None if visit.kind == "attachment" else None,
        redirects=redirects,
        digest=remembered.digest if revisit and remembered else digest,
        redirect_reasons=list(meta.get("redirect_reasons", ())),
        request=sent(request) if request else None,
        leads=leads(response.url, visit, article, owner) if article else [],
    )
    return Item(capture, outcome)


def leads(url: str, visit: Visit, article: Article, owner: Evidence | None) -> list[Lead]:
    """What the files of an article at `url` are told of it; the file's own headline comes first, so the article's
    does not go with it."""
    own = (item for item in article.evidence if item.about != "headline")
    evidence = list(dict.fromkeys([*visit.evidence, *own, *([owner] if owner else ())]))
    trail = [*visit.trail, Hop(url, visit.link.text)]
    return [Lead(link.url, url, link.text or None, trail, evidence) for link in article.attachments]


def sent(request: ScrapyRequest) -> Request:
    """The request of an answer, as it left."""
    return Request(request.method, _headers(request.headers), request.body.decode("ascii", "backslashreplace"))


def _headers(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    ]
