"""Hanweb jpage: the `<datastore>` of column pages and of dataproxy.jsp, in both looks (PORTALS.md §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote

from tests.portal.model import Column
from tests.portal.templates import fill

PER_PAGE, GROUP = 15, 3
FIRST = PER_PAGE * GROUP
PROXY = {"new": "/module/web/jpage/dataproxy.jsp", "old": "/module/jslib/jquery/jpage/dataproxy.jsp"}
SCRIPT = "/module/jslib/jquery/jpage/jquery.jpage.js"


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a list."""

    url: str
    headline: str
    published: datetime


def record(item: Record, look: str) -> str:
    """A line: `new` li and b; `old` tr and td in single quotes; `time` li and span without title attribute."""
    slots = {"url": item.url, "date": f"{item.published:%Y-%m-%d}"}
    if look == "time":
        return fill("jpage_time.html", text=escape(item.headline).replace("\n", "<br />"), **slots)
    text = escape(_cut(item.headline, 34 if look == "old" else 32))
    return fill(f"jpage_{look}.html", title=escape(item.headline), text=text, **slots)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}..."


def datastore(site: dict[str, Any], column: Column, records: Sequence[Record], total: int | None = None) -> str:
    """The store with these records; `total` puts the counts of a dataproxy answer in."""
    old = column.look == "old"
    path, webname = ("'/'", f"'{site['title']}'") if old else ("/", quote(quote(site["title"])))
    asked = f"page=1&appid=1&appid=1&webid={site['webid']}&path={path}&columnid={column.id}&unitid={column.unitid}"
    link = f'<a href="{proxy(column)}?{asked}&webname={webname}&permissiontype=0"></a>'
    parts = ["<datastore>"]
    if total is not None:
        parts += [f"<totalrecord>{total}</totalrecord>", f"<totalpage>{-(-total // PER_PAGE)}</totalpage>"]
    parts += [f"<nextgroup><![CDATA[{link}]]></nextgroup>", "<recordset>"]
    lines = [f"<record><![CDATA[{record(item, column.look)}]]></record>" for item in records]
    if old and lines:  # a stray table before the first record
        lines[0] = f"<table cellpadding='0' cellspacing='0' border='0' width='95%' align=center></table>{lines[0]}"
    return "\n".join([*parts, *lines, "</recordset>", "</datastore>"])


def proxy(column: Column) -> str:
    """Path of the dataproxy.jsp that serves a column."""
    return PROXY["old" if column.look == "old" else "new"]


def embedded(site: dict[str, Any], column: Column, records: Sequence[Record]) -> str:
    """The list of a column page: the first 45 records in a script, and the call that shows them."""
    return fill(
        "jpage_list.html",
        script=SCRIPT,
        unit=column.unitid,
        store=datastore(site, column, records[:FIRST]),
        proxy=proxy(column),
        total=len(records),
        per_page=PER_PAGE,
        group=GROUP,
        webid=site["webid"],
        column=column.id,
        webname=site["title"],
    )


def answer(site: dict[str, Any], column: Column, records: Sequence[Record], asked: dict[str, str]) -> str:
    """What dataproxy.jsp says: by startrecord and endrecord, else by page (groups of 45), at most 45 at once."""
    if "startrecord" in asked:
        start = max(1, int(asked["startrecord"]))
        end = int(asked.get("endrecord", start + FIRST - 1))
    else:
        start = (max(1, int(asked.get("page", 1))) - 1) * FIRST + 1
        end = start + FIRST - 1
    begin = start - 1
    if column.look == "old" and begin:
        begin -= 1  # the old server repeats the last line of the group before
    return datastore(site, column, records[begin : min(end, start - 1 + FIRST)], len(records))
