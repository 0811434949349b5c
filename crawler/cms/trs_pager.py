"""How the columns of TRS WCM are paged: a script writes the links, so its numbers are read instead.

Page n of a list is index_{n-1}.html; some sites count index_{n}.html. Dialects: createPageHTML(17,0,"index",
"shtml"[,class,records]), with a leading id and counting from 1 ('paging',25,1,'index','html',500), variables
(countPage, currentPage) with links put together from pieces. Plain anchors are cms/pager.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from crawler.cms import tables
from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.rows import is_pager
from crawler.cms.text import squeeze

_MOST_PAGES = 200
_MOST_CALLS = 20
_LARGEST = 500_000  # characters of scripts
_CALL = re.compile(r"\bcreatePage\w*\(([^(){};]{1,400})\)")
_ARGUMENT = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^,\s\"']+)")
_LINE_COMMENT = re.compile(r"(?<![:\"'/])//[^\n]*")
_DEFINED = re.compile(r"function\s+$")
_NUMBER = r"\b(\w{{0,20}}{0}\w{{0,20}})\s*=\s*[\"']?(\d{{1,6}})(?![\d.])"
_COUNT = re.compile(_NUMBER.format("(?:count_?page|page_?count|total_?pages?|page_?total|pages_?num)"), re.I)
_CURRENT = re.compile(_NUMBER.format("(?:curr(?:ent)?_?page|page_?index|curr_?index)"), re.I)
_NAME = re.compile(r"\b\w{0,20}page_?name\w{0,20}\s*=\s*[\"']([\w./-]{1,60})[\"']", re.I)
_EXTENSION = re.compile(r"\b\w{0,20}page_?ext\w{0,20}\s*=\s*[\"']\.?(\w{3,5})[\"']", re.I)
_PIECES = re.compile(r"[\s\"'+\\]+")
_WRITTEN = re.compile(
    r"(?:href=|navigate\(|location=)([\w./-]{1,60})_(?:\w{1,40}|\([^()]{1,40}\))\.(s?html?|jhtml)\b", re.I
)
_FILE = re.compile(r"(?:^|/)([\w-]*?)_(\d{1,5})\.(s?html?|jhtml)$", re.I)
_ARTICLE_STEM = re.compile(r"t\d{8}_\d+", re.I)


@dataclass(frozen=True, slots=True)
class Pager:
    """The files of a list: `{stem}_{number}.{extension}` for each of `numbers`, which leave the first page out.

    `doubtful` are the numbers of which one is no page: the first one, or the one beyond the last.
    """

    stem: str
    extension: str
    numbers: range
    records: int | None = None
    doubtful: frozenset[int] = frozenset()


def pager(page: Page) -> Pager | None:
    """The pager that the page's scripts write; None where there is none."""
    source = _source(page)
    for read in (_called, _inline):
        found = read(page, source)
        if found:
            return None if _ARTICLE_STEM.search(found.stem) else found
    return None


def others(page: Page, found: Pager) -> tuple[Link, ...]:
    """The requests for the other pages, the first one and the one at hand left out; the doubtful ones last."""
    numbers = sorted(found.numbers, key=lambda number: number in found.doubtful)
    urls = (page.join(f"{found.stem}_{number}.{found.extension}") for number in numbers)
    return tuple(Link(url) for url in urls if url != page.url.partition("?")[0])


def _source(page: Page) -> str:
    """The page's own scripts without what is commented out in them."""
    scripts = "\n".join(script.text_content() for script in page.tree.iter("script"))[:_LARGEST]
    pieces = scripts.split("/*")
    code = "".join([pieces[0], *(piece.partition("*/")[2] for piece in pieces[1:])])
    return _LINE_COMMENT.sub("", code)


