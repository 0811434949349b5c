"""Workbooks: numbers as stored, spans, what is hidden, prose between tables, in each format."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.carriers.sheet.model import Sheet, sheet_blocks
from pipelines.carriers.sheet.numbers import plain, shown
from pipelines.carriers.tables import SlotBudget
from pipelines.document import Block, Document, Grid, Paragraph

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def rows(block: Block) -> list[list[str | None]]:
    assert isinstance(block, Grid)
    return [[cell.text if cell else None for cell in row] for row in block.rows()]


def xlsx(*sheets: str, styles: str = "", strings: str = "", states: tuple[str, ...] = ()) -> bytes:
    """A workbook of these worksheets (their inner XML)."""
    states = states or ("visible",) * len(sheets)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{state}" r:id="r{n}"/>' for n, state in enumerate(states, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="a" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **{
            f"xl/worksheets/s{n}.xml": f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'
            for n, xml in enumerate(sheets, 1)
        },
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


def data(*lines: str) -> str:
    """Rows of inline texts (`一|二`) and numbers; an empty piece is no cell."""
    out = []
    for r, line in enumerate(lines, 1):
        cells = ""
        for c, text in enumerate(line.split("|")):
            place = f'r="{chr(65 + c)}{r}"'
            if text.replace(".", "").isdigit():
                cells += f"<c {place}><v>{text}</v></c>"
            elif text:
                cells += f'<c {place} t="inlineStr"><is><t>{text}</t></is></c>'
        out.append(f'<row r="{r}">{cells}</row>')
    return f"<sheetData>{''.join(out)}</sheetData>"


def ods(tables: str, styles: str = "", manifest: str = "<m/>") -> bytes:
    names = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    names += f' xmlns:fo="{OFFICE}:xsl-fo-compatible:1.0"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


# --- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [
        (12.0, "12"), (0.0, "0"), (-0.0, "0"), (-3.0, "-3"), (786.55, "786.55"), (0.1 + 0.2, "0.3"),
        (51558.96, "51558.96"), (1e15, "1000000000000000"), (1e-7, "0.0000001"),
    ],
)  # fmt: skip
def test_numbers_are_shown_exactly(value: float, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    "value, code, text",
    [
        (0.285, "0.00%", "28.5%"),
        (12.0, '0"件"', "12"),
        (12.0, "[Red]0;[Blue]-0", "12"),
        (45306.0, "yyyy-mm-dd", "2024-01-15"),
        (45306.0, 'yyyy"年"m"月"d"日"', "2024-01-15"),
        (12.0, '"day"0', "12"),
        (12.0, "General", "12"),
        (12.0, "", "12"),
        (1e12, "yyyy", "1000000000000"),
    ],
)
def test_dates_and_shares_are_told_by_their_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_the_two_ways_to_count_days() -> None:
    assert shown(1.0, "yyyy-mm-dd") == "1900-01-01"
    assert shown(61.0, "yyyy-mm-dd") == "1900-03-01"
    assert shown(0.0, "yyyy-mm-dd", since_1904=True) == "00:00"
    assert shown(43844.0, "", builtin=14, since_1904=True) == "2024-01-15"


# --- from cells to blocks ----------------------------------------------------------------------------------


def blocks(lines: list[str], **known: object) -> list[Block]:
    """The blocks of a sheet whose cells are written as `一|二`."""
    sheet = Sheet("表", **known)  # type: ignore[arg-type]
    for r, line in enumerate(lines):
        for c, text in enumerate(line.split("|")):
            sheet.put(r, c, text)
    return sheet_blocks(sheet, SlotBudget())


def test_prose_between_tables() -> None:
    found = blocks(["年度报告", "一、总体情况", "公开12条。", "", "甲|乙", "1|2", "3|4", "", "二、其他", "无"])
    assert [block.text if isinstance(block, Paragraph) else rows(block) for block in found] == [
        "年度报告", "一、总体情况", "公开12条。", [["甲", "乙"], ["1", "2"], ["3", "4"]], "二、其他", "无",
    ]  # fmt: skip


def test_a_label_without_values_stays_in_its_table() -> None:
    (grid,) = blocks(["项目|件数", "一、新收|", "二、结转|1"])
    assert rows(grid) == [["项目", "件数"], ["一、新收", ""], ["二、结转", "1"]]


def test_a_heading_across_the_sheet_parts_two_tables() -> None:
    found = blocks(["甲|乙", "1|2", "三、收到申请|", "丙|丁"], merged=[(2, 0, 2, 1)])
    assert [block.text if isinstance(block, Paragraph) else rows(block) for block in found] == [
        [["甲", "乙"], ["1", "2"]], "三、收到申请", [["丙", "丁"]],
    ]  # fmt: skip


def test_frames_tell_a_table_from_prose() -> None:
    lines = ["标题|", "甲|乙", "1|2", "|", "结尾|"]
    framed = {(r, c) for r in (1, 2, 3) for c in (0, 1)}
    found = blocks(lines, framed=framed)
    assert [block.text if isinstance(block, Paragraph) else rows(block) for block in found] == [
        "标题", [["甲", "乙"], ["1", "2"], ["", ""]], "结尾",
    ]  # fmt: skip


def test_merged_ranges_become_spans() -> None:
    (grid,) = blocks(["甲||乙", "||1", "丙|2|3"], merged=[(0, 0, 1, 1)])
    assert isinstance(grid, Grid)
    assert {(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells} == {
        ("甲", 0, 0, 2, 2), ("乙", 0, 2, 1, 1), ("1", 1, 2, 1, 1),
        ("丙", 2, 0, 1, 1), ("2", 2, 1, 1, 1), ("3", 2, 2, 1, 1),
    }  # fmt: skip
    assert grid.certain


def test_text_under_a_merged_range_is_not_shown() -> None:
    (grid,) = blocks(["甲|9|乙", "1|2|3"], merged=[(0, 0, 0, 1)])
    assert rows(grid) == [["甲", "甲", "乙"], ["1", "2", "3"]]


def test_ranges_that_overlap_are_never_certain() -> None:
    (grid,) = blocks(["甲|乙|丙", "1|2|3"], merged=[(0, 0, 0, 1), (0, 1, 0, 2)])
    assert isinstance(grid, Grid)
    assert not grid.certain


def test_empty_columns_go_and_margins_too() -> None:
    (grid,) = blocks(["", "||甲||乙", "||1||2"])
    assert rows(grid) == [["甲", "乙"], ["1", "2"]]


def test_hidden_rows_and_columns_are_left_out_and_noted() -> None:
    sheet = Sheet("表", hidden_rows={1}, hidden_cols={1}, merged=[(1, 0, 2, 0)])
    for r, line in enumerate(["甲|旧|乙", "合|7|8", "|9|4"]):
        for c, text in enumerate(line.split("|")):
            sheet.put(r, c, text)
    (grid,) = sheet_blocks(sheet, SlotBudget())
    assert rows(grid) == [["甲", "乙"], ["合", "4"]]  # the merged cell still shows in its visible row
    assert [code for code, _ in sheet.notes] == ["hidden_cells"]
    assert "4 filled cells" in sheet.notes[0][1]


def test_a_sheet_of_one_column_is_prose() -> None:
    assert [block.text for block in blocks(["甲", "1", "2"]) if isinstance(block, Paragraph)] == ["甲", "1", "2"]


# --- .xlsx -------------------------------------------------------------------------------------------------


def test_xlsx_kinds_of_cells() -> None:
    strings = "<si><t>共 享</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>pinyin</t></rPh></si>"
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0%"/></numFmts><borders><border/></borders>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    )
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" s="1"><v>45306</v></c><c r="E1" s="2"><v>0.5</v></c>'
        '<c r="F1" t="str"><f>A1</f><v>a_x000D_b</v></c>'
        '<c r="G1" t="e"><v>#DIV/0!</v></c><c r="H1"><f>SUM(A2:B2)</f><v>3</v></c></row>'
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
    )
    (grid,) = read(xlsx(f"<sheetData>{cells}</sheetData>", styles=styles, strings=strings)).grids
    assert rows(grid) == [
        ["共 享", "富文本", "TRUE", "2024-01-15", "50%", "a\nb", "#DIV/0!", "3"], ["1", "2", *[""] * 6],
    ]  # fmt: skip


def test_a_formula_that_was_never_computed_is_not_blank() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>SUM(A1:A1)</f><v></v></c></row>'
    (grid,) = read(xlsx(f"<sheetData>{cells}</sheetData>")).grids
    assert rows(grid) == [["1", "=SUM(A1:A1)"]]


def test_xlsx_sheets_in_their_order_without_hidden_ones() -> None:
    document = read(xlsx(data("甲|1"), data("乙|2"), data("丙|3"), states=("visible", "hidden", "veryHidden")))
    assert [rows(grid) for grid in document.grids] == [[["甲", "1"]]]
    assert [code for code, _ in document.notes] == ["hidden_sheet", "hidden_sheet"]


def test_xlsx_hidden_rows_columns_and_merges() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols>'
        + data("甲|旧|乙", "1|2|3", "4|5|6").replace('<row r="2">', '<row r="2" hidden="1">')
        + '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    )
    document = read(xlsx(sheet))
    assert document.lines == ["甲"]
    assert [cell.text for cell in document.grids[0].cells] == ["4", "6"]
    assert [code for code, _ in document.notes] == ["hidden_cells"]


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="9999999"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A2"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData>',
        "<sheetData>",
    ],
)
def test_broken_sheets(sheet: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(xlsx(sheet))
    assert caught.value.reason == "corrupt"


def test_the_last_cell_of_a_sheet_costs_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    document = read(
        xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>{far}</sheetData>')
    )
    assert rows(document.grids[0]) == [["1", "2"]]
    assert document.lines == ["x"]


def test_a_sheet_of_too_many_rows() -> None:
    with pytest.raises(CarrierError) as caught:
        blocks(["1|2"] * 20_001)
    assert caught.value.reason == "too_complex"


def test_a_workbook_without_text() -> None:
    with pytest.raises(CarrierError) as caught:
        read(xlsx("<sheetData/>"))
    assert caught.value.reason == "no_text"


# --- .ods --------------------------------------------------------------------------------------------------


def test_ods_kinds_of_cells_spans_and_repetitions() -> None:
    table = (
        '<table:table table:name="a"><table:table-row><table:table-cell table:number-columns-spanned="2">'
        "<text:p>甲</text:p></table:table-cell><table:covered-table-cell><text:p>9</text:p></table:covered-table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p>'
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell '
        'table:number-columns-repeated="2" office:value-type="float" office:value="1234.50"><text:p>1,235</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    (grid,) = read(ods(table)).grids
    assert rows(grid) == [["甲", "甲", "50%"], *[["1234.5", "1234.5", "of:=[.A1]"]] * 2]


def test_ods_hidden_things() -> None:
    properties = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="h" style:family="table">{properties}</style:style>'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row{}>" + cell.format("a") + cell.format("b") + "</table:table-row>"
    table = "<table:table{}>{}</table:table>"
    hidden_row = row.format(' table:visibility="collapse"')
    document = read(
        ods(
            table.format("", "<table:table-column/>" + row.format("") + hidden_row)
            + table.format(' table:style-name="h"', row.format("")),
            styles,
        )
    )
    assert [rows(grid) for grid in document.grids] == [[["a", "b"]]]
    assert [code for code, _ in document.notes] == ["hidden_cells", "hidden_sheet"]


def test_an_encrypted_package_says_so() -> None:
    manifest = "<m:manifest xmlns:m='x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(CarrierError) as caught:
        read(ods("", manifest=manifest))
    assert caught.value.reason == "encrypted"


def test_a_sheet_of_seventeen_billion_cells() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>0</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(CarrierError) as caught:
        read(ods(f"<table:table>{row}</table:table>"))
    assert caught.value.reason == "too_complex"


# --- .xls --------------------------------------------------------------------------------------------------


def biff(*records: tuple[int, bytes]) -> bytes:
    """A BIFF8 stream outside of a compound file, as some exporters write it."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    return b"".join(
        struct.pack("<HH", code, len(data)) + data for code, data in ((0x0809, begin), *records, (0x0A, b""))
    )


