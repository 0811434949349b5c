"""Labels and headers that are misspelt, shortened, spaced out or cut. The numbers stay as they are."""

from __future__ import annotations

import re

from tests.corpus.deviations import deviation
from tests.corpus.labels import APPLICANTS
from tests.corpus.model import Box, Draft

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七]）|[1-9]\.)")


def rename(draft: Draft, code: str, text: str, table: str = "") -> None:
    """Print another text for every label or header of this code."""
    found = [box for box in draft.labels(table) if box.code == code]
    if not found:
        raise LookupError(f"{draft.id}: no label {code}")
    for box in found:
        box.text = text


def _substitute(draft: Draft, pattern: str, replacement: str, table: str = "") -> None:
    for box in draft.labels(table):
        box.text = re.sub(pattern, replacement, box.text)


@deviation("label.typo_repealed")
def typo_repealed(draft: Draft) -> None:
    rename(draft, "repealed", "本年度止件数")


@deviation("label.lost_characters")
def lost_characters(draft: Draft) -> None:
    rename(draft, "repealed", "年废止件数")
    rename(draft, "in_force", "现行有效件")
    rename(draft, "licences", "政许可")
    rename(draft, "penalties", "政处罚")


@deviation("label.spaces")
def spaces(draft: Draft) -> None:
    spaced = {
        "规章",
        "总计",
        "其他",
        "自然人",
        "商业企业",
        "行政许可",
        "行政处罚",
        "尚未审结",
        "收到申请数",
        "单位",
    }
    for box in draft.labels():
        if box.text in spaced:
            box.text = draft.rng.choice([" ", "  ", "\u3000"]).join(box.text)
        elif box.text.startswith("（七）"):
            box.text = "（七）总 计"


@deviation("label.header_note")
def header_note(draft: Draft) -> None:
    for box in draft.labels("disclosure"):
        if box.code == "handled":
            box.text += f"({draft.year}年办件量)"


@deviation("label.normative_short")
def normative_short(draft: Draft) -> None:
    rename(draft, "normative_documents", "规范性文件")


@deviation("label.note_inside")
def note_inside(draft: Draft) -> None:
    rename(draft, "regulations", "规章（设区的市、自治州人民政府应提供相关数据）")


@deviation("label.enumeration_comma")
def enumeration_comma(draft: Draft) -> None:
    _substitute(draft, r"^([1-9])\.", r"\1、")


@deviation("label.half_brackets")
def half_brackets(draft: Draft) -> None:
    for box in draft.labels():
        box.text = box.text.replace("（", "(").replace("）", ")")


@deviation("label.other_brackets")
def other_brackets(draft: Draft) -> None:
    left, right = draft.rng.choice([("〔", "〕"), ("【", "】"), ("﹙", "﹚")])
    _substitute(draft, r"^（([一二三四五六七])）", rf"{left}\1{right}")


@deviation("label.quotes_lost")
def quotes_lost(draft: Draft) -> None:
    rename(draft, "denied.safety_stability", "3. “ ”危及 三安全一稳定")


@deviation("label.quotes_straight")
def quotes_straight(draft: Draft) -> None:
    rename(draft, "denied.safety_stability", '3.危及"三安全一稳定"')


@deviation("label.carry_next_year")
def carry_next_year(draft: Draft) -> None:
    rename(draft, "carried_forward", draft.rng.choice(["四、结转下一年度继续办理", "四、结转下一年继续办理"]))


@deviation("label.carry_transposed")
def carry_transposed(draft: Draft) -> None:
    rename(draft, "carried_forward", "四、转结下年度继续办理")
    rename(draft, "carried_over", "二、上年转结政府信息公开申请数量")


@deviation("label.short_other")
def short_other(draft: Draft) -> None:
    rename(draft, "other.not_amended", "1.逾期不补正")
    rename(draft, "other.fee_unpaid", "2.逾期不缴费")


@deviation("label.article_number_lost")
def article_number_lost(draft: Draft) -> None:
    for index, text in enumerate(("第二十条第（）项", "第二十条第()项", "第二十条第", "第二十条第 项")):
        rename(draft, f"article.{index}", text, "disclosure")


@deviation("label.empty_regulations")
def empty_regulations(draft: Draft) -> None:
    rename(draft, "article.0", "第二十条第", "disclosure")
    rename(draft, "regulations", "")


@deviation("label.no_numbering")
def no_numbering(draft: Draft) -> None:
    _substitute(draft, _NUMBERING.pattern, "")


@deviation("label.short_applicants")
def short_applicants(draft: Draft) -> None:
    rename(draft, "public_interest_org", "社会公益组 织")
    rename(draft, "other_org", "其它", "applications")
    rename(draft, "total", "合计", "applications")


@deviation("label.corner_missing")
def corner_missing(draft: Draft) -> None:
    rename(draft, "corner", "")


@deviation("header.two_lines")
def two_lines(draft: Draft) -> None:
    """本年新¶制作数量: a header broken by hand."""
    for box in draft.labels():
        if box.kind == "head" and 4 <= len(box.text) <= 12:
            middle = len(box.text) // 2
            box.text = f"{box.text[:middle]}\n{box.text[middle:]}"


@deviation("header.truncated")
def truncated(draft: Draft) -> None:
    """本年新 | 本年新 | 对外公开总数量: two columns that only their order tells apart."""
    rename(draft, "made", "本年新")
    rename(draft, "published", "本年新")


@deviation("header.split_rows")
def split_rows(draft: Draft) -> None:
    """自然 above 人, 商业 | 科研 above 企业 | 机构: a header label in two cells."""
    table = draft.tables("applications")[0]
    corner, applicants = table.rows[0]
    corner.rowspan = 4
    inner = table.rows[2]
    upper, lower = [], []
    for box in inner:
        if len(box.text) < 3:
            box.rowspan = 2
            upper.append(box)
            continue
        middle = len(box.text) // 2
        upper.append(Box(box.text[:middle], "head"))
        lower.append(Box(box.text[middle:], "head"))
    natural, organisations, total = table.rows[1]
    natural.text, natural.rowspan, total.rowspan = "自然", 1, 3
    person = Box("人", "head", rowspan=2)
    table.rows[:3] = [[corner, applicants], [natural, organisations, total], [person, *upper], lower]
    table.header_rows = 4


@deviation("header.flat")
def flat(draft: Draft) -> None:
    """One header row without 申请人情况 and 法人或其他组织."""
    table = draft.tables("applications")[0]
    corner = table.rows[0][0]
    corner.rowspan = 1
    table.rows[:3] = [[corner, *(Box(text, "head", code) for code, text in APPLICANTS.items())]]
    table.header_rows = 1


@deviation("header.duplicated")
def duplicated(draft: Draft) -> None:
    """商业企业 printed twice, 科研机构 not at all: nobody can tell which column is which."""
    rename(draft, "research_institution", "商业企业")
