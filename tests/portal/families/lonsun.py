"""龙讯 LonSun (Anhui): an organ has an id, and its annual reports are type=3.

Of PORTALS.md §2.7: `/public/column/<organ>?type=3&action=list&pageIndex=N` (1 制度, 2 指南, 4 法定主动公开内容 with catId,
5 依申请), articles `/public/<organ>/<id>.html` or `/openness/public/…`, `Ls.pagination(…{currPage:(0+1),pageCount:3})`,
`ul.doc_list li` with the separators `li.lm_line`, `.j-fontContent`, POST `/site/label/8888`, organs from the department list.
Inference: the parameters and the fragment of the label call, the markup of the organ's menu.
Variant 0: rows in the page, `pageIndex` in the query, dates after the link. Variant 1: `/openness/`, rows come by the label
POST only (a GET is refused), no date in the list, organs in a `<select>`.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families.base import Ask
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{{title}}_{{portal}}</title>
{{metas}}
<script src="/assets/js/jquery.js"></script><script src="/libs/common.js"></script>
<script>Ls.run = { siteId : '{{site}}', columnId : '' };</script>
</head>
<body class="is-openness">
<div class="head"><a href="/index.html" class="logo">{{portal}}</a><ul class="navs">{{nav}}</ul></div>
<div class="position">您现在的位置：{{crumbs}}</div>
<div class="main clearfix">{{body}}</div>
<div class="footer">{{footer}}<p>网站标识码：{{code}} 技术支持：安徽龙讯</p></div>
</body></html>"""
ARTICLE = """<div class="contentinfo"><table class="gk_table"><tbody><tr><th>索 引 号：</th><td>{{code}}/{{year}}-000{{n}}</td><th>组配分类：</th><td>{{column}}</td></tr>
<tr><th>发布机构：</th><td>{{source}}</td><th>发布日期：</th><td>{{date}}</td></tr><tr><th>名　　称：</th><td colspan="3">{{title}}</td></tr></tbody></table>
<h1 class="newstitle">{{title}}</h1><p class="newsinfo">阅读次数：<span id="views">0</span> 编辑：{{source}} 发布时间：{{time}} <a href="javascript:void(0)">【字体：大 中 小】</a></p>
<div class="newscontnet j-fontContent">{{body}}</div></div>"""
LABEL = """<div class="xxgk_right" id="{{id}}"></div>
<script>
$(function(){ Ls.ajax({ url : '/site/label/8888', type : 'post', dataType : 'html',
 data : { IsAjax:1, dataType:'html', labelName:'publicInfoList', siteId:'{{site}}', organId:'{{organ}}', type:'{{type}}', catId:'{{cat}}', action:'list', pageSize:15, pageIndex:1, isDate:'true', dateFormat:'yyyy-MM-dd', length:50 } }).done(function(d){ $('#{{id}}').html(d); }); });
</script>"""
PAGES = """<div class="pagination" id="page_public_info"></div>
<script>Ls.pagination("#page_public_info",function(i,$this){ var link='{{link}}&pageIndex='+i; return link; },{currPage:({{at}}+1),pageCount:{{pages}},prevText:"上一页",nextText:"下一页"});</script>"""
TYPES = (
    ("2", "政府信息公开指南"),
    ("1", "政府信息公开制度"),
    ("4", "法定主动公开内容"),
    ("3", "政府信息公开年报"),
    ("5", "依申请公开"),
)
SIZE = 15


