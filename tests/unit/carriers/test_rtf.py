"""RTF as Word, WPS and others write it: encodings, what is not printed, tables and their merged cells."""

from __future__ import annotations

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
    r"{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\froman\fcharset2 Symbol;}}"
    r"{\stylesheet{\s0 Normal;}}{\info{\title \'c4\'ea\'b1\'a8}{\author X}}"
)


def gbk(text: str) -> str:
    """Chinese as Word escapes it."""
    return "".join(
        char if char.isascii() else "".join(rf"\'{byte:02x}" for byte in char.encode("gbk")) for char in text
    )


def read(body: str, head: str = HEAD) -> Document:
    ((_, document),) = read_document((head + body + "}").encode("latin-1"))
    return document


def lines(body: str, head: str = HEAD) -> list[str]:
    return read(body, head).lines


def rows(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def row(edges: list[str | int], *cells: str) -> str:
    """A row: edges in twips, with the merge words before them, and its cells."""
    shape = "".join(edge if isinstance(edge, str) else rf"\cellx{edge}" for edge in edges)
    return rf"\trowd\trgaph108{shape}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


@pytest.mark.parametrize(
    "text, shown",
    [
        (rf"\f1 {gbk('规章')}12\par", "规章12"),
        (rf"\f0\loch\af0\hich\af0\dbch\f1 {gbk('规章')}", "规章"),  # Word's way to set mixed text
        (rf"\f0 {gbk('规章')}", "规章"),  # WPS: a Western font's name, Chinese bytes
        (r"\u35268\'b9\'e6\u31456?", "规\ufffd章"),  # one byte stands for the first: the other is printed
        (r"\uc2\u35268\'b9\'e6\u31456\'d5\'c2 5", "规章 5"),
        (r"\uc0\u-30268\u31456", "规章"),
        (r"\uc1\u-10179?\u-9072?", "\U0001f490"),
        (r"\'e9F", "镕"),  # the second half of a double-byte character may be a plain letter
        (r"a\~b\_c\-d\emdash\ldblquote e\rdblquote", "a\xa0b-cd—“e”"),
        (r"1\tab 2\line 3", "1\t2"),
        (r"\f2 \'b7\f1 a", "\ufffda"),
    ],
)
def test_characters(text: str, shown: str) -> None:
    assert lines(text)[0] == shown


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_raw_bytes(encoding: str) -> None:
    ((_, document),) = read_document(r"{\rtf1\ansi 规章歿\par 总计}".encode(encoding))
    assert document.lines == ["规章歿", "总计"]


def test_a_document_of_another_code_page() -> None:
    assert lines(r"caf\'e9\par", r"{\rtf1\ansi\ansicpg1252 ") == ["café"]
    assert lines(r"\f0 " + "".join(rf"\'{byte:02x}" for byte in "縣".encode("big5")),
                 r"{\rtf1\ansi\ansicpg950{\fonttbl{\f0\fcharset136 PMingLiU;}}") == ["縣"]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        r"{\v x}", r"{\deleted x}", r"{\*\annotation x}", r"{\footnote x}", r"{\header x}", r"{\footerf x}",
        r"{\*\bkmkstart x}", r"{\*\unknown x{y}z}", r"{\pict\wmetafile8 0102}", r"{\*\shppict{\pict x}}",
        r"{\nonshppict{\pict x}}", r"{\field{\*\fldinst PAGE x}}", r"\v x\v0", r"{\xe x}",
        r"{\*\pn\pnlvlbody{\pntxta x}}", r"{\object\objemb{\*\objdata 0102}}", "\\bin4 x}{\\",
    ],
)  # fmt: skip
def test_what_is_not_printed(hidden: str) -> None:
    assert lines(rf"a{hidden}b\par") == ["ab"]


def test_what_is_printed_in_groups_that_readers_may_skip() -> None:
    assert lines(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a}}{\upr{x}{\*\ud b}}\plain{\v x}c\par") == ["abc"]
    assert lines(r"{\v x\plain y}z\par") == ["yz"]


def test_the_title_of_both_kinds() -> None:
    assert read("a").title == "年报"
    assert read("a", r"{\rtf1{\info{\upr{\title ??}{\*\ud{\title \u24180?\u25253?}}}}").title == "年报"


def test_list_numbers_are_printed_and_bullets_say_nothing() -> None:
    assert lines(
        rf"{{\listtext\pard\plain {gbk('一、')}\tab}}a\par{{\listtext 1.\tab}}b\par{{\pntext\f2\'b7\tab}}c\par"
    ) == ["一、a", "1. b", "c"]


def test_a_text_box_follows_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv x}}{\shptxt b\par c}}{\shprslt{\*\do x}}}"
    assert lines(rf"a{box}d\par e\par") == ["ad", "b", "c", "e"]


