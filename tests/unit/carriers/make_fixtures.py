"""Makes tests/unit/carriers/data with LibreOffice, Chromium and by hand; run it to renew the committed files.

    python -m tests.unit.carriers.make_fixtures

The numbers come from report.py; the programs that write the files are not the code that reads them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path

from tests.unit.carriers.report import APPLICANTS, DISCLOSURE, REVIEW, ROWS, number

DATA = Path(__file__).with_name("data")

PROSE = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）和《中华人民共和国政府信息公开"
    "工作年度报告格式》（国办公开办函〔2021〕30号）要求，结合2024年示范县统计局政府信息公开工作实际，编制发布本报告。"
    "报告中所列数据统计期限从2024年1月1日到12月31日止。"
)
OVERVIEW = (
    "2024年，示范县统计局通过政府网站公开信息48条，其中动态类信息6条、政策文件2条、会议类信息8条、重点领域类信息"
    "8条，通过政务新媒体公开信息1046条。全年新收政府信息公开申请100件，均按时办结。"
)


def _spans(rows: tuple[tuple[str, ...], ...], level: int) -> dict[int, int]:
    """First row → number of rows that share the label at this level."""
    starts: dict[int, int] = {}
    for _, group in groupby(enumerate(rows), key=lambda item: item[1][: level + 1]):
        members = [index for index, _ in group]
        if len(rows[members[0]]) > level:
            starts[members[0]] = len(members)
    return starts


def applications_table(attrs: str = "") -> str:
    """The 25 × 7 table as an office prints it: three label columns, a header of three rows."""
    out = [
        f"<table {attrs}><tr><td rowspan=3 colspan=3>（本列数据的勾稽关系为：第一项加第二项之和，<br>"
        "等于第三项加第四项之和）</td><td colspan=7>申请人情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr><tr>"
    ]
    out += [f"<td>{name}</td>" for name in APPLICANTS[1:-1]]
    out.append("</tr>")
    group, subgroup = _spans(ROWS, 0), _spans(ROWS, 1)
    for index, labels in enumerate(ROWS):
        out.append("<tr>")
        if len(labels) == 1:
            out.append(f"<td colspan=3>{labels[0]}</td>")
        elif index in group:
            out.append(f"<td rowspan={group[index]}>{labels[0]}</td>")
        if len(labels) == 2:
            out.append(f"<td colspan=2>{labels[1]}</td>")
        if len(labels) == 3:
            if index in subgroup:
                out.append(f"<td rowspan={subgroup[index]}>{labels[1]}</td>")
            out.append(f"<td>{labels[2]}</td>")
        out += [f"<td>{number(index, col)}</td>" for col in range(7)]
        out.append("</tr>")
    return "".join(out) + "</table>"


def disclosure_table(attrs: str = "") -> str:
    rule, normative, permit, penalty, force, fee = DISCLOSURE
    rows = [
        "<td colspan=4>第二十条第（一）项</td>",
        "<td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td>",
        *("".join(f"<td>{text}</td>" for text in (label, *numbers)) for label, numbers in (rule, normative)),
        "<td colspan=4>第二十条第（五）项</td>",
        "<td>信息内容</td><td colspan=3>本年处理决定数量</td>",
        f"<td>{permit[0]}</td><td colspan=3>{permit[1][0]}</td>",
        "<td colspan=4>第二十条第（六）项</td>",
        "<td>信息内容</td><td colspan=3>本年处理决定数量</td>",
        *(f"<td>{label}</td><td colspan=3>{numbers[0]}</td>" for label, numbers in (penalty, force)),
        "<td colspan=4>第二十条第（八）项</td>",
        "<td>信息内容</td><td colspan=3>本年收费金额（单位：万元）</td>",
        f"<td>{fee[0]}</td><td colspan=3>{fee[1][0]}</td>",
    ]
    return f"<table {attrs}>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def review_table(attrs: str = "") -> str:
    five = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    tall = five.replace("<td>", "<td rowspan=2>")
    return (
        f"<table {attrs}><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        f"<tr>{tall}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>{five}{five}</tr><tr>"
        + "".join(f"<td>{value}</td>" for value in REVIEW)
        + "</tr></table>"
    )


def article(attrs: str = 'border="1" cellspacing="0" cellpadding="3" width="100%"') -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in (PROSE, "一、总体情况", OVERVIEW, OVERVIEW))
    return (
        '<h1 align="center">示范县统计局<br>2024年政府信息公开工作年度报告</h1>'
        f"{paragraphs}<p>二、主动公开政府信息情况</p>{disclosure_table(attrs)}"
        f"<p>三、收到和处理政府信息公开申请情况</p>{applications_table(attrs)}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{review_table(attrs)}"
        f"<p>五、存在的主要问题及改进情况</p><p>{OVERVIEW}</p><p>六、其他需要报告的事项</p>"
        "<p>本年度未收取信息处理费。</p><p align=right>示范县统计局</p><p align=right>2025年1月20日</p>"
    )


def page(body: str, style: str = "", font: str = "Droid Sans Fallback") -> str:
    base = f"@page{{size:A4}} body{{font-family:'{font}';font-size:12pt}}"
    base += "p{text-indent:2em;margin:.3em 0;line-height:1.6}"
    title = "<title>示范县统计局2024年政府信息公开工作年度报告</title>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{title}'
        f"<style>{base}{style}</style></head><body>{body}</body></html>"
    )


COLLAPSED = "table{border-collapse:collapse;width:100%} td{border:1px solid #000;padding:4px}"
SEPARATE = "table{border-spacing:2px;width:100%;border:1px solid #000} td{border:1px solid #000;padding:3px}"
DASHED = "table{border-collapse:collapse;width:100%} td{border:1px dashed #333;padding:4px}"
DOUBLE = "table{border-collapse:collapse;width:100%} td{border:3px double #000;padding:4px}"
SHADED = "tr:nth-child(even) td{background:#dde} td{-webkit-print-color-adjust:exact}"
BARE = "table{width:100%} td{border:0;padding:3px 8px;text-align:center}"


def chromium(html: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "page.html")
        source.write_text(html, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={room}/profile"]
        command += ["--disable-pdf-tagging", "--no-pdf-header-footer", f"--print-to-pdf={out}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def soffice(html: str, out: Path, convert: str, name: str = "page.html") -> None:
    """HTML → Writer → `convert`, e.g. "pdf:writer_pdf_Export"."""
    with tempfile.TemporaryDirectory() as room:
        Path(room, name).write_text(html, encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{room}/profile", "--headless"]
        command += [
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            convert,
            "--outdir",
            f"{room}/out",
            f"{room}/{name}",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        (made,) = Path(room, "out").iterdir()
        shutil.copy(made, out)


_TD = "style='border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt'"
_GHOST = "<![if !supportMisalignedColumns]><tr height=0><td width=40 style='border:none'></td></tr><![endif]>"
_MSO_TABLE = "class=MsoNormalTable border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'"


def _dressed(table: str) -> str:
    """A table with the attributes, paragraphs and the hidden row of widths that Word writes."""
    cell = (
        rf"<td {_TD}\1><p class=MsoNormal align=center style='text-align:center;line-height:18.0pt'><span\n"
        r"  lang=EN-US style='font-size:10.5pt;mso-bidi-font-family:宋体'>\2<o:p></o:p></span></p></td>"
    )
    table = re.sub(r"<td([^>]*)>(.*?)</td>", cell, table)
    table = table.replace("<tr>", "<tr style='mso-yfti-irow:0;height:20.0pt'>")
    return table.replace("</table>", _GHOST + "</table>")


def word_html() -> str:
    """HTML as Word writes it: MsoNormal, mso- styles, <o:p>, conditional comments."""
    body = "".join(
        f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span lang=EN-US>{escape(text)}"
        "<o:p></o:p></span></p><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
        for text in (PROSE, "一、总体情况", OVERVIEW)
    )
    tables = "".join(_dressed(table(_MSO_TABLE)) for table in (disclosure_table, applications_table, review_table))
    office = "urn:schemas-microsoft-com:office"
    return (
        f'<html xmlns:o="{office}:office" xmlns:w="{office}:word">\n'
        '<head><meta http-equiv=Content-Type content="text/html; charset=gb2312">'
        "<title>示范县统计局2024年政府信息公开工作年度报告</title>"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        '<style><!-- p.MsoNormal {mso-style-parent:"";margin:0cm} --></style></head>\n'
        f"<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>{body}{tables}</div></body></html>"
    )


def main() -> int:
    DATA.mkdir(exist_ok=True)
    plain = page(article())
    chromium(page(article(""), COLLAPSED, font="Noto Serif CJK SC"), DATA / "chromium_type3.pdf")
    for name, style in {
        "portrait": COLLAPSED,
        "landscape": COLLAPSED + "@page{size:A4 landscape}",
        "separate": SEPARATE,
        "dashed": DASHED,
        "shaded": DOUBLE + SHADED,
        "bare": BARE,
    }.items():
        chromium(page(article(""), style), DATA / f"chromium_{name}.pdf")
    soffice(plain, DATA / "writer.docx", "docx:MS Word 2007 XML")
    soffice(plain, DATA / "writer.doc", "doc:MS Word 97")
    soffice(plain, DATA / "writer.html", "html:HTML (StarWriter)")
    soffice(plain, DATA / "writer_portrait.pdf", "pdf:writer_pdf_Export")
    soffice(page(article(), "@page{size:29.7cm 21cm}"), DATA / "writer_landscape.pdf", "pdf:writer_pdf_Export")
    note = page("<p>示范县统计局公开信息48条。</p>")
    soffice(note, DATA / "password.pdf", _protected(DocumentOpenPassword="secret", EncryptFile=True))
    soffice(note, DATA / "owner.pdf", _protected(PermissionPassword="secret", RestrictPermissions=True))
    (DATA / "word.html").write_bytes(word_html().encode("gb18030"))
    return 0


def _protected(**options: str | bool) -> str:
    """LibreOffice's PDF export with these options."""
    given = {
        name: {"type": "boolean" if isinstance(value, bool) else "string", "value": str(value).lower()}
        for name, value in options.items()
    }
    return "pdf:writer_pdf_Export:" + json.dumps(given)


if __name__ == "__main__":
    sys.exit(main())
