"""Columns of Hanweb (大汉) JCMS: /col/colN/index.html with an embedded <datastore>, paged by dataproxy.jsp.

Stop rule for the caller: the listing's `total` is reached, or an answer brought nothing new. PORTALS.md
§2.1 names the variants (a–k); answers are read by pattern, for many are no well-formed XML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cms import datastore, fields, generic
from crawler.cms.base import Link, Listing, Page
from crawler.cms.family import Cms
from crawler.cms.javascript import Value

_PROXY = "/module/web/jpage/dataproxy.jsp"
_PER_PAGE, _GROUP = 15, 3  # the platform's defaults
_MOST_REQUESTS = 400  # for one list: 18,000 records; a total beyond that is no list of reports
_PAGE_NUMBER = re.compile(r"[?&](?:amp;)?uid=(\w+)&(?:amp;)?pageNum=(\d+)")
_PAGES = re.compile(r"共\s*(\d+)\s*页")

Form = tuple[tuple[str, str], ...]


def listing(page: Page) -> Listing | None:
    """The records of a column page or of a data answer, and the requests for the remaining groups."""
    if "dataproxy.jsp" in urlsplit(page.url).path:
        return _answer(page)
    units = _units(page)
    if units:
        return _column(page, units)
    return _plain_column(page)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A list on a column page: its records, and how to ask for the rest."""

    records: tuple[Link, ...]
    next_group: str | None = None
    config: Mapping[str, Value] | None = None
    form: Form = ()

    @property
    def total(self) -> int | None:
        return datastore.number(self.config.get("totalRecord")) if self.config else None


def _column(page: Page, units: Sequence[_Unit]) -> Listing:
    items = tuple({link.url: link for unit in units for link in unit.records}.values())
    more = [request for unit in units for request in _groups(page, unit)]
    totals = [unit.total for unit in units]
    known = sum(total for total in totals if total is not None) if None not in totals else None
    shown = generic.listing(page) if not items and known else None
    if shown and known and len(shown.items) >= known:  # the proxy may be empty, the rows stand in the page (j)
        return replace(shown, more=(), total=known)
    return Listing(items, tuple(dict.fromkeys(more)), known, fields.column_name(page))


def _plain_column(page: Page) -> Listing | None:
    """A column whose rows are plain HTML: paged by ?uid=…&pageNum=N, or not at all (variants j, k)."""
    numbers = [(uid, int(number)) for uid, number in _PAGE_NUMBER.findall(page.text)]
    found = generic.listing(page) if numbers or "/col/col" in page.url else None
    if found is None or not numbers:
        return found
    uid = numbers[0][0]
    printed = _PAGES.search(page.tree.text_content())
    last = max([number for other, number in numbers if other == uid] + ([int(printed[1])] if printed else []))
    address = page.url.partition("?")[0]
    kept = [(k, v) for k, v in parse_qsl(urlsplit(page.url).query) if k not in ("uid", "pageNum")]
    current = dict(parse_qsl(urlsplit(page.url).query)).get("pageNum", "1")
    more = tuple(
        Link(f"{address}?{urlencode([*kept, ('uid', uid), ('pageNum', str(number))])}")
        for number in range(1, min(last, _MOST_REQUESTS) + 1)
        if str(number) != current
    )
    return replace(found, more=more)


def _units(page: Page) -> list[_Unit]:
    """The lists of a column page: each datastore with the jpage({…}) that pages it."""
    source = datastore.source(page)
    configs = datastore.calls(source)
    stores = [(datastore.records(page, text), datastore.next_group(text)) for text in datastore.stores(source)]
    units: list[_Unit] = []
    for number, (records, next_group) in enumerate(stores):
        asked = dict(parse_qsl(urlsplit(next_group).query)) if next_group else {}
        unit_id = asked.get("unitid", "").strip("'\"")
        config = configs.pop(unit_id, None)
        if config is None and len(configs) >= len(stores) - number:
            config = configs.pop(next(iter(configs)))
        units.append(_Unit(records, next_group, config, _form(source, config, next_group)))
    # old look: the rows stand in a script variable, not in a datastore
    old = (_Unit(_stored_rows(page, source, it), None, it, _form(source, it, None)) for it in configs.values())
    return [*units, *old]


