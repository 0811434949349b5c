"""商网 (宣城, 亳州 …): controllers in the path, `/XxgkAnnualReport/show/5728.html`, `/XxgkContent/showList/174/103128/page_1.html`.

Of PORTALS.md §2.7: those two paths and `/Xxgknb/show/616527.html?type=1`, the breadcrumb `网站首页 > 政府信息公开 > 胡乐镇人民政府 >
政府信息公开年报`, dates of `00:00`; `/News/showList/3361/page_1.html` of a public crawler.
Inference: `/XxgkAnnualReport/showList/<organ>/page_N.html`, `/Xxgk/index.html`, the markup, ordinary pager links.
Variant 0: XxgkAnnualReport, the headline without the agency (its name is in the breadcrumb). Variant 1: the reports are a
category of XxgkContent, pages are `/Xxgknb/show/N.html?type=1`, tables, the last page links to itself as 下一页.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place

FRAME = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{{title}}</title>
{{metas}}
<script type="text/javascript" src="/assets/js/jquery-1.11.3.min.js"></script><link href="/assets/css/xxgk.css" rel="stylesheet" type="text/css" /></head>
<body><div id="top"><a href="/">{{portal}}</a><div class="menu"><ul>{{nav}}</ul></div></div>
<div class="weizhi">当前位置：{{crumbs}}</div><div class="wrap">{{body}}</div>
<div class="foot">{{footer}} 版权所有：{{portal}}</div></body></html>"""