def test_a_workbook_with_a_password() -> None:
    with pytest.raises(CarrierError) as caught:
        read(biff((0x2F, struct.pack("<HHHH", 0, 0, 0x1234, 0x5678))))
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("body", [biff(), biff((0x85, b"\0" * 3)), biff()[:10]])
def test_broken_workbooks(body: bytes) -> None:
    with pytest.raises(CarrierError) as caught:
        read(body)
    assert caught.value.reason in ("corrupt", "no_text")


# --- Excel 2003 XML ----------------------------------------------------------------------------------------


def test_a_workbook_in_one_xml_file() -> None:
    body = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        '<Column ss:Index="4" ss:Hidden="1"/>'
        '<Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>'
        '<Cell><Data ss:Type="Number">12.50</Data></Cell><Cell><Data ss:Type="Number">9</Data></Cell></Row>'
        '<Row><Cell ss:Index="3"><Data ss:Type="DateTime">2024-01-15T00:00:00.000</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell><Data ss:Type="Number">7</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Formula="=RC[-1]"/><Cell/></Row>'
        "</Table></Worksheet>"
        '<Worksheet ss:Name="b"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>'
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    ).encode()
    document = read(body)
    assert rows(document.grids[0]) == [["甲", "甲", "12.5"], ["甲", "甲", "2024-01-15"], ["1", "=RC[-1]", ""]]
    assert [code for code, _ in document.notes] == ["hidden_cells", "hidden_sheet"]
