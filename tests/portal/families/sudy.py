"""苏迪 Sudy WebPlus: `/2024ndbg/list.htm`, `/2023/1031/c9666a162131/page.htm`, lists by generalQuery.

Of PORTALS.md §2.8, reconstructed/sudy_generalQuery.json and public crawlers of the call (form fields siteId, columnId,
pageIndex, rows, orders, returnInfos, conditions; `{total, pageCount, data:[{title, url, wapUrl, publishTime}]}`);
`list.htm` and `list1.htm` are the same page.
Inference: `wp_pdf_player`'s attribute `pdfsrc`, `/_upload/article/files/…`, `/_redirect?…` for an entry that leads elsewhere,
rows beyond 100 cut.
Variant 0: static lists, a column a year and one for the years before. Variant 1: shells filled by the POST; `url` absolute.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, redirect
from tests.portal.families.base import Ask, Stranger
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="renderer" content="webkit" /><title>{{title}}</title>
{{metas}}
<link type="text/css" href="/_css/_system/system.css" rel="stylesheet"/>
<link type="text/css" href="/_upload/site/1/style/{{site}}/{{site}}.css" rel="stylesheet"/>
<script language="javascript" src="/_js/sudy-jquery-autoload.js" jquery-src="/_js/jquery-2.x.min.js" sudy-wp-context="" sudy-wp-siteId="{{site}}"></script></head>
<body class="list"><div class="wp-wrapper"><div class="head"><a class="site-url" href="/main.htm">{{portal}}</a>
<ul class="wp-menu">{{nav}}</ul></div><div class="col_path">当前位置：{{crumbs}}</div>{{body}}
<div class="foot">{{footer}}<p>{{portal}} 主办</p></div></div></body></html>"""
ARTICLE = """<div class="article" frag="窗口1" portletmode="simpleArticleAttri"><h1 class="arti-title">{{title}}</h1>
<p class="arti-metas"><span class="arti-publisher">发布者：{{source}}</span><span class="arti-update">发布时间：{{date}}</span><span class="arti-views">浏览次数：<span class="WP_VisitCount" url="/_visitcountdisplay?siteId={{site}}&type=3&articleId={{n}}">10</span></span></p>
<div class="entry"><div class="read"><div class='wp_articlecontent'>{{body}}</div></div></div></div>"""
SHELL = """<div class="list-main"><ul class="news_list" id="wp_news_w6"></ul><div id="wp_paging_w6"></div></div>
<script type="text/javascript">
var siteId = {{site}}, columnId = {{column}};
$.ajax({ url: "/_wp3services/generalQuery?queryObj=articles", type: "POST", contentType: "application/x-www-form-urlencoded; charset=utf-8", dataType: "json",
  data: { siteId: siteId, columnId: columnId, pageIndex: 1, rows: {{rows}}, orders: '{{orders}}', returnInfos: '{{infos}}', conditions: '[]' }, success: draw });
</script>"""
ORDERS = '[{"field":"top","type":"desc"},{"field":"publishTime","type":"desc"}]'
INFOS = '[{"field":"title","name":"title"},{"field":"publishTime","pattern":[{"name":"d","value":"yyyy-MM-dd"}],"name":"publishTime"}]'
ROWS = 14