def test_paragraphs_around_a_table() -> None:
    document = read(rf"a\par{row([1000, 2000], 'b', 'c')}{row([1000, 2000], 'd', '1')}\pard e\par")
    (grid,) = document.grids
    assert document.blocks[1] is grid
    assert rows(grid) == [["b", "c"], ["d", "1"]]
    assert grid.certain
    assert document.lines == ["a", "e"]
    assert read(rf"a{row([1000, 2000], 'b', 'c')}").lines == ["a"]  # nothing ends the paragraph but the table


def test_the_order_of_word() -> None:
    """Word describes a row before and after its cells, and the next row may say nothing."""
    shape = r"\trowd\trgaph108\cellx1000\cellx2000"
    body = (
        shape + r"\pard\intbl a\cell b\cell\pard\intbl{" + shape + r"\row}\pard\intbl c\cell d\cell\row\pard x\par"
    )
    document = read(body)
    assert rows(document.grids[0]) == [["a", "b"], ["c", "d"]]
    assert document.lines == ["x"]


def test_cells_of_several_paragraphs() -> None:
    grid = read(row([1000, 2000], r"a\par b", r"1\line 2")).grids[0]
    assert rows(grid) == [["a\nb", "1\n2"]]


def test_merged_cells() -> None:
    body = (
        row([r"\clvmgf", 1000, r"\clmgf", 2000, r"\clmrg", 3000], "a", "b", "")
        + row([r"\clvmrg", 1000, 2000, 3000], "", "1", "2")
        + row([r"\clvmrg", 1005, 3002], "", "3")
    )
    grid = read(body).grids[0]
    assert grid.certain
    assert {(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells} == {
        ("a", 0, 0, 3, 1), ("b", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1), ("3", 2, 1, 1, 2),
    }  # fmt: skip


def test_a_block_of_merged_cells() -> None:
    body = row([r"\clvmgf\clmgf", 1000, r"\clvmgf\clmrg", 2000, 3000], "a", "", "1") + row(
        [r"\clvmrg\clmgf", 1000, r"\clvmrg\clmrg", 2000, 3000], "", "", "2"
    )
    grid = read(body).grids[0]
    assert rows(grid) == [["a", "1"], ["a", "2"]]
    assert grid.certain


def test_rows_of_different_edges() -> None:
    grid = read(row([1000, 2000, 3000], "a", "b", "c") + row([1500, 3000], "d", "e")).grids[0]
    assert rows(grid) == [["a", "b", "b", "c"], ["d", "d", "e", "e"]]


@pytest.mark.parametrize(
    "body",
    [
        row([1000, 2000], "a", "b") + row([r"\clvmrg", 1000, 2000], "c", "d"),  # goes on from nothing
        row([1000, 2000], "a", "b", "c"),  # more cells than edges
        row([1000, 2000, 3000], "a", "b"),
        row([1000, 1000, 900], "a", "b", "c"),  # cells without width
        r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell c\row",  # text behind the last cell
    ],
)
def test_rows_that_nobody_can_be_sure_of(body: str) -> None:
    (grid,) = read(body).grids
    assert not grid.certain
    shown = [text for line in rows(grid) for text in line]
    assert {"a", "b"} <= set(shown)


def test_a_table_in_a_cell() -> None:
    shape = r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
    nested = rf"\pard\intbl\itap2 1\nestcell 2\nestcell{shape}{{\nonesttables\par}}3\nestcell 4\nestcell{shape}"
    body = (
        r"\trowd\cellx1000\cellx2000\pard\intbl\itap1 a\cell" + nested + r"\pard\intbl\itap1 b\cell\row\pard x\par"
    )
    document = read(body)
    assert [["1", "2"], ["3", "4"]] in [rows(grid) for grid in document.grids]
    assert document.lines[-1] == "x"


def test_a_file_that_ends_early_is_noted_and_loses_nothing() -> None:
    document = read_document(
        (HEAD + row([1000, 2000], "a", "b") + r"\trowd\cellx1000\pard\intbl c\cell d").encode()
    )[0][1]
    assert [code for code, _ in document.notes] == ["truncated"]
    assert rows(document.grids[0]) == [["a", "b"]]
    assert document.lines == ["c", "d"]


def test_a_file_that_goes_on_is_noted() -> None:
    document = read("a}b\\par c")
    assert document.lines == ["a"]
    assert [code for code, _ in document.notes] == ["trailing_data"]


@pytest.mark.parametrize(
    "body, reason",
    [
        ("{" * 20_000, "too_complex"),
        (r"\trowd" + r"\cellx1" * 500_000, "too_complex"),
        (r"\pard\intbl\itap99 a\nestcell", "too_complex"),
        (r"{\shp{\*\shpinst{\shptxt " * 50, "too_complex"),
        (r"{\pict 00}", "no_text"),
        (r"\bin2147483647 ", "no_text"),
    ],
)
def test_hostile_files(body: str, reason: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(body)
    assert caught.value.reason == reason


def test_pictures_and_embedded_documents_are_noted() -> None:
    notes = read(r"a{\*\shppict{\pict 00}}{\object{\*\objdata 00}{\result{\pict 00}}}").notes
    assert [code for code, _ in notes] == ["pictures", "embedded"]
