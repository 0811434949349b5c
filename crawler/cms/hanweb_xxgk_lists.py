"""The lists of Hanweb's xxgk module: the tree of an agency's columns (tree.jsp), search.jsp and subjectinfo.jsp.

PORTALS.md §2.1. No raw answer was available: what is read here is read by pattern, the rest left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.cms import data, fields, tables
from crawler.cms.base import Link, Listing, Page
from crawler.cms.dom import by_css, web_url
from crawler.cms.javascript import ScriptError, read_literal
from crawler.cms.rows import rows
from crawler.cms.text import find_date, squeeze, whole
from pipelines.evidence import Evidence

SEARCH = "/module/xxgk/search.jsp"
_LISTS = re.compile(r"/module/xxgk/(?:search|subjectinfo)\.jsp", re.I)
_ASKED = re.compile(
    r"['\"]([^'\"\s<>]{0,80}/module/xxgk/(?:search|subjectinfo)\.jsp(?:\?[^'\"\s<>]{0,1500})?)['\"]"
    r"(?:\s*\+\s*\w{1,30}\s*\+\s*['\"]([^'\"\s<>]{0,1500})['\"])?",
    re.I,
)
_FUNCLICK = re.compile(r"funclick\(\s*\\?['\"]([\w.-]+)\\?['\"]", re.I)
_NODE = re.compile(r"funclick\(\s*\\?['\"]([\w.-]+)\\?['\"][^>]{0,300}>\s*([^<>]{1,60})<", re.I)
_NODE_SCRIPT = re.compile(r"['\"]([^'\"<>]{1,60})['\"][^;\n]{0,80}funclick\(\s*\\?['\"]([\w.-]+)\\?['\"]", re.I)
_LOAD = re.compile(r"loadDynamic\(.{0,300}?search\.jsp.{0,800}?\)\s*;", re.S)
_JDID = re.compile(r"\b(?:jdid|webid)['\"]?\s*[=:]\s*['\"]?(\d+)")
_OWN_FILES = re.compile(r"[\"']/(?:picture|script|images)/(\d{1,6})/", re.I)
_PAGES = re.compile(r"共\s*(\d+)\s*页")
_TOTAL = re.compile(r"共\s*(?:有|计)?\s*(\d{1,7})\s*条")
_COUNT = re.compile(r"\s*[(（]\d+[)）]\s*$")
_MOST_PAGES = 200
_FULL = 10  # rows of a page that may have a next one
_MOST_ASKED = 10  # requests of one script
_NEAR = 400  # characters between an address in a script and the form that goes with it


def listing(page: Page) -> Listing | None:
    """The rows of an answer, or the requests for those that a column's script asks for."""
    links = (_row(page, row) for row in by_css(page.tree, "tr.tr_main_value_odd, tr.tr_main_value_even"))
    items = tuple({link.url: link for link in links if link}.values())
    is_answer = _LISTS.search(urlsplit(page.url).path) is not None
    if is_answer and not items:
        items = rows(page)
    if items or is_answer:
        declared = _TOTAL.search(squeeze(page.tree.text_content()))
        return Listing(items, _other_pages(page, len(items)), int(declared[1]) if declared else None)
    has_tree = any(trees(page))  # it tells the annual reports from all the rest
    asked = tuple(dict.fromkeys(each for each in _embedded(page) if not (has_tree and _is_of_all(each))))
    return Listing((), asked, step=True) if asked else None


def columns(page: Page) -> Sequence[Link]:
    """The columns of annual reports in an agency's tree, as searches, and the trees that a shell frames."""
    return tuple(dict.fromkeys((*_searches(page), *trees(page))))


def trees(page: Page) -> Iterator[Link]:
    """The column trees that a shell page frames: the way to reports where route A has none.

    The site's number goes along: the tree's searches need it, and only the shell prints it.
    """
    site = _web_id(page.text)
    frames = (frame.get("src") or "" for frame in page.tree.iter("iframe", "frame"))
    for url in dict.fromkeys(web_url(page, src) for src in frames if "/module/xxgk/tree.jsp" in src):
        if url:
            target = data.with_query(url, jdid=site) if site else url
            yield Link(target, "信息公开目录", headers=(("Referer", page.url),))


# answers


def _row(page: Page, row: HtmlElement) -> Link | None:
    """One row: name and date in the link's own attributes (mc, rq, syh) or in the cells."""
    links = ((anchor, url) for anchor in row.iter("a") if (url := web_url(page, anchor.get("href"))))
    anchor, url = next(links, (None, ""))
    if anchor is None:
        return None
    cells = " ".join(cell.text_content() for cell in row.iter("td") if anchor not in cell.iter("a"))
    text = whole(anchor.text_content(), anchor.get("mc") or anchor.get("title") or "")
    index = anchor.get("syh") or ""
    code = fields.index_code(index)
    evidence = (Evidence("agency", "index_code", code, index),) if code else ()
    return Link(url, text, find_date(anchor.get("rq") or cells), evidence=evidence)