class Shangwang(Desk):
    """榆圩市 (0), 蓼洲县 (1)."""

    family = "shangwang"
    names = (("www.yuweishi.gov.cn",), ("www.liaozhouxian.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("榆圩市", "349881", "www.yuweishi.gov.cn", "0562", "242300"),
        Place("蓼洲县", "349824", "www.liaozhouxian.gov.cn", "0561", "236700"),
    )
    validators = False

    def build(self) -> None:
        self.identifier = (4100, 611300)[self.variant]
        self.home_name = "网站首页"
        self.robots()
        if self.variant == 0:
            self.staff(
                zjj="住房和城乡建设局", jtj="交通运输局", nyj="农业农村水利局", sjj="审计局", hlz="壶口镇人民政府", bsx="白杉乡人民政府",
                wcb="五城街道办事处",
            )  # fmt: skip
        else:
            self.staff(
                fgw="发展改革委员会", swj="商务局", ylj="医疗保障局", xfj="信访局", glz="古楼镇人民政府", zjz="张家渡镇人民政府"
            )  # fmt: skip
        self.organs = {key: 170 + 3 * n for n, key in enumerate(self.owners)}
        self.annual_cat, self.other_cats = (
            103140,
            ((103128, "人大代表建议办理"), (103134, "监督保障"), (105276, "财政预决算")),
        )
        self.hub = "/Xxgk/index.html"
        self.footer = self.singles("/Page/show/{n}.html")
        self.need("/", self.hub)
        for key in self.owners:
            self._organ(key)
        for number, (name, count) in enumerate(
            (("市县要闻", 57), ("部门信息", 71), ("乡镇信息", 45), ("公示公告", 52))
        ):
            self.far(
                self.column(f"n{number}", name, [(self.home_name, "/")], base=f"/News/showList/{3361 + number}"),
                count,
            )
        self.on("/", lambda request: self.said(self._home(), BUILT))
        self.on(self.hub, lambda request: self.said(self._hub(), BUILT))
        self.under[self.host, "/News/showCalendar/"] = lambda request: self.said(self._calendar(request.path))

    def _organ(self, key: str) -> None:
        owner, organ = self.owners[key], self.organs[key]
        trail = [
            (self.home_name, "/"),
            ("政府信息公开", self.hub),
            (owner.name, f"/XxgkContent/show/{organ}.html"),
        ]
        base = (
            f"/XxgkContent/showList/{organ}/{self.annual_cat}"
            if self.variant
            else f"/XxgkAnnualReport/showList/{organ}"
        )
        annual = self.column(key, "政府信息公开年报", trail, base=base, size=6, annual=True)
        for year in range(2013 if key in {"zjj", "fgw"} else 2021, 2025):
            midnight = datetime(year + 1, 1, 8 + year % 17) if year > 2017 else datetime(year + 1, 3, 3 + year % 9)  # noqa: DTZ001
            headline = None if self.variant and year % 2 else f"{year}年政府信息公开工作年度报告"
            note = "" if headline is None else "no agency in the headline: the breadcrumb names it"
            self.report(annual, key, year, published=midnight, headline=headline, note=note)
        self.near(annual, 1)
        for cat, name in self.other_cats:
            column = self.column(f"{key}/{cat}", name, trail, base=f"/XxgkContent/showList/{organ}/{cat}", size=6)
            self.near(column, 2)
        for page in range(1, len(windows(annual.lines, 6)) + 1):
            self.need(f"{base}/page_{page}.html")
        links = [("政府信息公开指南", "/Page/show/3.html"), ("政府信息公开年报", f"{base}/page_1.html")]
        links += [(name, f"/XxgkContent/showList/{organ}/{cat}/page_1.html") for cat, name in self.other_cats]
        said = self.frame(
            owner.name, self.metas(owner.name), trail, f"<h2>{owner.name}</h2><ul>{self.anchors(links)}</ul>"
        )
        self.on(f"/XxgkContent/show/{organ}.html", lambda request: self.said(said))
        self.need(f"/XxgkContent/show/{organ}.html")

    def lists(self, column: Column) -> None:
        base = column.data["base"]
        parts = windows(column.lines, column.data.get("size", 20))
        for number, part in enumerate(parts, 1):
            rows = "\n".join(self._row(line) for line in part)
            rows = f"<table class='tab'>{rows}</table>" if self.variant else f'<ul class="is-listnews">{rows}</ul>'
            following = min(number + 1, len(parts))
            pager = f'<div class="page"><span>共 {len(column.lines)} 条记录 {number}/{len(parts)} 页</span> '
            if number > 1:
                pager += (
                    f'<a href="{base}/page_1.html">首页</a> <a href="{base}/page_{number - 1}.html">上一页</a> '
                )
            if number < len(parts) or self.variant:  # variant 1: the last page offers itself
                pager += f'<a href="{base}/page_{following}.html">下一页</a> <a href="{base}/page_{len(parts)}.html">尾页</a>'
            body = f"<h3>{column.name}</h3>{rows}{pager}</div>"
            said = self.frame(
                column.name, self.metas(column.name), [*column.trail, (column.name, f"{base}/page_1.html")], body
            )
            self.on(f"{base}/page_{number}.html", lambda request, said=said: self.said(said))  # type: ignore[misc]

    def _row(self, line: Line) -> str:
        title, url, date = escape(line.title), escape(line.path), f"{line.published:%Y-%m-%d}"
        if self.variant:
            return f"<tr><td>{date}</td><td><a href='{url}' target='_blank'>{title}</a></td></tr>"
        return f'<li><a href="{url}" target="_blank" title="{title}">{title}</a><span class="right date">{date}</span></li>'

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        nav = [(self.home_name, "/"), ("政府信息公开", self.hub)]
        nav += [
            (c.name, f"{c.data['base']}/page_1.html")
            for c in self.columns.values()
            if c.key.startswith("n") and c.key[1:].isdigit()
        ]
        return put(
            FRAME, title=f"{escape(title)}-{self.title}", metas=metas, portal=self.title, nav=self.anchors(nav), body=body,
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a> > '), footer=self.anchors(self.footer, '<a href="{url}">{name}</a> | '),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = [
            f"<div><h4>{c.name}</h4><ul>{self.anchors([(x.title, x.path) for x in c.lines[:7]])}</ul></div>"
            for c in self.columns.values()
            if c.data["base"].startswith("/News/")
        ]
        calendar = '<a href="/News/showCalendar/2026/1.html">日历</a>'
        return self.frame("首页", self.metas(""), [], "".join(boxes) + calendar)

    def _calendar(self, path: str) -> str:
        numbers = [int(part) for part in path.removesuffix(".html").split("/")[-2:] if part.isdigit()] or [2026, 1]
        year, month = numbers[0], numbers[-1]
        later = f"/News/showCalendar/{year + month // 12}/{month % 12 + 1}.html"
        earlier = f"/News/showCalendar/{year - (month == 1)}/{(month - 2) % 12 + 1}.html"
        return self.frame(
            "日历", "", [], f'<a href="{earlier}">上一月</a>{year}年{month}月<a href="{later}">下一月</a>'
        )

    def _hub(self) -> str:
        organs = [(owner.name, f"/XxgkContent/show/{self.organs[key]}.html") for key, owner in self.owners.items()]
        if self.variant:  # an image map
            areas = self.anchors(organs, '<area shape="rect" coords="0,0,90,30" href="{url}" alt="{name}">')
            body = f'<img src="/assets/img/map.png" usemap="#organs"><map name="organs">{areas}</map>'
        else:
            body = f"<ul>{self.anchors(organs)}</ul><!--<a href='/XxgkContent/show/999.html'>旧平台</a>-->"
        return self.frame("政府信息公开", self.metas("政府信息公开"), [(self.home_name, "/")], body)

    def article_path(self, column: Column, published: datetime) -> str:
        self.identifier += self.draw.randrange(1, 9)
        if not column.data.get("annual"):  # news, or another category
            return f"/{'News' if column.data['base'].startswith('/News') else 'XxgkContent'}/show/{self.identifier + 900000}.html"
        return (
            f"/Xxgknb/show/{self.identifier}.html?type=1"
            if self.variant
            else f"/XxgkAnnualReport/show/{self.identifier}.html"
        )

    def article_page(self, column: Column, line: Line) -> str:
        time = f"{line.published:%Y-%m-%d 00:00}"
        body = (
            f'<div class="is-newscontnet"><h1>{escape(line.title)}</h1><p>发布时间：{time} 信息来源：{line.source} 浏览次数：'
            f'<script src="/assets/js/hits.js"></script></p><div class="content" id="zoom">{line.body()}</div></div>'
        )
        metas = self.metas(column.name, line).replace(f"{line.published:%Y-%m-%d %H:%M}", time)
        here = [(column.name, f"{column.data['base']}/page_1.html")] if column.data else []
        return self.frame(line.title, metas, [*column.trail, *here], body)
