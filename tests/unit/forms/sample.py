"""A made-up report of the 2021 form, as numbers and as HTML that Word, WPS and portals would write.

Its numbers differ from column to column and satisfy all identities, so that a shifted row or a swapped
column cannot go unnoticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

Gold = dict[str, float | None]

APPLICANTS = (
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_interest_org", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
GRANTED = (
    ("granted", "（一）予以公开"),
    ("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
)
GROUPS = (
    (
        "（三）不予公开",
        (
            ("denied.state_secret", "1.属于国家秘密"),
            ("denied.prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("denied.safety_stability", "3.危及“三安全一稳定”"),
            ("denied.third_party_rights", "4.保护第三方合法权益"),
            ("denied.internal_affairs", "5.属于三类内部事务信息"),
            ("denied.process_information", "6.属于四类过程性信息"),
            ("denied.enforcement_file", "7.属于行政执法案卷"),
            ("denied.administrative_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable.not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable.needs_creation", "2.没有现成信息需要另行制作"),
            ("unavailable.still_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("not_processed.petition", "1.信访举报投诉类申请"),
            ("not_processed.duplicate", "2.重复申请"),
            ("not_processed.publication", "3.要求提供公开出版物"),
            ("not_processed.excessive", "4.无正当理由大量反复申请"),
            ("not_processed.reconfirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "（六）其他处理",
        (
            ("other.not_amended", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
            (
                "other.fee_unpaid",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            ),
            ("other.other", "3.其他"),
        ),
    ),
)
ENDED = (*(code for code, _ in GRANTED), *(code for _, rows in GROUPS for code, _ in rows))
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
DISCLOSURE = {
    "disclosure.regulations.issued": 1,
    "disclosure.regulations.repealed": 2,
    "disclosure.regulations.in_force": 31,
    "disclosure.normative_documents.issued": 4,
    "disclosure.normative_documents.repealed": 5,
    "disclosure.normative_documents.in_force": 66,
    "disclosure.licences.handled": 5821,
    "disclosure.penalties.handled": 94,
    "disclosure.coercive_measures.handled": 9,
    "disclosure.fees.amount_10k_yuan": 786.25,
}


@dataclass(frozen=True)
class Td:
    """A table cell as written."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Rows = list[list[Td]]


def applications() -> dict[str, list[int]]:
    """row → seven numbers; the parts differ by column, the totals add up."""
    rows = {}
    for r, code in enumerate(ENDED):
        parts = [(r * 5 + c * 3) % 7 + 10 * c for c in range(6)]
        rows[code] = [*parts, sum(parts)]
    total = [sum(row[c] for row in rows.values()) for c in range(7)]
    forward = [c + 2 for c in range(6)]
    carried = [2 * c + 1 for c in range(6)]
    forward, carried = [*forward, sum(forward)], [*carried, sum(carried)]
    new = [total[c] + forward[c] - carried[c] for c in range(7)]
    return {
        "new_received": new,
        "carried_over": carried,
        **rows,
        "processed_total": total,
        "carried_forward": forward,
    }


def review() -> dict[str, list[int]]:
    rows = {}
    for i, channel in enumerate(CHANNELS):
        parts = [11 * i + k + 1 for k in range(4)]
        rows[channel] = [*parts, sum(parts)]
    return rows


def gold() -> Gold:
    """Every cell of the sample by its code path."""
    cells: Gold = dict(DISCLOSURE)
    for row, numbers in applications().items():
        cells |= {f"applications.{row}.{code}": n for (code, _), n in zip(APPLICANTS, numbers, strict=True)}
    for channel, numbers in review().items():
        cells |= {f"review.{channel}.{code}": n for code, n in zip(OUTCOMES, numbers, strict=True)}
    return cells


def _numbers(row: str) -> list[Td]:
    return [Td(str(n)) for n in applications()[row]]


def applications_header() -> Rows:
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    organisations = [Td(label) for _, label in APPLICANTS[1:6]]
    return [
        [Td(corner, 3, 3), Td("申请人情况", 1, 7)],
        [Td("自然人", 2), Td("法人或其他组织", 1, 5), Td("总计", 2)],
        organisations,
    ]