class Sudy(Desk):
    """葭溪县 (0), 棠浦区 (1)."""

    family = "sudy"
    names = (("www.jiaxixian.gov.cn",), ("www.tangpuqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("葭溪县", "329823", "www.jiaxixian.gov.cn", "0518", "222700"),
        Place("棠浦区", "329802", "www.tangpuqu.gov.cn", "0525", "226600"),
    )

    def build(self) -> None:
        self.site = (58, 231)[self.variant]
        self.article_number = (162100, 40200)[self.variant]
        self.column_number = (9600, 24700)[self.variant]
        self.robots("" if self.variant else "User-agent: *\nDisallow: /_web/\n")
        self.shell = "/zfxxgk/list.htm"
        self.crumbs = [("首页", "/main.htm"), ("政府信息公开", self.shell)]
        self.staff(
            **(
                {
                    "zf": "人民政府",
                    "zrj": "自然资源局",
                    "tjj": "统计局",
                    "yjj": "应急管理局",
                    "szj": "三洲镇人民政府",
                    "mlx": "梅岭乡人民政府",
                }
                if self.variant == 0
                else {
                    "jyj": "教育局",
                    "swj": "商务局",
                    "csj": "城市管理局",
                    "hbj": "生态环境局",
                    "xqj": "小泉街道办事处",
                }
            )
        )
        self.footer = self.singles("/gk{n}/list.htm")
        self.left = [("指南", "/gk1/list.htm"), ("制度", "/gk2/list.htm")]
        self.need("/", self.shell)
        if self.variant == 0:
            self._years()
        else:
            self._queries()
        for key, name, count in (
            ("zwdt", "政务动态", 66),
            ("bmdt", "部门动态", 43),
            ("tzgg", "通知公告", 59),
            ("mszx", "民生在线", 38),
        ):
            self.far(self._column(key, name, [("首页", "/main.htm")]), count)
        stats = self._column("tjxx", "统计信息", self.crumbs)
        self.near(stats, 22)
        self.left.append(("统计信息", "/tjxx/list.htm"))
        for path in ("/", "/main.htm"):
            self.on(path, lambda request: self.said(self._home(), BUILT))
        links = self.anchors(self.left)
        self.on(
            self.shell,
            lambda request: self.said(self.frame("政府信息公开", "", self.crumbs, f"<ul>{links}</ul>"), BUILT),
        )
        self.on("/_wp3services/generalQuery", self._query)
        self.on("/_redirect", lambda request: redirect("http://www.gov.cn/zhengce/"))

    def _column(self, slug: str, name: str, trail: Sequence[tuple[str, str]]) -> Column:
        self.column_number += self.draw.randrange(1, 40)
        return self.column(slug, name, trail, number=self.column_number)

    def _years(self) -> None:
        """A column for each year from 2020, one for the years before; 2022 holds a report of 2021, posted late."""
        hub = "/ndbg/list.htm"
        trail = [*self.crumbs, ("政府信息公开年报", hub)]
        self.need(hub)
        children = []
        for year in range(2025, 2019, -1):
            column = self._column(f"{year}ndbg", f"{year}年", trail)
            children.append((column.name, f"/{column.key}/list.htm"))
            self.need(f"/{column.key}/list.htm")
            for key in self.owners:
                if (key, year) == ("tjj", 2024):
                    self._player(column, key, year)
                elif (key, year) == ("szj", 2021):
                    self.report(
                        self.columns["2022ndbg"],
                        key,
                        year,
                        published=datetime.fromisoformat("2023-03-02T10:00"),
                        note="in the column of another year",
                    )
                elif (len(key) + year + len(self.owners[key].name)) % 6:
                    self.report(column, key, year)
            self.near(column, 2, [year])
        old = self._column("wnnb", "往年年报", trail)
        children.append((old.name, "/wnnb/list.htm"))
        for key in ("zf", "zrj", "tjj"):
            for year in range(2012, 2020):
                bare = f"{self.owners[key].short}{year}年度报告" if (key, year) == ("zrj", 2018) else None
                self.report(
                    old, key, year, headline=bare, note="the headline leaves out what is reported" if bare else ""
                )
        self.near(old, 3)
        for page in range(1, len(windows(old.lines, ROWS)) + 1):
            self.need(f"/wnnb/list{page if page > 1 else ''}.htm")
        self.left.append(("政府信息公开年报", hub))
        body = f'<ul class="wp_listcolumn">{self.anchors(children)}</ul>'
        self.on(hub, lambda request: self.said(self.frame("政府信息公开年报", "", self.crumbs, body), BUILT))

    def _queries(self) -> None:
        """One column, filled by generalQuery."""
        column = self._column("xxgknb99", "信息公开年报", self.crumbs)
        self.left.append((column.name, "/xxgknb99/list.htm"))
        for key in self.owners:
            for year in range(2017 if key == "jyj" else 2020, 2026):
                if (key, year) == ("csj", 2023):
                    self._player(column, key, year)
                else:
                    self.report(column, key, year)
        self.near(column, 6)
        away = "/_redirect?siteId=231&columnId=24712&articleId=40155"
        stranger = Line(
            away, "国务院办公厅关于印发政府信息公开工作年度报告格式的通知", BUILT, "", str, direct=True
        )
        column.lines.append(stranger)
        self.dead.append(Stranger(self.url(away), "leads to another host"))
        self.need("/xxgknb99/list.htm")
        for page in range(1, len(windows(column.lines, ROWS)) + 1):
            form = {
                "siteId": str(self.site),
                "columnId": str(column.data["number"]),
                "pageIndex": str(page),
                "rows": str(ROWS),
            }
            form |= {"orders": ORDERS, "returnInfos": INFOS, "conditions": "[]"}
            self.need(Ask(self.url("/_wp3services/generalQuery?queryObj=articles"), "POST", form))

    def _player(self, column: Column, key: str, year: int) -> None:
        name = f"{self.owners[key].name}{year}年政府信息公开工作年度报告.pdf"
        file = File(f"{self.place.host.split('.')[1]}-{key}{year}", "pdf", name, "libreoffice")
        uuid = f"{self.hexes(8)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(12)}"
        self.lies[file.stem] = f"/_upload/article/files/{self.hexes(2)}/{self.hexes(2)}/{self.hexes()}/{uuid}.pdf"
        line = self.report(column, key, year, page="file", files=(file,), note="a player shows the PDF")
        url = self.file_path(file)
        line.body = lambda: (
            f'<div class="wp_pdf_player" pdfsrc="{url}" sudyfile-attr="{{\'title\':\'{name}\'}}"></div>'
        )

    # pages

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        nav = [("首页", "/main.htm"), ("政府信息公开", self.shell)]
        nav += [(self.columns[key].name, f"/{key}/list.htm") for key in ("zwdt", "bmdt", "tzgg", "mszx")]
        return put(
            FRAME, title=escape(title), metas=metas or self.metas(title), site=self.site, portal=self.title, nav=self.anchors(nav), body=body,
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a><span class="path">&gt;</span>'), footer=self.anchors(self.footer, '<a href="{url}">{name}</a>'),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = [
            f'<div class="post"><h3>{self.columns[key].name}</h3><ul>{self.anchors([(x.title, x.path) for x in self.columns[key].lines[:8]])}</ul></div>'
            for key in ("zwdt", "bmdt", "tzgg", "mszx")
        ]
        return self.frame(self.title, "", [], "".join(boxes))

    def lists(self, column: Column) -> None:
        here = [*column.trail, (column.name, f"/{column.key}/list.htm")]
        if self.variant:
            text = put(SHELL, site=self.site, column=column.data["number"], rows=ROWS, orders=ORDERS, infos=INFOS)
            self.on(
                f"/{column.key}/list.htm",
                lambda request: self.said(self.frame(column.name, "", here, text), BUILT),
            )
            return
        parts = windows(column.lines, ROWS)
        for number, part in enumerate(parts, 1):
            rows = "\n".join(
                f'<li class="news n{at} clearfix"><span class="news_title"><a href="{line.path}" target="_blank" title="{escape(line.title)}">{escape(line.title)}</a></span><span class="news_meta">{line.published:%Y-%m-%d}</span></li>'
                for at, line in enumerate(part, 1)
            )
            pager = self._pager(column.key, number, len(parts), len(column.lines))
            said = self.frame(column.name, "", here, f'<ul class="news_list list2">{rows}</ul>{pager}')
            for path in [f"/{column.key}/list{number}.htm", *([f"/{column.key}/list.htm"] if number == 1 else [])]:
                self.on(path, lambda request, said=said: self.said(said, BUILT))  # type: ignore[misc]

    @staticmethod
    def _pager(slug: str, page: int, pages: int, total: int) -> str:
        """第一页 上一页 下一页 尾页; on the last page 下一页 leads nowhere."""
        following = f'href="/{slug}/list{page + 1}.htm"' if page < pages else 'href="javascript:void(0);"'
        before = f'href="/{slug}/list{page - 1}.htm"' if page > 1 else 'href="javascript:void(0);"'
        return (
            f'<div id="wp_paging_w6"><ul class="wp_paging clearfix"><li class="pages_count"><span class="per_count">每页&nbsp;<em class="per_count">{ROWS}</em>&nbsp;记录</span>'
            f'<span class="all_count">总共&nbsp;<em class="all_count">{total}</em>&nbsp;记录</span></li><li class="page_nav"><a class="first" href="/{slug}/list1.htm">第一页</a>'
            f'<a class="prev" {before}><span>&lt;&lt;上一页</span></a><a class="next" {following}><span>下一页&gt;&gt;</span></a><a class="last" href="/{slug}/list{pages}.htm">尾页</a></li>'
            f'<li class="page_jump"><span class="pages">页码&nbsp;<em class="curr_page">{page}</em>/<em class="all_pages">{pages}</em></span></li></ul></div>'
        )

    def _query(self, request: Request) -> Answer:
        """generalQuery; an unknown column has no articles."""
        if request.query.get("queryObj") != "articles" or self.variant == 0:
            return self.absent(request)
        column = next(
            (c for c in self.columns.values() if str(c.data["number"]) == request.parameter("columnId")), None
        )
        lines = column.lines if column and request.parameter("siteId") == str(self.site) else []
        rows = min(int(request.parameter("rows") or ROWS), 100)
        parts = windows(lines, rows)
        page = int(request.parameter("pageIndex") or 1)
        shown = parts[page - 1] if 0 < page <= len(parts) else []
        data = [
            {
                "title": x.title,
                "url": self.url(x.path),
                "wapUrl": x.path,
                "publishTime": f"{x.published:%Y-%m-%d}",
                "articleId": n,
            }
            for n, x in enumerate(shown)
        ]
        said = {"total": len(lines), "pageCount": len(parts), "pageIndex": page, "rows": rows, "data": data}
        return Answer(
            200,
            json.dumps(said, ensure_ascii=False).encode(),
            (("Content-Type", "application/json;charset=UTF-8"),),
        )

    def article_path(self, column: Column, published: datetime) -> str:
        self.article_number += self.draw.randrange(1, 30)
        return f"/{published:%Y}/{published:%m%d}/c{column.data['number']}a{self.article_number}/page.htm"

    def article_page(self, column: Column, line: Line) -> str:
        body = put(
            ARTICLE, title=escape(line.title), source=line.source, date=f"{line.published:%Y-%m-%d}", site=self.site,
            n=self.article_number, body=line.body(),
        )  # fmt: skip
        metas = self.metas(column.name, line, backwards=bool(self.variant))
        return self.frame(
            line.title, metas, [*column.trail, (column.name, f"/{column.key or 'zfxxgk'}/list.htm")], body
        )
