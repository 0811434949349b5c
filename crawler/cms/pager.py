"""The other pages of a list, by observation: what the pager's links have in common tells those that it leaves out.

下一页 and 尾页, a row of numbers, 共N页 and 1/11, siblings like index_2.html, __doPostBack of ASP.NET. A pager may
count its files backwards (VSB: page 2 of 11 is 10.htm). One that links only itself, or on beyond its declared end,
leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms.base import Link, Page
from crawler.cms.dom import web_url
from crawler.cms.tables import words
from crawler.cms.text import squeeze

_MOST_PAGES = 400  # of one list
_MOST_NUMBERS = 20  # of a pager that does not say how many pages there are; a calendar has more
_NUMBER = re.compile(r"[\[(]?(?:第)?0*(\d{1,4})(?:页)?[\])]?")
_PAGES = re.compile(r"(?:共|总计|总共|/)\s{0,3}(\d{1,5})\s{0,3}页|页数\s{0,2}[：:]\s{0,2}(\d{1,5})(?!\d)")
_AT = re.compile(
    r"(?:当前|页次|页码|第|条|页)[^\d/]{0,12}(\d{1,5})\s{0,3}(?:页)?\s{0,3}/\s{0,3}(?:共)?\s{0,3}(\d{1,5})(?![\d/-])"
)
_BARE_AT = re.compile(r"(\d{1,5})\s{0,3}/\s{0,3}(\d{1,5})(?:\s{0,2}页)?")
_OPENED = re.compile(
    r"(?:location(?:\.href)?\s*=|(?:open|go|to|goto|jump)\w{0,12}\s*\()\s*['\"]([^'\"]{1,500})['\"]", re.I
)
_POST_BACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]{1,200})['\"]\s*,\s*['\"](\d{1,5})['\"]")
_PAGER = re.compile(r"pag(?:e|ing|in)|fanye|(?:^|\s)p_|pb_sys|fenye", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", re.I)  # a directory's own name
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class _Seen:
    """What a page shows of its pager: page number → address; the next, the last page; siblings by their name."""

    numbers: dict[int, str] = field(default_factory=dict)
    next: str | None = None
    last: str | None = None
    siblings: dict[str, None] = field(default_factory=dict)


def pages(page: Page) -> tuple[Link, ...]:
    """The other pages of the list, all that can be named, else the next one."""
    if posted := _post_backs(page):
        return posted
    seen = _observed(page)
    current, declared = position(page)
    if current is not None and declared is not None and current >= declared:
        seen.next = None  # it goes on beyond its end
    if len(seen.numbers) > _MOST_NUMBERS and max(seen.numbers) != declared:
        seen.numbers.clear()
    urls = [*_named(seen, current, declared), *seen.siblings]
    here = _INDEX.sub("/", page.url.partition("#")[0])
    return tuple(Link(url) for url in dict.fromkeys(urls) if _INDEX.sub("/", url.partition("#")[0]) != here)


def position(page: Page) -> tuple[int | None, int | None]:
    """(this page's number, how many there are), as far as the pager prints them."""
    # with a space between elements: 1/11 and the 2 of the next link are no 1/112
    texts = page.tree.xpath("//body//text()[not(parent::script or parent::style)]")
    text = squeeze(" ".join(texts)) if len(page.text) < 5_000_000 else ""
    if match := _AT.search(text):
        current, last = int(match[1]), int(match[2])
        if 1 <= current <= last:
            return current, last
    for element in page.tree.iter("span", "td", "div", "li", "em", "font", "a", "p"):
        printed = squeeze(element.text or "")
        match = _BARE_AT.fullmatch(printed) if len(printed) < 20 else None
        if match and 1 <= int(match[1]) <= int(match[2]) and _in_pager(element):
            return int(match[1]), int(match[2])
    told = _PAGES.search(text)
    last = int(told[1] or told[2]) if told else 0
    return None, last or None


def _in_pager(element: HtmlElement) -> bool:
    """Whether an element or what is closest around it is named after pages: 01/20 elsewhere is a date."""
    near = islice((element, *element.iterancestors()), 4)
    return any(_PAGER.search(f"{node.get('class') or ''} {node.get('id') or ''}") for node in near)


def _named(seen: _Seen, current: int | None, declared: int | None) -> Iterator[str]:
    """The addresses in the order of the pages."""
    known = dict(seen.numbers)
    if seen.next and current:
        known.setdefault(current + 1, seen.next)
    if seen.last and declared:
        known.setdefault(declared, seen.last)
    last = min(max([declared or 0, *known]), _MOST_PAGES)
    if declared is not None:
        known = {number: url for number, url in known.items() if number <= declared}
    template = _template(known)
    if template and declared is None and seen.last:
        last = min(max(last, template.number(seen.last)), _MOST_PAGES)
    if template:
        yield from (known.get(n) or template.url(n) for n in range(2 if 1 not in known else 1, last + 1))
    elif seen.next and seen.last and (between := _between(seen.next, seen.last)):
        yield from between
    elif seen.next:
        yield seen.next
    else:
        yield from (known[n] for n in sorted(known) if {1, 2} & known.keys())


@dataclass(frozen=True, slots=True)
class _Template:
    """Addresses that differ in one number: page n has `slope`·n + `offset`."""

    parts: Sequence[str]
    place: int
    slope: int
    offset: int
    width: int

    def url(self, number: int) -> str:
        value = self.slope * number + self.offset
        return "".join(
            [*self.parts[: self.place], str(max(value, 0)).zfill(self.width), *self.parts[self.place + 1 :]]
        )

    def number(self, url: str) -> int:
        """The number of the page at an address; 0 where it is none of these."""
        value = _DIGITS.split(url)[self.place : self.place + 1]
        number = self.slope * (int(value[0][:9]) - self.offset) if value and value[0].isdecimal() else 0
        return number if number > 0 and self.url(number) == url else 0


def _template(known: Mapping[int, str]) -> _Template | None:
    """What two or more numbered addresses have in common, if all agree on it (the first page may differ)."""
    numbers = [n for n in sorted(known) if n > 1]
    if len(numbers) < 2:
        return None
    first, second = numbers[0], numbers[1]
    place = _differing(known[first], known[second])
    if place is None:
        return None
    parts, others = _DIGITS.split(known[first]), _DIGITS.split(known[second])
    low, high = int(parts[place][:9]), int(others[place][:9])
    slope = (high - low) // (second - first)
    if abs(slope) != 1 or high - low != slope * (second - first):
        return None
    width = len(parts[place]) if parts[place].startswith("0") or others[place].startswith("0") else 1
    template = _Template(parts, place, slope, low - slope * first, width)
    return template if all(template.url(n) == known[n] for n in numbers) else None


def _between(start: str, end: str) -> list[str]:
    """The addresses from one to another that differ in one number; empty where they do not."""
    place = _differing(start, end)
    if place is None:
        return [start] if start == end else []
    parts, others = _DIGITS.split(start), _DIGITS.split(end)
    low, high = int(parts[place][:9]), int(others[place][:9])
    if abs(high - low) > _MOST_PAGES:
        return []
    width = len(parts[place]) if parts[place].startswith("0") else 1
    step = 1 if high > low else -1
    return [
        "".join([*parts[:place], str(number).zfill(width), *parts[place + 1 :]])
        for number in range(low, high + step, step)
    ]


def _differing(one: str, other: str) -> int | None:
    """The only place at which two addresses, split at their numbers, differ: a number."""
    parts, others = _DIGITS.split(one), _DIGITS.split(other)
    if len(parts) != len(others):
        return None
    places = [at for at, pair in enumerate(zip(parts, others, strict=True)) if pair[0] != pair[1]]
    return places[0] if len(places) == 1 and places[0] % 2 else None


def _observed(page: Page) -> _Seen:
    seen = _Seen()
    for node in page.tree.xpath("//link[@rel='next'][@href] | //a[@rel='next'][@href]"):
        seen.next = seen.next or _address(page, node)
    is_sibling = _sibling_of(page)
    for node in page.tree.iter("a", "option", "span", "li", "button", "input"):
        url = _address(page, node)
        if url is None or urlsplit(url).hostname != urlsplit(page.url).hostname:
            continue
        label = squeeze(node.text_content() or node.get("value") or "").replace(" ", "").lower()[:20]
        title = squeeze(node.get("title") or "")
        number = _NUMBER.fullmatch(label) or _NUMBER.fullmatch(title)
        if label in words("pager", "next") or title in words("pager", "next"):
            seen.next = seen.next or url
        elif label in words("pager", "last") or title in words("pager", "last"):
            seen.last = seen.last or url
        elif number and int(number[1]):
            seen.numbers.setdefault(int(number[1]), url)
        elif is_sibling(url):
            seen.siblings[url] = None
    return seen


def _address(page: Page, node: HtmlElement) -> str | None:
    """Where an element leads: its link, an option's value, what a click opens."""
    printed = node.get("href") or (node.get("value") if node.tag == "option" else None) or ""
    if printed.lower().startswith("javascript:") or not printed:
        opened = _OPENED.search(printed) or _OPENED.search(node.get("onclick") or "")
        printed = opened[1] if opened else ""
    if node.tag == "option" and not re.search(r"[./?]", printed):
        return None
    return web_url(page, printed)


def _sibling_of(page: Page) -> Callable[[str], bool]:
    """Whether an address is named after this page with a number behind: index_2.html beside / or index.html."""
    path = urlsplit(page.url).path
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    stem = re.sub(r"(?<=[A-Za-z_])[_-]?\d{1,4}$", "", stem) if name else "(?:index|list|default)"
    begins = f"{re.escape(folder)}/{re.escape(stem) if name else stem}"
    ends = re.escape(ending) if name else "s?html?"
    pattern = re.compile(rf"{begins}[_-]?\d{{1,4}}\.{ends}")
    return lambda url: bool(stem) and pattern.fullmatch(urlsplit(url).path) is not None


def _post_backs(page: Page) -> tuple[Link, ...]:
    """The pages of an ASP.NET pager: the page's own form, sent with the number of the page."""
    anchors = (match for a in page.tree.iter("a") if (match := _POST_BACK.search(a.get("href") or "")))
    targets = dict.fromkeys((match[1], int(match[2])) for match in anchors)
    hidden = {
        node.get("name"): node.get("value") or ""
        for node in page.tree.iter("input")
        if node.get("name") and (node.get("type") or "").lower() == "hidden"
    }
    if not targets or "__VIEWSTATE" not in hidden or page.form is not None:
        return ()  # the first page has named all of them
    target = next(iter(targets))[0]
    numbers = {number for name, number in targets if name == target}
    current, declared = position(page)
    last = min(declared or max(numbers), _MOST_PAGES)
    wanted = range(2, last + 1) if declared or len(numbers) < _MOST_NUMBERS else ()
    return tuple(
        Link(page.url, form=tuple({**hidden, "__EVENTTARGET": target, "__EVENTARGUMENT": str(n)}.items()))
        for n in wanted
        if n != (current or 1)
    )
