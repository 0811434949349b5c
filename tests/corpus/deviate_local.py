"""Tables of no national form (FORMATS.md §4.2–4.5): read none of them as one of the four."""

from __future__ import annotations

from tests.corpus.deviations import deviation
from tests.corpus.model import Box, Draft, Table, Text


def _append_table(draft: Draft, title: str, rows: list[list[str]]) -> None:
    boxes = [[Box(text, "head" if i == 0 else "filler") for text in row] for i, row in enumerate(rows)]
    position = len(draft.blocks) - 2  # before signature and date
    draft.blocks[position:position] = [Text(title, "caption"), Table("local", boxes, 1)]


@deviation("local.shanghai")
def shanghai(draft: Draft) -> None:
    """Code list B, in part: 本期实际 and 本年累计."""
    rng = draft.rng
    items = [
        ("主动公开信息数", "条", "01"), ("其中：全文电子化的主动公开信息数", "条", "02"),
        ("公文类信息数", "条", "03"), ("其中：新增的行政规范性文件数", "条", "04"),
        ("网站专栏页面访问量", "人次", "06"), ("现场接待人数", "人次", "07"),
        ("依申请公开信息目录数", "条", "10"), ("申请总数", "条", "12"), ("当面申请数", "条", "13"),
        ("传真申请数", "条", "14"), ("网上申请数", "条", "16"), ("信函申请数", "条", "17"),
        ("对申请的答复总数", "条", "19"), ("同意公开答复数", "条", "20"), ("不予公开答复总数", "条", "27"),
        ("行政复议数", "件", "34"), ("行政诉讼数", "件", "35"), ("收取费用总额", "元", "37"),
    ]  # fmt: skip
    rows = [["指标名称（甲）", "计量单位（乙）", "代码（丙）", "本期实际（1）", "本年累计（2）"]]
    for label, unit, code in items:
        year = rng.randint(0, 90)
        rows.append([label, unit, code, str(year // 4), str(year)])
    _append_table(draft, "政府信息公开工作情况统计表", rows)


@deviation("local.fujian")
def fujian(draft: Draft) -> None:
    """当年 and 历年累计 for each category."""
    categories = [
        "机构职能类",
        "政策、规范性文件类",
        "规划计划类",
        "行政许可类",
        "重大建设项目类",
        "为民办实事类",
        "其他",
    ]
    rows = [["类别", "当年（条）", "占比（%）", "历年累计（条）"]]
    for label in categories:
        count = draft.rng.randint(0, 60)
        rows.append([label, str(count), f"{count / 4:.1f}", str(count + draft.rng.randint(0, 400))])
    _append_table(draft, "主动公开政府信息情况表", rows)


@deviation("local.small")
def small(draft: Draft) -> None:
    """A small local form: disclosed, asked, complained."""
    rows = [["项目", "数量", "备注"]]
    labels = [
        "一、主动公开信息数", "其中：工作动态类", "其中：政策法规类", "二、依申请公开信息目录数", "信息公开申请数",
        "①当面申请", "②网上填表及电子邮件申请", "③信函及传真申请", "对申请的答复数", "①同意公开", "②部分公开",
        "③不予公开", "④其他", "三、投诉数", "复议数",
    ]  # fmt: skip
    rows += [[label, str(draft.rng.randint(0, 30)), ""] for label in labels]
    _append_table(draft, "政府信息公开情况统计表（季报汇总）", rows)


@deviation("local.invented")
def invented(draft: Draft) -> None:
    """A report of recent years whose office invented its own tables: an unknown layout, nothing in the gold."""
    for name in ("disclosure", "applications", "review"):
        for table in draft.tables(name):
            draft.blocks = [block for block in draft.blocks if block is not table]
    draft.gold = {}
    draft.options["gold_form"] = None
    months = ["一季度", "二季度", "三季度", "四季度"]
    rows = [["业务类别", *months, "小计"]]
    for label in ("网站信息", "公众号信息", "来信办理", "现场查询", "电话咨询"):
        counts = [draft.rng.randint(0, 80) for _ in months]
        rows.append([label, *map(str, counts), str(sum(counts))])
    _append_table(draft, "政务公开业务情况汇总表", rows)
