"""开普 UCAP: channels of 32 hexadecimal digits whose lists are JSON.

Of PORTALS.md §2.5 and reconstructed/ucap_common_search.json: article URLs `/SITE/cN/YYYYMM/<32hex>.shtml`, list shells
`common_list.shtml`, `/common/search/<id>?_isAgg=true&_isJson=true&_pageSize=20&…&page=1` (alias `/searchList/`), the fields
of its answer, `#UCAP-CONTENT`; of public crawlers: `getChannelList` answers `results.children[]` with channelId,
channelCode, displayName, and URLs may be relative to the protocol.
Inference: the shells' markup, that page sizes over 50 are cut, that an unknown channel answers 200 with nothing.
Variant 0: one channel for all, its id in the page. Variant 1: the page knows the code only, getChannelList tells two
child channels (bureaux, townships), alias `/searchList/`, metas backwards, hosts written `//host/…`.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.desk import BUILT, Column, Desk, Line, put
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="UTF-8"><meta http-equiv="X-UA-Compatible" content="IE=edge">
<title>{{title}}</title>
{{metas}}
<link href="/{{site}}/xhtml/css/common.css" rel="stylesheet"><script src="/{{site}}/xhtml/js/jquery.min.js"></script>
</head><body>
<div class="header"><h1><a href="/">{{portal}}</a></h1><ul class="nav">{{nav}}</ul></div>
<div class="position">当前位置：{{crumbs}}</div>
{{body}}
<div class="footer"><ul>{{footer}}</ul><p>主办：{{portal}} 技术支持：开普云</p></div>
</body></html>"""
ARTICLE = """<div class="article"><h2 class="title">{{title}}</h2>
<p class="info">发布时间：<i>{{date}}</i> 来源：<i>{{source}}</i> 【字体：<a href="javascript:;">大</a>】</p>
<!-- UCAPCONTENT --><div class="{{cls}}" id="UCAP-CONTENT">{{body}}</div><!-- UCAPCONTENT -->
<div class="share"><a href="javascript:window.print()">打印</a></div></div>"""
LIST = """<div class="sub"><ul class="left">{{left}}</ul>
<div class="right"><h3>{{name}}</h3><input type="hidden" id="channelId" value="{{id}}">
<ul class="list" id="list"></ul><div id="page_div"></div></div></div>
<script>
var channelId = "{{id}}", channelCode = "{{code}}", pageSize = 20;
function load(page){ $.ajax({ type:"GET", dataType:"json",
  url:"/common/search/"+channelId+"?_isAgg=true&_isJson=true&_pageSize="+pageSize+"&_template=index&_rangeTimeGte=&_channelName=&page="+page,
  success:function(r){ $.each(r.data.results,function(i,o){ $("#list").append("<li><a href='"+o.url+"'>"+o.title+"</a></li>"); }); } }); }
load(1);
</script>"""
LIST_BY_CODE = """<table class="main"><tr><td class="side"><ul>{{left}}</ul></td><td><div class="tab" id="tab"></div>
<div class="con" id="gl-list"></div><div class="pagination" id="pager"></div></td></tr></table>
<script src="/{{site}}/xhtml/js/gl_list.js"></script>
<script>initChannel({ websiteCodeName : '{{site}}' , channelCode : '{{code}}' });</script>"""
SCRIPT = """function initChannel(o){
  $.getJSON('/common/getChannelList?channelCode=' + o.channelCode + '&websiteCodeName=' + o.websiteCodeName, function(r){
    $.each(r.results.children, function(i, c){ loadList(c.channelId, 1); }); }); }
function loadList(id, page){
  $.getJSON('/searchList/' + id + '?_isAgg=true&_isJson=true&_pageSize=15&_template=index&_channelName=&page=' + page,
    function(r){ /* rows */ }); }
"""
QUERY = "?_isAgg=true&_isJson=true&_pageSize={size}&_template=index&_rangeTimeGte=&_channelName=&page={page}"


