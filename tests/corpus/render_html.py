"""HTML as different editors leave it. Each style writes its own markup; the pages around it are in templates/."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from tests.corpus.model import Block, Box, Draft, Table, Text

_TEMPLATES = Path(__file__).with_name("templates")


def render(draft: Draft, style: str, page: str = "bare", charset: str = "utf-8") -> str:
    """A whole page. `style` is a key of STYLES, `page` a file of templates/, `charset` what its meta claims."""
    writer = STYLES[style](draft)
    body = "\n".join(writer.block(block) for block in draft.blocks)
    if draft.options.get("two_columns"):
        body = f'<div style="column-count:2;column-gap:8mm">{body}</div>'
    if "viewer" in draft.options:
        body += f'\n<iframe src="{draft.options["viewer"]}" width="100%" height="900"></iframe>'
    for attachment in draft.options.get("attachments", []):
        stamp = draft.published_on.replace("-", "")
        href = f"P0{stamp}{draft.rng.randint(1000, 9999)}.{attachment.rsplit('.', 1)[1]}"
        body += f'\n<p><a href="./{href}">{escape(attachment)}</a></p>'
    template = Template((_TEMPLATES / f"{page}.html").read_text("utf-8"))
    publisher = draft.options.get("publisher", draft.agency.name)
    named = draft.options.get("gold_agency", draft.agency.name) is not None
    return template.safe_substitute(
        charset=charset,
        title=escape(draft.headline.replace("\n", "")),
        agency=escape(str(publisher)) if named else "",
        place=escape(draft.agency.place) if named else "",
        published=draft.published_on,
        year=str(draft.year),
        before=str(draft.year - 1),
        after=str(draft.year + 1),
        url=draft.metas.get("Url", f"/art/{draft.published_on[:4]}/art_{draft.rng.randint(1000, 99999)}.html"),
        body=body,
        css=_css(draft),
    )


def _css(draft: Draft) -> str:
    """Print geometry that a recipe asks for; only Chromium heeds it."""
    size = "A4 landscape" if draft.options.get("landscape") else "A4"
    rules = [f"@page{{size:{size};margin:{draft.options.get('margin', '18mm')}}}"]
    if "zoom" in draft.options:
        rules.append(f"body{{zoom:{draft.options['zoom']}}}")
    if draft.options.get("borderless"):
        rules.append("table,td,th{border:none !important}")
    if draft.options.get("two_columns") == "prose":
        rules.append("table{column-span:all}")
    if "font" in draft.options:
        rules.append(f"body,p,td,span,font{{font-family:'{draft.options['font']}' !important}}")
    return "".join(rules)


class Plain:
    """A plain editor (UEditor-like): clean paragraphs, one border attribute, firstRow."""

    blank = "&nbsp;"
    break_tag = "<br/>"

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def block(self, block: Block) -> str:
        if isinstance(block, Text):
            return self.picture(block) if block.kind == "picture" else self.text(block)
        if self.draft.options.get("flattened"):
            return "\n".join(f"<p>{self.inner(box)}</p>" for box in block.boxes())
        return self.table(block)

    def inner(self, box: Box) -> str:
        return self.lines(box.text) if box.text else self.blank

    def lines(self, text: str) -> str:
        return escape(text, quote=False).replace("\n", self.break_tag)

    def picture(self, text: Text) -> str:
        return f'<p style="text-align:center"><img src="./{text.text}" width="640" alt=""/></p>'

    def text(self, text: Text) -> str:
        inner = self.lines(text.text)
        if text.kind in ("title", "caption"):
            large = f'<span style="font-size: 24px;">{inner}</span>'
            return f'<p style="text-align: center;"><strong>{large}</strong></p>'
        if text.kind in ("signature", "date"):
            return f'<p style="text-align: right;">{inner}</p>'
        if text.kind in ("heading", "subheading"):
            return f'<p style="text-indent: 2em;"><strong>{inner}</strong></p>'
        return f'<p style="text-indent: 2em;">{inner}</p>'

    def spans(self, box: Box) -> str:
        rows = f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
        return f' colspan="{box.colspan}"{rows}' if box.colspan > 1 else rows

    def table(self, table: Table) -> str:
        rows = []
        for index, row in enumerate(table.rows):
            cells = "".join(
                f'<td{self.spans(box)} style="border: 1px solid #000; padding: 2px 5px;">{self.inner(box)}</td>'
                for box in row
            )
            rows.append(f'<tr class="firstRow">{cells}</tr>' if index == 0 else f"<tr>{cells}</tr>")
        return (
            '<table border="1" cellspacing="0" style="border-collapse:collapse;width:100%"><tbody>\n'
            + "\n".join(rows)
            + "\n</tbody></table>"
        )


class Word(Plain):
    """A paste from Word: MsoNormal, mso- styles, o:p, conditional comments, split spans."""

    blank = "<o:p>&nbsp;</o:p>"
    break_tag = "<br style='mso-special-character:line-break'>"
    _font = "font-family:仿宋_GB2312;mso-hansi-font-family:仿宋_GB2312;mso-bidi-font-family:宋体"

    def run(self, text: str) -> str:
        """Word starts a new run where Latin and Chinese meet."""
        pieces: list[str] = []
        for character in text:
            latin = character.isascii() and character.isalnum()
            if pieces and (pieces[-1][-1].isascii() and pieces[-1][-1].isalnum()) == latin:
                pieces[-1] += character
            else:
                pieces.append(character)
        spans = []
        for piece in pieces:
            lang = ' lang="EN-US"' if piece[-1].isascii() and piece[-1].isalnum() else ""
            spans.append(f'<span{lang} style="font-size:14.0pt;{self._font}">{self.lines(piece)}</span>')
        return "".join(spans)

    def text(self, text: Text) -> str:
        align = {"title": "center", "caption": "center", "signature": "right", "date": "right"}.get(
            text.kind, "left"
        )
        bold = ("<b>", "</b>") if text.kind in ("title", "heading", "subheading") else ("", "")
        return (
            f'<p class="MsoNormal" align="{align}" style="text-align:{align};text-indent:28.0pt;'
            f"mso-char-indent-count:2.0;"
            f'line-height:28.0pt;mso-line-height-rule:exactly">{bold[0]}{self.run(text.text)}{bold[1]}'
            f"<span lang=EN-US><o:p></o:p></span></p>"
        )

    def inner(self, box: Box) -> str:
        run = (
            self.run(box.text) + "<span lang=EN-US><o:p></o:p></span>"
            if box.text
            else f"<span lang=EN-US>{self.blank}</span>"
        )
        style = "margin-top:1.5pt;text-align:center;mso-pagination:widow-orphan"
        return f'<p class=MsoNormal align=center style="{style}">{run}</p>'

    def table(self, table: Table) -> str:
        width = table.width
        rows = []
        for index, row in enumerate(table.rows):
            cells = []
            for box in row:
                span = (f" colspan={box.colspan}" if box.colspan > 1 else "") + (
                    f" rowspan={box.rowspan}" if box.rowspan > 1 else ""
                )
                cells.append(
                    f"<td width={600 // width * box.colspan}{span} style='border:solid windowtext 1.0pt;"
                    f"mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;"
                    f"height:{15 + index % 3}.0pt'>{self.inner(box)}</td>"
                )
            rows.append(
                f" <tr style='mso-yfti-irow:{index};page-break-inside:avoid'>\n  "
                + "\n  ".join(cells)
                + "\n </tr>"
            )
        grid = (
            "<!--[if !supportMisalignedColumns]><tr height=0>"
            + f"<td width={600 // width}></td>" * width
            + "</tr><![endif]-->"
        )
        return (
            "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;"
            "mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>\n"
            + "\n".join(rows)
            + f"\n {grid}\n</table>"
        )


class Wps(Plain):
    """A paste from WPS: <font> inside span, mso-spacerun, p.MsoNormal, cells aligned by valign."""

    blank = '<font face="宋体" >&nbsp;</font>'
    break_tag = "<br/>"

    def run(self, text: str) -> str:
        style = "mso-spacerun:'yes';font-family:仿宋;font-size:16.0000pt;"
        return f'<span style="{style}"><font face="仿宋" >{self.lines(text)}</font></span>'

    def text(self, text: Text) -> str:
        align = {"title": "center", "caption": "center", "signature": "right", "date": "right"}.get(
            text.kind, "justify"
        )
        inner = self.run(text.text)
        if text.kind in ("title", "heading"):
            inner = f"<b>{inner}</b>"
        style = f"text-indent:32.0000pt;text-align:{align};"
        return f'<p class="MsoNormal" align="{align}" style="{style}">{inner}<span><o:p></o:p></span></p>'

    def inner(self, box: Box) -> str:
        run = self.run(box.text) if box.text else self.blank
        return f'<p class="MsoNormal" align="center" style="text-align:center;">{run}</p>'

    def table(self, table: Table) -> str:
        lines = [
            '<table class="MsoNormalTable" style="border-collapse:collapse;width:417.5500pt;'
            'mso-table-layout-alt:fixed;">'
        ]
        for row in table.rows:
            lines.append('<tr style="height:17.0000pt;">')
            lines += [
                f'<td{self.spans(box)} valign="center" style="padding:0.0000pt 5.4000pt;'
                "border:1.0000pt solid windowtext;mso-border-alt:0.5000pt solid windowtext;"
                f'">{self.inner(box)}</td>'
                for box in row
            ]
            lines.append("</tr>")
        return "\n".join([*lines, "</table>"])


class Old(Plain):
    """An editor of 2005: upper case, attributes without quotes, <FONT>, end tags left out."""

    blank = "&nbsp;"
    break_tag = "<BR>"

    def text(self, text: Text) -> str:
        inner = self.lines(text.text).replace("    ", "&nbsp;&nbsp;&nbsp;&nbsp;")
        if text.kind in ("title", "caption"):
            return f"<P align=center><FONT size=5><B>{inner}</B></FONT>"
        if text.kind == "heading":
            return f"<P><STRONG>&nbsp;&nbsp;&nbsp; {inner}</STRONG>"
        return f"<P>&nbsp;&nbsp;&nbsp; <FONT face=宋体 size=3>{inner}</FONT>"

    def table(self, table: Table) -> str:
        rows = []
        for row in table.rows:
            cells = []
            for box in row:
                span = (f" rowSpan={box.rowspan}" if box.rowspan > 1 else "") + (
                    f" colSpan={box.colspan}" if box.colspan > 1 else ""
                )
                cells.append(f"<TD{span} align=middle><FONT size=2>{self.inner(box)}</FONT>")
            rows.append("<TR>" + "\n".join(cells))
        return (
            "<CENTER><TABLE borderColor=#000000 cellSpacing=0 cellPadding=2 width=620 border=1>\n"
            + "\n".join(rows)
            + "</TABLE></CENTER>"
        )


class Modern(Plain):
    """A site builder: thead, tbody, th, classes, cells wrapped in divs and spans."""

    blank = ""
    break_tag = "<br>"

    def text(self, text: Text) -> str:
        tag = {"title": "h1", "heading": "h2", "subheading": "h3", "caption": "h4"}.get(text.kind, "p")
        return f'<{tag} class="art-{text.kind}"><span>{self.lines(text.text)}</span></{tag}>'

    def table(self, table: Table) -> str:
        def line(row: list[Box], tag: str) -> str:
            cells = (
                f'<{tag}{self.spans(box)}><div class="c"><span>{self.inner(box)}</span></div></{tag}>'
                for box in row
            )
            return "<tr>" + "".join(cells) + "</tr>"

        head = "".join(line(row, "th") for row in table.rows[: table.header_rows])
        body = "\n".join(line(row, "td") for row in table.rows[table.header_rows :])
        thead = f"<thead>{head}</thead>" if head else ""
        return f'<div class="table-wrap"><table class="gk-table">{thead}<tbody>\n{body}\n</tbody></table></div>'


class Nested(Plain):
    """Every table of the report sits in layout tables, two deep, each with cells of its own."""

    def table(self, table: Table) -> str:
        inner = super().table(table)
        return (
            '<table width="100%" border="0"><tr><td width="10">&nbsp;</td><td>\n'
            f'<table width="98%" border="0" align="center"><tr><td valign="top">{inner}</td></tr></table>\n'
            '</td><td width="10">&nbsp;</td></tr></table>'
        )


STYLES: dict[str, type[Plain]] = {
    "plain": Plain,
    "word": Word,
    "wps": Wps,
    "old": Old,
    "modern": Modern,
    "nested": Nested,
}