def _called(page: Page, source: str) -> Pager | None:
    """createPageHTML(…) in all its orders of arguments."""
    for call in islice(_CALL.finditer(source), _MOST_CALLS):
        if _DEFINED.search(source, max(call.start() - 20, 0), call.start()):
            continue
        arguments = [match[1] or match[2] or match[3] or "" for match in _ARGUMENT.finditer(call[1])]
        arguments = [_resolved(source, each) for each in arguments]
        for at in (0, 1):
            head = arguments[at : at + 4]
            if len(head) == 4 and head[0].isdecimal() and head[1].isdecimal() and not head[3].isdecimal():
                pages, current, stem, extension = int(head[0]), int(head[1]), head[2], head[3].lstrip(".")
                numbers, doubtful = _numbers(page, stem, pages, current, first=at)
                return Pager(stem, extension, numbers, _records(arguments[at + 4 :], pages), doubtful)
    return None


def _resolved(source: str, argument: str) -> str:
    """The number or text that a script's variable holds."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]{0,40}", argument):
        return argument
    assigned = re.search(rf"\b{re.escape(argument)}\s*=\s*[\"']?(\d{{1,6}})(?![\d.])", source)
    return assigned[1] if assigned else argument


def _records(rest: Sequence[str], pages: int) -> int | None:
    """The number of records among the last arguments, if it fits the number of pages."""
    numbers = [int(each) for each in rest if each.isdecimal() and len(each) < 8]
    return next((number for number in reversed(numbers) if pages <= number <= 200 * pages), None)


def _inline(page: Page, source: str) -> Pager | None:
    """Variables beside links that are put together from pieces."""
    count = _COUNT.search(source)
    if count is None:
        return None
    stem, extension = _NAME.search(source), _EXTENSION.search(source)
    written = _WRITTEN.search(_PIECES.sub("", source))
    if stem and extension:
        named = (stem[1], extension[1])
    elif written:
        named = (written[1], written[2])
    else:
        return None
    current = _CURRENT.search(source)
    numbers, doubtful = _numbers(page, named[0], int(count[2]), int(current[2]) if current else 0, first=0)
    return Pager(*named, numbers, doubtful=doubtful)


def _numbers(page: Page, stem: str, pages: int, current: int, *, first: int) -> tuple[range, frozenset[int]]:
    """The numbers in the names of the list's files, and the doubtful among them; `first` is what the script calls
    the first page."""
    pages = min(pages, _MOST_PAGES)
    if pages <= 1:
        return range(0), frozenset()
    offset = _offset(_numbered(page), stem.rpartition("/")[2], pages)
    here = _FILE.search(urlsplit(page.url).path)
    if offset is None and here and here[1] == stem.rpartition("/")[2]:
        offset = current + 1 - first - int(here[2])
    if offset is None and first == 1:  # a script that counts from 1 may name its files either way
        return range(1, pages + 1), frozenset({1, pages})
    return (range(2, pages + 1) if offset == 0 else range(1, pages)), frozenset()


Numbered = tuple[tuple[str, int, str], str]


def _numbered(page: Page) -> list[Numbered]:
    """((stem, number, extension), text) of the anchors that turn pages within the page's own directory."""
    directory = page.url.partition("?")[0].rpartition("/")[0]
    return list(_turning(page, directory))


def _turning(page: Page, directory: str) -> Iterator[Numbered]:
    for anchor in page.tree.iter("a"):
        href = anchor.get("href") or ""
        if "_" not in href or not is_pager(anchor):
            continue
        url = web_url(page, href)
        file = _FILE.search(urlsplit(url).path) if url and url.rpartition("/")[0] == directory else None
        if file and not _ARTICLE_STEM.search(file[0]):
            yield (file[1], int(file[2]), file[3]), squeeze(anchor.text_content()).strip("[]() ")


def _offset(named: Sequence[Numbered], stem: str, pages: int | None) -> int | None:
    """Page number less file number, 1 or 0, as the anchors tell: by their text, or by the last page's file."""
    for (other, number, _), text in named:
        if other == stem and text.isdecimal() and int(text) - number in (0, 1):
            return int(text) - number
    for (other, number, _), text in named:
        if other == stem and pages and text in tables.words("pager", "last") and pages - number in (0, 1):
            return pages - number
    return None