class Lonsun(Desk):
    """汀沅县 (0), 枫渚区 (1)."""

    family = "lonsun"
    names = (("www.tingyuanxian.gov.cn",), ("www.fengzhuqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("汀沅县", "349823", "www.tingyuanxian.gov.cn", "0567", "238300"),
        Place("枫渚区", "349804", "www.fengzhuqu.gov.cn", "0563", "244100"),
    )
    validators = False

    def build(self) -> None:
        self.base = ("/public", "/openness/public")[self.variant]
        self.site = ("6852", "2653861")[self.variant]
        self.identifier = (314721000, 35063000)[self.variant]
        self.robots("User-agent: *\nDisallow: /content/search\nDisallow: /message/\n" if self.variant else "")
        if self.variant == 0:
            self.staff(
                zf="人民政府", czj="财政局", jyj="教育局", rsj="人力资源和社会保障局", wjw="卫生健康委员会", qtz="青滩镇人民政府",
                shz="上河镇人民政府", jkq="经济开发区管理委员会",
            )  # fmt: skip
        else:
            self.staff(
                zfb="人民政府办公室", mzj="民政局", zjj="住房和城乡建设局", tyj="退役军人事务局", lyz="柳汊街道办事处", fqz="枫桥口镇人民政府"
            )  # fmt: skip
        self.organs = {key: str(self.draw.randrange(10**8, 2 * 10**8)) for key in self.owners}
        self.hub = ("/public/index.html", "/openness/index.html")[self.variant]
        self.need("/", self.hub)
        if self.variant:
            self.off_limits("/message/list", "robots.txt disallows /message/")
        self.footer = self.singles("/site/tpl/{n}00")
        for key in self.owners:
            self._organ(key)
        if self.variant == 0:
            # what the county reports is listed again by a township
            parent = next(line for line in self.columns["zf/3"].lines if line.report and line.report.year == 2023)
            self.copy(self.columns["qtz/3"], parent)
        news = (
            ("zwyw", "政务要闻", 64),
            ("bmdt", "部门动态", 52),
            ("xzdt", "乡镇动态", 71),
            ("tzgg", "通知公告", 48),
        )
        for key, name, count in news:
            self.far(self.column(key, name, [("首页", "/index.html")], organ="", type="0"), count)
        for path in ("/", "/index.html"):
            self.on(path, lambda request: self.said(self._home(), BUILT))
        self.on(self.hub, lambda request: self.said(self._hub(), BUILT))
        self.on("/site/label/8888", self._label)

    def _organ(self, key: str) -> None:
        owner, organ = self.owners[key], self.organs[key]
        trail = [("首页", "/index.html"), ("政府信息公开", self.hub), (owner.name, self._list(organ, "4"))]
        annual = self.column(f"{key}/3", "政府信息公开年报", trail, organ=organ, type="3")
        first = 2008 if key == "zf" else 2013 if key == "zfb" else 2021 if len(key) % 2 else 2022
        for year in range(first, 2026):
            if (key, year) in {("shz", 2022), ("lyz", 2023)}:
                name = f"{year}年政府信息公开工作年度报告.doc"
                file = File(f"{self.place.host.split('.')[1]}-{key}{year}", "doc", name, "libreoffice")
                self.report(annual, key, year, page="file", files=(file,))
            elif key in {"jkq", "tyj"} and year == 2022:
                self.report(
                    annual, key, year, headline="2022年政府信息公开工作年度报告", note="no agency in the headline"
                )
            elif (key, year) == ("zf", 2019):
                self.report(annual, key, year, headline="汀沅县人民政府2019年政府信息公开\n工作年度报告")
            else:
                self.report(annual, key, year)
        self.near(annual, 2)
        for cat, name in (("3", "规划计划"), ("7", "财政预决算")):
            column = self.column(f"{key}/4/{cat}", name, trail, organ=organ, type="4", cat=f"{organ[:6]}{cat}")
            self.near(column, 2)
        for number in range(1, len(windows(annual.lines, SIZE)) + 1):
            if self.variant:
                self.need(self._list(organ, "3")) if number == 1 else None
                self.need(Ask(self.url("/site/label/8888"), "POST", self._form(annual, number)))
            else:
                self.need(self._list(organ, "3") + (f"&pageIndex={number}" if number > 1 else ""))
        self.on(f"{self.base}/column/{organ}", lambda request: self._column(key, request))

    def _list(self, organ: str, kind: str, cat: str = "") -> str:
        return f"{self.base}/column/{organ}?type={kind}" + (f"&catId={cat}" if cat else "") + "&action=list"

    def _form(self, column: Column, page: int) -> dict[str, str]:
        """What the page's script sends for a list."""
        named = {"IsAjax": "1", "dataType": "html", "labelName": "publicInfoList", "siteId": self.site}
        named |= {
            "organId": column.data["organ"],
            "type": column.data["type"],
            "catId": column.data.get("cat", ""),
        }
        named |= {"action": "list", "pageSize": str(SIZE), "pageIndex": str(page)}
        return named | {"isDate": "true", "dateFormat": "yyyy-MM-dd", "length": "50"}

    # answers

    def _column(self, key: str, request: Request) -> Answer:
        """The organ's page of one type; without `action=list` its menu."""
        kind, cat = request.query.get("type", "4"), request.query.get("catId", "")
        found = [
            c for c in self.columns.values() if c.key.startswith(f"{key}/{kind}") and c.data.get("cat", "") == cat
        ]
        owner, organ = self.owners[key], self.organs[key]
        menu = [(name, self._list(organ, number)) for number, name in TYPES]
        if kind == "4":
            menu += [
                (c.name, self._list(organ, "4", c.data["cat"]))
                for c in self.columns.values()
                if c.key.startswith(f"{key}/4/")
            ]
        left = f'<div class="xxgk_left"><h3>{owner.name}</h3><ul class="xxgk_nav">{self.anchors(menu)}</ul></div>'
        body = (
            self._rows(found[0], request)
            if found
            else '<div class="xxgk_right"><p>欢迎查阅本单位主动公开的信息。</p></div>'
        )
        trail = [("首页", "/index.html"), ("政府信息公开", self.hub), (owner.name, self._list(organ, "4"))]
        name = found[0].name if found else dict(TYPES).get(kind, "")
        return self.said(self.frame(f"{owner.name}{name}", self.metas(name), trail, left + body))

    def _rows(self, column: Column, request: Request) -> str:
        if self.variant:
            slots = {
                "site": self.site,
                "organ": column.data["organ"],
                "type": column.data["type"],
                "cat": column.data.get("cat", ""),
            }
            return put(LABEL, id="d_" + column.data["organ"], **slots)
        return self._fragment(column, int(request.query.get("pageIndex") or 1))

    def _fragment(self, column: Column, page: int) -> str:
        parts = windows(column.lines, SIZE)
        rows = []
        for at, line in enumerate(parts[page - 1] if 0 < page <= len(parts) else []):
            rows.append(self._row(line))
            if at % 5 == 4:
                rows.append('<li class="lm_line"></li>')
        shown = "\n".join(rows) or '<li class="nocon">暂无相关信息</li>'
        link = self._list(column.data["organ"], column.data["type"], column.data.get("cat", ""))
        pages = put(PAGES, link=link, at=page - 1, pages=len(parts))
        return f'<div class="xxgk_right"><h3>{column.name}</h3><ul class="doc_list list-{column.data["organ"]}">\n{shown}\n</ul>{pages}</div>'

    def _row(self, line: Line) -> str:
        text, url = escape(line.title), escape(line.path)
        if self.variant:
            return f"<li class='clearfix'><a title='{text}' target='_blank' href='{self.url(url)}'>{text[:24]}{'...' if len(text) > 24 else ''}</a></li>"
        return f'<li class="clearfix"><a href="{url}" target="_blank" title="{text}">{text}</a><span class="date">{line.published:%Y-%m-%d}</span></li>'

    def _label(self, request: Request) -> Answer:
        if request.method != "POST":
            return html(
                "<html><body>HTTP Status 405 - Request method 'GET' not supported</body></html>", status=405
            )
        asked = request.form
        for column in self.columns.values():
            known = (column.data.get("organ"), column.data.get("type"), column.data.get("cat", ""))
            if known == (asked.get("organId"), asked.get("type"), asked.get("catId", "")):
                return html(self._fragment(column, int(asked.get("pageIndex") or 1)))
        return html('<ul class="doc_list"><li class="nocon">暂无相关信息</li></ul>')

    def lists(self, column: Column) -> None:
        """News columns have pages of their own; an organ's lists are one handler."""
        if column.data["organ"]:
            return
        parts = windows(column.lines, 20)
        for number, part in enumerate(parts, 1):
            rows = "\n".join(self._row(line) for line in part)
            pages = put(PAGES, link=f"/content/column/{column.key}?x=1", at=number - 1, pages=len(parts))
            said = self.frame(
                column.name, self.metas(column.name), column.trail, f'<ul class="doc_list">{rows}</ul>{pages}'
            )
            path = f"/content/column/{column.key}"
            for form in [f"{path}?pageIndex={number}"] if number > 1 else [f"{path}?pageIndex=1", f"{path}?x=1"]:
                self.at(form, lambda request, said=said: self.said(said))  # type: ignore[misc]

    # pages

    def frame(self, title: str, metas: str, crumbs: Sequence[tuple[str, str]], body: str) -> str:
        """A whole page."""
        nav = [("首页", "/index.html"), ("政府信息公开", self.hub)]
        nav += [
            (c.name, f"/content/column/{c.key}?pageIndex=1") for c in self.columns.values() if not c.data["organ"]
        ]
        return put(
            FRAME, title=escape(title), metas=metas, portal=self.title, site=self.site, nav=self.anchors(nav), body=body,
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a> > '), footer=self.anchors(self.footer, '<a href="{url}">{name}</a>'),
            code=f"{self.place.region}0003",
        )  # fmt: skip

    def _home(self) -> str:
        boxes = [
            f'<div class="box"><h3>{c.name}</h3><ul>{self.anchors([(x.title, x.path) for x in c.lines[:7]])}</ul></div>'
            for c in self.columns.values()
            if not c.data["organ"]
        ]
        extra = '<a href="/message/list">我要留言</a>' if self.variant else ""
        return self.frame("首页", self.metas(""), [], "".join(boxes) + extra)

    def _hub(self) -> str:
        """The department list, the way to every organ's menu."""
        organs = [(owner.name, self._list(self.organs[key], "4")) for key, owner in self.owners.items()]
        if self.variant:
            shown = self.anchors(organs, '<option value="{url}">{name}</option>')
            body = f'<select class="organs" onchange="if(this.value)window.open(this.value)"><option value="">请选择单位</option>{shown}</select>'
        else:
            body = f'<div class="organ_list"><h3>县直单位 乡镇</h3><ul>{self.anchors(organs)}</ul></div>'
        return self.frame("政府信息公开", self.metas("政府信息公开"), [("首页", "/index.html")], body)

    def article_path(self, column: Column, published: datetime) -> str:
        self.identifier += self.draw.randrange(1, 90)
        organ = column.data["organ"]
        return (
            f"{self.base}/{organ}/{self.identifier}.html" if organ else f"/content/detail/{self.identifier}.html"
        )

    def file_path(self, file: File) -> str:
        return f"/group5/M00/0A/2C/{file.path}"

    def article_page(self, column: Column, line: Line) -> str:
        code = line.report.agency.code if line.report else next(iter(self.owners.values())).code
        body = put(
            ARTICLE, code=code, year=line.published.year, n=len(line.title) + 10, column=column.name, source=line.source, body=line.body(),
            date=f"{line.published:%Y-%m-%d}", time=f"{line.published:%Y-%m-%d %H:%M}", title=escape(line.report.headline if line.report else line.title).replace("\n", "<br>"),
        )  # fmt: skip
        return self.frame(
            line.title, self.metas(column.name, line), [*column.trail, (column.name, self.hub)], body
        )