def _form(source: str, config: Mapping[str, Value] | None, next_group: str | None) -> Form:
    """The form body of a list's requests: ajaxParam, in place or as a variable, else what <nextgroup> links."""
    param = config.get("ajaxParam") if config else None
    if isinstance(param, str):
        param = datastore.variable(source, param)
    if isinstance(param, dict):
        return tuple((key, value) for key, value in param.items() if isinstance(value, str))
    pairs = parse_qsl(urlsplit(next_group or "").query, keep_blank_values=True)
    return tuple(dict.fromkeys((key, value.strip("'\"")) for key, value in pairs if key != "page"))


def _stored_rows(page: Page, source: str, config: Mapping[str, Value]) -> tuple[Link, ...]:
    """The rows of `dataStore: InitData…`, an array of HTML strings."""
    store = config.get("dataStore")
    rows = datastore.variable(source, store) if isinstance(store, str) else store
    if not isinstance(rows, list):
        return ()
    links = (datastore.record(page, row) for row in rows if isinstance(row, str))
    return tuple(link for link in links if link)


def _groups(page: Page, unit: _Unit) -> list[Link]:
    """The requests for the groups that the page does not embed."""
    total, config = unit.total, unit.config or {}
    if total is None:
        return _following(page, unit.next_group) if unit.records and unit.next_group else []
    per_page = datastore.number(config.get("perPage")) or _PER_PAGE
    size = per_page * (datastore.number(config.get("groupSize")) or _GROUP)
    printed = config.get("proxyUrl")
    proxy = printed if isinstance(printed, str) else (unit.next_group or "").partition("?")[0]
    if not any(key == "columnid" for key, _ in unit.form):
        return []  # nothing tells whose rows to ask for
    groups = range(len(unit.records) // size + 1, -(-total // size) + 1)
    if len(unit.records) >= total:
        return []
    return [
        Link(page.join(f"{proxy or _PROXY}?{_window(group, size)}"), form=unit.form, headers=_asked_by(page))
        for group in groups[:_MOST_REQUESTS]
    ]


def _window(group: int, size: int) -> str:
    """The query of a group of rows; `page` says the same to servers that ignore startrecord (variant a)."""
    start, end = (group - 1) * size + 1, group * size
    return urlencode({"startrecord": start, "endrecord": end, "perpage": size, "page": group})


def _asked_by(page: Page) -> tuple[tuple[str, str], ...]:
    return (("X-Requested-With", "XMLHttpRequest"), ("Referer", page.url))


def _following(page: Page, next_group: str) -> list[Link]:
    """The address that <nextgroup> prints and the one after it: some sites print the group already shown."""
    url = page.join(next_group)
    asked = dict(parse_qsl(urlsplit(url).query)).get("page", "")
    following = re.sub(r"([?&]page=)\d+", rf"\g<1>{int(asked) + 1}", url) if asked.isdecimal() else url
    return [Link(each) for each in dict.fromkeys((url, following))]


def _answer(page: Page) -> Listing:
    """A data answer. An error page or the 54 bytes of a site with encrypted ids is an empty list (variant d)."""
    stores = datastore.stores(page.text)
    records = datastore.records(page, stores[0] if stores else page.text)
    declared = datastore.total(page.text)
    return Listing(records, tuple(_after(page, len(records), declared)), declared)


def _after(page: Page, got: int, total: int | None) -> list[Link]:
    """What to ask after an answer that was capped, or that only <nextgroup> continues."""
    asked = dict(parse_qsl(urlsplit(page.url).query))
    if not got:
        return []
    if "endrecord" not in asked:
        if total is not None and datastore.number(asked.get("perpage")):
            return []
        current = asked.get("page", "")
        if not current.isdecimal() or page.form is not None:
            return []
        return [Link(re.sub(r"([?&]page=)\d+", rf"\g<1>{int(current) + 1}", page.url))]
    start, end = (datastore.number(asked.get(key)) for key in ("startrecord", "endrecord"))
    wanted = min(end or 0, total or 0) - (start or 1) + 1
    if total is None or got > 0.8 * wanted:
        return []
    address = page.url.partition("?")[0]
    pages = range(1, min(-(-total // got), _MOST_REQUESTS) + 1)
    queries = (urlencode({"page": number, "perpage": got}) for number in pages)
    return [Link(f"{address}?{query}", form=page.form) for query in queries]


CMS = Cms(
    "hanweb_jpage",
    listing=listing,
)
