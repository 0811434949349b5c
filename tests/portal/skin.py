"""The frame of a Hanweb JCMS page: metas, banner, navigation, breadcrumb, footer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from tests.portal.model import Column
from tests.portal.templates import fill


def frame(
    site: dict[str, Any], title: str, metas: str, body: str, *, hidden: str = "", charset: str = "UTF-8"
) -> str:
    """A whole page; the navigation is written by a script, as on most Hanweb sites."""
    return fill(
        "frame.html",
        charset=charset,
        webid=site["webid"],
        title=escape(title),
        metas=metas,
        hidden=hidden,
        site=site["title"],
        body=body,
        owner=site["owner"],
        sitecode=site["sitecode"],
    )


def site_metas(site: dict[str, Any], column: str = "", *, backwards: bool = False) -> str:
    """The metas of a home or column page (国办发〔2017〕47号)."""
    named = {
        "SiteName": site["title"],
        "SiteDomain": site["host"],
        "SiteIDCode": site["sitecode"],
        "ColumnName": column,
        "ColumnDescription": f"{site['title']}{column}栏目" if column else "",
        "ColumnKeywords": column,
        "ColumnType": column,
    }
    return _metas(named, backwards)


def article_metas(
    site: dict[str, Any],
    column: str,
    title: str,
    published: datetime,
    source: str,
    url: str,
    backwards: bool = False,
) -> str:
    """The metas of an article, in the order and spelling of Hanweb JCMS."""
    named = {
        "Maketime": f"{published:%Y-%m-%d %H:%M:%S}",
        "SiteName": site["title"],
        "SiteDomain": site["host"],
        "SiteIDCode": site["sitecode"],
        "Image": "",
        "ColumnName": column,
        "ColumnType": "",
        "ArticleTitle": title,
        "PubDate": f"{published:%Y-%m-%d %H:%M}",
        "author": "",
        "description": "",
        "keywords": "",
        "contentSource": source,
        "url": url,
        "category": "",
        "language": "中文",
        "location": "",
        "department": "",
        "guid": url.rsplit("_", 1)[-1].removesuffix(".html"),
        "effectiveTime": "0",
        "level": "0",
    }
    return _metas(named, backwards)


def _metas(named: dict[str, str], backwards: bool) -> str:
    if backwards:
        return "\n".join(f'<meta content="{escape(text)}" name="{name}">' for name, text in named.items())
    return "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items())


def hidden_location(site: dict[str, Any], path: Sequence[Column]) -> str:
    """The hidden block that Hanweb's statistics read: site and columns, innermost first."""
    spans = [
        f'<span id="col{number}_name">{c.name}</span><span id="col{number}_url">/col/col{c.id}/index.html</span>'
        for number, c in reversed(list(enumerate(reversed(path), start=1)))
    ]
    spans.insert(0, f'<span id="ss_webid">{site["webid"]}</span>')
    return f'<div id="hiddenLocation" style="display:none;">{"".join(spans)}</div>'


def breadcrumb(path: Sequence[Column], link_class: str = "") -> str:
    """当前位置, a table in a table; the old skin marks its links with `bt_link`."""
    mark = f' class="{link_class}"' if link_class else ""
    steps = "".join(f'<td> &gt;<a{mark} href="/col/col{c.id}/index.html">{c.name}</a></td>' for c in path)
    return fill("breadcrumb.html", mark=mark, steps=steps)


def navigation(items: Sequence[tuple[str, str]], dead: Sequence[tuple[str, str]] = ()) -> str:
    """The navigation script: document.writeln with escaped quotes, old items commented out."""
    lines = ['<div class=\\"nav\\"><div class=\\"w\\"><ul class=\\"nav_item\\">']
    lines += [f'    <li><a href=\\"{url}\\">{name}</a></li>' for name, url in items]
    lines += ["</ul></div></div>"]
    script = [f'document.writeln("{line}");' for line in lines]
    script[-1:-1] = [f'//document.writeln("    <li><a href=\\"{url}\\">{name}</a></li>");' for name, url in dead]
    return "\n".join(script) + "\n"
