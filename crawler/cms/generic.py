"""The fallback for pages of no known family: the densest block of dated links, the body by its density."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms import fields, pager, tables
from crawler.cms.articles import compose
from crawler.cms.attachments import attachments
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.body import densest, known_container
from crawler.cms.dom import breadcrumb, in_frame, inside, meta, printed, select, web_url
from crawler.cms.family import Cms
from crawler.cms.row_fields import labelled, row_evidence
from crawler.cms.text import find_date, squeeze, whole
from pipelines.carriers.html.main_text import main_element

_ROWS = ("li", "tr", "dd", "dl", "p", "div")
_TOTAL = re.compile(r"共\s*(?:有)?\s*(\d+)\s*条")
_DATE_TEXT = re.compile(r"[\[(（【]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）】]?")
_SITE_NAME = re.compile(r"\s*[_|]\s*|\s+[-–—]\s+|[-–—](?=[^-–—]*$)")  # what parts it from a page's own title
_MOST_LINKS = 3  # of one row: the item, and perhaps its column and its picture
_MOST_BESIDE = 80  # characters beside the links of a row: date, agency, perhaps a column; more is prose
_MOST_LABELLED = 400  # the same where it is the item's index card: 索引号, 发布机构 …
_MOST_FRAMES = 3
_NO_LIST = re.compile(
    r"viewer|pdfjs|count|login|share|weather|tianqi|search|map|footer|header|video|\.(?:pdf|js|swf)", re.I
)
_LEAST_PAGE, _LARGEST_PAGE = 300, 1_000_000  # characters of markup between which trafilatura is asked
_DATED_ENOUGH = 4  # characters of a dated item
_LONG_ENOUGH = 8  # characters of an undated item; shorter ones are navigation
_SEVERAL, _LONG_ON_AVERAGE = 3, 14  # undated items, and their characters
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Row:
    link: Link
    block: tuple[str, ...]


def listing(page: Page) -> Listing | None:
    """The block of dated links with the most text, else of long undated ones; None where there is neither."""
    blocks: dict[tuple[str, ...], dict[str, Link]] = defaultdict(dict)
    for anchor in page.tree.iter("a"):
        if row := _row(page, anchor):
            blocks[row.block].setdefault(row.link.url, row.link)
    dated = [list(block.values()) for block in blocks.values() if any(link.date for link in block.values())]
    plain = [list(block.values()) for block in blocks.values() if _reads_like_items(page, block)]
    best = max(dated or plain, key=_weight, default=None)
    if best is None:
        framed = _framed(page)
        return Listing((), framed, column=fields.column_name(page), step=True) if framed else None
    total = _TOTAL.search(page.tree.text_content())
    return Listing(best, pager.pages(page), int(total[1]) if total else None, fields.column_name(page))


def _framed(page: Page) -> tuple[Link, ...]:
    """The frames of this host in which a page without a list of its own may show one."""
    frames = (frame for frame in page.tree.iter("iframe", "frame") if not in_frame(frame))
    urls = (web_url(page, frame.get("src")) for frame in frames)
    own = (url for url in urls if url and urlsplit(url).hostname == urlsplit(page.url).hostname)
    kept = dict.fromkeys(url for url in own if not _NO_LIST.search(url) and url != page.url)
    return tuple(Link(url) for url in islice(kept, _MOST_FRAMES))


def article(page: Page) -> Article | None:
    """The article; None where the page holds no prose and no file."""
    container = known_container(page, tables.words("containers", "any"))
    for find in (densest, _main, _files_below_headline):
        container = find(page) if container is None else container
    if container is None:
        return None
    found = compose(page, container, headline(page, container))
    prose = len(squeeze(container.text_content())) - sum(
        len(squeeze(a.text_content())) for a in container.iter("a")
    )
    pictures = container.find(".//img") is not None or container.find(".//iframe") is not None
    return found if prose >= 80 or found.attachments or (found.title and pictures) else None


def _main(page: Page) -> HtmlElement | None:
    """The element with the main text, guessed by trafilatura: the last resort of a page that is no list."""
    body = page.tree.find("body")
    if body is None or not _LEAST_PAGE <= len(page.text) <= _LARGEST_PAGE or listing(page) is not None:
        return None
    element = main_element(body)
    return None if element is None or element is body else element


def _files_below_headline(page: Page) -> HtmlElement | None:
    """The block of the page's own headline and the files linked below it, on a page that prints nothing else and
    lists no pages."""
    heading = next((heading for heading, _ in _headings(page)), None)
    if heading is None:
        return None
    files = {link.url for link in attachments(page, heading)}
    listed = listing(page)
    if listed and (listed.step or not files.issuperset(link.url for link in listed.items)):
        return None
    return next((block for block in heading.iterancestors() if _links_one_of(page, block, files)), None)


def _links_one_of(page: Page, block: HtmlElement, files: set[str]) -> bool:
    return block.tag != "body" and any(web_url(page, anchor.get("href")) in files for anchor in block.iter("a"))


def headline(page: Page, container: HtmlElement | None) -> str | None:
    """A heading marked as the article's own, else the longest that <title> or meta ArticleTitle repeats, else
    either without the site's name."""
    marked = (printed(element) for element in select(page.tree, tables.words("headlines", "sure")))
    if sure := next((text for text in marked if 1 < len(text) <= _LONGEST_TITLE), None):
        return sure
    if found := max((text for _, text in _headings(page)), key=len, default=""):
        return found
    document, named = _document_title(page), meta(page, "headline") or ""
    told = fields.field(fields.header_lines(page, container), "headline") if not named else None
    if told and len(told[0]) > _LONG_ENOUGH:
        return told[0]
    first = next((printed(heading) for heading in page.tree.iter("h1") if not inside(heading, container)), "")
    return named or first or _SITE_NAME.split(document)[0] or None