def _other_pages(page: Page, got: int) -> tuple[Link, ...]:
    """The other pages (共N页), asked like this one with another currpage; the next one where N is not printed."""
    printed = _PAGES.search(page.tree.text_content())
    query = parse_qsl(urlsplit(page.url).query, keep_blank_values=True)
    current = dict([*query, *(page.form or ())]).get("currpage") or "1"
    here = data.number(current) or 1
    last = min(int(printed[1]), _MOST_PAGES) if printed else here + (got >= _FULL)
    address = page.url.partition("?")[0]
    found = []
    for number in range(1 if printed else here, last + 1):
        if number == here:
            continue
        in_query = page.form is None or "currpage" in dict(query)
        asked = urlencode(_with_page(query, number) if in_query else query)
        form = None if page.form is None else tuple(_with_page(page.form, number))
        found.append(Link(f"{address}?{asked}" if asked else address, form=form))
    return tuple(found)


def _with_page(pairs: Sequence[tuple[str, str]], number: int) -> list[tuple[str, str]]:
    return [*((key, value) for key, value in pairs if key != "currpage"), ("currpage", str(number))]


# what asks for them


def _embedded(page: Page) -> Iterator[Link]:
    """The requests with which a column fills itself: in a frame, or in a script with its form beside it."""
    for frame in page.tree.iter("iframe", "frame"):
        if (url := web_url(page, frame.get("src"))) and _LISTS.search(url) and "?" in url:
            yield Link(url)
    for script in page.tree.iter("script"):
        source = script.text_content()
        for asked in islice(_ASKED.finditer(source), _MOST_ASKED):
            url, form = web_url(page, asked[1] + (asked[2] or "")), _form(source, asked.end())
            if url and "currpage" in data.query(url):
                url = data.with_query(url, currpage=1)
            if url and form:
                yield Link(url, form=form, headers=data.asked_by(page))
            elif url and re.search(r"[?&](?:area|infotypeid)=\w", url, re.I):
                yield Link(url, headers=data.asked_by(page))


def _is_of_all(asked: Link) -> bool:
    """Whether a request names no column of an agency: its answer lists all that the agency publishes."""
    return dict(asked.form or ()).get("infotypeId", "") in ("", "0")


def _form(source: str, at: int) -> tuple[tuple[str, str], ...] | None:
    """The object after an address in a script, if it names a column or an agency; variables by their values."""
    start = source.find("{", at, at + _NEAR)
    if start < 0:
        return None
    try:
        found = read_literal(source, start)
    except ScriptError:
        return None
    if not isinstance(found, dict) or not found.keys() & {"infotypeId", "area", "divid"}:
        return None
    given = {key: _value(source, value) for key, value in found.items() if isinstance(value, str)}
    if any(given.get(key) == key for key in found):
        return None  # what only a visitor's click decides
    return tuple((given | {"currpage": "1"}).items())


def _value(source: str, printed: str) -> str:
    """What a script assigns to a variable; anything else, and a variable that it computes, as printed."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]{0,40}", printed):
        return printed
    assigned = re.search(rf"\b{re.escape(printed)}\s*=\s*(['\"]?)([\w.-]{{0,60}})\1\s*[,;\n]", source)
    return assigned[2] if assigned else printed


def _searches(page: Page) -> Iterator[Link]:
    """The search of each node of the tree that holds annual reports."""
    nodes = _nodes(page)
    if not nodes:
        return
    asked = {key.removeprefix("vc_xxgk"): value for key, value in data.query(page.url).items()}
    site = _web_id(page.text) or asked.get("jdid")
    query = urlencode({"standardXxgk": asked.get("standardXxgk", "0"), "isAllList": "1"})
    for code, label in nodes.items():
        form = {
            "infotypeId": code,
            "jdid": site,
            "area": asked.get("area", ""),
            "divid": asked.get("divid", ""),
            "vc_title": "",
            "vc_number": "",
            "currpage": "1",
        }
        given = tuple((key, value) for key, value in form.items() if value is not None)
        yield Link(page.join(f"{SEARCH}?{query}"), label, form=given, headers=data.asked_by(page))


def _nodes(page: Page) -> dict[str, str]:
    """Code → name of the tree's nodes that hold annual reports."""
    if "funclick" not in page.text:
        return {}
    found: dict[str, str] = {}
    for node in page.tree.iter("a", "li", "span", "div", "td"):
        call = _FUNCLICK.search(f"{node.get('onclick') or ''} {node.get('href') or ''}")
        if call:
            found.setdefault(call[1], node.text_content()[:200])
    written = [(code, label) for label, code in _NODE_SCRIPT.findall(page.text)]
    for code, label in (*_NODE.findall(page.text), *written):
        found.setdefault(code, label)
    named = ((code, _COUNT.sub("", squeeze(label))) for code, label in found.items())
    annual = tables.words("tree", "annual")
    return {code: name for code, name in named if len(name) <= 60 and any(word in name for word in annual)}


def _web_id(text: str) -> str | None:
    """The site's number (jdid, webid) as scripts pass it: loadDynamic(path, div, cid, …, unit, webid, …); or as
    the site's own files have it in their paths."""
    if match := _JDID.search(text):
        return match[1]
    call = _LOAD.search(text)
    arguments = re.findall(r"'([^']*)'", call[0]) if call else []
    numbers = [argument for argument in arguments if argument.isdecimal()]
    if "0" in arguments and len(numbers) >= 3:
        return str(numbers[-1])
    own = _OWN_FILES.search(text)
    return str(own[1]) if own else None
