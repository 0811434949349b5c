"""Portals of no known CMS: years that lie, sessions in URLs, lists that end in themselves.

Of PORTALS.md §2.8 and §2.9: EmpireCMS `/e/action/ShowInfo.php?classid=174&id=7841`, `/html/HCS/202401/0170495898062751.html`,
extensionless `content_191767`, year › class › agency, `2022n52` that holds 2023, `gb2024`; of §5: image map, `onclick`,
`<option value>`, script strings, comments, links that say the agency only; of §3: GBK labelled gb2312.
Inference: everything in between. Variant 0: 梓坪县, GBK, EmpireCMS lists with a new session id in every link, print versions,
a calendar without an end, a scan. Variant 1: 硖口区, navigation in a script, one list of cut titles whose last page offers
itself as the next one, the same list again under another parameter, pages of years with bare links.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families import chatter
from tests.portal.families.base import Handler, Source, Stranger
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

OLD = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{{title}}</title>
<script language=javascript src="/skin/js/top.js"></script></head>
<body topmargin=0><table width=960 align=center><tr><td colspan=2><a href="/"><b>{{portal}}</b></a></td></tr>
<tr><td colspan=2>{{nav}}</td></tr><tr><td width=200 valign=top>{{left}}</td><td valign=top>{{crumbs}}<br>{{body}}</td></tr>
<tr><td colspan=2>{{footer}}</td></tr></table></body></html>"""
NEW = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{{title}}</title><script src="/js/nav.js"></script></head>
<body><script>writeNav();</script><div class="crumb">{{crumbs}}</div><div class="left">{{left}}</div><div class="main">{{body}}</div>
<div class="foot">{{nav}}{{footer}} {{portal}}</div></body></html>"""
SESSION = re.compile(r'(ListInfo\.php\?[^"\']*?)(["\'])')


class Handmade(Desk):
    """梓坪县 (0), 硖口区 (1)."""

    family = "handmade"
    names = (("www.zipingxian.gov.cn",), ("www.xiakouqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("梓坪县", "519821", "www.zipingxian.gov.cn", "0838", "618300"),
        Place("硖口区", "219802", "www.xiakouqu.gov.cn", "0412", "114000"),
    )
    validators = False

    def build(self) -> None:
        self.identifier = (191700, 49589000)[self.variant]
        self.crumbs = [("首页", "/"), ("政府信息公开", "/zfxxgk/" if self.variant == 0 else "/zwgk/index.html")]
        self.nav: list[tuple[str, str]] = []
        if self.variant == 0:
            self.staff(
                zfb="人民政府办公室", czj="财政局", lyj="林业局", gaj="公安局", slj="水利局", xhx="兴禾乡人民政府", dzz="大竹坪镇人民政府",
                hzz="河嘴镇人民政府",
            )  # fmt: skip
            self.robots("User-agent: *\nDisallow: /e/admin/\nDisallow: /d/\n")
            self.footer = self.singles("/about/{n}.html")
            self._nested()
        else:
            self.staff(
                zf="人民政府",
                fgj="发展和改革局",
                jyj="教育局",
                wjj="卫生健康局",
                sfj="司法局",
                xkj="硖口街道办事处",
                hzz="海珠镇人民政府",
            )
            self.robots()
            self.footer = self.singles("/html/about/{n}.html")
            self._flat()

    # variant 0

    def _nested(self) -> None:
        self.need("/", "/zfxxgk/", "/zfxxgk/ndbg/")
        trail = [*self.crumbs, ("年度报告", "/zfxxgk/ndbg/")]
        years = []
        for year in range(2025, 2019, -1):
            folder = {2023: "2022n52", 2021: "gb2021"}.get(year, f"{year}n")
            base = f"/zfxxgk/ndbg/{folder}/"
            years.append((f"{year}年度", base))
            self.need(base)
            self._shown(
                base, f"{year}年度", trail, self.anchors([("县直部门", f"{base}bm/"), ("乡镇", f"{base}xz/")])
            )
            for part, name in (("bm", "县直部门"), ("xz", "乡镇")):
                column = self.column(
                    base + part, name, [*trail, (f"{year}年度", base)], pages=[f"{base}{part}/"], size=50
                )
                self.need(f"{base}{part}/")
                for key, owner in self.owners.items():
                    town = owner.name.endswith(("镇人民政府", "乡人民政府"))
                    if town == (part == "xz") and (len(key) * year + len(owner.name)) % 7:
                        self._nested_report(column, key, year)
        old = self._listing("174", "往年年报", trail, 10)
        for key in ("zfb", "lyj", "gaj", "xhx"):
            for year in range(2013, 2020, 2 if key != "zfb" else 1):
                headline = f"{self.owners[key].short}{year}年政府信息公开工作报告" if key == "lyj" else None
                line = self.report(old, key, year, headline=headline)
                self._print_version(line)
        self.near(old, 12)
        self.need(*self._pages(old))
        for classid, name, count in (
            ("12", "本县要闻", 83),
            ("13", "部门动态", 61),
            ("14", "乡镇动态", 74),
            ("15", "通知公告", 55),
        ):
            column = self._listing(classid, name, [("首页", "/")], 12)
            self.far(column, count)
            self.nav.append((name, self._pages(column)[0]))
        stats = self._listing("31", "统计公报", self.crumbs, 12)
        self.near(stats, 22)
        options = self.anchors(years, '<option value="{url}">{name}</option>')
        chooser = f'<select onchange="if(this.value)location.href=this.value"><option value="">请选择年度</option>{options}</select>'
        older = f'<a href="{escape(self._pages(old)[0])}">往年年报</a>'
        self._shown("/zfxxgk/ndbg/", "年度报告", self.crumbs, f"{chooser} {older}")
        menu = (
            "<table><tr><td onclick=\"location.href='/about/3.html'\" style='cursor:hand'>公开指南</td></tr>"
            "<tr><td onclick=\"location.href='/zfxxgk/ndbg/'\" style='cursor:hand'>年度报告</td></tr>"
            f'<tr><td><a href="{self._pages(stats)[0]}">统计公报</a></td></tr><!--<tr><td><a href="/zfxxgk/nb_old/">信息公开年报</a></td></tr>--></table>'
        )
        self.dead.append(Stranger(self.url("/zfxxgk/nb_old/"), "commented out, and gone"))
        self._shown("/zfxxgk/", "政府信息公开", self.crumbs, menu)
        self.on("/", lambda request: self._old(self._home(), request))
        self.off_limits("/e/admin/index.php", "robots.txt disallows it")
        self.under[self.host, "/rili.php"] = chatter.calendar

    def _nested_report(self, column: Column, key: str, year: int) -> None:
        """The link says the agency only; one report is a scan, one headline has no agency."""
        self.identifier += self.draw.randrange(1, 70)
        path = f"{column.data['pages'][0]}content_{self.identifier}"
        owner = self.owners[key]
        if (key, year) == ("slj", 2022):
            file = File(f"ziping-{key}{year}", "pdf", f"{owner.short}年报.pdf", "scan")
            self.report(column, key, year, path=path, shown=owner.short, page="file", files=(file,), note="a scan")
            self.reports[-1] = replace(self.reports[-1], honest=("accepted", "review", "unreadable"))
            return
        headline = "2024年政府信息公开工作年度报告" if (key, year) == ("hzz", 2024) else None
        self.report(column, key, year, path=path, shown=owner.short, headline=headline)

    def _listing(self, classid: str, name: str, trail: Sequence[tuple[str, str]], size: int) -> Column:
        return self.column(classid, name, trail, classid=classid, size=size)

    def _pages(self, column: Column) -> list[str]:
        """EmpireCMS counts its pages from 0."""
        if "pages" in column.data:
            return list(column.data["pages"])
        count = len(windows(column.lines, column.data["size"]))
        base = f"/e/action/ListInfo.php?classid={column.data['classid']}"
        return [base + (f"&page={n}" if n else "") for n in range(count)]

    def _print_version(self, line: Line) -> None:
        """The same report for the printer: another source of it."""
        query = line.path.partition("?")[2]
        path = f"/e/DoPrint/?{query}"
        text = f"<html><head><title>打印</title></head><body>{line.body()}</body></html>"
        self.at(path, lambda request: html(text, charset="gb2312", declared=False))
        url = self.url(path)
        self.reports[-1] = replace(self.reports[-1], sources=(*self.reports[-1].sources, Source(url, url)))

    def _old(self, text: str, request: Request) -> Answer:
        """GBK, labelled gb2312 in the page only; list links carry a session id that differs from page to page."""
        session = hashlib.md5(request.url.encode(), usedforsecurity=False).hexdigest()[:10]
        return html(SESSION.sub(rf"\1&sid={session}\2", text), charset="gb2312", declared=False)

    # variant 1

    def _flat(self) -> None:
        self.need("/", "/js/nav.js", "/zwgk/index.html")
        column = self.column("nb", "信息公开年报", self.crumbs, base="/gk/nb/list_{n}.html", size=12)
        for key, owner in self.owners.items():
            for year in range(2018 if key in {"zf", "jyj"} else 2020, 2026):
                name = owner.short if key in {"fgj", "sfj"} else owner.name
                headline = {
                    ("jyj", 2019): f"教育局{year}年政府信息公开工作年度报告",
                    ("wjj", 2021): "硖口区卫生健康局二○二一年政府信息公开工作年度报告",
                    ("sfj", 2023): "硖口区司法局２０２３年度政府信息公开工作年度报告",
                    ("hzz", 2021): "硖口区海珠镇人民政府2021年政府信息公開工作年度報告",
                    ("xkj", 2022): f"{year}年硖口街道办事处政府信息公开年报",
                }.get((key, year))
                cut = f"{name}{year}年政府信息公开工作..." if headline is None and (year + len(key)) % 2 else ""
                self.report(column, key, year, headline=headline, shown=cut)
        self.near(column, 9)
        self.need(*self._static(column))
        years = self.column("ndgzbg", "年度工作报告", self.crumbs, base="/gk/ndgzbg/list_{n}.html", size=12)
        for year in range(2012, 2018):
            self.report(years, "zf", year, shown=f"{year}年", note="the link says the year only")
        self.near(years, 3)
        self.need(*self._static(years))
        for key, name, count in (
            ("yw", "区内要闻", 71),
            ("bm", "部门信息", 66),
            ("jd", "街道信息", 58),
            ("gg", "公告公示", 63),
        ):
            self.far(self.column(key, name, [("首页", "/")], base=f"/news/{key}/list_{{n}}.html", size=15), count)
            self.nav.append((name, f"/news/{key}/list_1.html"))
        self.near(self.column("tj", "统计信息", self.crumbs, base="/gk/tj/list_{n}.html", size=15), 20)
        rows = "".join(
            f"<tr><td><a href='javascript:void(0)' onclick=\"window.open('{url}')\">{name}</a></td></tr>"
            for name, url in (
                ("信息公开年报", "/gk/nb/list_1.html"),
                ("年度工作报告", "/gk/ndgzbg/list_1.html"),
                ("统计信息", "/gk/tj/list_1.html"),
            )
        )
        self._shown("/zwgk/index.html", "政府信息公开", self.crumbs, f"<table>{rows}</table>")
        links = [*self.nav, ("政府信息公开", "/zwgk/index.html")]
        written = "\n".join(f"  document.write('<li><a href=\"{url}\">{name}</a></li>');" for name, url in links)
        script = f"function writeNav(){{\n  document.write('<ul class=\"nav\">');\n{written}\n  //document.write('<li><a href=\"/old/xxgknb/\">年报旧栏目</a></li>');\n  document.write('</ul>');\n}}\n"
        self.file("/js/nav.js", script.encode(), "js")
        self.dead.append(Stranger(self.url("/old/xxgknb/"), "commented out in a script, and gone"))
        self.on("/", lambda request: self.said(self._home()))

    @staticmethod
    def _static(column: Column) -> list[str]:
        count = len(windows(column.lines, column.data["size"]))
        return [str(column.data["base"]).format(n=n) for n in range(1, count + 1)]

    # both

    def lists(self, column: Column) -> None:
        parts = windows(column.lines, column.data["size"])
        paths = self._pages(column) if self.variant == 0 else self._static(column)
        for number, (part, path) in enumerate(zip(parts, paths, strict=True)):
            rows = "".join(
                f'<li><a href="{escape(line.path)}" target=_blank>{escape(line.text)}</a> <font color=gray>{line.published:%m-%d}</font></li>'
                for line in part
            )
            before, after = paths[max(number - 1, 0)], paths[min(number + 1, len(paths) - 1)]
            pager = f'共{len(parts)}页 <a href="{escape(before)}">上一页</a> <a href="{escape(after)}">下一页</a> <a href="{escape(paths[-1])}">末页</a>'
            if len(paths) == 1:
                pager = ""
            body = f"<ul>{rows}</ul>{pager}"
            self.at(path, self._listed(column, body))
        if self.variant == 0 and "classid" in column.data:
            self.at(
                f"{paths[0]}&page=0",
                self._listed(column, f"<ul>{self.anchors([(x.text, x.path) for x in parts[0]])}</ul>"),
            )

    def _listed(self, column: Column, body: str) -> Handler:
        text = self.frame(column.name, column.trail, body)
        return lambda request: self._old(text, request) if self.variant == 0 else self.said(text)

    def _shown(self, path: str, title: str, crumbs: Sequence[tuple[str, str]], body: str) -> None:
        def handle(request: Request) -> Answer:
            text = self.frame(title, crumbs, body)
            return self._old(text, request) if self.variant == 0 else self.said(text)

        self.on(path, handle)

    def frame(self, title: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page; no metas at all."""
        return put(
            OLD if self.variant == 0 else NEW, title=escape(title), portal=self.title, body=body, left="",
            nav=self.anchors(self.nav, '<a href="{url}">{name}</a> '), crumbs="您的位置：" + self.anchors(crumbs, '<a href="{url}">{name}</a>--'),
            footer=self.anchors(self.footer, '<a href="{url}">{name}</a>|'),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = "".join(
            f"<h4>{c.name}</h4><ul>{self.anchors([(x.title, x.path) for x in c.lines[:8]])}</ul>"
            for c in self.columns.values()
            if c.trail == (("首页", "/"),)
        )
        if self.variant:
            return self.frame(self.title, [], boxes)
        areas = '<area shape="rect" coords="0,0,99,30" href="/about/1.html"><area shape="rect" coords="100,0,199,30" href="/zfxxgk/" alt=""><area shape="rect" coords="200,0,299,30" href="/rili.php?y=2026&amp;m=1">'
        plan = f'<img src="/skin/nav.gif" usemap="#Map"><map name="Map">{areas}</map>'
        return self.frame(self.title, [], plan + boxes + '<a href="/e/admin/index.php">管理</a>')

    def article_path(self, column: Column, published: datetime) -> str:
        self.identifier += self.draw.randrange(1, 70)
        if self.variant == 0:
            return f"/e/action/ShowInfo.php?classid={column.data.get('classid', '170')}&id={self.identifier}"
        return f"/html/HCS/{published:%Y%m}/0{170000000 + self.identifier}{self.draw.randrange(10**6):06d}.html"

    def file_path(self, file: File) -> str:
        return f"/d/file/{file.path}" if self.variant else f"/uploadfile/{file.path}"

    def _article(self, column: Column, line: Line) -> Answer:
        headline = line.report.headline if line.report and line.report.headline else line.title
        extra = ""
        if line.report and "ShowInfo" in line.path:
            extra = f'【<a href="/e/DoPrint/?{escape(line.path.partition("?")[2])}">打印</a>】'
        body = (
            f"<center><h2>{escape(headline)}</h2>时间:{line.published:%Y-%m-%d} 来源:{line.source} {extra}</center>"
            f"<div id=text>{line.body()}</div>"
        )
        crumbs = [*column.trail, (column.name, "/")] if column.name else column.trail
        text = self.frame(line.title, crumbs, body)
        return (
            html(text, charset="gb2312", declared=False)
            if self.variant == 0
            else html(text, BUILT if not line.report else None)
        )
