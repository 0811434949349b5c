# ruff: noqa: E501  -- the pages stand as portals print them
"""Pages for the tests of the CMS modules, written by hand after PORTALS.md §1–2.1."""

from __future__ import annotations

from pathlib import Path

from crawler.cms.base import Page

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
COLUMN = "http://www.wendeng.gov.cn/col/col82584/index.html"
PROXY = "http://www.wendeng.gov.cn/module/web/jpage/dataproxy.jsp"


def page(html: str, url: str = COLUMN, form: tuple[tuple[str, str], ...] | None = None) -> Page:
    return Page(url, html, form=form)


def record(
    number: int, *, title: str | None = None, text: str | None = None, date: str = "<b>2022-01-28</b>"
) -> str:
    title = title or f"威海市文登区第{number}局2021年政府信息公开工作年度报告"
    return (
        f'<record><![CDATA[ <li class="clearfix"> <a target="_blank" href="/art/2022/1/28/art_82584_{number}.html" '
        f'title="{title}">{text or title}</a> {date}</li>]]></record>'
    )


def column(
    records: str, config: str = "", *, unit: str = "428350", next_group: str | None = None, before: str = ""
) -> str:
    """A column page of the new look: breadcrumb, unit with its datastore, the call that pages it."""
    group = f'<nextgroup><![CDATA[<a href="{next_group}"></a>]]></nextgroup>' if next_group else ""
    return f"""<html><head><title>2021年</title><meta name="ColumnName" content="2021年">
<script src="/module/jslib/jquery/jquery.js"></script></head><body>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/col/col1/index.html">政府信息公开</a>
 &gt; <a href="/col/col2/index.html">年度报告</a> &gt; <a href="/col/col82584/index.html">2021年</a></div>{before}
<div id="{unit}"><script type="text/xml"><datastore>
{group}
<recordset>
{records}
</recordset>
</datastore></script></div>
<script>{config}</script>
<div class="footer">主办：威海市文登区人民政府</div></body></html>"""


def article(body: str, *, head: str = "", title: str = "", info: str = "", after: str = "") -> str:
    """A JCMS article: head, headline between its marks, info line, body between the content metas."""
    return f"""<html><head><title>文登区人民政府</title>{head}</head><body>
<div class="header"><h1><a href="/"><img src="/logo.png" alt="时间：2017-11-08"></a></h1></div>
<table class="position"><tr><td>当前位置：</td><td><a href="/index.html">首页</a></td><td><table><tr>
<td> &gt;<a href="/col/col1/index.html">政府信息公开</a></td><td> &gt;<a href="/col/col2/index.html">2021年</a></td>
</tr></table></td></tr></table>
<div class="con"><p class="con-title"><!--<$[标题]>begin-->{title}<!--<$[标题]>end--></p>
<div class="small-title">{info}</div>
<div class="main-txt" id="zoom"><!--<$[信息内容]>begin--><meta name="ContentStart">{body}<meta name="ContentEnd">
<!--<$[信息内容]>end--></div>{after}</div>
<div class="footer"><a href="/file/help.pdf">使用帮助.pdf</a>主办：威海市文登区人民政府</div></body></html>"""


def shared(name: str, url: str) -> Page:
    """A sample page of ../shared."""
    return Page(url, (SAMPLES / name).read_text(encoding="utf-8"))
