"""Pages of Hanweb's xxgk module: the shell with its script, and the fragment that search.jsp answers."""

from __future__ import annotations

from html import escape

from tests.portal.families.hanweb import Row
from tests.portal.model import Agency

QUERY = (
    "standardXxgk=0&isAllList=1&texttype=0&fbtime=-1&vc_all=&vc_filenumber=&vc_title=&vc_number=&currpage={page}"
    "&sortfield=compaltedate:0,orderid:0&fields=&fieldConfigId=&hasNoPages=&infoCount="
)
PER_PAGE = 15
SHELL = """<h3>{name}</h3><ul class="tab">{tabs}</ul>{report}
<iframe src="{tree}?standardXxgk=1&amp;area={area}&amp;divid=div{unit}" width="260" frameborder="0"></iframe>
<div id="div{unit}"></div>
<script type="text/javascript">
var jdid = '{webid}', area = '{area}', divid = 'div{unit}', infotypeId = '0';
function showList(page) {{ $.post('{search}?{query}',
 {{infotypeId:infotypeId,jdid:jdid,area:area,divid:divid,vc_title:'',vc_number:'',currpage:page,vc_filenumber:'',
 vc_all:'',texttype:'0',fbtime:'-1'}}, function (d) {{ $('#'+divid).html(d); }}); }}
showList(1);
</script>"""


def fragment(owner: Agency, rows: list[Row], wanted: str, base: str, jiangxi: bool) -> str:
    """Page `wanted` of a list: rows odd and even with `title`, or the marks that Jiangxi puts on its links."""
    rows = sorted(rows, key=lambda row: row.published, reverse=True)
    page = max(1, int(wanted)) if wanted.isdigit() else 1
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = []
    for at, row in enumerate(shown):
        parity, url = "even" if at % 2 else "odd", f"{base}{row.url}"
        title, day = escape(row.headline), f"{row.published:%Y-%m-%d}"
        if jiangxi:
            marks = f'mc="{title}" rq="{day}" syh="{owner.code}/{row.published.year}-{at:05d}"'
            link = f'<a target="_blank" {marks} href="{url}">{title}</a>'
            lines.append(f'<tr class="tr_main_value_{parity}"><td>{link}</td></tr>')
            continue
        text = escape(row.headline[:24] + "...") if at % 2 and len(row.headline) > 24 else title
        link = f'<a href="{url}" title="{title}" target="_blank">{text}</a>'
        lines.append(f'<tr class="tr_main_value_{parity}"><td>{link}</td><td></td><td>{day}</td></tr>')
    pages = -(-len(rows) // PER_PAGE)
    head = f'<table class="tb_title"><tr><td>&nbsp;&nbsp;共{pages}页&nbsp;&nbsp;</td></tr></table>'
    return f"{head}\n<table>\n" + "\n".join(lines) + "\n</table>"