def _headings(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """The headings that <title> or meta ArticleTitle repeats, and what they print; where none is marked as one,
    the elements that print just what ArticleTitle says."""
    named = _flat(meta(page, "headline") or "")
    repeated = (_flat(_document_title(page)), named)
    crumbs = "".join(breadcrumb(page))
    marked = False
    for element in select(page.tree, tables.words("headlines", "any")):
        text = printed(element)
        fits = 1 < len(text) <= _LONGEST_TITLE and _flat(text) != crumbs
        if fits and any(_flat(text) in each for each in repeated):
            marked = True
            yield element, text
    if marked or not _LONG_ENOUGH <= len(named) <= _LONGEST_TITLE:
        return
    for element in page.tree.iterfind(".//body//*"):
        if isinstance(element.tag, str) and element.tag != "script" and _flat(text := printed(element)) == named:
            yield element, text


def _document_title(page: Page) -> str:
    return squeeze(" ".join(page.tree.xpath("//head/title//text()")))


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def next_pages(page: Page) -> tuple[Link, ...]:
    """The other pages of the list, as far as the page's pager names them."""
    return pager.pages(page)


def _row(page: Page, anchor: HtmlElement) -> _Row | None:
    """The item that an anchor is, and the block it stands in; None for navigation."""
    url = web_url(page, anchor.get("href"))
    if url is None:
        return None
    text, day = item_text(anchor)
    row = _dated_row(anchor) if day is None else next(anchor.iterancestors(*_ROWS), None)
    if row is not None and day is None:
        day = find_date(_beside(row))
    if row is None:
        row = next(anchor.iterancestors(*_ROWS), None)
    if row is None or len(text) < (_DATED_ENOUGH if day else _LONG_ENOUGH):
        return None
    return _Row(Link(url, text, day, evidence=row_evidence(row) if day else ()), _signature(row))


def item_text(anchor: HtmlElement) -> tuple[str, str | None]:
    """An item's text without the date that may be printed within it, and that date."""
    visible = squeeze(" ".join(printed(anchor).split("\n")))
    heading = next((squeeze(each.text_content()) for each in anchor.iter("h1", "h2", "h3", "h4", "h5")), "")
    title = squeeze(anchor.get("title") or "")
    inner = find_date(visible) if heading or anchor.find(".//span") is not None or len(anchor) else None
    text = heading or (squeeze(_DATE_TEXT.sub("", visible)) if inner else visible)
    if not text:
        text = next((squeeze(img.get("alt") or "") for img in anchor.iter("img") if img.get("alt")), "")
    return whole(text, title), inner


def _dated_row(anchor: HtmlElement) -> HtmlElement | None:
    """The nearest row around the anchor that shows a date beside its few links."""
    for row in anchor.iterancestors(*_ROWS):
        if sum(1 for _ in row.iter("a")) > _MOST_LINKS:
            return None
        beside = _beside(row)
        if find_date(beside):
            most = _MOST_LABELLED if labelled(beside) else _MOST_BESIDE
            return row if len(squeeze(beside)) <= most else None
    return None


def _beside(row: HtmlElement) -> str:
    """The row's text outside its links."""
    return " ".join(row.xpath(".//text()[not(ancestor::a or ancestor::script or ancestor::style)]"))


def _signature(row: HtmlElement) -> tuple[str, ...]:
    """What tells the rows of one block from those of another: tags, classes and ids of row and ancestors."""
    steps = [row.tag]
    for depth, node in enumerate(row.iterancestors()):
        steps.append(f"{node.tag}#{node.get('id') or ''}.{node.get('class') or ''}" if depth < 3 else node.tag)
    return tuple(steps)


def _reads_like_items(page: Page, block: dict[str, Link]) -> bool:
    """Whether undated links are documents of this host rather than navigation: several, and long."""
    host = urlsplit(page.url).hostname
    own = [link for link in block.values() if urlsplit(link.url).hostname == host]
    return len(own) >= _SEVERAL and sum(len(link.text) for link in own) >= _LONG_ON_AVERAGE * len(own)


def _weight(block: list[Link]) -> int:
    return sum(min(len(link.text), 40) + (20 if link.date else 0) for link in block)


CMS = Cms(
    "generic",
    listing=listing,
    article=article,
)
