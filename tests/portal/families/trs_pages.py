"""Pages of TRS WCM: lists with their pagers, articles, in two skins (PORTALS.md §2.3, samples trs_*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

STUB = (
    "<html>\n<head><title>提示</title><meta http-equiv='Content-Type' content='text/html; charset=utf-8'></head>\n"
    "<body><div class='tip'>没有更多内容</div><!-- {pad} --></body>\n</html>\n"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list; `url` as it is written there."""

    url: str
    headline: str
    published: datetime


@dataclass
class Section:
    """A channel (栏目). `pager` is a dialect of `pager()`; `path` ends in a slash."""

    host: str
    path: str
    name: str
    above: Section | None = None
    pager: str = "zero"
    per_page: int = 10
    lines: list[Line] = field(default_factory=list)
    below: list[Section] = field(default_factory=list)
    shell: str = ""

    @property
    def url(self) -> str:
        """Absolute address of its first page."""
        return f"http://{self.host}{self.path}"

    @property
    def sorted(self) -> list[Line]:
        """Its lines, newest first."""
        return sorted(self.lines, key=lambda line: line.published, reverse=True)

    @property
    def pages(self) -> int:
        """How many pages its list has."""
        return max(1, -(-len(self.lines) // self.per_page))

    def page(self, number: int, ext: str) -> str:
        """Path of page `number` (from 1): index, index_1 … or index_2 …, by the pager's dialect."""
        stem = "szywlist" if self.pager == "named" else "index"
        if number == 1:
            return f"{self.path}{stem}.{ext}"
        first = number if self.pager in {"one", "named", "second"} else number - 1
        return f"{self.path}{stem}_{first}.{ext}"

    def trail(self) -> list[Section]:
        """From the top down to this one."""
        return [*(self.above.trail() if self.above else []), self]


def pager(section: Section, number: int, ext: str) -> str:
    """The call or script that writes the page numbers.

    zero    createPageHTML(total, current from 0, "index", ext)                 page 2 is index_1
    style   the same with class and record count (Hubei)                        page 2 is index_1
    one     createPageHTML('paging', total, current from 1, 'index', ext, n)    page 2 is index_2 (Hunan) [I]
    named   createPageHTML("page_div", …, "szywlist", …)                        page 2 is szywlist_2 [I]
    second  the call of `zero`, yet page 2 is index_2 (Shanghai rsj)
    inline  var currentPage, countPage and document.write, no call              page 2 is index_1
    """
    total, records = section.pages, len(section.lines)
    if section.pager == "style":
        call = f'createPageHTML({total},{number - 1},"index","{ext}","black2",{records});'
    elif section.pager == "one":
        call = f"createPageHTML('paging',{total},{number},'index','{ext}',{records});"
    elif section.pager == "named":
        call = f'createPageHTML("page_div",{total},{number},"szywlist","{ext}",{records});'
    elif section.pager == "inline":
        return _inline(total, number, ext)
    else:
        call = f'createPageHTML({total}, {number - 1}, "index", "{ext}");'
    return f'<div class="page" id="page_div"><script>{call}</script></div>'


def _inline(total: int, number: int, ext: str) -> str:
    return f"""<script language="JavaScript">
var currentPage = {number - 1};//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = {total}//共多少页
document.write("共"+countPage+"页&nbsp;");
for(var i=0 ; i<countPage ; i++){{
 if(currentPage==i) document.write("<font>"+(i+1)+"</font>&nbsp;|&nbsp;");
 else if(i==0) document.write("<a href=\\"index.{ext}\\">"+(i+1)+"</a>&nbsp;");
 else document.write("<a href=\\"index"+"_" + i + "."+"{ext}\\">"+(i+1)+"</a>&nbsp;");
}}
</script>"""


def rows(lines: Sequence[Line], skin: int) -> str:
    """A list: a table with the date in a cell of its own (恩格贝), or ul with the date first."""
    if skin:
        items = (
            f"<li><span class='date'>[{line.published:%m-%d]}</span>"
            f"<a target='_blank' href='{escape(line.url)}'>{escape(line.headline)}</a></li>"
            for line in lines
        )
        return f"<ul class='list-news'>{''.join(items)}</ul>"
    cells = (
        f'<tr valign="top"><td width="25"><img src="/images/ico2.jpg"></td><td width="550">\n\t\t'
        f'<a href="{escape(line.url)}">{escape(line.headline)}</a>\n\t</td>'
        f"<td>\n\t\t{line.published:%Y-%m-%d}\n\t</td></tr>"
        for line in lines
    )
    return f'<table class="gl_list"><tbody>{"".join(cells)}</tbody></table>'


def trail(section: Section, host: str) -> str:
    """您现在的位置, each step a link of class CurrChnlCls."""
    steps = [("首页", f"http://{host}/")] + [(one.name, one.url) for one in section.trail()]
    links = (f'<a href="{url}" title="{name}" class="CurrChnlCls">{name}</a>' for name, url in steps)
    return f"您现在的位置是：{'&nbsp;&gt;&gt;&nbsp;'.join(links)}"


def metas(named: dict[str, str], skin: int) -> str:
    """The metas of 国办发〔2017〕47号; twice in the old skin, backwards and in lower case in the other."""
    if skin:
        return "\n".join(f"<meta content='{escape(text)}' name='{name.lower()}'/>" for name, text in named.items())
    block = "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items())
    head = "\n".join(
        f'<meta name="{name}" content="{escape(named[name])}">'
        for name in ("SiteName", "SiteDomain", "SiteIDCode")
    )
    return f"{head}\n<!-- ↓不同栏目调用不同说明 -->\n{block}\n<!-- ↑不同栏目调用不同说明 -->"


def frame(title: str, head: str, navigation: str, body: str, *, charset: str = "utf-8") -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f"<title>{escape(title)}</title>\n{head}\n</head>\n<body>\n{navigation}\n{body}\n</body></html>"
    )


def article(headline: str, published: datetime, source: str, body: str, where: str, mobile: str, skin: int) -> str:
    """The inside of an article; an attribute carries the template's date, which is nobody's."""
    if skin:
        return (
            f"<div class='bread'>{where}</div><h2 class='tit'>{escape(headline)}</h2><div class='xxxx'>"
            f"<span>来源：{source}</span><span>发布时间：{published:%Y-%m-%d %H:%M:%S}</span></div>"
            f"<div class='view TRS_UEDITOR trs_paper_default trs_editor_view'>{body}</div>"
        )
    twin = f'<a href="{mobile}">手机版</a>' if mobile else ""
    return (
        f'<div class="pos">{where}</div><div class="article"><h1>{escape(headline)}</h1>'
        '<div class="article-infos"><span alt="时间：2017-11-08 20:26">'
        f"<i>时间：</i>{published:%Y-%m-%d %H:%M}</span>"
        f"<span>来源：{source}</span>{twin}"
        f'</div><div class="article-body oflow-hd"><div class="TRS_Editor">{body}</div></div></div>'
    )
