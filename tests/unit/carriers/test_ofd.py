"""OFD: where characters stand, templates and shared graphics, what is not shown, tables by their lines."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.carriers import CarrierError, read_document
from pipelines.document import Document, Grid

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


def ofd(
    *pages: str,
    common: str = "",
    extra: dict[str, str] | None = None,
    page_head: str = "",
    box: str = "0 0 210 297",
) -> bytes:
    """A file of these pages (the inner XML of their layer)."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>年报</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/{n}.xml": content(page, page_head) for n, page in enumerate(pages)},
        **(extra or {}),
    }
    return packed(parts)


def content(layer: str, head: str = "") -> str:
    return f"<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer ID='1'>{layer}</ofd:Layer></ofd:Content></ofd:Page>"


def text(shown: str, x: float, y: float, *, delta: str = "g 99 4", attributes: str = "", size: float = 4) -> str:
    """A text whose baseline begins at x, y (mm)."""
    steps = f'DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="2" Font="1" Size="{size}" Boundary="{x} {y - size} 100 {size * 1.2}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{shown}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, x: float, y: float, width: float, height: float, attributes: str = "") -> str:
    box = f"{x} {y} {width} {height}"
    drawn = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="3" Boundary="{box}" {attributes}>{drawn}</ofd:PathObject>'


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return path(f"M 0 0 L {x1 - x0} {y1 - y0}", x0, y0, max(x1 - x0, 0.2), max(y1 - y0, 0.2))


