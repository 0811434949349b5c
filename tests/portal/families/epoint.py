"""新点 Epoint EWB: pages under `/dynamic/zwgk/`, lists by POST of JSON to getgovinfolist.

Of PORTALS.md §2.8, reconstructed/epoint_getgovinfolist.json and public crawlers: the call's fields, `pageIndex` from 0,
`custom.total`, `custom.data[{infourl, title, realtitle, infodate}]` with `title` cut short, siteGuid and projectName in
`/js/webBuilderCommon.js` (`var siteInfo = {…}`), `govInfoPub.html?categorynum=003002`, another project name
(`/EWB_YK_Mid`) with the fields inside `params` and `deptcode` per department.
Inference: the markup, that a request without siteGuid gives an error of status 200, page sizes over 50 are cut.
Variant 0: one category for all. Variant 1: a department list whose links carry deptcode, the fields inside `params`.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any, ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.base import Ask
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>{{title}}</title>
{{metas}}
<link rel="stylesheet" href="/css/common.css"><script src="/js/lib/jquery.min.js"></script><script src="/js/webBuilderCommon.js"></script></head>
<body><div class="ewb-header"><a href="/index.html">{{portal}}</a><ul class="ewb-nav">{{nav}}</ul></div>
<div class="ewb-location">当前位置：{{crumbs}}</div><div class="ewb-container">{{body}}</div>
<div class="ewb-footer">{{footer}}</div></body></html>"""
SHELL = """<div class="ewb-left"><ul id="menu">{{left}}</ul></div>
<div class="ewb-right"><h3 id="catename"></h3><ul class="wb-data-item" id="infolist"></ul><div id="pager"></div></div>
<script src="/js/{{script}}"></script>"""
SCRIPT = """var categorynum = getUrlParam('categorynum'), deptcode = getUrlParam('deptcode') || '';
function getList(index){ var params = { deptcode: deptcode, categorynum: categorynum, pageIndex: index, pageSize: %d, siteGuid: siteInfo.siteGuid };
  $.ajax({ url: siteInfo.projectName + '/rest/lightfrontaction/getgovinfolist', type: 'POST', contentType: 'application/json', data: JSON.stringify(%s), success: render }); }
getList(0);
"""


