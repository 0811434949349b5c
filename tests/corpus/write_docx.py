"""Word documents by python-docx: styles, merged cells, landscape sections, tracked deletions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.corpus.model import Draft, Table, Text

_ALIGN = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "caption": WD_ALIGN_PARAGRAPH.CENTER,
    "signature": WD_ALIGN_PARAGRAPH.RIGHT,
    "date": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_docx(draft: Draft, path: Path, style: str = "Table Grid") -> Path:
    """Write the draft; `style` "Normal Table" has no ruling lines."""
    document: Any = Document()
    font = document.styles["Normal"].font
    font.name, font.size = "Noto Serif CJK SC", Pt(12)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    document.core_properties.title = draft.headline.replace("\n", "")
    if draft.options.get("landscape"):
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    columns = draft.options.get("two_columns")
    if columns == "all":
        _columns(document.sections[-1], 2)
    for block in draft.blocks:
        if columns == "prose":
            _turn(document, 2 if isinstance(block, Text) and block.kind == "body" else 1)
        if isinstance(block, Text):
            _paragraph(document, block, bool(draft.options.get("heading_styles")))
        elif draft.options.get("nested_tables"):
            outer = document.add_table(rows=1, cols=1)
            _table(outer.cell(0, 0).add_table(rows=0, cols=block.width), block, style)
        else:
            table = document.add_table(rows=0, cols=block.width)
            for column in table.columns if columns == "all" else ():
                column.width = int(column.width * 0.47)
            _table(table, block, style)
            document.add_paragraph()
    if draft.options.get("tracked"):
        _track(document, draft)
    document.save(path)
    return path


def _turn(document: Any, columns: int) -> None:
    """Go on in so many columns, on the same page."""
    section = document.sections[-1]
    if (section._sectPr.find(qn("w:cols")).get(qn("w:num")) or "1") != str(columns):
        section = document.add_section(WD_SECTION.CONTINUOUS)
    _columns(section, columns)


def _columns(section: Any, number: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), "500")  # twentieths of a point


def _paragraph(document: Any, text: Text, heading_styles: bool) -> None:
    if heading_styles and text.kind in ("title", "heading"):
        document.add_heading(text.text, level=0 if text.kind == "title" else 1)
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = _ALIGN.get(text.kind)
    run = paragraph.add_run(text.text)
    run.bold = text.kind in ("title", "heading", "caption")
    if text.kind == "body":
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _table(word: Any, table: Table, style: str) -> None:
    if style != "Normal Table":
        word.style = style
    for _ in table.rows:
        word.add_row()
    grid = [row.cells for row in word.rows]
    for r, c, box in table.placed():
        cell = grid[r][c]
        if box.rowspan > 1 or box.colspan > 1:
            cell = cell.merge(grid[min(r + box.rowspan, len(grid)) - 1][c + box.colspan - 1])
        cell.text = box.text
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in paragraph.runs:
                run.font.size = Pt(8)


def _track(document: Any, draft: Draft) -> None:
    """Corrections left in the file: a deleted number stays as w:del before the number that stands."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells if cell.text.isdigit()]
    for cell in draft.rng.sample(cells, min(6, len(cells))):
        run = cell.paragraphs[0].runs[0]._r
        deletion = OxmlElement("w:del")
        deletion.set(qn("w:id"), str(draft.rng.randint(1, 9999)))
        deletion.set(qn("w:author"), "审核人")
        deletion.set(qn("w:date"), f"{draft.published_on}T09:00:00Z")
        old = OxmlElement("w:r")
        text = OxmlElement("w:delText")
        text.text = str(draft.rng.randint(1, 99))
        old.append(text)
        deletion.append(old)
        run.addprevious(deletion)
