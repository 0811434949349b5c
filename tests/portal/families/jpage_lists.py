"""Hanweb jpage in the dialects a–k of PORTALS.md §2.1: what a column page embeds, what dataproxy.jsp says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from tests.portal.answer import Answer, Request, html
from tests.portal.families.base import Ask
from tests.portal.families.hanweb import Col, Row
from tests.portal.templates import fill

NEW, OLD = "/module/web/jpage/dataproxy.jsp", "/module/jslib/jquery/jpage/dataproxy.jsp"
GONE = "/module/jpage/dataproxy.jsp"
EMPTY = "<datastore>\n<recordset>\n</recordset>\n</datastore>\n".ljust(54)
MOST = 100
PROXY = {"old": OLD, "gone": GONE}
"""Dialect → the path that its column page names; the rest name NEW.

start   honours startrecord and endrecord, a group at most
page    (a) ignores startrecord, honours page and perpage (100 at most)
old     (b, i) rows of a table, XML that no strict parser takes, each group repeats a line of the one before
gone    (c) the page names a path that is 404; the usual one answers
closed  (d) ids of nextgroup encrypted, every call answers 54 bytes
html    (j) the list stands in the page, dataproxy is empty
uid     (k) `?uid=…&pageNum=N`, links in the page
"""


def line(row: Row, look: str) -> str:
    """A line of a list: `new`, `old`, `time` (untitled), `blind` (cut, untitled), `before` (date first)."""
    day, url, whole = f"{row.published:%Y-%m-%d}", escape(row.url), escape(row.headline).replace("\n", "<br />")
    short = escape(_cut(row.headline, 22))
    if look == "time":
        link = f'<a target="_blank" href="{url}">{whole}</a>'
        return f'\n<li class="clearfix">{link}<span class="time">\n{day}\n</span></li>'
    if look == "blind":
        return f"<li><a href='{url}'>{short}</a><i> {day} </i></li>"
    if look == "before":
        return f'<li><em class="rq">[ {day} ]</em><a title="{escape(row.headline)}" href="{url}">{short}</a></li>'
    return fill(f"jpage_{look}.html", url=url, title=escape(row.headline), text=short, date=day)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}..."


def datastore(site: Mapping[str, Any], col: Col, rows: Sequence[Row], total: int | None = None) -> str:
    """The store with these lines; `total` puts the counts of a dataproxy answer in."""
    ids = f"columnid={col.id}&unitid={col.unitid}"
    if col.dialect == "closed":
        ids = f"columnid=f3{col.id * 7919:x}a9&unitid=9b{col.unitid * 104729:x}e1"
    path, name = ("'/'", f"'{site['title']}'") if col.look == "old" else ("/", quote(quote(site["title"])))
    asked = f"page=1&appid=1&appid=1&webid={site['webid']}&path={path}&{ids}&webname={name}&permissiontype=0"
    link = f'<a href="{PROXY.get(col.dialect, NEW)}?{asked}"></a>'
    parts = ["<datastore>"]
    if total is not None:
        parts += [f"<totalrecord>{total}</totalrecord>", f"<totalpage>{-(-total // col.per_page)}</totalpage>"]
    parts += [f"<nextgroup><![CDATA[{link}]]></nextgroup>", "<recordset>"]
    lines = [f"<record><![CDATA[{line(row, col.look)}]]></record>" for row in rows]
    if col.look == "old" and lines:
        lines[0] = f"<table cellpadding='0' cellspacing='0' width='95%' align=center></table>{lines[0]}"
    return "\n".join([*parts, *lines, "</recordset>", "</datastore>"])


def page_list(site: Mapping[str, Any], col: Col, asked: Mapping[str, str]) -> str:
    """The list inside a column page."""
    rows = col.sorted
    if col.dialect == "html":
        inside = "".join(line(row, col.look) for row in rows)
        return f'<ul class="list" id="{col.unitid}">{inside}</ul>{_script(site, col, 0)}'
    if col.dialect == "uid":
        return _numbered(col, rows, asked.get("pageNum", "1"))
    store = datastore(site, col, rows[: col.per_page * col.group])
    return f'<div id="{col.unitid}"><script type="text/xml">{store}</script></div>{_script(site, col, len(rows))}'


def _script(site: Mapping[str, Any], col: Col, total: int) -> str:
    ids = f"columnid:{col.id},sourceContentType:1,unitid:'{col.unitid}'"
    return (
        f"<script language=\"javascript\">$('#{col.unitid}').jpage({{proxyUrl:'{PROXY.get(col.dialect, NEW)}',"
        f"totalRecord:{total},perPage:{col.per_page},groupSize:{col.group},ajaxParam:{{col:1,appid:1,"
        f"webid:{site['webid']},path:'/',{ids},webname:'{site['title']}',permissiontype:0}}}});</script>"
    )


def _numbered(col: Col, rows: Sequence[Row], wanted: str) -> str:
    pages = max(1, -(-len(rows) // col.per_page))
    number = min(max(int(wanted), 1), pages) if wanted.isdigit() else 1
    links = " ".join(f'<a href="{col.path}?uid={col.unitid}&amp;pageNum={n}">{n}</a>' for n in range(1, pages + 1))
    inside = "".join(line(row, col.look) for row in rows[(number - 1) * col.per_page : number * col.per_page])
    pager = f'<p class="pager">共{len(rows)}条 {number}/{pages} {links}</p>'
    return f'<div id="{col.unitid}"><ul>{inside}</ul></div>{pager}'


def answer(site: Mapping[str, Any], cols: Mapping[int, Col], request: Request, *, get: bool) -> Answer:
    """What dataproxy.jsp says; `get`: parameters of a GET are taken, else only those of a form."""
    asked = {**request.form, **(request.query if get else _numbers(request))}
    number = asked.get("columnid", "")
    col = cols.get(int(number)) if number.isdigit() else None
    if col is None or asked.get("unitid", "").strip("'") != str(col.unitid) or col.dialect in {"closed", "uid"}:
        return html(EMPTY)
    if col.dialect == "html":
        return _xml(datastore(site, col, [], 0), col)
    first, last = _window(col, asked)
    return _xml(datastore(site, col, col.sorted[first:last], len(col.rows)), col)


def _numbers(request: Request) -> dict[str, str]:
    known = {"startrecord", "endrecord", "perpage", "page"}
    return {name: text for name, text in request.query.items() if name in known}


def _window(col: Col, asked: Mapping[str, str]) -> tuple[int, int]:
    group = col.per_page * col.group
    page = max(1, _whole(asked.get("page"), 1))
    if col.dialect == "page":
        size = min(MOST, max(1, _whole(asked.get("perpage"), col.per_page)))
        return (page - 1) * size, page * size
    start = max(1, _whole(asked.get("startrecord"), (page - 1) * group + 1))
    end = min(_whole(asked.get("endrecord"), start + group - 1), start + group - 1)
    overlap = 1 if col.dialect == "old" and start > 1 else 0
    return start - 1 - overlap, end


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _xml(text: str, col: Col) -> Answer:
    if col.look == "old":
        return html(text)
    return Answer(200, text.encode(), (("Content-Type", "text/xml;charset=UTF-8"),))


def calls(base: str, site: Mapping[str, Any], col: Col) -> list[Ask]:
    """The requests that show the lines beyond a column page; none where it shows all or no call helps."""
    total, group = len(col.rows), col.per_page * col.group
    if col.dialect == "uid":
        pages = -(-total // col.per_page)
        return [Ask(f"{base}{col.path}?uid={col.unitid}&pageNum={n}") for n in range(2, pages + 1)]
    if total <= group or col.dialect in {"closed", "html"}:
        return []
    form = {"col": "1", "appid": "1", "webid": str(site["webid"]), "path": "/", "columnid": str(col.id)}
    form |= {"sourceContentType": "1", "unitid": str(col.unitid), "webname": site["title"], "permissiontype": "0"}
    url = f"{base}{OLD if col.dialect == 'old' else NEW}"
    if col.dialect == "page":
        return [Ask(f"{url}?page={n}&perpage={MOST}", "POST", form) for n in range(1, -(-total // MOST) + 1)]
    return [
        Ask(f"{url}?startrecord={n}&endrecord={n + group - 1}&perpage={col.per_page}", "POST", form)
        for n in range(group + 1, total + 1, group)
    ]
