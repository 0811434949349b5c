"""Every explanation that the code can write has its Chinese; and the Chinese has the same numbers and sources."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from pipelines.evidence import Kind
from pipelines.facts.coverage import Body
from pipelines.forms import numbers
from pipelines.forms.labels import label_book
from pipelines.site.catalogue import catalogue
from pipelines.site.explain import HOLE, _table, ended, explain, lost
from tests.unit.site.messages import Messages

OUTCOME = Path(__file__).parents[3] / "crawler" / "outcome.py"
VIEWS = Path(__file__).parents[3] / "migrations" / "views"
# what following every branch makes of two that exclude each other
NEVER = {f"the total is blank, its parts are not ({HOLE} blank cells counted as zero)"}


@pytest.fixture(scope="module")
def messages() -> Messages:
    return Messages()


def test_every_detail_of_the_code_has_its_chinese(messages: Messages) -> None:
    assert len(messages.details) > 300
    lacking = sorted(text for text in messages.details - NEVER if explain(text) is None)
    assert lacking == [], "pipelines/site/explanations.toml lacks these"


def test_no_value_is_lost_on_the_way(messages: Messages) -> None:
    """As many values as the English has: each number and each source stands in the Chinese, too."""
    for text in messages.details - NEVER:
        assert (explain(text) or "").count(HOLE) >= len(re.findall(f"{HOLE}+", text)), text


def test_every_rule_of_the_code_has_a_name(messages: Messages) -> None:
    rules = messages.rules | {f"cell_{problem}" for problem in get_args(numbers.Problem)}
    assert {"I1_row_total", "across.carry_over", "identity.year.weak", "ocr", "row_joined"} <= rules
    assert rules <= catalogue().codes.keys()


def test_what_the_view_of_findings_says_has_its_chinese() -> None:
    newest = max(VIEWS.glob("v_findings_v*.sql")).read_text(encoding="utf-8")
    said = set(re.findall(r"'(the same |numbers and prose|numbers|prose| under | and | more)'", newest))
    assert len(said) == 7, "v_findings words it differently: bring explanations.toml along"
    for what in ("numbers and prose", "numbers", "prose"):
        for more in ("", " and 2 more"):
            assert "某市某局 2023" in (explain(f"the same {what} under 某市某局 2023{more}") or "")


def test_the_chinese_names_only_values_that_its_sentence_has() -> None:
    for sentences in (_table().sentences, *_table().parts.values()):
        for each in sentences:
            named = [name for _, name, spec, _ in Formatter().parse(each.chinese) if name is not None and not spec]
            assert set(named) == set(each.kinds), each.chinese


def test_codes_that_a_sentence_holds_are_all_known() -> None:
    parts = _table().parts
    assert {each.pattern.pattern for each in parts["kind"]} == set(get_args(Kind))
    assert {each.pattern.pattern for each in parts["whose"]} == set(get_args(Body))
    assert {
        re.sub(r"\\(.)", r"\1", each.pattern.pattern) for each in parts["local"]
    } == label_book().local_tables.keys()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("27 is not 26", "一边为27，一边为26，两者不等"),
        ("-3 is not 2.5 (4 blank cells counted as zero)", "一边为-3，一边为2.5，两者不等（4个空白单元格视作0）"),
        ("the prose says 27, the table 26 (or 28) (or 29)", "文字称27，表内为26（或28、29）"),
        (
            "carried over: 5 in 2023 (http://a.gov.cn/1?x=(2)); carried forward: blank in 2022 (http://a.gov.cn/2)",
            "上年结转：2023年为5（http://a.gov.cn/1?x=(2)）；上年度印结转下年：2022年空白（http://a.gov.cn/2）",
        ),
        (
            "3 in 2024 (u) for the whole (government), 12 in 4 of its parts: 甲局 9 in 2024 (v); "
            "乙局 2 in 2024 (w); 丙局 1 in 2024 (x) and 1 more",
            "整体（本级政府（含部门））2024年为3（u）；其中4个下属单位合计已达12：甲局2024年为9（v）；"
            "乙局2024年为2（w）；丙局2024年为1（x），另有1个",
        ),
        (
            "1 cells differ between a.gov.cn/1 and a.gov.cn/2 x.doc: disclosure.penalties.handled 40 / blank",
            "有1个单元格不同：行政处罚 · 本年处理决定数量 40／空白（分别为 a.gov.cn/1 与 a.gov.cn/2 x.doc）",
        ),
        ("'尚末审结' was taken for '尚未审结'", "将“尚末审结”认作“尚未审结”"),
        (
            "甲局 may be 乙局 (7: one may be an older, a shorter or a less complete name of the other) or "
            "丙局 (8: one character left out or doubled), which is already in the register; "
            "see scrapy agencies proposals",
            "“甲局”或即名录中已有的“乙局”（7：一个或为另一个的旧称、简称或不完整的名称）或"
            "“丙局”（8：名称漏一字或重一字）；见 scrapy agencies proposals",
        ),
        (
            "the row asks for the columns issued, repealed; above it stands in_force",
            "该行应有列：本年制发件数、本年废止件数；其上所印为：现行有效件数",
        ),
    ],
)
def test_a_sentence_is_turned_with_its_values(english: str, chinese: str) -> None:
    assert explain(english) == chinese


def test_every_message_of_a_run_has_its_chinese() -> None:
    tree = ast.parse(OUTCOME.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = {
        "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    } | {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | docs
    }
    messages = {text for text in said if len(text.split()) > 1}
    assert len(messages) > 25
    assert sorted(text for text in messages if ended(text) is None and text not in ("no answer",)) == []


def test_a_run_is_told_fact_by_fact() -> None:
    little = "8 reports, expected at least 15; no report for 2022, 2023"
    assert ended(f"{little}; 60% of the cells of 2023 hold a number, 82% in the last good run") == (
        "年报8份，预期至少15份；没有2022, 2023年度的年报；2023年度有数的单元格占60%，上次正常运行为82%"
    )
    assert ended("the portal could not be reached (a.gov.cn: timeout; b.gov.cn: refused)") == (
        "站点无法访问（a.gov.cn: timeout; b.gov.cn: refused）"
    )
    assert ended("No space left on device") is None


def test_what_nobody_has_translated_is_not_guessed() -> None:
    assert explain("the moon is in the way") is None
    assert explain("seven is not eight") is None  # no numbers, no sum
    assert explain("weather names 甲局 (x), headline names 乙局 (y)") is None  # no kind of evidence


def test_why_a_source_was_lost_is_told_in_chinese() -> None:
    assert lost("HTTP 404") == "HTTP 404"
    assert lost("shrunk from 9 cells to 4") == "有数的单元格由9个减为4个"
    assert lost("reads as unreadable: encrypted") == "现不可读：文件加密"
    assert lost("the dog ate it") is None
