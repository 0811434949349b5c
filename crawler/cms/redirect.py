"""Pages that are nothing but the way to another page: meta refresh, location.href = "…", one frame, newsSkip, the
program of a flip-book.

Only a page without a text of its own is one: many a full page sends phones elsewhere by script.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms.base import Link, Page
from crawler.cms.body import densest
from crawler.cms.dom import by_css, printed, web_url
from crawler.cms.flipbook import first_page
from crawler.cms.text import squeeze, without_comments

_SHELL = 120  # characters that such a page prints at most: 正在跳转…
_VIEWED = re.compile(r"viewer|pdfjs|preview|\.(?:pdf|docx?|xlsx?|wps|ofd)(?:$|[?#])", re.I)
_REFRESH = re.compile(r"^\s*(\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"\s]{1,2000})", re.I)
_LOCATION = re.compile(
    r"\blocation(?:\s*\.\s*href)?\s*=\s*(?P<a>['\"])(?P<set>[^'\"\n]{1,2000})(?P=a)"
    r"|\blocation\s*\.\s*(?:replace|assign)\s*\(\s*(?P<b>['\"])(?P<go>[^'\"\n]{1,2000})(?P=b)"
    r"|\bnewsSkip\s*\(\s*(?P<c>['\"])(?P<skip>[^'\"\n]{1,2000})(?P=c)"
)
_PHONES = re.compile(r"userAgent|isMobile|\bmobile\b|\biphone\b", re.I)
_DWR = re.compile(
    r"NewsvoteDWR\.getNewsLinkUrl\(\s*(\d{1,12})\s*,\s*['\"]?(\d{1,15})['\"]?\s*,\s*['\"](\w{1,20})['\"]"
)
_DWR_ANSWER = re.compile(
    r"handleCallback\(\s*['\"]\d*['\"]\s*,\s*['\"]\d*['\"]\s*,\s*['\"]([^'\"\n]{1,2000})['\"]", re.I
)
_CONTENT = ".//img | .//iframe | .//embed | .//object | .//a[@href]"
_DWR_PATH = "/_dwr/call/plaincall/NewsvoteDWR.getNewsLinkUrl.dwr"


def redirect(page: Page) -> Link | None:
    """Where a page that only leads on leads; None for a page of its own. The link has no text."""
    if urlsplit(page.url).path.endswith(".dwr"):
        answer = _DWR_ANSWER.search(page.text)
        return _link(page, answer[1].replace("\\/", "/")) if answer else None
    if _is_shell(page) and (link := _refreshed(page) or _scripted(page) or _framed(page)):
        return link
    return first_page(page) or (_asked(page) if _is_bodiless(page) else None)


def _is_shell(page: Page) -> bool:
    body = page.tree.find("body")
    return len(page.text) < 200_000 and (body is None or _own_text(body) <= _SHELL)


def _is_bodiless(page: Page) -> bool:
    """Whether a VSB article, whatever surrounds it, has no body."""
    if "NewsvoteDWR" not in page.text:
        return False
    bodies = by_css(page.tree, "[id^=vsb_content], .v_news_content")
    return not any(squeeze(body.text_content()) or body.xpath(_CONTENT) for body in bodies) and (
        bool(bodies) or densest(page) is None
    )


def _own_text(body: HtmlElement) -> int:
    """Characters that the page prints outside links."""
    linked = sum(len(squeeze(anchor.text_content())) for anchor in body.iter("a"))
    return len(printed(body)) - linked if linked < 200 else _SHELL + 1


def _link(page: Page, address: str) -> Link | None:
    url = web_url(page, address)
    return Link(url) if url and url.partition("#")[0] != page.url.partition("#")[0] else None


def _refreshed(page: Page) -> Link | None:
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and (link := _link(page, match[2])):
                return link
    return None


def _scripted(page: Page) -> Link | None:
    for script in page.tree.iter("script"):
        source = without_comments(script.text_content())
        source = re.sub(r"(?m)^\s*//.*$|/\*[^*]{0,2000}\*/", "", source)
        match = _LOCATION.search(source)
        if match and not _PHONES.search(source):
            address = match["set"] or match["go"] or match["skip"]
            if link := _link(page, address.replace("\\/", "/")):
                return link
    return None


def _framed(page: Page) -> Link | None:
    """The only frame of a page of this host that shows nothing else, unless it views a file."""
    sources = [frame.get("src") for frame in page.tree.iter("iframe", "frame") if frame.get("src")]
    links = [link for source in sources if (link := _link(page, source))]
    if len(links) != 1 or _VIEWED.search(links[0].url):
        return None
    return links[0] if urlsplit(links[0].url).hostname == urlsplit(page.url).hostname else None


def _asked(page: Page) -> Link | None:
    """VSB asks its server by DWR where an article without a body really is (PORTALS.md §2.6)."""
    call = _DWR.search(without_comments(page.text))
    if call is None:
        return None
    form = {
        "callCount": "1",
        "page": urlsplit(page.url).path,
        "httpSessionId": "",
        "scriptSessionId": "",
        "c0-scriptName": "NewsvoteDWR",
        "c0-methodName": "getNewsLinkUrl",
        "c0-id": "0",
        "c0-param0": f"number:{call[1]}",
        "c0-param1": f"string:{call[2]}",
        "c0-param2": f"string:{call[3]}",
        "batchId": "0",
    }
    return Link(page.join(_DWR_PATH), form=tuple(form.items()), headers=(("Referer", page.url),))
