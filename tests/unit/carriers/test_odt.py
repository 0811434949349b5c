"""OpenDocument texts: what is printed and what is not, list numbers, tables, bounds."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = "office table text style draw meta"
NAMES = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in SPACES.split())
NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def flat(body: str, styles: str = "") -> bytes:
    """The document as one XML file."""
    return (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>年报</dc:title></office:meta><office:styles>{styles}</office:styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def packed(body: str, styles: str = "", manifest: str = "<m/>") -> bytes:
    """The document as a package."""
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content + "</office:document-content>")
        styles = (
            f"<office:document-styles {NAMES}><office:styles>{styles}</office:styles></office:document-styles>"
        )
        archive.writestr("styles.xml", styles)
    return out.getvalue()


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def lines(body: str, styles: str = "") -> list[str]:
    found = read(packed(body, styles)).lines
    assert read(flat(body, styles)).lines == found
    return found


def p(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def table(*rows: str) -> str:
    return (
        "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    )


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def rows(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


@pytest.mark.parametrize(
    "inner, shown",
    [
        ("a<text:s/>b<text:s text:c='3'/>c", ["a b   c"]),
        ("a\n   b", ["a b"]),
        ("1<text:tab/>2<text:line-break/>3", ["1\t2", "3"]),
        ("a<text:span>b<text:span>c</text:span></text:span>d", ["abcd"]),
        ("a<text:a>b</text:a>c", ["abc"]),
        ("a<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note>b", ["ab"]),
        ("a<office:annotation><text:p>x</text:p></office:annotation>b", ["ab"]),
        ("<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>", ["字"]),
        ("a<text:span text:style-name='H'>x</text:span>b", ["ab"]),
        ("a<text:span text:style-name='I'>x</text:span>b", ["ab"]),  # inherited
        ("a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame>c", ["ac", "b"]),
        ("a<text:soft-page-break/>b<text:bookmark/>", ["ab"]),
    ],
)
def test_text_of_a_paragraph(inner: str, shown: list[str]) -> None:
    styles = (
        "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/>"
        "</style:style>"
        "<style:style style:name='I' style:family='text' style:parent-style-name='H'/>"
    )
    assert lines(p(inner), styles) == shown


def test_what_is_not_printed() -> None:
    deleted = f"<text:tracked-changes><text:changed-region>{p('x')}</text:changed-region></text:tracked-changes>"
    hidden = f"<text:section text:display='none'>{p('x')}</text:section>"
    assert lines(deleted + hidden + f"<text:section>{p('a')}</text:section>") == ["a"]


def test_list_numbers_are_printed() -> None:
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-suffix='、' "
        "style:num-format='一, 二, 三, ...'/><text:list-level-style-number text:level='2' style:num-format='1' "
        "style:num-prefix='（' style:num-suffix='）'/></text:list-style>"
        "<text:list-style style:name='B'><text:list-level-style-bullet text:level='1'/></text:list-style>"
        "<text:outline-style style:name='Outline'><text:outline-level-style text:level='1' style:num-format='I' "
        "style:num-suffix='.'/><text:outline-level-style text:level='2' style:num-format=''/></text:outline-style>"
    )
    item, many = "<text:list-item>{}</text:list-item>", "<text:list text:style-name='L'{}>{}</text:list>"
    inner = "<text:list>" + item.format(p("c")) + item.format(p("d")) + "</text:list>"
    body = (
        many.format(" xml:id='l1'", item.format(p("a") + p("b") + inner) + item.format(p("e")))
        + p("f")
        + many.format(" text:continue-numbering='true'", item.format(p("g")))
        + many.format("", item.format(p("h")))
        + "<text:list text:style-name='B'>" + item.format(p("i")) + "</text:list>"
        + "<text:h text:outline-level='1'>j</text:h><text:h text:outline-level='2'>k</text:h>"
        + "<text:h text:outline-level='1'>l</text:h>"
    )  # fmt: skip
    expected = ["一、a", "b", "（1）c", "（2）d", "二、e", "f", "三、g", "一、h", "i", "I. j", "k", "II. l"]
    assert lines(body, styles) == expected


def test_spans_and_covered_cells() -> None:
    body = table(
        cell("a", "table:number-columns-spanned='2' table:number-rows-spanned='2'") + COVERED + cell("b"),
        COVERED * 2 + cell("1"),
        cell("c") + cell("2") + cell("3"),
    )
    (grid,) = read(packed(body)).grids
    assert grid.certain
    assert rows(grid) == [["a", "a", "b"], ["a", "a", "1"], ["c", "2", "3"]]
    assert grid.cells[0].rowspan == grid.cells[0].colspan == 2


def test_header_rows_and_repetitions() -> None:
    head = "<table:table-header-rows><table:table-row>" + cell("甲", "table:number-columns-repeated='2'")
    body = "<table:table>" + head + "</table:table-row></table:table-header-rows>"
    body += (
        f"<table:table-row table:number-rows-repeated='2'>{cell('1')}{cell('2')}</table:table-row></table:table>"
    )
    (grid,) = read(packed(body)).grids
    assert rows(grid) == [["甲", "甲"], ["1", "2"], ["1", "2"]]


def test_a_covered_cell_that_nothing_covers() -> None:
    (grid,) = read(packed(table(cell("a") + cell("b"), COVERED + cell("1")))).grids
    assert not grid.certain


def test_a_table_in_a_cell() -> None:
    inner = table(cell("1") + cell("2"), cell("3") + cell("4"))
    body = table(cell("a") + cell("b"), f"<table:table-cell>{inner}</table:table-cell>" + cell("c"))
    assert [["1", "2"], ["3", "4"]] in [rows(grid) for grid in read(packed(body)).grids]


def test_pictures_are_noted() -> None:
    document = read(packed(p("a<draw:frame><draw:image/></draw:frame>")))
    assert [code for code, _ in document.notes] == ["pictures"]


@pytest.mark.parametrize(
    "body, reason",
    [
        (packed(""), "no_text"),
        (packed(p("a"), manifest="<manifest:encryption-data xmlns:manifest='x'/>"), "encrypted"),
        (packed(table("x" * 3)).replace(b"</table:table>", b"</table:tab>>>"), "corrupt"),
        (packed("<table:table><table:table-row table:number-rows-repeated='1048576'>" + cell("0") + cell("1")
                + "</table:table-row></table:table>"), "too_complex"),
        (packed(table(cell("0", "table:number-columns-spanned='999' table:number-rows-spanned='999'"))),
         "too_complex"),
        (flat("&x;").replace(b"<office:document ", b"<!DOCTYPE d [<!ENTITY x 'y'>]><office:document "), "corrupt"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(body: bytes, reason: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(body)
    assert caught.value.reason == reason


def test_the_title() -> None:
    assert read(flat(p("a"))).title == "年报"
