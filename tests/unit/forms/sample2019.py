"""A made-up report of the 2019 form, as numbers and as HTML: 22 + 23×7 + 15 cells (FORMATS.md §2).

Its numbers differ from column to column and satisfy all identities.
"""

from __future__ import annotations

from tests.unit.forms import sample
from tests.unit.forms.sample import Gold, Rows, Td, table_html

_OTHER = "other.total"
_GROUPS = sample.GROUPS[:-1]
ENDED = (*(code for code, _ in sample.GRANTED), *(code for _, rows in _GROUPS for code, _ in rows), _OTHER)

# article, headers, rows: (item, label, {measure: printed})
SECTION_TWO: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str, dict[str, str]], ...]], ...] = (
    (
        "第二十条第（一）项",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (
            ("regulations", "规章", {"made": "1", "published": "2", "public_total": "31"}),
            ("normative_documents", "规范性文件", {"made": "4", "published": "5", "public_total": "66"}),
        ),
    ),
    (
        "第二十条第（五）项",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("licences", "行政许可", {"items_last_year": "287", "items_change": "+1036", "handled": "5821"}),
            (
                "other_services",
                "其他对外管理服务事项",
                {"items_last_year": "150", "items_change": "增3", "handled": "77"},
            ),
        ),
    ),
    (
        "第二十条第（六）项",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("penalties", "行政处罚", {"items_last_year": "3412", "items_change": "减2", "handled": "94"}),
            ("coercive_measures", "行政强制", {"items_last_year": "118", "items_change": "-3", "handled": "9"}),
        ),
    ),
    (
        "第二十条第（八）项",
        ("上一年项目数量", "本年增/减"),
        (("fees", "行政事业性收费", {"items_last_year": "12", "items_change": "0"}),),
    ),
    (
        "第二十条第（九）项",
        ("采购项目数量", "采购总金额"),
        (("procurement", "政府集中采购", {"projects": "14", "amount": "8040"}),),
    ),
)
_VALUES = {"+1036": 1036, "增3": 3, "减2": -2}
HEADINGS = (
    "一、总体情况",
    "二、行政机关主动公开政府信息情况",
    "三、行政机关收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、政府信息公开工作存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def disclosure_table() -> Rows:
    """Section 二 as one table of five stacked sub-tables, four columns wide."""
    rows: Rows = []
    for article, headers, items in SECTION_TWO:
        widths = [1] * (len(headers) - 1) + [4 - len(headers)]
        rows.append([Td(article, 1, 4)])
        rows.append([Td("信息内容"), *(Td(text, 1, w) for text, w in zip(headers, widths, strict=True))])
        for _, label, numbers in items:
            rows.append([Td(label), *(Td(n, 1, w) for n, w in zip(numbers.values(), widths, strict=True))])
    return rows


def applications() -> dict[str, list[int]]:
    """row → seven numbers; the parts differ by column, the totals add up."""
    rows = {code: [(r * 5 + c * 3) % 7 + 10 * c for c in range(6)] for r, code in enumerate(ENDED)}
    rows["processed_total"] = [sum(row[c] for row in rows.values()) for c in range(6)]
    rows["carried_forward"] = [c + 2 for c in range(6)]
    rows["carried_over"] = [2 * c + 1 for c in range(6)]
    rows["new_received"] = [
        rows["processed_total"][c] + rows["carried_forward"][c] - rows["carried_over"][c] for c in range(6)
    ]
    return {code: [*parts, sum(parts)] for code, parts in rows.items()}


def _numbers(row: str) -> list[Td]:
    return [Td(str(n)) for n in applications()[row]]


def applications_table() -> Rows:
    """Section 三: 23 rows, （六）其他处理 in one."""
    rows: Rows = [
        *sample.applications_header(),
        [Td("一、本年新收政府信息公开申请数量", 1, 3), *_numbers("new_received")],
        [Td("二、上年结转政府信息公开申请数量", 1, 3), *_numbers("carried_over")],
    ]
    first = [Td("三、本年度办理结果", 20)]
    for code, label in sample.GRANTED:
        rows.append([*first, Td(label, 1, 2), *_numbers(code)])
        first = []
    for name, members in _GROUPS:
        for i, (code, label) in enumerate(members):
            group = [Td(name, len(members))] if i == 0 else []
            rows.append([*group, Td(label), *_numbers(code)])
    rows.append([Td("（六）其他处理", 1, 2), *_numbers(_OTHER)])
    rows.append([Td("（七）总计", 1, 2), *_numbers("processed_total")])
    rows.append([Td("四、结转下年度继续办理", 1, 3), *_numbers("carried_forward")])
    return rows


def gold() -> Gold:
    """Every cell of the sample by its code path."""
    cells: Gold = {
        f"disclosure.{item}.{measure}": _VALUES[text] if text in _VALUES else int(text)
        for _, _, items in SECTION_TWO
        for item, _, numbers in items
        for measure, text in numbers.items()
    }
    for row, numbers in applications().items():
        for (code, _), n in zip(sample.APPLICANTS, numbers, strict=True):
            cells[f"applications.{row}.{code}"] = n
    return cells | {path: n for path, n in sample.gold().items() if path.startswith("review.")}


def page(second: str | None = None, third: str | None = None) -> bytes:
    """The whole report as a page; tables as given, or as the form has them."""
    return sample.page(
        second=table_html(disclosure_table()) if second is None else second,
        third=table_html(applications_table()) if third is None else third,
        headings=HEADINGS,
    )
