"""What passes between the walk and the CMS modules: a page, and the links, lists and articles found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.evidence import Evidence

P = ParamSpec("P")
T = TypeVar("T")

_SLASHED = re.compile(r"(\.(?:[sj]?html?|pdf|docx?|xlsx?|wps|zip|rar))/+(?=$|[?#])", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A fetched page, decoded. `url` is the final URL; relative links resolve against `base`.

    `form` is the form body with which it was asked, None for a GET: a data answer needs it to name the next.
    """

    url: str
    text: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    form: tuple[tuple[str, str], ...] | None = None

    @cached_property
    def tree(self) -> HtmlElement:
        """The parsed page; an empty or binary body gives an empty <html>."""
        # bytes, for lxml refuses text that declares an encoding of its own
        raw = self.text.replace("\x00", "").encode("utf-8", "replace").strip()
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
        try:
            return html.document_fromstring(raw or b"<html></html>", parser=parser)
        except etree.ParserError:  # nothing but a comment
            return html.document_fromstring(b"<html></html>", parser=parser)

    @cached_property
    def folded(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def base(self) -> str:
        hrefs = self.tree.xpath("//base/@href")
        try:
            base = urljoin(self.url, str(hrefs[0])) if hrefs else self.url
            urlsplit(base)
        except ValueError:
            return self.url
        return base

    def join(self, href: str) -> str:
        """The address that a link names; `x.shtml/` is a slip for `x.shtml`, and no page (PORTALS.md §3)."""
        return _SLASHED.sub(r"\1", urljoin(self.base, href.strip()))


def once_a_page(function: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """A pure function of a page (and of hashable arguments) that several families and the walk ask: answered once,
    kept with the page."""

    @wraps(function)
    def remembered(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> T:
        answers: dict[object, T] = page.__dict__.setdefault(f"once {function.__module__}.{function.__name__}", {})
        asked = (args, *kwargs.items())
        if asked not in answers:
            answers[asked] = function(page, *args, **kwargs)
        return answers[asked]

    return remembered


@dataclass(frozen=True, slots=True)
class Link:
    """Something to fetch: an item of a list, a column, an attachment, a further page.

    `text` is the visible or title text, whichever is whole; `date` the listing's own date
    (ISO, or None); `form` makes it a POST with a form body, or, with `as_json`, with the same fields as one JSON
    object; `evidence` travels with the capture.
    """

    url: str
    text: str = ""
    date: str | None = None
    form: tuple[tuple[str, str], ...] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `total` is the number of items that the portal itself declares (共N条), if it does.

    `more` are the requests for the remaining pages that can be named already. A `step` shows no items and only
    names the way to them (a script that holds the site's key, a channel's number): it is no page of the list.
    """

    items: Sequence[Link]
    more: Sequence[Link] = ()
    total: int | None = None
    column: str | None = None
    step: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article page. `container` is the CSS selector of the element that holds the body.

    `further` are the pages on which the body goes on, as far as this one names them; `page_count` is how many
    there are with this one.
    """

    title: str | None
    container: str | None
    published_on: str | None = None
    evidence: Sequence[Evidence] = ()
    attachments: Sequence[Link] = ()
    further: Sequence[Link] = ()
    page_count: int = 1
