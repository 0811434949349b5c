"""TrueCMS (南通, 连云港, 淮安 …): a jpage list whose proxy is `getMessage.do`, wrapped as jsonp.

Of PORTALS.md §2.8, reconstructed/truecms_getMessage.js and public crawlers: `/truecms/messageController/getMessage.do`
with startrecord, endrecord, perpage, columnId (a uuid), contentTemplate, callback; 404 without a Referer; at most 50 rows;
a datastore inside JSON; `/TrueCMS/` in other cities, where the call is switched off (404) and the column page's hidden
`#initData` is all there is; `/col/4039_446643/art/17356608/17364738729029ffO7DUB.html`; PDFs listed themselves,
`/wzxxgknb/2025/qjp.pdf`.
Inference: the answer without a callback is bare JSON; more than 50 rows asked give 50.
Variant 0: the call works. Variant 1: it is off, `#initData` holds everything, articles `/tqz/…/content/<uuid>.html`.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families import chatter
from tests.portal.families.base import Ask
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{{title}}</title>
{{metas}}
<script type="text/javascript" src="/resource/js/jquery-1.8.3.min.js"></script><script type="text/javascript" src="/resource/js/jquery.jpage.js"></script></head>
<body><div class="top"><a href="/">{{portal}}</a></div><div class="nav">{{nav}}</div><div class="wz">当前位置：{{crumbs}}</div>
{{body}}<div class="footer">{{footer}}</div></body></html>"""
LIST = """<div class="list_right"><h2>{{name}}</h2><div id="pageContent"></div>
<div id="initData" style="display:none"><ul class="xxgk-list-con">
{{rows}}
</ul></div></div>
<script type="text/javascript">
$(function(){ $('#pageContent').jpage({ dataBefore:'<ul id="content" class="content">', dataAfter:'</ul>', totalRecord:{{total}}, perPage:20, groupSize:3, barPosition:'bottom',
 contentTemplate:'', proxyUrl:'{{proxy}}', ajaxParam:{ columnId:'{{uuid}}' } }); });
</script>"""
LIMIT = 50


