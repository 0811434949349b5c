"""Reports that tell it all in prose; and tables that no reader knows, which must not be overlooked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.reading import read_bytes
from pipelines.report import Reading
from tests.unit.forms.sample import Td, table_html

# 条例 of 2007, art. 32 (FORMATS.md §4.1)
CHAPTERS = (
    ("概述", "我局健全制度，专门配备了1名全职工作人员，3名兼职工作人员。"),
    ("主动公开政府信息情况", "共主动公开政府信息393条，其中全文电子化率达100%。"),
    ("依申请公开政府信息和不予公开政府信息情况", "共收到政府信息公开申请29件，其中当面申请4件。"),
    ("政府信息公开的收费及减免情况", "全年未收取费用。"),
    ("因政府信息公开申请行政复议、提起行政诉讼的情况", "未发生复议和诉讼。"),
    ("存在的主要问题及改进情况", "人员力量较为薄弱。"),
    ("其他需要报告的事项", "没有其他需要报告的事项。"),
)
HEADLINE = "威海市环翠区商务局{year}年政府信息公开工作年度报告"
NUMERALS = "一二三四五六七"


def _paragraphs(numbers: Sequence[str] = NUMERALS) -> list[str]:
    return [
        text
        for numeral, (heading, body) in zip(numbers, CHAPTERS, strict=False)
        for text in (f"{numeral}、{heading}" if numeral else heading, body)
    ]


def _rtf(paragraphs: Sequence[str]) -> str:
    return "".join("".join(f"\\u{ord(letter)}?" for letter in text) + "\\par " for text in paragraphs)


def _read(paragraphs: Sequence[str], year: int = 2011, extra: str = "") -> Reading:
    headline = HEADLINE.format(year=year)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = (
        f"<html><head><meta charset='utf-8'><title>{headline}</title></head>"
        f"<body><h1>{headline}</h1><div id='zoom'>{text}{extra}</div></body></html>"
    )
    [reading] = read_bytes(html.encode())
    return reading


def _headings(reading: Reading) -> list[str]:
    assert reading.report is not None
    return [section.heading for section in reading.report.sections]


def _table(rows: Sequence[Sequence[str]]) -> str:
    return table_html([[Td(text) for text in row] for row in rows])


def test_the_seven_chapters() -> None:
    reading = _read(_paragraphs())
    assert (reading.verdict, reading.reason) == ("accepted", None)
    assert reading.report is not None
    assert reading.report.form == "narrative"
    assert _headings(reading) == [f"{n}、{heading}" for n, (heading, _) in zip(NUMERALS, CHAPTERS, strict=True)]
    assert [section.text for section in reading.report.sections] == [body for _, body in CHAPTERS]


def test_chapters_left_out_and_numbers_skipped() -> None:
    six = [*_paragraphs("一二三"), "四、存在的主要问题及改进情况", "人员力量较为薄弱。"]
    assert _headings(_read(six))[-1] == "四、存在的主要问题及改进情况"
    skipped = _paragraphs(("一", "二", "四", "五", "七", "八", "九"))
    reading = _read(skipped)
    assert (reading.verdict, len(_headings(reading))) == ("accepted", 7)


def test_chapters_without_numbers() -> None:
    reading = _read(_paragraphs([""] * 7))
    assert (reading.verdict, len(_headings(reading))) == ("accepted", 7)


def test_free_headings_count_if_they_are_numbered() -> None:
    own = [
        "一、加强领导，夯实基础",
        "一、这不是标题，因为它是一句话。",
        "二、突出重点，主动公开",
        "公开12条。",
        "三、依申请公开办理",
        "收到申请1件。",
        "四、存在的主要问题",
        "不足。",
    ]
    reading = _read(own)
    assert _headings(reading) == own[::2]
    assert reading.verdict == "accepted"


def test_a_contents_page_is_not_the_report() -> None:
    contents = [f"{n}、{heading}" for n, (heading, _) in zip(NUMERALS, CHAPTERS, strict=True)]
    reading = _read([*contents, *_paragraphs()])
    assert reading.report is not None
    assert [section.text for section in reading.report.sections] == [body for _, body in CHAPTERS]


def test_headings_run_into_their_text() -> None:
    pieces = _paragraphs()
    one_line = [" ".join(pieces)]
    assert len(_headings(_read(one_line))) == 7
    run_in = [f"{heading} {text}" for heading, text in zip(pieces[::2], pieces[1::2], strict=True)]
    assert [len(_headings(_read(lines))) for lines in (one_line, run_in)] == [7, 7]


def test_too_few_chapters_are_not_sure() -> None:
    prose = "主动公开、依申请公开和存在的主要问题：我局共主动公开政府信息12条，没有收到申请。" * 20
    reading = _read([prose])
    assert (reading.verdict, reading.reason) == ("review", "sections_unsure")
    assert reading.report is not None
    assert [section.heading for section in reading.report.sections] == [""]
    assert prose in reading.report.sections[0].text  # nothing is lost


# -- tables that no reader knows

SHANGHAI = (
    ("指标名称（甲）", "计量单位（乙）", "代码（丙）", "本期实际（1）", "本年累计（2）"),
    ("主动公开信息数", "条", "01", "12", "65"),
    ("其中：全文电子化的主动公开信息数", "条", "02", "12", "65"),
    ("网站专栏页面访问量", "人次", "06", "104", "1333"),
    ("依申请公开信息目录数", "条", "10", "0", "28"),
    ("申请总数", "条", "12", "1", "4"),
)
FUJIAN = (
    ("类别", "当年（条）", "占比（%）", "历年累计（条）"),
    ("机构职能类", "12", "20.5", "112"),
    ("规划计划类", "7", "11.5", "40"),
)
SMALL = (("主动公开信息数", "申请数", "投诉数"), ("124", "3", "0"))


@pytest.mark.parametrize(
    ("table", "says"), [(SHANGHAI, "the Shanghai type"), (FUJIAN, "the Fujian type"), (SMALL, "no reader knows")]
)
def test_a_local_table_goes_to_review_with_its_rows(table: Sequence[Sequence[str]], says: str) -> None:
    reading = _read(_paragraphs(), extra=_table(table))
    assert (reading.verdict, reading.reason) == ("review", "table_unknown")
    [finding] = [finding for finding in reading.findings if finding.rule == "table_unknown"]
    assert says in finding.detail
    kept = [finding.raw for finding in reading.findings if finding.rule == "row_kept"]
    assert kept == [" | ".join(row) for row in table]


def test_a_local_table_without_lines() -> None:
    rows = [" ".join(row) for row in SHANGHAI]
    reading = _read([*_paragraphs(), *rows])
    assert (reading.verdict, reading.reason) == ("review", "table_unknown")
    assert rows[1] in [finding.raw for finding in reading.findings if finding.rule == "row_kept"]


def test_a_local_table_with_one_cell_a_line() -> None:
    cells = [text for row in SHANGHAI[1:] for text in (row[0], row[4])]
    assert _read([*_paragraphs(), *cells]).reason == "table_unknown"


def test_long_tables_are_kept_within_bounds() -> None:
    rows = [(f"第{i}项" + "长" * 500, str(i), "5") for i in range(400)]
    reading = _read(_paragraphs(), extra=_table(rows))
    kept = [finding.raw or "" for finding in reading.findings if finding.rule == "row_kept"]
    assert len(kept) == 200
    assert max(map(len, kept)) <= 400
    [cut] = [finding for finding in reading.findings if finding.rule == "rows_not_kept"]
    assert cut.detail.startswith("200 ")


@pytest.mark.parametrize(
    "table",
    [
        (
            ("索引号：", "00440/2012-0118", "发布机构：", "环翠区商务局"),
            ("发布日期：", "2012-03-05", "浏览次数：", "362"),
        ),
        (("联系电话", "5222557", "邮政编码", "264200"), ("传真", "5222558", "地址", "新威路1号")),
        (("时间", "活动"), ("3月", "培训会")),
    ],
)
def test_head_matter_and_contacts_are_no_statistics(table: Sequence[Sequence[str]]) -> None:
    assert _read(_paragraphs(), extra=_table(table)).verdict == "accepted"


def test_a_contents_page_with_page_numbers_is_no_table() -> None:
    contents = [
        f"{n}、{heading} {page}" for n, (heading, _), page in zip(NUMERALS, CHAPTERS, "1223456", strict=True)
    ]
    assert _read([*contents, *_paragraphs()]).verdict == "accepted"


def test_torn_digits_are_no_table() -> None:
    torn = [
        "2011年，我局共主动公开政府信息 条，其中全文电子化率达 %。393 100",
        "机构职能类信息 条，政策法规类信息 条，4 14",
        "收到申请",
        "29",
        "件，均已答复。",
    ]
    assert _read([*_paragraphs(), *torn]).verdict == "accepted"


# -- tables that are missing


@pytest.mark.parametrize(
    "words",
    [
        "该部分以表格形式报告。表格如下：",
        "第二十条第（一）项",
        "主动公开的具体数据见下表。",
        "附件：政府信息公开情况统计表",
        "附表1",
    ],
)
def test_words_that_promise_a_table(words: str) -> None:
    reading = _read([*_paragraphs(), words])
    assert (reading.verdict, reading.reason) == ("review", "tables_missing")


@pytest.mark.parametrize(
    ("year", "verdict"), [(2012, "accepted"), (2016, "accepted"), (2019, "review"), (2022, "review")]
)
def test_years_whose_form_has_tables(year: int, verdict: str) -> None:
    assert _read(_paragraphs(), year=year).verdict == verdict


def test_pictures_may_be_the_table() -> None:
    picture = "<p><img src='/upload/table.jpg' width='600' height='800'></p>"
    assert _read(_paragraphs(), year=2012, extra=picture).verdict == "accepted"
    assert _read(_paragraphs(), year=2016, extra=picture).reason == "tables_missing"


def test_the_six_chapters_of_the_form_without_tables() -> None:
    six = [
        "一、总体情况",
        "2024年公开政府信息89条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "不足。",
        "六、其他需要报告的事项",
        "无。",
    ]
    reading = _read(six, year=2024)
    assert (reading.verdict, reading.reason) == ("review", "tables_missing")


@pytest.mark.parametrize(
    "end, rule", [("}", None), ("", "truncated"), ("}\\trowd\\cellx900 7\\cell\\row}", "trailing_data")]
)
def test_a_file_whose_rest_is_unread_is_not_accepted(end: str, rule: str | None) -> None:
    """What stands behind a lost brace may have been the tables."""
    body = (
        "{\\rtf1 " + _rtf([HEADLINE.format(year=2011), *_paragraphs(), "威海市环翠区商务局", "2012年3月1日"]) + end
    )
    [reading] = read_bytes(body.encode("ascii"))
    assert reading.verdict == ("review" if rule else "accepted")
    assert reading.reason == rule