class Epoint(Desk):
    """苕江县 (0), 檀丘市 (1)."""

    family = "epoint"
    names = (("www.tiaojiangxian.gov.cn",), ("www.tanqiushi.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("苕江县", "329822", "www.tiaojiangxian.gov.cn", "0516", "221600"),
        Place("檀丘市", "219882", "www.tanqiushi.gov.cn", "0417", "115000"),
    )
    validators = True

    def build(self) -> None:
        self.guid = f"{self.hexes(8)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(12)}"
        self.project = ("/EWB-FRONT", "/EWB_TQ_Mid")[self.variant]
        self.size = (20, 15)[self.variant]
        self.view = ("/dynamic/zwgk/govInfoPub.html", "/dynamic/zw/openlist.html")[self.variant]
        self.script = ("govInfoPub.js", "openlist.js")[self.variant]
        self.category = ("003002", "001001007")[self.variant]
        self.robots("" if self.variant else "User-agent: *\nDisallow: /EWB-FRONT/manage/\nCrawl-delay: 1\n")
        self.staff(
            **(
                {
                    "zf": "人民政府",
                    "gxj": "工业和信息化局",
                    "rsj": "人力资源和社会保障局",
                    "wlj": "文化和旅游局",
                    "lhz": "柳荷镇人民政府",
                    "dcz": "滩头镇人民政府",
                }
                if self.variant == 0
                else {
                    "czj": "财政局",
                    "scj": "市场监督管理局",
                    "gzw": "国有资产监督管理委员会",
                    "tyj": "退役军人事务局",
                    "hwj": "海湾街道办事处",
                }
            )
        )
        self.crumbs = [("首页", "/index.html"), ("政府信息公开", "/zwgk/subpage.html")]
        self.need("/", "/zwgk/subpage.html", "/js/webBuilderCommon.js")
        self.footer = self.singles("/about/00{n}.html")
        self.left: list[tuple[str, str]] = [("政府信息公开指南", "/about/001.html")]
        if self.variant == 0:
            annual = self._column(self.category, "政府信息公开年报", "")
            self.left.append((annual.name, annual.data["url"]))
            self._reports(annual, list(self.owners))
        else:
            self.need("/zwgk/dept.html")
            for number, key in enumerate(self.owners, 1):
                annual = self._column(self.category, "政府信息公开年报", f"tq{number:03d}")
                self._reports(annual, [key])
            self.on("/zwgk/dept.html", lambda request: self.said(self._departments(), BUILT))
            self.left.append(("部门政府信息公开", "/zwgk/dept.html"))
        stats = self._column("003009", "统计信息", "")
        self.near(stats, 22)
        self.left.append((stats.name, stats.data["url"]))
        for key, name, count in (
            ("002001", "政务要闻", 66),
            ("002002", "部门动态", 51),
            ("002003", "镇街动态", 73),
            ("002004", "公告公示", 48),
        ):
            self.far(self._column(key, name, ""), count)
        for path in ("/", "/index.html"):
            self.on(path, lambda request: self.said(self._home(), BUILT))
        shell = f'<ul class="menu">{self.anchors(self.left)}</ul>'
        self.on(
            "/zwgk/subpage.html",
            lambda request: self.said(self.frame("政府信息公开", "", self.crumbs, shell), BUILT),
        )
        info = f'var siteInfo = {{"siteGuid":"{self.guid}","projectName":"{self.project}","siteName":"{self.title}"}};\nfunction getUrlParam(n){{ var m = new RegExp(n + "=([^&]*)").exec(location.search); return m && m[1]; }}\n'
        self.file("/js/webBuilderCommon.js", info.encode(), "js", BUILT)
        shape = '{"token":"","params":params}' if self.variant else "params"
        self.file(f"/js/{self.script}", (SCRIPT % (self.size, shape)).encode(), "js", BUILT)
        self.on(f"{self.project}/rest/lightfrontaction/getgovinfolist", self._list)
        if self.variant == 0:
            self.off_limits("/EWB-FRONT/manage/login", "robots.txt disallows it")

    def _column(self, category: str, name: str, department: str) -> Column:
        url = f"{self.view}?categorynum={category}" + (f"&deptcode={department}" if department else "")
        return self.column(
            f"{category}/{department}", name, self.crumbs, url=url, category=category, department=department
        )

    def _reports(self, column: Column, keys: Sequence[str]) -> None:
        for key in keys:
            for year in range(2018 if key in {"zf", "czj"} else 2019 if self.variant else 2020, 2026):
                if (key, year) in {("gxj", 2022), ("scj", 2023)}:
                    name = f"{self.owners[key].name}{year}年政府信息公开工作年度报告.pdf"
                    file = File(f"{self.place.host.split('.')[1]}-{key}{year}", "pdf", name, "libreoffice")
                    self.lies[file.stem] = (
                        f"/EWB-FRONT/WebbuilderMIS/attach/downloadZtbAttach.jspx?attachGuid={self.hexes(8)}-{self.hexes(4)}&appUrlFlag=qkl"
                    )
                    self.report(
                        column,
                        key,
                        year,
                        page="file",
                        files=(file,),
                        note="the file behind downloadZtbAttach.jspx",
                    )
                elif key in {"lhz", "hwj"} and year == 2025:
                    self.report(
                        column, key, year, basis_year=2024, note="its first sentence names the year before"
                    )
                else:
                    self.report(column, key, year)
        self.near(column, 6 if self.variant == 0 else 2)
        self.need(column.data["url"])
        for page in range(len(windows(column.lines, self.size))):
            self.need(
                Ask(
                    self.url(f"{self.project}/rest/lightfrontaction/getgovinfolist"),
                    "POST",
                    {},
                    {"Content-Type": "application/json"},
                    self._body(column, page),
                )
            )

    def _body(self, column: Column, page: int) -> str:
        """What the page's script posts."""
        fields: dict[str, Any] = {
            "deptcode": column.data["department"],
            "categorynum": column.data["category"],
            "pageIndex": page,
        }
        fields |= {"pageSize": self.size, "siteGuid": self.guid}
        return json.dumps({"token": "", "params": fields} if self.variant else fields)

    def _list(self, request: Request) -> Answer:
        """One page of a category; `{"params": {…}}` or bare fields, as the installation has it."""
        try:
            fields = json.loads(request.body or b"{}")
        except ValueError:
            fields = {}
        fields = fields.get("params", {}) if self.variant else fields
        if request.method != "POST" or fields.get("siteGuid") != self.guid:
            return _json({"custom": {}, "status": {"code": 0, "text": "参数错误"}})
        key = f"{fields.get('categorynum', '')}/{fields.get('deptcode', '')}"
        lines = self.columns[key].lines if key in self.columns else []
        size, page = min(int(fields.get("pageSize", 15)), 50), int(fields.get("pageIndex", 0))
        data = [self._item(line) for line in lines[page * size : (page + 1) * size]]
        return _json({"custom": {"total": len(lines), "data": data}, "status": {"code": 1}})

    @staticmethod
    def _item(line: Line) -> dict[str, str]:
        short = line.title if len(line.title) <= 18 else f"{line.title[:18]}..."
        return {
            "infourl": line.path,
            "title": short,
            "realtitle": line.title,
            "infodate": f"{line.published:%Y-%m-%d}",
            "deptname": line.source,
        }

    # pages

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        nav = [("首页", "/index.html"), ("政府信息公开", "/zwgk/subpage.html")]
        nav += [(c.name, c.data["url"]) for c in self.columns.values() if c.key.startswith("002")]
        return put(
            FRAME, title=escape(title), metas=metas or self.metas(title), portal=self.title, nav=self.anchors(nav), body=body,
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a> &gt; '), footer=self.anchors(self.footer, '<a href="{url}">{name}</a>'),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = [
            f"<div><h3>{c.name}</h3><ul>{self.anchors([(x.title, x.path) for x in c.lines[:8]])}</ul></div>"
            for c in self.columns.values()
            if c.key.startswith("002")
        ]
        admin = '<a href="/EWB-FRONT/manage/login">管理</a>' if self.variant == 0 else ""
        return self.frame(self.title, "", [], "".join(boxes) + admin)

    def _departments(self) -> str:
        links = [
            (self.owners[key].name, f"{self.view}?categorynum={self.category}&deptcode=tq{n:03d}")
            for n, key in enumerate(self.owners, 1)
        ]
        return self.frame(
            "部门信息公开年报", "", self.crumbs, f"<h3>部门政府信息公开年报</h3><ul>{self.anchors(links)}</ul>"
        )

    def lists(self, column: Column) -> None:
        text = put(SHELL, left=self.anchors(self.left), script=self.script)
        self.at(
            column.data["url"], lambda request: self.said(self.frame("政府信息公开", "", self.crumbs, text), BUILT)
        )

    def article_path(self, column: Column, published: datetime) -> str:
        uuid = f"{self.hexes(8)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(12)}"
        return f"/{'zw' if self.variant else 'zwgk'}/{column.data['category']}/{published:%Y%m%d}/{uuid}.html"

    def article_page(self, column: Column, line: Line) -> str:
        body = (
            f'<div class="ewb-article"><h2 class="article-title">{escape(line.title)}</h2><div class="article-info"><span>发布日期：{line.published:%Y-%m-%d %H:%M}</span>'
            f'<span>信息来源：{line.source}</span><span>访问次数：<i id="infoViewCount"></i></span></div><div class="infodetail ewb-text">{line.body()}</div></div>'
        )
        here = [(column.name, column.data["url"])] if column.data else []
        return self.frame(line.title, self.metas(column.name, line), [*column.trail, *here], body)


def _json(said: object) -> Answer:
    return Answer(
        200, json.dumps(said, ensure_ascii=False).encode(), (("Content-Type", "application/json;charset=UTF-8"),)
    )
