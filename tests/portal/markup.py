"""Blocks → HTML in the manner of the programs that offices paste from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from tests.portal.blocks import Block, Cell, Grid, Heading, Paragraph
from tests.portal.templates import fill

_RUN = re.compile(r"[0-9A-Za-z.,:/()+\-]+|[^0-9A-Za-z.,:/()+\-]+")
_SONG = "font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体;color:black"
_FANG = "font-size:16.0pt;font-family:仿宋_GB2312;mso-ascii-font-family:Calibri"


def word(blocks: Iterable[Block]) -> str:
    """Word's clipboard: MsoNormal, o:p, a span a run of letters, a row of column widths at the end."""
    return "\n".join(_word_table(b) if isinstance(b, Grid) else _word_text(b) for b in blocks)


def _word_text(block: Heading | Paragraph) -> str:
    font = _FANG.replace("仿宋_GB2312", "黑体") if isinstance(block, Heading) else _FANG
    style = "text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt;mso-line-height-rule:exactly"
    return f'<p class="MsoNormal" style="{style}">{_word_runs(block.text, font)}</p>'


def _word_runs(text: str, font: str) -> str:
    runs = []
    for run in _RUN.findall(text):
        lang = ' lang="EN-US"' if run[0].isascii() else ""
        runs.append(f'<span{lang} style="{font}">{escape(run)}</span>')
    return "".join(runs) + f'<span lang="EN-US" style="{font}"><o:p></o:p></span>'


def _word_cell(cell: Cell, width: int) -> str:
    spans = _spans(cell)
    border = "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"
    lines = cell.text.split("\n")
    if cell.text:
        inner = "<span><br /></span>".join(_word_runs(line, _SONG) for line in lines)
    else:
        inner = f'<span lang="EN-US" style="{_SONG}"><o:p>&nbsp;</o:p></span>'
    paragraph = (
        f'<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">{inner}</p>'
    )
    return f'<td width="{width}"{spans} style="width:{width * 0.75:.1f}pt;{border}">{paragraph}</td>'


def _word_table(grid: Grid) -> str:
    unit = 640 // len(grid.widths)
    rows = []
    for number, row in enumerate(grid.rows):
        cells = "".join(_word_cell(cell, unit * cell.colspan) for cell in row)
        rows.append(f'<tr style="mso-yfti-irow:{number};height:21.0pt">{cells}</tr>')
    if grid.ghost:  # Word's own way to keep misaligned columns
        widths = "".join(f'<td width="{unit}" style="border:none"></td>' for _ in grid.widths)
        rows.append(f'<!--[if !supportMisalignedColumns]--><tr height="0">{widths}</tr><!--[endif]-->')
    style = "border-collapse:collapse;border:none;mso-yfti-tbllook:1184;mso-padding-alt:0cm 0cm 0cm 0cm"
    head = f'<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" width="640" style="{style}">'
    return f'<div align="center">\n{head}<tbody>\n' + "\n".join(rows) + "\n</tbody></table>\n</div>"


def wps(blocks: Iterable[Block]) -> str:
    """WPS's clipboard: mso-spacerun, a font tag in every span, four decimals in every length."""
    return "".join(_wps_table(b) if isinstance(b, Grid) else _wps_text(b) for b in blocks)


def _wps_span(text: str, font: str, size: str) -> str:
    style = f"mso-spacerun:'yes';font-family:{font};font-size:{size};mso-font-kerning:1.0000pt;"
    return f'<span style="{style}"><font face="{font}">{escape(text)}</font></span>'


def _wps_text(block: Heading | Paragraph) -> str:
    font = "黑体" if isinstance(block, Heading) else "仿宋_GB2312"
    empty = f"<span style=\"mso-spacerun:'yes';font-family:{font};\"><o:p></o:p></span>"
    head = (
        '<p class="MsoNormal" style="text-indent:32.0000pt;mso-char-indent-count:2.0000;line-height:28.0000pt;" >'
    )
    return f"{head}{_wps_span(block.text, font, '16.0000pt')}{empty}</p>"


def _wps_table(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            width = 700 * cell.colspan // len(grid.widths)
            border = "border-left:1.0000pt solid windowtext;border-right:1.0000pt solid windowtext;"
            style = f"width:{width}.0000pt;padding:0.0000pt 5.4000pt 0.0000pt 5.4000pt ;{border}"
            text = "<br>".join(_wps_span(line, "宋体", "10.5000pt") for line in cell.text.split("\n") if line)
            inner = f'{text or "&nbsp;"}<span style="font-family:宋体;"><o:p></o:p></span>'
            paragraph = f'<p class="MsoNormal" align="center" style="text-align:center;" >{inner}</p>'
            cells.append(f'<td width="{width}" valign="center"{_spans(cell)} style="{style}" >{paragraph}</td>')
        rows.append(f'<tr style="height:22.0000pt;" >{"".join(cells)}</tr>')
    head = (
        '<table class="MsoNormalTable" border="1" cellspacing="0" style="border-collapse:collapse;width:100%;" >'
    )
    return f"{head}<tbody>{''.join(rows)}</tbody></table>"


def plain(blocks: Iterable[Block]) -> str:
    """A browser editor (UEditor): firstRow, explicit spans of 1, &nbsp; in empty cells."""
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(f'<p style="text-indent:2em;line-height:2em"><strong>{escape(block.text)}</strong></p>')
        elif isinstance(block, Paragraph):
            found.append(f'<p style="text-indent:2em;line-height:2em">{escape(block.text)}</p>')
        else:
            found.append(_plain_table(block))
            found.append("<p><br/></p>")
    return "\n".join(found)


def _plain_table(grid: Grid) -> str:
    rows = []
    for number, row in enumerate(grid.rows):
        cells = []
        for cell in row:
            text = escape(cell.text).replace("\n", "<br/>") or "&nbsp;"
            text = f" {text} " if cell.number and text.isdigit() else text
            place = f'colspan="{cell.colspan}" rowspan="{cell.rowspan}"'
            cells.append(
                f'<td {place} style="border:1px solid #000;word-break:break-all" align="center">{text}</td>'
            )
        first = ' class="firstRow"' if number == 0 else ""
        rows.append(f"<tr{first}>{''.join(cells)}</tr>")
    head = '<table width="100%" cellspacing="0" cellpadding="0" data-sort="sortDisabled">'
    return f"{head}<tbody>{''.join(rows)}</tbody></table>"


def clean(blocks: Iterable[Block], title: str) -> str:
    """A whole page for the programs that make files of it: LibreOffice and Chromium."""
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(f'<p class="heading">{escape(block.text)}</p>')
        elif isinstance(block, Paragraph):
            found.append(f'<p class="text">{escape(block.text)}</p>')
        else:
            found.append(_clean_table(block))
    head = "".join(f'<p class="title">{escape(line)}</p>' for line in title.split("\n"))
    return fill("file.html", title=head, body="".join(found))


def _clean_table(grid: Grid) -> str:
    total = sum(grid.widths)
    columns = "".join(f'<col width="{w * 100 // total}%">' for w in grid.widths)
    rows = []
    for row in grid.rows:
        cells = (f"<td{_spans(cell)}>{escape(cell.text).replace(chr(10), '<br>')}</td>" for cell in row)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = '<table border="1" cellspacing="0" width="100%">'
    return f"{head}<colgroup>{columns}</colgroup>{''.join(rows)}</table><p></p>"


def _spans(cell: Cell) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return spans + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "")


STYLES: dict[str, Callable[[Iterable[Block]], str]] = {"word": word, "wps": wps, "plain": plain}