def unit(name: str, inner: str) -> str:
    """A resource file with one graphic that pages share."""
    graphic = (
        f'<ofd:CompositeGraphicUnit ID="{name}"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    )
    return f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{graphic}</ofd:CompositeGraphicUnits></ofd:Res>"


def lattice(xs: list[float], ys: list[float]) -> str:
    return "".join(line(xs[0], y, xs[-1], y) for y in ys) + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def read(body: bytes) -> Document:
    ((_, document),) = read_document(body)
    return document


def lines(*pages: str) -> list[str]:
    return read(ofd(*pages)).lines


def rows(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


@pytest.mark.parametrize(
    "shown, delta",
    [
        ("规章12件", "4 4 2 2"),
        ("规章12件", "g 2 4 g 2 2"),
        ("规章12件", "g 2 4.0 2 2"),
        ("规章12件", ""),  # nothing said: as wide as the characters are
    ],
)
def test_characters_stand_where_their_steps_lead(shown: str, delta: str) -> None:
    assert lines(text(shown, 20, 40, delta=delta)) == ["规章12件"]


def test_characters_of_one_line_in_any_order() -> None:
    pieces = [text(char, 20 + 4 * n, 40, delta="") for n, char in enumerate("政府信息公开")]
    assert lines("".join(reversed(pieces))) == ["政府信息公开"]


def test_spaces_and_columns() -> None:
    assert lines(text("a b", 20, 40, delta="2 2")) == ["a b"]
    assert lines(text("甲", 20, 40) + text("乙", 60, 40) + text("丙", 100, 40)) == ["甲\t乙\t丙"]


def test_a_transformation_of_the_object() -> None:
    doubled = text("规章", 20, 40, attributes='CTM="2 0 0 2 0 0"', delta="4") + text("二", 36, 44, size=8)
    assert lines(doubled) == ["规章二"]


def test_text_at_right_angles_and_watermarks() -> None:
    upright = text("总体情况", 20, 40)
    turned = text("侧面", 150, 100, attributes='CTM="0 1 -1 0 0 0"')
    slanted = text("水印", 80, 100, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')
    document = read(ofd(upright + turned + slanted))
    assert document.lines == ["总体情况", "侧面"]
    assert [code for code, _ in document.notes] == ["watermark"]


def test_a_page_that_lies_on_its_side() -> None:
    assert lines(text("总体情况", 150, 100, attributes='CTM="0 1 -1 0 0 0"')) == ["总体情况"]


@pytest.mark.parametrize("attributes", ['Visible="false"', 'Alpha="0"', 'Fill="false"'])
def test_what_is_not_shown(attributes: str) -> None:
    assert lines(text("甲", 20, 40) + text("乙", 20, 60, attributes=attributes)) == ["甲"]


def test_tables_by_their_lines() -> None:
    table = lattice([20, 60, 100], [30, 40, 50])
    cells = text("规章", 22, 37) + text("12", 62, 37, delta="2") + text("行政许可", 22, 47) + text("3", 62, 47)
    document = read(ofd(text("标题", 20, 20) + table + cells + text("结尾", 20, 70)))
    (grid,) = document.grids
    assert rows(grid) == [["规章", "12"], ["行政许可", "3"]]
    assert (grid.certain, grid.page) == (True, 1)
    assert document.lines == ["标题", "结尾"]
    assert document.blocks[1] is grid


@pytest.mark.parametrize(
    "box",
    [
        "M 0 0 L 80 0 L 80 20 L 0 20 C M 40 0 L 40 20 M 0 10 L 80 10",
        "M 0 0 L 80 0 L 80 0.2 L 0 0.2 C M 0 20 L 80 20 M 0 10 L 80 10 M 0 0 L 0 20 M 40 0 L 40 20 M 80 0 L 80 20",
    ],
)
def test_a_table_drawn_as_one_path(box: str) -> None:
    cells = text("甲", 22, 37) + text("1", 62, 37) + text("乙", 22, 47) + text("2", 62, 47)
    assert rows(read(ofd(path(box, 20, 30, 80, 20) + cells)).grids[0]) == [["甲", "1"], ["乙", "2"]]


def test_lines_drawn_as_filled_strips() -> None:
    def strip(x: float, y: float, width: float, height: float) -> str:
        data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
        return path(data, x, y, width, height, 'Stroke="false" Fill="true"')

    table = "".join(strip(20, y, 80, 0.2) for y in (30, 40, 50)) + "".join(
        strip(x, 30, 0.2, 20) for x in (20, 60, 100)
    )
    cells = text("甲", 22, 37) + text("1", 62, 37) + text("乙", 22, 47) + text("2", 62, 47)
    assert rows(read(ofd(table + cells)).grids[0]) == [["甲", "1"], ["乙", "2"]]


def test_templates_and_shared_graphics_are_drawn() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/><ofd:DocumentRes>Res.xml</ofd:DocumentRes>'
    used = '<ofd:CompositeObject ID="9" ResourceID="8" Boundary="20 60 50 10"/>'
    body = ofd(
        text("正文", 20, 40) + used,
        common=common,
        page_head='<ofd:Template TemplateID="7" ZOrder="Background"/>',
        extra={"Doc_0/Tpls/T.xml": content(text("模板", 20, 20)), "Doc_0/Res.xml": unit("8", text("图元", 0, 4))},
    )
    assert read(body).lines == ["模板", "正文", "图元"]


def test_pages_follow_each_other() -> None:
    document = read(ofd(text("一", 20, 40), text("二", 20, 40)))
    assert [(block.text, block.page) for block in document.blocks if not isinstance(block, Grid)] == [
        ("一", 1),
        ("二", 2),
    ]
    assert (document.pages, document.title) == (2, "年报")


def test_a_table_that_goes_on_over_the_page() -> None:
    first = (
        lattice([20, 60, 100], [260, 270, 280]) + text("甲", 22, 267) + text("1", 62, 267) + text("乙", 22, 277)
    )
    first += text("2", 62, 277)
    second = lattice([20, 60, 100], [20, 30]) + text("丙", 22, 27) + text("3", 62, 27)
    assert [rows(grid) for grid in read(ofd(first, second)).grids] == [[["甲", "1"], ["乙", "2"], ["丙", "3"]]]


def test_a_number_cut_by_the_edge_is_never_shorter() -> None:
    document = read(ofd(text("甲乙丙丁", 20, 40) + text("123", 205, 60, delta="g 2 2")))
    assert document.lines == ["甲乙丙丁", "12\ufffd"]
    assert {code for code, _ in document.notes} == {"off_page", "no_unicode_map"}


def test_a_page_of_a_wrong_size_is_as_large_as_its_text() -> None:
    body = ofd(text("甲", 20, 40) + text("乙", 20, 60) + text("丙", 150, 80), box="0 0 10 10")
    assert read(body).lines == ["甲", "乙", "丙"]


def test_characters_that_nobody_can_know() -> None:
    document = read(ofd(text("规\ue001章总体情况", 20, 40)))
    assert document.lines == ["规\ufffd章总体情况"]
    assert [code for code, _ in document.notes] == ["no_unicode_map"]
    assert lines(text("⾏政⽣", 20, 40)) == ["行政生"]  # radicals of subset fonts


PICTURE = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>'


def test_pages_that_are_pictures_are_noted() -> None:
    document = read(ofd(text("甲", 20, 40), PICTURE))
    assert [(code, message) for code, message in document.notes] == [("no_text_layer", "page 2 is a picture")]


@pytest.mark.parametrize(
    "body, reason",
    [
        (ofd(PICTURE), "no_text"),
        (ofd(""), "no_text"),
        (ofd(text("\ue001\ue002甲", 20, 40)), "no_text"),
        (ofd(*["x"] * 401), "too_complex"),
        (packed({"OFD.xml": f"<ofd:OFD {SPACE}/>"}), "corrupt"),
        (ofd(text("a", 1, 1), extra={"Doc_0/Document.xml": f"<ofd:Document {SPACE}/>"}), "no_text"),
        (ofd(text("a", 1, 1), extra={"Doc_0/Pages/0.xml": "<torn"}), "corrupt"),
        (packed({"OFD.xml": f"<!DOCTYPE x [<!ENTITY e 'x'>]><ofd:OFD {SPACE}>&e;</ofd:OFD>"}), "corrupt"),
        (ofd(text("甲" * 100_001, 20, 40)), "too_complex"),
    ],
)
def test_what_cannot_be_read(body: bytes, reason: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(body)
    assert caught.value.reason == reason


@pytest.mark.parametrize("delta", ["nan", "g x 4", "1e400", "inf inf", "g", "g 3"])
def test_steps_without_sense(delta: str) -> None:
    with pytest.raises(CarrierError) as caught:
        lines(text("政府信息", 20, 40, delta=delta))
    assert caught.value.reason == "corrupt"


def test_a_run_of_a_billion_steps() -> None:
    assert lines(text("政府信息", 20, 40, delta="g 1000000000 4")) == ["政府信息"]


@pytest.mark.parametrize(
    "old, new",
    [
        ('Size="4"', 'Size="4x"'), ('Size="4"', 'Seze="4"'), ("Boundary=", "Bundary="), ('X="0"', 'X="a"'),
        ("ofd:TextCode", "ofd:TextCodd"), ("ofd:TextObject", "ofd:TestObject"),
        ('Boundary="20', 'CTM="1 0" Boundary="20'),
    ],
)  # fmt: skip
def test_text_in_an_unknown_place_is_never_left_out(old: str, new: str) -> None:
    with pytest.raises(CarrierError) as caught:
        lines(text("甲", 20, 20) + text("12", 20, 40).replace(old, new))
    assert caught.value.reason == "corrupt"


def test_a_line_that_goes_nowhere() -> None:
    with pytest.raises(CarrierError) as caught:
        lines(text("甲", 20, 20) + path("M 0 0 L x 0", 20, 30, 80, 20))
    assert caught.value.reason == "corrupt"


def test_graphics_that_draw_themselves() -> None:
    itself = '<ofd:CompositeObject ID="9" ResourceID="8" Boundary="0 0 50 10"/>'
    resource = {"Doc_0/Res.xml": unit("8", text("甲", 20, 40) + itself)}
    document = read(ofd(itself, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", extra=resource))
    assert document.lines == ["甲"]  # printed once, however often it is drawn over
