"""The tables in plain text, as extractions from PDF and Word leave them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.forms import FormResult, read_report
from tests.unit.forms import sample
from tests.unit.forms.readings import cells_of, errors_of, rules, text_document

HEAD = """威海市环翠区商务局
2024年政府信息公开工作年度报告
本报告由总体情况，主动公开政府信息情况，收到和处
理政府信息公开申请情况共 部分组成。6
一、总体情况
2024年度，我局共发布政务信息126条，其中：机构职能 条，工作动态 条。3 77
行政许可 12 件，行政处罚 3 件。"""

APPLICANTS = """申请人情况
自然人 法人或其他组织 总计
商业企业 科研机构 社会公益组织 法律服务机构 其他"""

INTERLEAVED = """申请人情况
自然
人
法人或其他组织
总计
商 科 社会 法律 其
业
企
业
研
机
构
公益
组织
服务
机构
他"""

OUTCOMES = " ".join(sample.OUTCOME_LABELS)
REVIEW = f"行政复议 行政诉讼\n{OUTCOMES}\n未经复议直接起诉 复议后起诉\n{OUTCOMES}\n{OUTCOMES}"

TAIL = """五、存在的主要问题及改进情况
一是公开不够及时，整改 2 项。
六、其他需要报告的事项
2024年收取信息处理费 0 元。"""


def disclosure() -> list[str]:
    d = {path.removeprefix("disclosure."): f"{n:g}" for path, n in sample.DISCLOSURE.items()}

    def row(label: str, item: str, *measures: str) -> str:
        return " ".join([label, *(d[f"{item}.{measure}"] for measure in measures)])

    return [
        "第二十条第（一）项",
        "信息内容 本年制发件数 本年废止件数 现行有效件数",
        row("规章", "regulations", "issued", "repealed", "in_force"),
        row("行政规范性文件", "normative_documents", "issued", "repealed", "in_force"),
        "第二十条第（五）项",
        "信息内容 本年处理决定数量",
        row("行政许可", "licences", "handled"),
        "第二十条第（六）项",
        "信息内容 本年处理决定数量",
        row("行政处罚", "penalties", "handled"),
        row("行政强制", "coercive_measures", "handled"),
        "第二十条第（八）项",
        "信息内容 本年收费金额（单位：万元）",
        row("行政事业性收费", "fees", "amount_10k_yuan"),
    ]


def applications() -> list[str]:
    """One line a row, group labels and the vertical label on lines of their own."""
    numbers = {code: " ".join(map(str, row)) for code, row in sample.applications().items()}
    lines = [
        f"一、本年新收政府信息公开申请数量 {numbers['new_received']}",
        f"二、上年结转政府信息公开申请数量 {numbers['carried_over']}",
        *"三、本年度办理结果",
    ]
    lines += [f"{label} {numbers[code]}" for code, label in sample.GRANTED]
    for group, members in sample.GROUPS:
        lines.append(group)
        lines += [f"{label} {numbers[code]}" for code, label in members]
    lines.append(f"（七）总计 {numbers['processed_total']}")
    lines.append(f"四、结转下年度继续办理 {numbers['carried_forward']}")
    return lines


def review() -> str:
    return " ".join(str(n) for row in sample.review().values() for n in row)


def report(
    second: list[str] | None = None,
    third: list[str] | None = None,
    applicants: str = APPLICANTS,
    fourth: str = REVIEW,
    numbers: str | None = None,
) -> str:
    parts = [
        HEAD,
        "二、主动公开政府信息情况",
        *(second or disclosure()),
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，",
        "等于第三项加第四项之和）",
        applicants,
        *(third or applications()),
        "四、政府信息公开行政复议、行政诉讼情况",
        fourth,
        numbers or review(),
        TAIL,
    ]
    return "\n".join(parts)


def read(text: str) -> FormResult:
    return read_report(text_document(text))


def change(old: str, new: str) -> str:
    text = report()
    assert old in text
    return text.replace(old, new, 1)


def numbers_of(row: str) -> str:
    return " ".join(map(str, sample.applications()[row]))


NOT_AMENDED = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"

WRAPPED_OUTCOMES = """行政复议 行政诉讼
结果 结果 其他 尚未 总
维持 纠正 结果 审结 计
未经复议直接起诉 复议后起诉
结果 结果 其他 尚未 总 结果 结果 其他 尚未 总
维持 纠正 结果 审结 计 维持 纠正 结果 审结 计"""

READABLE: dict[str, Callable[[], str]] = {
    "as printed": report,
    "letters of the header interleaved": lambda: report(applicants=INTERLEAVED),
    "label wrapped, numbers on a line of their own": lambda: change(
        NOT_AMENDED,
        "1.申请人无正当理由逾期不补\n正、行政机关不再处理其政府信\n息公开申请\n",
    ),
    "numbers between the lines of a label": lambda: change(
        f"{NOT_AMENDED} {numbers_of('other.not_amended')}",
        f"1.申请人无正当理由逾期不补\n正、行政机关不再处理其政府信 {numbers_of('other.not_amended')}\n息公开申请",
    ),
    "numbers after the first line of a known short label": lambda: change(
        f"{NOT_AMENDED} {numbers_of('other.not_amended')}",
        f"1.申请人无正当理由逾期不补正 {numbers_of('other.not_amended')}\n、行政机关不再处理其政府信息公开申请",
    ),
    "one number a line": lambda: report().replace(numbers_of("granted"), numbers_of("granted").replace(" ", "\n")),
    "header repeated by a page break": lambda: change("（五）不予处理", f"{APPLICANTS}\n（五）不予处理"),
    "page number with dashes": lambda: change("（五）不予处理", "— 5 —\n（五）不予处理"),
    "page number in words": lambda: change("（五）不予处理", "第 5 页 共 9 页\n（五）不予处理"),
    "bare page number": lambda: change("（五）不予处理", "5\n（五）不予处理"),
    "quotes torn out": lambda: change("3.危及“三安全一稳定”", "3. “ ”危及 三安全一稳定"),
    "vertical label among the rows": lambda: change("（三）不予公开", "办\n（三）不予公开\n理"),
    "group label torn by a page": lambda: change("（四）无法提供", "（四）无\n法提供"),
    "outcomes wrapped": lambda: report(fourth=WRAPPED_OUTCOMES),
    "units": lambda: change(f"行政许可 {5821}", "行政许可 5821件"),
    "article and heading lost": lambda: change("第二十条第（六）项\n", ""),
    "whole report on one line": lambda: " ".join(report().splitlines()),
}


@pytest.mark.parametrize("name", READABLE)
def test_reads_every_cell(name: str) -> None:
    result = read(READABLE[name]())
    assert cells_of(result) == sample.gold()
    assert errors_of(result) == []


def test_strokes_hold_their_place() -> None:
    line = "2.重复申请 5 - — / 无 —— 5"
    text = report(third=[line if row.startswith("2.重复申请") else row for row in applications()])
    cells = read(text).report.applications["not_processed.duplicate"]
    assert [cell.value for cell in cells.values()] == [5, None, None, None, None, None, 5]
    assert [cell.raw for cell in cells.values()] == ["5", "-", "—", "/", "无", "——", "5"]


def test_places_are_lines() -> None:
    result = read(report())
    place = result.report.disclosure["licences"]["handled"].place
    lines = [line for line in report().splitlines() if line.strip()]
    assert place.line is not None
    assert lines[place.line] == "行政许可 5821"


def test_prose_is_kept_out_of_tables_and_tables_out_of_prose() -> None:
    result = read(report())
    texts = [section.text for section in result.report.sections]
    assert [bool(text) for text in texts] == [True, False, False, False, True, True]
    assert texts[0].endswith("行政许可 12 件，行政处罚 3 件。")
    assert result.report.disclosure["licences"]["handled"].value == 5821


REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "a number is missing": (
        lambda: change(numbers_of("denied.state_secret"), numbers_of("denied.state_secret").rsplit(" ", 1)[0]),
        "number_count",
    ),
    "a number too many": (
        lambda: change(numbers_of("denied.state_secret"), numbers_of("denied.state_secret") + " 7"),
        "number_count",
    ),
    "a number torn in two": (
        lambda: change(numbers_of("processed_total"), "1 " + numbers_of("processed_total")[1:]),
        "number_count",
    ),
    "cells glued": (lambda: change("规章 1 2 31", "规章1231"), "row_missing"),
    "label lost": (lambda: change("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""), "row_missing"),
    "unknown row": (
        lambda: change("（五）不予处理", "9.本省自设情形 1 0 0 0 0 0 1\n（五）不予处理"),
        "row_unknown",
    ),
    "header lost": (lambda: report(applicants="人员"), "header_missing"),
    "columns in another order": (
        lambda: report(applicants=APPLICANTS.replace("商业企业 科研机构", "科研机构 商业企业")),
        "column_order",
    ),
    "interleaved columns in another order": (
        lambda: report(applicants=INTERLEAVED.replace("商 科", "科 商")),
        "column_order",
    ),
    "outcomes in another order": (
        lambda: report(fourth=REVIEW.replace("结果维持 结果纠正", "结果纠正 结果维持", 1)),
        "column_order",
    ),
    "wrapped outcomes in another order": (
        lambda: report(fourth=WRAPPED_OUTCOMES.replace("维持 纠正", "纠正 维持", 1)),
        "column_order",
    ),
    "fourteen outcomes": (lambda: report(numbers=review().split(" ", 1)[1]), "number_count"),
    "fee in another unit": (lambda: change("（单位：万元）", "（单位：元）"), "unit_mismatch"),
    "false total": (lambda: change(numbers_of("granted"), numbers_of("granted") + "9"), "I1_row_total"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_cannot_be_placed(name: str) -> None:
    make, rule = REFUSED[name]
    result = read(make())
    assert rule in rules(result, "error")
    gold = sample.gold()
    if rule != "I1_row_total" and "order" not in name and "unit" not in name:
        assert {path: n for path, n in cells_of(result).items() if n != gold[path]} == {}


def test_cause_of_a_false_sum_in_text_is_not_certain() -> None:
    result = read(change(numbers_of("granted"), numbers_of("granted") + "9"))
    [finding] = [f for f in errors_of(result) if f.rule == "I1_row_total"]
    total = sum(sample.applications()["granted"][:6])
    assert (finding.left, finding.right, finding.cause) == (total, 10 * total + 9, "unknown")
