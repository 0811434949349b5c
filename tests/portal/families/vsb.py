"""博达 Visual SiteBuilder: pagers that count backwards, download.jsp, articles at column paths.

Of PORTALS.md §2.6, §2.9, §3, vsb_article_sxmu.html and vsb_list_and_reversed_pager_excerpt.html: `Announced by Visual
SiteBuilder 9`, `_jsq_`, `_newscontent_fromname`, rows `line_u5_N`, the pager (page 2 of 4 is `3.htm`), relative links,
`附件【…】` behind download.jsp, which may answer 200 with a captcha or 您无权访问此页面, the hook newsSkip, the pdf.js
iframe, `/zfxxgk/zfxxgknb/n2022n/xz/zgz.htm` as an article at a column path, a list entry on a department's own host.
Inference: the captcha page's words, that the hook's DWR call is refused to strangers, `showVsbpdfIframe` (variant 1).
Variant 1: a table with the date before the link, other units (`u9`), agency › 年报 instead of one list.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar
from urllib.parse import quote

from tests.portal.answer import html
from tests.portal.families import chatter
from tests.portal.families.base import Stranger
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place
from tests.portal.model import File

FRAME = """<!DOCTYPE HTML>
<HTML><HEAD><META content="text/html; charset=UTF-8" http-equiv="Content-Type">
<TITLE>{{title}}</TITLE><META Name="keywords" Content="{{portal}},{{column}}" />
{{metas}}
<!--Announced by Visual SiteBuilder 9-->
<link rel="stylesheet" type="text/css" href="/_sitegray/_sitegray_d.css" />
<script language="javascript" src="/_sitegray/_sitegray.js"></script>
<!-- CustomerNO:77656262657232307b78475d535755560000000f -->
<script type="text/javascript" src="/system/resource/js/counter.js"></script>
<script type="text/javascript">_jsq_({{unit}},'/list.jsp',-1,{{owner}})</script>
</HEAD><BODY>
<div class="top"><a href="/index.htm">{{portal}}</a><ul>{{nav}}</ul>
<form action="/search.jsp?wbtreeid=1001" method="post"><input name="lucenenewssearchkey"></form></div>
<div class="path">当前位置：{{crumbs}}</div>
{{body}}
<div class="foot">{{footer}}</div></BODY></HTML>"""
HOOK = """<script type="text/javascript">NewsvoteDWR.getNewsLinkUrl({{number}},'{{owner}}','vsb',newsSkip);function newsSkip(data){if(data != ""){window.location.href = data;}}</script>"""
ARTICLE = """<form name="_newscontent_fromname"><script language="javascript" src="/system/resource/js/jquery/jquery-latest.min.js"></script>
<h1 class="c-title" align="center">{{title}}</h1>
<p align="center">{{hook}}发布时间：{{date}}&nbsp;&nbsp;来源：{{source}}&nbsp;&nbsp;点击：<script>_showDynClicks("wbnews", {{owner}}, {{number}})</script></p>
<div id="vsb_content"><div class="v_news_content">
{{body}}
</div></div><div id="div_vote_id"></div>
<p>【<a href="javascript:window.opener=null;window.open('','_self');window.close();">关闭窗口</a>】</p></form>"""
PAGER = """<div class="pages"><link rel="stylesheet" content-type="text/css" href="/system/resource/css/pagedown/sys.css"><div class="pb_sys_common pb_sys_normal pb_sys_style1" style="margin-top:10px;text-align:center;"><span class="p_t">共{{total}}条</span> <span class="p_pages">{{marks}}</span> <span class="p_t">{{page}}/{{pages}}</span></div></div>"""
OWN = """<HTML><HEAD><META content="text/html; charset=UTF-8" http-equiv="Content-Type"><TITLE>{{title}}</TITLE>{{metas}}
<!--Announced by Visual SiteBuilder 9--></HEAD><BODY><a href="/">本局首页</a>{{body}}</BODY></HTML>"""
CAPTCHA = """<html><head><title>提示</title><script src="/system/resource/js/vsbcode.js"></script></head><body><form action="/system/_content/download.jsp" method="get">
<p>您的下载过于频繁，请输入验证码：<input name="codeValue" size="4"><img src="/system/resource/js/filedownload/createimage.jsp?randnum=17"></p></form></body></html>"""
DENIED = "<html><body><script>alert('您无权访问此页面');history.back();</script>您无权访问此页面</body></html>"


class Vsb(Desk):
    """栖云县 (0), 砚湖区 (1); the finance bureau keeps a host of its own."""

    family = "vsb"
    names = (("www.qiyunxian.gov.cn", "czj.qiyunxian.gov.cn"), ("www.yanhuqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("栖云县", "339821", "www.qiyunxian.gov.cn", "0570", "324400"),
        Place("砚湖区", "349802", "www.yanhuqu.gov.cn", "0566", "247100"),
    )

    def build(self) -> None:
        self.number = (21000, 48100)[self.variant]
        self.site_owner = (1632666717, 1541203388)[self.variant]
        self.unit = ("u5", "u9")[self.variant]
        self.robots("User-agent: *\nDisallow: /system/\nAllow: /system/_content/\n" if self.variant == 0 else "")
        self.crumbs = [("首页", "/index.htm"), ("政府信息公开", "/zfxxgk.htm")]
        self.under[self.host, "/system/resource/pdfjs/web/viewer.html"] = lambda request: html(
            "<html><body>pdf.js</body></html>"
        )
        self.footer = self.singles("/gy/d{n}.htm")
        self.need("/", "/zfxxgk.htm")
        self.left = [
            self.single("/zfxxgk/zfxxgkzn.htm", "政府信息公开指南"),
            self.single("/zfxxgk/zfxxgkzd.htm", "政府信息公开制度"),
        ]
        if self.variant == 0:
            self._flat()
        else:
            self._agencies()
        news = (
            ("zwdt", "政务动态", 61),
            ("bmdt", "部门动态", 83),
            ("xzdt", "乡镇动态", 48),
            ("gsgg", "公示公告", 57),
        )
        for key, name, count in news:
            self.far(self.column(key, name, [("首页", "/index.htm")], url=f"/{key}.htm", size=15), count)
        self.near(self.column("tjxx", "统计信息", self.crumbs, url="/zfxxgk/tjxx.htm", size=15), 22)
        self.left.append(("统计信息", "/zfxxgk/tjxx.htm"))
        self.off_limits("/system/login.jsp", "robots.txt disallows /system/") if self.variant == 0 else None
        for path in ("/", "/index.htm"):
            self.on(path, lambda request: self.said(self._home(), BUILT))
        self.on("/zfxxgk.htm", lambda request: self.said(self._shell(), BUILT))

    def _flat(self) -> None:
        """One list for all years but 2022, which is a tree; see the docstring."""
        self.staff(
            zf="人民政府", czj="财政局", fgj="发展和改革局", gaj="公安局", sfj="司法局", zgz="浙皋镇人民政府", llx="芦林乡人民政府",
            hsz="和硕镇人民政府",
        )  # fmt: skip
        annual = self.column("zfxxgknb", "政府信息公开年报", self.crumbs, url="/zfxxgk/zfxxgknb.htm", size=15)
        self.left += [("政府信息公开年报", "/zfxxgk/zfxxgknb.htm"), ("2022年", "/zfxxgk/zfxxgknb/n2022n.htm")]
        for key, owner in self.owners.items():
            for year in range(2016 if key in {"zf", "czj"} else 2019, 2026):
                if year == 2022 or (len(owner.name) + year) % 5 == 0:
                    continue
                if (key, year) == ("fgj", 2023):
                    self._document(annual, key, year, "download", "pdf")
                elif (key, year) == ("gaj", 2021):
                    self._document(annual, key, year, "viewer", "pdf")
                elif (key, year) == ("hsz", 2021):
                    self._captcha(annual, key, year)
                elif (key, year) == ("czj", 2025):
                    self.report(
                        annual,
                        key,
                        year,
                        path="/info/1002/1877.htm",
                        host=self.also[0],
                        note="on a host of its own",
                    )
                else:
                    self.report(annual, key, year)
        self.near(annual, 8)
        self._external(annual)
        for page in range(1, len(windows(annual.lines, 15)) + 1):
            self.need(self._page_path(annual, page, len(windows(annual.lines, 15))))
        trail = [*self.crumbs, ("政府信息公开年报", "/zfxxgk/zfxxgknb.htm")]
        year_column = self.column("n2022n", "2022年", trail, url="/zfxxgk/zfxxgknb/n2022n.htm", size=15)
        self.need("/zfxxgk/zfxxgknb/n2022n.htm")
        for key in ("zgz", "llx", "hsz", "sfj", "czj"):
            part = "xz" if key in {"zgz", "llx", "hsz"} else "bm"
            note = "an article at the path of a column; the link says the agency's name only"
            path = f"/zfxxgk/zfxxgknb/n2022n/{part}/{key}.htm"
            self.report(year_column, key, 2022, path=path, note=note, shown=self.owners[key].short)
        self._sub_home()

    def _agencies(self) -> None:
        """Each agency has a column of its own, with 年报 below."""
        self.staff(
            jyj="教育局", mzj="民政局", swj="水务局", wjj="卫生健康局", ylj="园林绿化局", ztj="住房和城乡建设局", yht="砚池街道办事处",
            dqj="东桥街道办事处",
        )  # fmt: skip
        self.on("/bmxxgk.htm", lambda request: self.said(self._departments(), BUILT))
        self.left.append(("部门信息公开", "/bmxxgk.htm"))
        self.need("/bmxxgk.htm")
        for key, owner in self.owners.items():
            url = f"/bmxxgk/{key}/zfxxgkndbg.htm"
            trail = [*self.crumbs, (owner.short, f"/bmxxgk/{key}.htm")]
            column = self.column(key, "政府信息公开年度报告", trail, url=url, size=6)
            for year in range(2014 if key == "jyj" else 2021, 2026):
                if (key, year) == ("wjj", 2023):
                    self._captcha(column, key, year)
                elif (key, year) == ("swj", 2024):
                    self._document(column, key, year, "player", "pdf")
                elif (key, year) == ("mzj", 2023):
                    self._document(column, key, year, "download", "docx")
                else:
                    shown = f"{owner.name}{year}年政府信息公开..." if key in {"ztj", "yht"} else ""
                    self.report(column, key, year, shown=shown)
            self.near(column, 2)
            links = self.anchors([("机构职能", "/gy/d4.htm"), ("政府信息公开年度报告", url)])
            shell = f'<div class="ml"><h3>{owner.name}</h3><ul>{links}</ul></div>'
            said = self.frame(owner.name, owner.short, trail, shell)
            self.on(f"/bmxxgk/{key}.htm", lambda request, said=said: self.said(said, BUILT))  # type: ignore[misc]
            self.need(f"/bmxxgk/{key}.htm")
            for page in range(1, len(windows(column.lines, 6)) + 1):
                self.need(self._page_path(column, page, len(windows(column.lines, 6))))

    # kinds of articles

    def _document(self, column: Column, key: str, year: int, way: str, kind: str) -> None:
        """A body that is a document only: behind download.jsp, in a pdf.js iframe, or in a player's script."""
        name = f"{self.owners[key].name}{year}年政府信息公开工作年度报告.{kind}"
        file = File(f"{self.place.host.split('.')[1]}-{key}{year}", kind, name, "libreoffice")
        if way != "download":
            folder = f"{self.hexes(1)}/{self.hexes(2)}/{self.hexes()}"
            self.lies[file.stem] = f"/__local/{folder.upper()}.{kind}"
        line = self.report(column, key, year, page="file", files=(file,), note=f"the document only: {way}")
        url = self.file_path(file)
        shown = {
            "download": f'<p>附件【<a href="{escape(url)}" target="_blank">{name}</a>】已下载<span id="nattach"></span>次</p>',
            "viewer": f'<p class="vsbcontent_start"><iframe width="100%" height="800" src="/system/resource/pdfjs/web/viewer.html?file={quote(url, safe="")}"></iframe></p>',
            "player": f'<p class="vsbcontent_img"><script>showVsbpdfIframe("{url}","100%","600","0","","vsb_pdf_image_data","")</script></p>',
        }
        line.body = lambda: shown[way]

    def _captcha(self, column: Column, key: str, year: int) -> None:
        """A report whose only file answers with a captcha page."""
        query = f"urltype=news.DownloadAttachUrl&owner={self.site_owner}&wbfileid=11B0{self.hexes(8).upper()}"
        away = f"/system/_content/download.jsp?{query}"
        self.at(away, lambda request: html((CAPTCHA, DENIED)[self.variant]))
        self.dead.append(
            Stranger(self.url(away), "answers 200 with a captcha page, or a refusal, instead of the file")
        )
        line = self.report(
            column, key, year, note="its only file is behind a captcha: it exists, no one can read it"
        )
        line.body = lambda: f'<p>附件【<a href="{escape(away)}">{line.title}.pdf</a>】</p>'
        hidden = {"cells": {}, "verdict": "unreadable", "honest": ("unreadable", "review", "not_a_report")}
        self.reports[-1] = replace(self.reports[-1], **hidden)  # type: ignore[arg-type]

    def _external(self, column: Column) -> None:
        """An entry that is really a link elsewhere; its page is empty and skips by script."""
        path = self.article_path(column, datetime.fromisoformat("2024-02-06T09:01"))
        title = "关于转发《政府信息公开工作年度报告格式》的通知"
        column.lines.append(
            Line(path, title, datetime.fromisoformat("2024-02-06T09:01"), "栖云县政务公开办", lambda: "")
        )
        self.distractors.append(Stranger(self.url(path), "an empty page that leads elsewhere by script"))

    def _sub_home(self) -> None:
        host, article = self.also[0], "/info/1002/1877.htm"
        text = f'<ul><li><a href="{article[1:]}">{self.owners["czj"].name}2025年政府信息公开工作年度报告</a></li></ul>'
        self.page("/", put(OWN, title="财政局", metas="", body=text), host=host)

    # pages

    def frame(self, title: str, column: str, crumbs: Sequence[tuple[str, str]], body: str, metas: str = "") -> str:
        """A whole page."""
        nav = [("首页", "/index.htm"), ("政府信息公开", "/zfxxgk.htm")]
        nav += [
            (c.name, c.data["url"])
            for c in list(self.columns.values())
            if c.key in {"zwdt", "bmdt", "xzdt", "gsgg"}
        ]
        return put(
            FRAME, title=f"{escape(title)}-{self.title}", portal=self.title, column=column, metas=metas or self.metas(column),
            unit=1009 + self.variant * 60, owner=self.site_owner, nav=self.anchors(nav), body=body,
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a>&gt;&gt;'),
            footer=self.anchors(self.footer, '<a href="{url}">{name}</a> | '),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = []
        for column in self.columns.values():
            if column.key in {"zwdt", "bmdt", "xzdt", "gsgg"}:
                links = self.anchors([(line.title, line.path.lstrip("/")) for line in column.lines[:7]])
                boxes.append(
                    f'<div class="box"><a href="{column.key}.htm">{column.name} 更多&gt;&gt;</a><ul>{links}</ul></div>'
                )
        friends = self.anchors([("中国政府网", "http://www.gov.cn/"), ("公开日历", "/rili.jsp?y=2026&m=1")])
        admin = '<a href="/system/login.jsp">登录</a>' if self.variant == 0 else ""
        self.under[self.host, "/rili.jsp"] = chatter.calendar
        return self.frame("首页", "", [], "".join(boxes) + f"<ul>{friends}</ul>{admin}")

    def _shell(self) -> str:
        links = self.anchors([(name, url.lstrip("/")) for name, url in self.left])
        return self.frame("政府信息公开", "政府信息公开", self.crumbs, f'<div class="left"><ul>{links}</ul></div>')

    def _departments(self) -> str:
        links = "".join(
            f'<td><a onclick="window.open(\'/bmxxgk/{key}.htm\')" href="javascript:void(0)">{owner.short}</a></td>'
            if key in {"ylj", "dqj"}
            else f'<td><a href="bmxxgk/{key}.htm">{owner.short}</a></td>'
            for key, owner in self.owners.items()
        )
        return self.frame("部门信息公开", "部门信息公开", self.crumbs, f"<table><tr>{links}</tr></table>")

    @staticmethod
    def _page_path(column: Column, page: int, pages: int) -> str:
        url = str(column.data["url"])
        return url if page == 1 else f"{url.removesuffix('.htm')}/{pages + 1 - page}.htm"

    def lists(self, column: Column) -> None:
        parts = windows(column.lines, column.data["size"])
        for number, part in enumerate(parts, 1):
            path = self._page_path(column, number, len(parts))
            rows = "\n".join(self._row(line, path, at) for at, line in enumerate(part))
            rows = f"<table>{rows}</table>" if self.variant else f"<ul>{rows}</ul>"
            body = f'<div class="list"><h3>{column.name}</h3>{rows}{self._pager(column, path, number, len(parts))}</div>'
            said = self.frame(column.name, column.name, [*column.trail, (column.name, column.data["url"])], body)
            newest = max([BUILT, *(line.published for line in part)])
            self.on(path, lambda request, said=said, newest=newest: self.said(said, newest))  # type: ignore[misc]

    def _row(self, line: Line, page: str, at: int) -> str:
        url, text, date = escape(self.href(line, page)), escape(line.text), f"{line.published:%Y-%m-%d}"
        if self.variant:
            return f"<tr id='line_{self.unit}_{at}' height='24'><td width='90'>[{date}]</td><td><a class='c{self.site_owner % 90000}' title='{escape(line.title)}' href='{url}'>{text}</a></td></tr>"
        return f'<li id="line_{self.unit}_{at}"><a href="{url}" target="_blank">{text}</a><span>{date}</span></li>'

    def _pager(self, column: Column, path: str, page: int, pages: int) -> str:
        """首页 上页 1 2 … 下页 尾页, links relative; the last page is always 1.htm."""

        def mark(kind: str, number: int, text: str) -> str:
            if not 1 <= number <= pages or number == page:
                return f'<span class="{kind}_d p_fun_d">{text}</span>'
            target = self._page_path(column, number, pages)
            line = Line(target, "", BUILT, "", str)
            return f'<span class="{kind} p_fun"><a href="{self.href(line, path)}">{text}</a></span>'

        marks = [mark("p_first", 1, "首页"), mark("p_prev", page - 1, "上页")]
        marks += [mark("p_no", number, str(number)) for number in range(1, pages + 1)]
        marks += [mark("p_next", page + 1, "下页"), mark("p_last", pages, "尾页")]
        return put(PAGER, total=len(column.lines), marks="".join(marks), page=page, pages=pages)

    def article_path(self, column: Column, published: datetime) -> str:
        self.number += self.draw.randrange(1, 5)
        return f"/info/{1039 + list(self.columns).index(column.key)}/{self.number}.htm"

    def file_path(self, file: File) -> str:
        if file.stem in self.lies:
            return self.lies[file.stem]
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner={self.site_owner}&wbfileid={sum(map(ord, file.stem)) * 7919}"

    def article_page(self, column: Column, line: Line) -> str:
        number = "".join(filter(str.isdigit, line.path))[-5:] or "1081"
        hook = put(HOOK, number=number, owner=self.site_owner)
        body = put(
            ARTICLE, title=escape(line.title), hook=hook, date=f"{line.published:%Y-%m-%d}", source=line.source,
            owner=self.site_owner, number=number, body=line.body(),
        )  # fmt: skip
        crumbs = [*column.trail, (column.name, column.data.get("url", "/index.htm"))]
        metas = self.metas(column.name, line, backwards=True)
        if line.host:
            return put(OWN, title=line.title, metas=metas, body=body)
        return self.frame(line.title, column.name, crumbs, body, metas)