class Ucap(Desk):
    """澜浦市 (0), 槐岭县 (1)."""

    family = "ucap"
    names = (("www.lanpushi.gov.cn",), ("www.huailingxian.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("澜浦市", "379801", "www.lanpushi.gov.cn", "0639", "276800"),
        Place("槐岭县", "429821", "www.huailingxian.gov.cn", "0748", "437900"),
    )

    def build(self) -> None:
        self.site = ("lps", "huailing")[self.variant]
        self.robots("User-agent: *\nDisallow: /admin/\n" if self.variant == 0 else "")
        code = self.code = ("c100186", "c123149")[self.variant]
        self.shell = f"/{self.site}/{('c100100', 'c123100')[self.variant]}/zfxxgk.shtml"
        self.annual = f"/{self.site}/{code}/" + ("common_list.shtml", "gl_zfxxgkndbg7a.shtml")[self.variant]
        self.nav = [("首页", "/"), ("政府信息公开", self.shell)]
        crumbs = [("首页", "/"), ("政府信息公开", self.shell)]
        if self.variant == 0:
            self.staff(
                zf="人民政府", czj="财政局", jyj="教育体育局", slj="水利局", swj="商务局", mzz="漠阳镇人民政府",
                hqz="横渠镇人民政府", cqjd="城前街道办事处",
            )  # fmt: skip
        else:
            self.staff(
                zf="人民政府", nyj="农业农村局", scj="市场监督管理局", wgj="文化和旅游局", sdx="石渡乡人民政府", qlz="青龙嘴镇人民政府"
            )  # fmt: skip
        if self.variant == 0:
            self.wholes = [self.column(code, "政府信息公开年报", crumbs, url=self.annual)]
        else:
            self.wholes = [
                self.column(f"{code}{n}", name, [*crumbs, ("政府信息公开年报", self.annual)], url=self.annual)
                for n, name in (("01", "县直部门"), ("02", "乡镇"))
            ]
        self._reports()
        self._others()
        ids = [column.data["id"] for column in self.wholes]
        self.need("/", self.shell, self.annual)
        if self.variant:
            self.need(f"/common/getChannelList?channelCode={code}&websiteCodeName={self.site}")
            self.single_script()
        for whole, identifier in zip(self.wholes, ids, strict=True):
            size = 15 if self.variant else 20
            way = "searchList" if self.variant else "common/search"
            for page in range(1, -(-len(whole.lines) // size) + 1):
                self.need(f"/{way}/{identifier}" + QUERY.format(size=size, page=page))
        self.needed.sort(key=lambda one: "/20" in one.url)  # the way before the articles

    def _reports(self) -> None:
        for key, owner in self.owners.items():
            town = "镇" in owner.name or "乡" in owner.name or "街道" in owner.name
            column = self.wholes[-1] if town else self.wholes[0]
            for year in (2018, 2019, 2021, 2022, 2023, 2024)[(len(key) + self.variant) % 3 :]:
                options: dict[str, object] = {}
                if (key, year) in {("czj", 2023), ("scj", 2024)}:
                    name = f"{owner.name}{year}年政府信息公开工作年度报告.docx"
                    options = {
                        "page": "file",
                        "files": (File(f"{self.site}-{key}{year}", "docx", name, "libreoffice"),),
                    }
                elif (key, year) == ("swj", 2022):
                    options = {
                        "headline": f"商务局{year}年度政府信息公开年报",
                        "note": "headline without the city",
                    }
                elif (key, year) == ("jyj", 2024):
                    options = {"headline": "2024年政府信息公开工作年度报告", "note": "no agency in the headline"}
                self.report(column, key, year, **options)  # type: ignore[arg-type]

    def _others(self) -> None:
        for column in self.wholes:
            column.data["id"] = self.hexes()
            self.near(column, 6)
        news = (
            ("c100020", "政务动态", 74),
            ("c100021", "部门动态", 66),
            ("c100022", "乡镇快讯", 41),
            ("c100023", "公告公示", 58),
        )
        for key, name, count in news:
            column = self.column(
                key, name, [("首页", "/")], url=f"/{self.site}/{key}/common_list.shtml", id=self.hexes()
            )
            self.far(column, count)
            self.nav.append((name, column.data["url"]))
        stats = self.column(
            "c100300", "统计信息", [("首页", "/"), ("政府信息公开", self.shell)],
            url=f"/{self.site}/c100300/common_list.shtml", id=self.hexes(),
        )  # fmt: skip
        self.near(stats, 22)
        self.left = [("政府信息公开年报", self.annual), ("统计信息", stats.data["url"])]
        for number, name in enumerate(
            ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "依申请公开"), 1
        ):
            self.left.insert(number - 1, self.single(f"/{self.site}/c10010{number}/single.shtml", name))
        self.footer = self.singles(f"/{self.site}/c2{{n:05d}}/single.shtml")
        if self.variant == 0:
            self.off_limits("/admin/index.shtml", "robots.txt disallows /admin/")
            self.footer.append(("管理登录", "/admin/index.shtml"))
        self.on("/", lambda request: self.said(self.home(), BUILT))
        self.on(self.shell, lambda request: self.said(self._shell(), BUILT))

    def single_script(self) -> None:
        """The script that asks for the channels."""
        path = f"/{self.site}/xhtml/js/gl_list.js"
        self.file(path, SCRIPT.encode(), "js", BUILT)
        self.on("/common/getChannelList", self._channels)
        self.need(path)

    # pages

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        return put(
            FRAME, title=escape(title), metas=metas, site=self.site, portal=self.title, nav=self.anchors(self.nav),
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a> &gt; '), body=body, footer=self.anchors(self.footer),
        )  # fmt: skip

    def home(self) -> str:
        """Four boxes of news, and friends."""
        boxes = []
        for column in list(self.columns.values())[len(self.wholes) :]:
            lines = [(line.title, line.path) for line in column.lines[:6]]
            more = f'<a class="more" href="{column.data["url"]}">更多</a>'
            boxes.append(f'<div class="box"><h3>{column.name}{more}</h3><ul>{self.anchors(lines)}</ul></div>')
        friends = '<select onchange="window.open(this.value)"><option value="http://www.gov.cn/">中国政府网</option></select>'
        return self.frame(self.title, self.metas(""), [("首页", "/")], "\n".join(boxes) + friends)

    def _shell(self) -> str:
        body = f'<div class="sub"><ul class="left">{self.anchors(self.left)}</ul><div class="right">请选择左侧栏目</div></div>'
        return self.frame(f"政府信息公开-{self.title}", self.metas("政府信息公开"), [("首页", "/")], body)

    def lists(self, column: Column) -> None:
        """A shell, and the JSON behind it."""
        if column.data["url"] != self.annual or column is self.wholes[0]:
            text = LIST_BY_CODE if self.variant and column in self.wholes else LIST
            code = self.code if column in self.wholes else column.key
            body = put(
                text,
                left=self.anchors(self.left),
                name=column.name,
                id=column.data["id"],
                code=code,
                site=self.site,
            )
            metas = self.metas(column.name, backwards=bool(self.variant))
            said = self.frame(f"{column.name}-{self.title}", metas, column.trail, body)
            self.on(column.data["url"], lambda request: self.said(said, BUILT))
        for way in ("common/search", "search", "searchList"):
            self.on(f"/{way}/{column.data['id']}", lambda request: self._search(column, request))

    def _search(self, column: Column, request: Request) -> Answer:
        if request.query.get("_isJson") != "true":
            return self.absent(request)
        size = min(int(request.query.get("_pageSize") or 15), 50)
        page = max(int(request.query.get("page") or 1), 1)
        lines = column.lines[(page - 1) * size : page * size]
        results = [self._result(column, line) for line in lines]
        said = {
            "page": page,
            "rows": size,
            "total": len(column.lines),
            "channelId": column.data["id"],
            "results": results,
        }
        return _json({"code": 200, "data": said})

    def _result(self, column: Column, line: Line) -> dict[str, object]:
        return {
            "title": line.title,
            "url": f"//{self.host}{line.path}" if self.variant else line.path,
            "publishedTimeStr": f"{line.published:%Y-%m-%d %H:%M:%S}",
            "publishedTime": int(line.published.timestamp() * 1000),
            "channelName": column.name,
            "channelCodeName": column.key,
            "manuscriptId": line.path.rsplit("/", 1)[1][:32],
            "contentHtml": "<p>...</p>",
            "resList": [],
            "domainMetaList": [],
        }

    def _channels(self, request: Request) -> Answer:
        if request.query.get("channelCode") != self.code:
            return _json({"results": {"children": []}})
        children = [
            {
                "channelId": c.data["id"],
                "channelCode": c.key,
                "displayName": c.name,
                "channelName": c.name,
                "sort": n,
            }
            for n, c in enumerate(self.wholes)
        ]
        return _json(
            {"results": {"channelCode": self.code, "displayName": "政府信息公开年报", "children": children}}
        )

    def article_path(self, column: Column, published: datetime) -> str:
        return f"/{self.site}/{column.key}/{published:%Y%m}/{self.hexes()}.shtml"

    def file_path(self, file: File) -> str:
        return f"/{self.site}/{self.code}/files/{file.path}"

    def article_page(self, column: Column, line: Line) -> str:
        body = put(
            ARTICLE, title=escape(line.title), date=f"{line.published:%Y-%m-%d %H:%M}", source=line.source,
            cls=("content", "UCAPCONTENT txt")[self.variant], body=line.body(),
        )  # fmt: skip
        metas = self.metas(column.name, line, backwards=bool(self.variant))
        crumbs = [*column.trail, (column.name, column.data.get("url", "/"))]
        return self.frame(f"{line.title}-{self.title}", metas, crumbs, body)


def _json(said: object) -> Answer:
    return Answer(
        200, json.dumps(said, ensure_ascii=False).encode(), (("Content-Type", "application/json;charset=UTF-8"),)
    )
