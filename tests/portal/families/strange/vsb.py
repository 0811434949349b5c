# ruff: noqa: E501  (markup, a line of it a line)
"""VSB in another dress: three classes, a list that counts backwards, articles at /info/ and one at the column itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from posixpath import dirname, relpath
from typing import ClassVar

from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange, day
from tests.portal.families.world import Place
from tests.portal.model import File

ROOT = "/xxgk/gkndbg"


class Vsb(Strange):
    """A flat list in pages of seven; a town's reports in a list of its own, with one page."""

    family: ClassVar[str] = "strange_vsb"
    theme: ClassVar[str] = "bd"
    place_: ClassVar[Place] = Place("麓泉县", "619803", "www.luquanxian.gov.cn", "0919", "727201")
    towns: ClassVar[tuple[str, str]] = ("石门镇", "新华")
    single_form: ClassVar[str] = "/gywm/p{n}.htm"
    paths: ClassVar[dict[str, str]] = {"bm": f"{ROOT}/xzbm", "xz": f"{ROOT}/xzj", "news": "/xwdt/gsgg"}
    tree: ClassVar[dict[str, int]] = {"bm": 1214, "xz": 1215, "news": 1050}

    def portal(self) -> None:
        self.top += [("信息公开", "/xxgk.htm"), ("公示公告", "/xwdt/gsgg.htm")]
        above = [("首页", "/"), ("信息公开", "/xxgk.htm"), ("政府信息公开年报", f"{ROOT}.htm")]
        bm = self.column("bm", "县政府部门", above, needed=True)
        xz = self.column("xz", "乡镇街道", above, needed=True)
        self.hub("/xxgk.htm", "信息公开", [("指南", self.foot[1][1]), ("政府信息公开年报", "xxgk/gkndbg.htm")])
        self.hub(
            f"{ROOT}.htm", "政府信息公开年报", [("县政府部门", "gkndbg/xzbm.htm"), ("乡镇街道", "gkndbg/xzj.htm")]
        )
        self.papers_of(lambda key, year: xz if key in {"fz", "sj"} else bm)
        self.near(bm, 4)

    def paper(self, column: Column, key: str, year: int) -> Line:
        if (key, year) != ("fz", 2022):
            return super().paper(column, key, year)
        return self.report(column, key, year, headline=self.headline(key, year), path=f"{ROOT}/xzj/n2022n/smz.htm")

    def article_path(self, column: Column, published: datetime) -> str:
        return f"/info/{self.tree[column.key]}/{self.number(2000, 99999)}.htm"

    def file_path(self, file: File) -> str:
        return "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1412614994&wbfileid=8812043"

    def article_page(self, column: Column, line: Line) -> str:
        body = (
            line.body()
            .replace("附件：<a", "附件【<a")
            .replace("</a></p>", "</a>】已下载<span id=nattach1>12</span>次</p>")
        )
        inner = (
            f'<ul class="bd-where">{self.crumbs(column, " &gt;&gt; ")}</ul><form name="_newscontent_fromname">'
            f'<div class="bd-arti"><h1>{escape(line.title)}</h1><p>{escape(line.source)} | 发布时间：{line.published:%Y/%m/%d} | '
            '浏览：<script>_showDynClicks("wbnews", 1412614994, 21831)</script></p>'
            f'<div id="vsb_content_4"><div class="v_news_content">{body}</div></div></div></form>'
        )
        return self.frame(
            line.title, inner, column=column, line=line, head="<!--Announced by Visual SiteBuilder 9-->\n"
        )

    def lists(self, column: Column) -> None:
        base = self.paths[column.key]

        def path(number: int, pages: int) -> str:
            return f"{base}.htm" if number == 1 else f"{base}/{pages + 1 - number}.htm"

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            here = path(number, pages)
            rows = "".join(
                f'<div class="bd-item" id="line_u9_{at}"><i>{day(line.published)}</i>{self.rows([line], form, here)}</div>'
                for at, line in enumerate(lines)
            )
            return f'<h3>{column.name}</h3><div class="bd-list">{rows}</div>{self._pager(column, path, number, pages)}'

        form = '<a href="{url}" target="_blank"><b>{title}</b></a>'
        self.paged(column, path, render, 7)

    def _pager(self, column: Column, path: Callable[[int, int], str], number: int, pages: int) -> str:
        above = dirname(path(number, pages))

        def link(n: int) -> str:
            return relpath(path(n, pages), above)

        shown = "".join(
            f'<span class="p_no_d">{n}</span>'
            if n == number
            else f'<span class="p_no"><a href="{link(n)}">{n}</a></span>'
            for n in range(1, pages + 1)
        )
        after = (
            f'<span class="p_next p_fun"><a href="{link(number + 1)}">下页</a></span>' if number < pages else ""
        )
        return (
            f'<div class="pb_sys_common pb_sys_full"><span class="p_t">共{len(column.lines)}条</span>'
            f'<span class="p_pages">{shown}{after}</span><span class="p_t">{number}/{pages}</span></div>'
        )
