"""What the Hanweb replicas share: columns, frames, articles, downfile.jsp, in two skins (PORTALS.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from tests.portal import article, skin
from tests.portal.answer import Answer, Request, document, redirect
from tests.portal.families import chatter, world
from tests.portal.families.base import Host
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report, article_path

BUILT = datetime.fromisoformat("2026-02-02T08:00:00")
DOWNLOAD = "/module/download/downfile.jsp"
NAV = "/script/{webid}/2103251019264718.js"
MIRROR = "http://www.{label}-zhengwu.example/"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    url: str
    headline: str
    published: datetime


@dataclass
class Col:
    """A column; `dialect` says how its list is served (jpage.py of this package), `look` how a line is written."""

    id: int
    name: str
    parent: int = 0
    dialect: str = "start"
    look: str = "new"
    per_page: int = 15
    group: int = 3
    unitid: int = 0
    rows: list[Row] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        self.unitid = self.unitid or 200000 + self.id

    @property
    def path(self) -> str:
        """`/col/colN/index.html`."""
        return f"/col/col{self.id}/index.html"

    @property
    def sorted(self) -> list[Row]:
        """Its lines, newest first."""
        return sorted(self.rows, key=lambda row: row.published, reverse=True)


_FRAME_0 = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<script language="javascript" src="/module/jslib/jquery/jquery.js"></script>
<link href="/script/page.css" type="text/css" rel="stylesheet"/>
<title>{title}</title>
{metas}
</head>
<body><div class="top"><a href="http://www.gov.cn/" target="_blank">中国政府网</a>|<!--<a href="/en/">EN</a>|-->\
<a href="{mirror}" target="_blank">{place}资讯网</a></div>
<script src="{nav}"></script>
{body}
<div class="footer"><a href="/col/col{map}/index.html">网站地图</a> 主办单位：{owner} 网站标识码：{sitecode} \
<a target="_blank" href="http://beian.miit.gov.cn/">ICP备00000000号</a></div>
<a href="http://www.hanweb.com" style="display:none">Produced By 大汉网络 大汉版通发布系统</a>
<script language="javascript" src="/script/web_front.js"></script>
</body></html>"""
_FRAME_1 = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
{metas}
<title>{title}</title>
<link rel="stylesheet" href="/script/page.css">
<script src="/module/jslib/jquery/jquery.js"></script>
</head>
<body class="w1200">
<header><h1>{site}</h1>{nav}</header>
<main id="barrierfree_container">{body}</main>
<footer><span>版权所有：{owner}</span><span>{sitecode}</span><a href='{mirror}' target='_blank'>{place}生活网</a>
<a href='/col/col{map}/index.html'>网站地图</a></footer>
</body>
</html>"""
_ARTICLE_1 = """{crumbs}
<table width="1160" border="0" align="center" cellpadding="0" cellspacing="0" class="artcon">
<tr><td class="title" align="center"><!--<$[标题]>begin-->{title}<!--<$[标题]>end--></td></tr>
<tr><td class="info" align="center">{info}</td></tr>
{table}<tr><td class="bt_content"><div class="art_con"><!--<$[信息内容]>begin-->{body}<!--<$[信息内容]>end-->\
</div></td></tr><tr><td align="right"><a href="javascript:window.print()">【打印】</a></td></tr>
</table>"""
_ARTICLE_0 = """{crumbs}
<div class="wz-con"><div class="con"><p class="con-title"> <!--<$[标题]>begin-->{title}<!--<$[标题]>end--></p>
{table}<div class="small-title clearfix">{info}</div>
<div class="main-txt" id="zoom"><!--<$[信息内容]>begin--><meta name="ContentStart">{body}<meta name="ContentEnd">\
<!--<$[信息内容]>end--></div>
<div class="main-word"><a href="{url}?print=1" target="_blank">打印版</a> <a href="#top">顶部</a>\
</div></div></div>"""
_INDEX = """<table class="xxgk_table"><tr><td>索引号:</td><td>{code}/{year}-{number:05d}</td><td>发布单位:</td>\
<td>{unit}</td></tr><tr><td>内容分类:</td><td>{category}</td><td>成文日期:</td><td>{date:%Y-%m-%d}</td></tr>
<tr><td>公开方式:</td><td>主动公开</td><td>公开范围:</td><td>面向社会</td></tr></table>
"""


class Hanweb(Host):
    """A Hanweb portal: fill `cols` and call `publish`; a subclass says where the columns' lists come from."""

    place: Place
    webid: int
    menu: Sequence[tuple[str, str]] = ()
    dropped: Sequence[tuple[str, str]] = ()

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.cols: dict[int, Col] = {}
        self.made: dict[str, File] = {}

    @property
    def site(self) -> dict[str, Any]:
        """What the functions of `skin` want to know."""
        domains = self.host if self.variant else ",".join(self.hosts)
        return {
            "title": f"{self.place.name}人民政府",
            "host": domains,
            "sitecode": f"{self.place.region}0001",
            "webid": self.webid,
            "owner": f"{self.place.name}人民政府办公室",
        }

    # pages

    def frame(self, title: str, metas: str, body: str) -> str:
        """A whole page: navigation by a script that writes it, or as elements that a click opens."""
        nav = NAV.format(webid=self.webid)
        if self.variant:
            items = "".join(f"<li onclick=\"window.location.href='{url}'\">{name}</li>" for name, url in self.menu)
            nav = f"<ul class='nav'>{items}</ul>"
        return (_FRAME_1 if self.variant else _FRAME_0).format(
            title=escape(title),
            metas=metas,
            nav=nav,
            body=body,
            site=self.site["title"],
            owner=self.site["owner"],
            sitecode=self.site["sitecode"],
            place=self.place.name,
            mirror=self.mirror,
            map=f"{self.webid}01",
        )

    @property
    def mirror(self) -> str:
        """A copy of the portal on a host that is no government's."""
        return MIRROR.format(label=self.host.split(".")[1])

    def crumbs(self, col: Col) -> str:
        """当前位置: a table in a table, or marked links."""
        path = [col]
        while path[0].parent in self.cols:
            path.insert(0, self.cols[path[0].parent])
        if self.variant:
            steps = "".join(f"&gt;<a class='bt_link' href='{one.path}'>{one.name}</a>" for one in path)
            return f"<div class='wz'>您当前的位置 : <a class='bt_link' href='/'>首页</a>{steps}</div>"
        cells = "".join(f'<td> &gt;<a href="{one.path}">{one.name}</a></td>' for one in path)
        inner = f"<table><tbody><tr>{cells}</tr></tbody></table>"
        home = '<td>当前位置：</td><td><a href="/index.html">首页</a></td>'
        return f'<div class="position"><table><tbody><tr>{home}<td>{inner}</td></tr></tbody></table></div>'

    def article(
        self, col: Col, headline: str, published: datetime, source: str, body: str, url: str, table: str = ""
    ) -> str:
        """An article in the variant's skin."""
        metas = skin.article_metas(
            self.site, col.name, headline, published, source, url, backwards=bool(self.variant)
        )
        if self.variant:
            info = f"时间:{published:%Y年%m月%d日 %H:%M} 来源:{source} 浏览次数:"
        else:
            marked = f"<!--<$[信息来源]>begin-->{source}<!--<$[信息来源]>end-->"
            info = f"<span>发布日期：{published:%Y-%m-%d}</span><span>信息来源：{marked}</span>"
        metas = f"{self.own_metas(col)}{metas}"
        inside = (_ARTICLE_1 if self.variant else _ARTICLE_0).format(
            crumbs=self.crumbs(col),
            title=escape(headline).replace("\n", "<br>"),
            info=info,
            table=f"<tr><td>{table}</td></tr>" if table and self.variant else table,
            body=body,
            url=url,
        )
        return self.frame(headline.replace("\n", ""), metas, inside)

    def own_metas(self, col: Col) -> str:
        """Metas of an article beside the usual ones."""
        return ""

    def column_page(self, col: Col, content: str) -> str:
        """A column page: its children or siblings at the side, the content beside them."""
        shown = [c for c in self.cols.values() if c.parent == col.id]
        shown = shown or [c for c in self.cols.values() if c.parent == col.parent and col.parent]
        quote = "'" if self.variant else '"'
        links = "".join(f"<li><a href={quote}{c.path}{quote}>{c.name}</a></li>" for c in shown)
        side = (
            f"<td valign='top'><ul>{links}</ul></td>"
            if self.variant
            else f'<div class="left"><ul>{links}</ul></div>'
        )
        inside = (
            f"<table width='100%'><tr>{side}<td><h2>{col.name}</h2>{content}</td></tr></table>"
            if self.variant
            else f'<div class="wz-con">{side}<div class="right"><h2>{col.name}</h2>{content}</div></div>'
        )
        metas = skin.site_metas(self.site, col.name, backwards=bool(self.variant))
        return self.frame(f"{self.site['title']} {col.name}", metas, self.crumbs(col) + inside)

    # publishing

    def art(self, col: Col, published: datetime, number: int) -> str:
        """Path of an article."""
        return article_path(published, col.id, number)

    def post(self, col: Col, item: chatter.Item, *, listed: bool = True) -> str:
        """An ordinary article under a column; its path."""
        path = self.art(col, item.published, item.number)
        self.page(
            path,
            lambda: self.article(
                col, item.headline, item.published, item.source, chatter.body(self.place, item), path
            ),
            item.published,
        )
        if listed:
            col.rows.append(Row(path, item.headline, item.published))
        return path

    def publish(self, col: Col, paper: Report, *, listed: bool = True, table: str = "", host: str = "") -> str:
        """A report's article under a column; its path."""
        path = self.art(col, paper.published, paper.id)
        source = paper.agency.source or self.site["owner"]
        self.page(
            path,
            lambda: self.article(
                col, paper.headline, paper.published, source, world.body(paper, article.download), path, table
            ),
            paper.published,
            host=host,
        )
        for file in paper.files:
            if file.path not in self.made:
                self.made[file.path] = file
                self.on(article.attached(file), self._stored(file, paper.published))
        if listed:
            url = self.url(path, host) if host else path
            col.rows.append(Row(url, paper.headline, paper.published))
        return path

    @staticmethod
    def _stored(file: File, modified: datetime) -> Any:
        return lambda request: document(world.stored(file), file.type, modified)

    def index_table(self, owner: Agency, paper: Report) -> str:
        """索引号 with the agency's code, 内容分类 with the year (PORTALS.md §1.2)."""
        return _INDEX.format(
            code=owner.code,
            year=paper.published.year,
            number=paper.id % 9000,
            unit=owner.short,
            category=f"{paper.year}年",
            date=paper.published,
        )

    def scripts(self) -> None:
        """Navigation, style sheet, libraries, the download endpoint, and a site map that says little."""
        self.on(DOWNLOAD, self._download)
        self.file("/module/jslib/jquery/jquery.js", b"/* jQuery */\n", "js", BUILT)
        self.file("/script/page.css", b".pager{text-align:center}\n", "css", BUILT)
        self.file("/script/web_front.js", b"", "js", BUILT)
        nav = skin.navigation(list(self.menu), list(self.dropped))
        if not self.variant:
            self.file(NAV.format(webid=self.webid), nav.encode(), "js", BUILT)
        self.page(f"/col/col{self.webid}01/index.html", "<html><body><h2>网站地图</h2></body></html>", BUILT)

    def _download(self, request: Request) -> Answer:
        target = f"/attach/0/{request.parameter('filename')}"
        known = (self.host, target) in self.handlers
        return redirect(self.url(target)) if known else self.absent(request)

    def need_files(self, papers: Iterable[Report]) -> None:
        """The downloads of these reports, redirect and file."""
        for paper in papers:
            for file in paper.files:
                self.need(article.download(file), article.attached(file))