def applications_body() -> Rows:
    rows: Rows = [
        [Td("一、本年新收政府信息公开申请数量", 1, 3), *_numbers("new_received")],
        [Td("二、上年结转政府信息公开申请数量", 1, 3), *_numbers("carried_over")],
    ]
    first = True
    for code, label in GRANTED:
        group = [Td("三、本年度办理结果", 22)] if first else []
        rows.append([*group, Td(label, 1, 2), *_numbers(code)])
        first = False
    for name, members in GROUPS:
        for i, (code, label) in enumerate(members):
            group = [Td(name, len(members))] if i == 0 else []
            rows.append([*group, Td(label), *_numbers(code)])
    rows.append([Td("（七）总计", 1, 2), *_numbers("processed_total")])
    rows.append([Td("四、结转下年度继续办理", 1, 3), *_numbers("carried_forward")])
    return rows


def applications_table() -> Rows:
    return applications_header() + applications_body()


def disclosure_table() -> Rows:
    d = {path.removeprefix("disclosure."): Td(f"{n:g}") for path, n in DISCLOSURE.items()}
    wide = {path: replace(cell, colspan=3) for path, cell in d.items()}
    return [
        [Td("第二十条第（一）项", 1, 4)],
        [Td("信息内容"), Td("本年制发件数"), Td("本年废止件数"), Td("现行有效件数")],
        [Td("规章"), *(d[f"regulations.{m}"] for m in ("issued", "repealed", "in_force"))],
        [Td("行政规范性文件"), *(d[f"normative_documents.{m}"] for m in ("issued", "repealed", "in_force"))],
        [Td("第二十条第（五）项", 1, 4)],
        [Td("信息内容"), Td("本年处理决定数量", 1, 3)],
        [Td("行政许可"), wide["licences.handled"]],
        [Td("第二十条第（六）项", 1, 4)],
        [Td("信息内容"), Td("本年处理决定数量", 1, 3)],
        [Td("行政处罚"), wide["penalties.handled"]],
        [Td("行政强制"), wide["coercive_measures.handled"]],
        [Td("第二十条第（八）项", 1, 4)],
        [Td("信息内容"), Td("本年收费金额（单位：万元）", 1, 3)],
        [Td("行政事业性收费"), wide["fees.amount_10k_yuan"]],
    ]


def review_table() -> Rows:
    outcomes = [Td(label) for label in OUTCOME_LABELS]
    return [
        [Td("行政复议", 1, 5), Td("行政诉讼", 1, 10)],
        [*(Td(label, 2) for label in OUTCOME_LABELS), Td("未经复议直接起诉", 1, 5), Td("复议后起诉", 1, 5)],
        [*outcomes, *outcomes],
        [Td(str(n)) for numbers in review().values() for n in numbers],
    ]


def table_html(rows: Rows, cell: str = "{}") -> str:
    """A table as written; `cell` wraps each cell's text."""
    body = []
    for row in rows:
        tds = ""
        for td in row:
            span = f' rowspan="{td.rowspan}"' if td.rowspan > 1 else ""
            span += f' colspan="{td.colspan}"' if td.colspan > 1 else ""
            tds += f"<td{span}>{cell.format(td.text)}</td>"
        body.append(f"<tr>{tds}</tr>")
    return f"<table border='1'>{''.join(body)}</table>"


WORD_CELL = (
    '<p class="MsoNormal" align="center" style="text-align:center"><span lang="EN-US" '
    'style="font-family:仿宋_GB2312">{}<o:p></o:p></span></p>'
)
WPS_CELL = '<p style="text-indent:0"><font face="宋体">&nbsp;{}&nbsp;</font></p>'


def page(
    second: str | None = None,
    third: str | None = None,
    fourth: str | None = None,
    headings: Sequence[str] = (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ),
) -> bytes:
    """The whole report as a page; tables as given, or as the form has them."""
    parts = [
        "<h1>威海市环翠区商务局2024年政府信息公开工作年度报告</h1>",
        "<p>根据《中华人民共和国政府信息公开条例》要求，编制发布本报告。统计期限从2024年1月1日到12月31日止。</p>",
        f"<p>{headings[0]}</p><p>2024年主动公开政府信息89条。</p>",
        f"<p>{headings[1]}</p>{table_html(disclosure_table()) if second is None else second}",
        f"<p>{headings[2]}</p>{table_html(applications_table()) if third is None else third}",
        f"<p>{headings[3]}</p>{table_html(review_table()) if fourth is None else fourth}",
        f"<p>{headings[4]}</p><p>一是公开的内容还不够全面。</p>",
        f"<p>{headings[5]}</p><p>未收取政府信息公开信息处理费。</p>",
    ]
    title = "威海市环翠区商务局2024年政府信息公开工作年度报告"
    html = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{''.join(parts)}</body></html>"
    return html.encode()