class Truecms(Desk):
    """鹭港市 (0), 菱塘区 (1)."""

    family = "truecms"
    names = (("www.lugangshi.gov.cn",), ("www.lingtangqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("鹭港市", "329881", "www.lugangshi.gov.cn", "0513", "226500"),
        Place("菱塘区", "329804", "www.lingtangqu.gov.cn", "0517", "223300"),
    )

    def build(self) -> None:
        self.root = ("lgs", "ltq")[self.variant]
        self.proxy = ("/truecms", "/TrueCMS")[self.variant] + "/messageController/getMessage.do"
        self.robots()
        self.staff(
            **(
                {
                    "zf": "人民政府",
                    "czj": "财政局",
                    "jtj": "交通运输局",
                    "nyj": "农业农村局",
                    "sjj": "数据局",
                    "qjz": "启秀镇人民政府",
                    "wxz": "渭西镇人民政府",
                }
                if self.variant == 0
                else {
                    "fgw": "发展和改革委员会",
                    "mzj": "民政局",
                    "wjw": "卫生健康委员会",
                    "sfj": "司法局",
                    "csx": "藏书乡人民政府",
                }
            )
        )
        self.shell = f"/{self.root}/zfxxgk/zfxxgk.html"
        self.crumbs = [("首页", "/"), ("政府信息公开", self.shell)]
        slug = ("wzxxgknb", "gknbxqx")[self.variant]
        annual = self._column(slug, "政府信息公开年度报告", self.crumbs)
        self.need("/", self.shell, annual.data["url"])
        for key in self.owners:
            for year in range(2015 if key in {"zf", "fgw"} else 2018, 2026):
                if (key, year) in {("qjz", 2025), ("czj", 2024), ("csx", 2025)}:
                    self._listed_file(annual, key, year)
                else:
                    self.report(annual, key, year)
        self.near(annual, 8)
        self._needed_data(annual)
        self.footer = self.singles(f"/{self.root}/d{{n}}/d{{n}}.html")
        self.left = [("政府信息公开指南", self.footer[0][1]), (annual.name, annual.data["url"])]
        for key, name, count in (
            ("zwyw", "政务要闻", 77),
            ("bmdt", "部门动态", 64),
            ("zjdt", "镇街动态", 58),
            ("tzgg", "通知公告", 69),
        ):
            self.far(self._column(key, name, [("首页", "/")]), count)
        stats = self._column("tjsj", "统计数据", self.crumbs)
        self.near(stats, 22)
        self.left.append((stats.name, stats.data["url"]))
        for path in ("/", "/index.html"):
            self.on(path, lambda request: self.said(self._home(), BUILT))
        self.on(self.shell, lambda request: self.said(self._shell(), BUILT))
        if self.variant == 0:
            self.on(self.proxy, self._messages)

    def _column(self, slug: str, name: str, trail: Sequence[tuple[str, str]]) -> Column:
        uuid = f"{self.hexes(8)}-{self.hexes(4)}-4{self.hexes(3)}-{self.hexes(4)}-{self.hexes(12)}"
        return self.column(slug, name, trail, url=f"/{self.root}/{slug}/{slug}.html", uuid=uuid)

    def _listed_file(self, column: Column, key: str, year: int) -> None:
        """The list leads to the PDF itself: there is no page."""
        name = f"{self.owners[key].name}{year}年政府信息公开工作年度报告"
        file = File(f"{self.root}-{key}{year}", "pdf", f"{name}.pdf", "libreoffice")
        self.lies[file.stem] = f"/{column.key}/{year}/{key}.pdf"
        self.report(
            column, key, year, direct=True, page="file", files=(file,), note="the list leads to the PDF itself"
        )

    def _needed_data(self, column: Column) -> None:
        """The calls for the whole list, in windows of 50."""
        if self.variant:
            return
        for start in range(1, len(column.lines) + 1, LIMIT):
            end = start + LIMIT - 1
            query = f"startrecord={start}&endrecord={end}&perpage=20&columnId={column.data['uuid']}&contentTemplate=&callback=cb"
            self.need(Ask(self.url(f"{self.proxy}?{query}"), headers={"Referer": self.url(column.data["url"])}))

    def _messages(self, request: Request) -> Answer:
        if "referer" not in request.headers:
            return super().absent(request)
        column = next(
            (c for c in self.columns.values() if c.data.get("uuid") == request.parameter("columnId")), None
        )
        lines = column.lines if column else []
        first, last = int(request.parameter("startrecord") or 1), int(request.parameter("endrecord") or 20)
        shown = lines[first - 1 : min(last, first + LIMIT - 1)]
        records = "".join(f"<record><![CDATA[{self._row(line)}]]></record>" for line in shown)
        pages = len(windows(lines, int(request.parameter("perpage") or 20)))
        store = f"<datastore><totalrecord>{len(lines)}</totalrecord><totalpage>{pages}</totalpage><recordset>{records}</recordset></datastore>"
        said = json.dumps({"result": store}, ensure_ascii=False)
        if request.parameter("callback"):
            said = f"{request.parameter('callback')}({said})"
        return Answer(200, said.encode(), (("Content-Type", "application/javascript;charset=UTF-8"),))

    # pages

    @staticmethod
    def _row(line: Line) -> str:
        title = escape(line.title)
        return f"<li><a href='{line.path}' title='{title}' target='_blank'>{title}</a><span>{line.published:%Y-%m-%d}</span></li>"

    def lists(self, column: Column) -> None:
        first = column.lines if self.variant else column.lines[:20]
        rows = "\n".join(self._row(line) for line in first[:60])
        text = put(
            LIST, name=column.name, rows=rows, total=len(column.lines), proxy=self.proxy, uuid=column.data["uuid"]
        )
        here = [*column.trail, (column.name, column.data["url"])]
        self.on(column.data["url"], lambda request: self.said(self.frame(column.name, "", here, text), BUILT))

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        nav = [("首页", "/"), ("政府信息公开", self.shell)]
        nav += [
            (self.columns[key].name, self.columns[key].data["url"]) for key in ("zwyw", "bmdt", "zjdt", "tzgg")
        ]
        return put(
            FRAME, title=escape(title), metas=metas or self.metas(title), portal=self.title, body=body,
            nav=self.anchors(nav, '<a href="{url}">{name}</a>'), crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a> > '),
            footer=self.anchors(self.footer, '<a href="{url}">{name}</a> '),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = [
            f"<div><h3>{self.columns[key].name}</h3><ul>{''.join(self._row(line) for line in self.columns[key].lines[:8])}</ul></div>"
            for key in ("zwyw", "bmdt", "zjdt", "tzgg")
        ]
        self.under[self.host, "/rl/"] = chatter.calendar
        return self.frame(self.title, "", [], "".join(boxes) + '<a href="/rl/rl.html?y=2026&amp;m=1">公开日历</a>')

    def _shell(self) -> str:
        return self.frame(
            "政府信息公开", "", self.crumbs, f'<div class="left"><ul>{self.anchors(self.left)}</ul></div>'
        )

    def article_path(self, column: Column, published: datetime) -> str:
        if self.variant:
            uuid = f"{self.hexes(8)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(12)}"
            return f"/{self.root}/{column.key}/content/{uuid}.html"
        stamp = int(published.timestamp())
        return f"/col/4039_{446600 + list(self.columns).index(column.key)}/art/{stamp // 100}/{stamp}{self.draw.randrange(1000, 9999)}{self.hexes(8)}.html"

    def article_page(self, column: Column, line: Line) -> str:
        body = (
            f'<div class="con"><h1>{escape(line.title)}</h1><div class="sub">来源：{line.source} 发布时间：{line.published:%Y-%m-%d %H:%M} '
            f'字体：[ 大 中 小 ]</div><div id="zoomcon" class="zoomcon">{line.body()}</div></div>'
        )
        here = [(column.name, column.data["url"])] if column.data else []
        return self.frame(
            line.title, self.metas(column.name, line, backwards=bool(self.variant)), [*column.trail, *here], body
        )
