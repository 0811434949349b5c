# ruff: noqa: E501  (markup, a line of it a line)
"""TRS in another dress: classes under one directory, Hubei's pager and an inline one, metas twice, .trs_editor_view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange, day
from tests.portal.families.world import Place
from tests.portal.model import File

ROW = '<div class="yl-row"><span>{date:%Y.%m.%d}</span><a href="{url}" title="{title}">{title}</a></div>'
ROOT = "/zwgk/fdzdgknr/ndbg_1/"


class Trs(Strange):
    """Bureaux and towns apart, each with its own pager."""

    family: ClassVar[str] = "strange_trs"
    theme: ClassVar[str] = "yl"
    place_: ClassVar[Place] = Place("桐江区", "429822", "www.tongjiangqu.gov.cn", "0748", "437901")
    towns: ClassVar[tuple[str, str]] = ("白鹭镇", "江滨")
    kind: ClassVar[str] = "docx"
    single_form: ClassVar[str] = "/fzlm/p{n}/"
    paths: ClassVar[dict[str, str]] = {"bm": f"{ROOT}qzfgzbm/", "xz": f"{ROOT}zjd/", "news": "/xwzx/gsgg/"}

    def portal(self) -> None:
        self.top += [("政务公开", "/zwgk/"), ("公示公告", "/xwzx/gsgg/")]
        above = [("首页", "/"), ("政务公开", "/zwgk/"), ("政府信息公开年度报告", ROOT)]
        bm = self.column("bm", "区政府工作部门", above, needed=True)
        xz = self.column("xz", "镇、街道", above, needed=True)
        self.hub(
            "/zwgk/",
            "政务公开",
            [("政府信息公开指南", self.foot[1][1]), ("政府信息公开年度报告", "./fdzdgknr/ndbg_1/")],
        )
        self.hub(ROOT, "政府信息公开年度报告", [("区政府工作部门", "./qzfgzbm/"), ("镇、街道", "./zjd/")])
        self.papers_of(lambda key, year: xz if key in {"fz", "sj"} else bm)
        self.near(bm, 4)

    def article_path(self, column: Column, published: datetime) -> str:
        return f"{self.paths[column.key]}{published:%Y%m/t%Y%m%d}_{self.number(1000000, 9999999)}.shtml"

    def file_path(self, file: File) -> str:
        return f"{self.paths['bm']}202201/P020220117561234567890.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        where = self.crumbs(column, " &gt; ").replace("<a ", '<a class="CurrChnlCls" ')
        inner = (
            f'<div class="yl-info" alt="时间：2017-11-08 20:26">{day(line.published)} {line.published:%H:%M}　{escape(line.source)}</div>'
            f'<div class="yl-where">{where}</div><h2 class="yl-tt">{escape(line.title)}</h2>'
            f'<div class="trs_editor_view trs_paper_default trs_word">{line.body()}</div>'
        )
        return self.frame(line.title, inner, column=column, line=line, head=self.metas(column.name, line))

    def lists(self, column: Column) -> None:
        base = self.paths[column.key]

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            rows = self.rows(lines, ROW, f"{base}index.shtml")
            if column.key == "xz":
                pager = (
                    f"<script>var currentPage = {number - 1};//所在页从0开始\nvar countPage = {pages}//共多少页\n"
                    'for(var i=0;i<countPage;i++){if(i==0){document.write("<a href=\\"index"+"."+"shtml\\">1</a>");}'
                    'else{document.write("<a href=\\"index"+"_" + i + "."+"shtml\\">"+(i+1)+"</a>");}}</script>'
                )
            else:
                pager = f'<script>createPageHTML({pages}, {number - 1}, "index", "shtml", "black2", {len(column.lines)});</script>'
            return f'<h3>{column.name}</h3><div class="yl-list">{rows}</div><div class="yl-pages">{pager}</div>'

        self.paged(
            column, lambda number, pages: base if number == 1 else f"{base}index_{number - 1}.shtml", render, 6
        )
