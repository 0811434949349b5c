"""Puts a report together: agency, year, numbers, prose and tables, before anything is done to it."""

from __future__ import annotations

import random
from typing import Any

from tests.corpus import figures, prose, tables
from tests.corpus.agencies import invent_agency
from tests.corpus.model import Block, Draft, Table, Text

YEARS = {
    "2021": range(2021, 2026),
    "2019": range(2019, 2021),
    "2014": range(2014, 2019),
    "narrative": range(2008, 2014),
}
HEADLINES = [
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}关于{year}年政府信息公开工作年度报告",
]
SEED = 20210926  # the day of 国办公开办函〔2021〕30号


def compose(recipe: dict[str, Any]) -> Draft:
    """The draft of a recipe (README.md lists the keys). The same recipe gives the same draft."""
    rng = random.Random(f"{SEED}/{recipe['id']}/{recipe.get('salt', 0)}")
    form, size = recipe["form"], recipe.get("size", "bureau")
    year = int(recipe.get("year") or rng.choice(YEARS[form]))
    agency = invent_agency(rng, size, year)
    headline = rng.choice(HEADLINES).format(agency=agency.name, year=year)
    published = f"{year + 1}-{rng.choice(['01', '01', '02', '03'])}-{rng.randint(4, 28):02d}"
    draft = Draft(recipe["id"], form, rng, agency, year, headline, published)
    draft.options = {"cites": form, **recipe.get("options", {})}
    if form == "narrative":
        draft.blocks = _narrative(draft, size)
    elif form == "2014":
        draft.blocks = _report_2014(draft, size)
    else:
        draft.blocks = _report(draft, size)
    return draft


def _sign(draft: Draft) -> list[Block]:
    year, month, day = (int(part) for part in draft.published_on.split("-"))
    return [Text(draft.agency.name, "signature"), Text(f"{year}年{month}月{day}日", "date")]


def _report(draft: Draft, size: str) -> list[Block]:
    """The six sections of 2019 and 2021."""
    rng, form = draft.rng, draft.form
    single = bool(draft.options.get("single_other"))
    numbers = figures.disclosure_2021 if form == "2021" else figures.disclosure_2019
    draft.gold = numbers(rng, size) | figures.applications(rng, form, size, single) | figures.review(rng, size)
    values = prose.slot_values(draft, size)
    heads = prose.HEADINGS["act" if draft.options.get("headings") == "act" else "2021"]
    section_two = tables.disclosure(form, draft.gold, bool(draft.options.get("split_disclosure")))
    return [
        Text(draft.headline, "title"),
        *prose.say(draft, values, "preamble"),
        Text(heads[0], "heading"),
        *prose.overview(draft, values),
        Text(heads[1], "heading"),
        *section_two,
        Text(heads[2], "heading"),
        tables.applications(form, draft.gold, single),
        Text(heads[3], "heading"),
        tables.review(draft.gold),
        Text(heads[4], "heading"),
        *prose.say(draft, values, "problems"),
        Text(heads[5], "heading"),
        *prose.say(draft, values, "closing"),
        *_sign(draft),
    ]


def _report_2014(draft: Draft, size: str) -> list[Block]:
    """Prose chapters, and the statistical table as an annex with its head and foot."""
    draft.gold = dict(figures.indicators(draft.rng, size))
    values = prose.slot_values(draft, size)
    chapters: list[Block] = list(prose.old_chapters(draft, values))
    if draft.options.get("table_only"):
        chapters = []
    phone = values["phone"]
    annex: list[Block] = [
        Text("附件", "note"),
        Text("政府信息公开情况统计表", "caption"),
        Text(f"（{draft.year}年度）", "note"),
        Text(f"填报单位（盖章）：{draft.agency.name}", "note"),
        tables.indicators(draft.gold),
        Text(
            f"单位负责人：周某    审核人：李某    填报人：陈某    联系电话：{phone}"
            f"    填报日期：{draft.published_on}",
            "note",
        ),
    ]
    return [
        Text(draft.headline, "title"),
        *chapters,
        *([] if draft.options.get("table_only") else _sign(draft)),
        *annex,
    ]


def _narrative(draft: Draft, size: str) -> list[Block]:
    values = prose.slot_values(draft, size)
    return [Text(draft.headline, "title"), *prose.old_chapters(draft, values), *_sign(draft)]


def replace_block(draft: Draft, old: Block, new: list[Block]) -> None:
    """Put other blocks in a block's place."""
    index = next(i for i, block in enumerate(draft.blocks) if block is old)
    draft.blocks[index : index + 1] = new


def whole_table(draft: Draft, name: str) -> Table:
    """The table of this name; for section 二 the first of its tables."""
    return draft.tables(name)[0]
