"""Headlines, dates, names and noise: what makes agency and year hard to tell."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

from tests.corpus.deviations import deviation
from tests.corpus.model import Draft, Table, Text

_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def _headline(draft: Draft, text: str) -> None:
    for block in draft.texts("title"):
        block.text = text
    draft.headline = text


def _rewrite(draft: Draft, change: Callable[[str], str]) -> None:
    for text in draft.texts():
        text.text = change(text.text)


def _period(draft: Draft, text: str) -> None:
    """Another wording for the first day and the last day of the reporting period."""
    pattern = re.compile(rf"[自从]?{draft.year}年1月1日[起]?[至到](?:{draft.year}年)?12月31日止?")
    hits = [block for block in draft.texts() if pattern.search(block.text)]
    for block in hits:
        block.text = pattern.sub(text, block.text)
    if not hits:
        draft.texts("body")[0].text += f"本报告数据统计期限为{text}。"


@deviation("title.scrambled")
def title_scrambled(draft: Draft) -> None:
    _headline(draft, draft.headline.replace("工作年度报告", "工作告年度报"))


@deviation("title.annual_short")
def title_annual_short(draft: Draft) -> None:
    _headline(draft, draft.headline.replace("政府信息公开工作年度报告", "政府信息公开年报"))


@deviation("title.chinese_year")
def title_chinese_year(draft: Draft) -> None:
    """二〇二二年 in the headline, digits nowhere in it."""
    _headline(draft, draft.headline.replace(str(draft.year), str(draft.year).translate(_CHINESE)))


@deviation("title.repeated")
def title_repeated(draft: Draft) -> None:
    draft.blocks[1:1] = [Text(draft.headline, "title"), Text(draft.headline)]


@deviation("title.broken_lines")
def title_broken_lines(draft: Draft) -> None:
    """Agency and title on two lines, as on a cover."""
    rest = draft.headline.replace(draft.agency.name, "").replace("关于", "")
    _headline(draft, f"{draft.agency.name}\n{rest}")


@deviation("agency.not_in_headline")
def agency_not_in_headline(draft: Draft) -> None:
    """The headline gives the year alone; preamble and signature name the office."""
    _headline(draft, f"{draft.year}年政府信息公开工作年度报告")


@deviation("agency.region_headline")
def agency_region_headline(draft: Draft) -> None:
    """某市2024年…: the headline names the region, the body its government."""
    _headline(draft, draft.headline.replace(draft.agency.name, draft.agency.place))


@deviation("agency.office_of_government")
def agency_office_of_government(draft: Draft) -> None:
    """某市人民政府办公室: another report than the region's own, of the same place."""
    office = f"{draft.agency.name}办公室"
    _rewrite(
        draft, lambda text: text.replace(f"{draft.agency.name}办公室", office).replace(draft.agency.name, office)
    )
    _rewrite(draft, lambda text: text.replace("办公室办公室", "办公室").replace(draft.agency.short, "我办"))
    draft.headline = draft.headline.replace(draft.agency.name, office)
    draft.options |= {"gold_agency": office, "publisher": office}


@deviation("agency.only_in_metas")
def agency_only_in_metas(draft: Draft) -> None:
    """我局 throughout; only the page's metas and its 发布机构 line name the office."""
    _headline(draft, f"{draft.year}年政府信息公开工作年度报告")
    _rewrite(draft, lambda text: text.replace(draft.agency.name, draft.agency.short))
    draft.blocks = [b for b in draft.blocks if not (isinstance(b, Text) and b.kind == "signature")]
    draft.options["publisher"] = draft.agency.name


@deviation("agency.only_in_signature")
def agency_only_in_signature(draft: Draft) -> None:
    _headline(draft, f"{draft.year}年度政府信息公开工作年度报告")
    for text in draft.texts():
        if text.kind != "signature":
            text.text = text.text.replace(draft.agency.name, draft.agency.short).replace(draft.agency.place, "")


@deviation("agency.nowhere")
def agency_nowhere(draft: Draft) -> None:
    """No name at all: a file torn from its page."""
    agency_only_in_metas(draft)
    draft.options.pop("publisher")
    _rewrite(draft, lambda text: text.replace(draft.agency.place, ""))
    draft.options["gold_agency"] = None


@deviation("agency.masked")
def agency_masked(draft: Draft) -> None:
    """An aggregator's copy: names are masked with asterisks."""
    name = draft.agency.name
    _rewrite(draft, lambda text: text.replace(name, "***" + name[-2:]).replace(draft.agency.place, "***"))
    draft.headline = draft.headline.replace(name, "***" + name[-2:])
    draft.options["gold_agency"] = None


@deviation("year.wrong_period")
def year_wrong_period(draft: Draft) -> None:
    """The period sentence of the year before."""
    last = draft.year - 1
    _period(draft, f"{last}年1月1日至{last}年12月31日")


@deviation("year.doubled_twenty")
def year_doubled_twenty(draft: Draft) -> None:
    """202020年12月31日."""
    _period(draft, f"{draft.year}年1月1日至20{draft.year}年12月31日")


@deviation("year.eaten_dates")
def year_eaten_dates(draft: Draft) -> None:
    """年, 月, 日 eaten: 20221月1日, 20221231日."""
    _period(
        draft,
        draft.rng.choice([f"{draft.year}1月1日至{draft.year}1231日", f"{draft.year}11日至{draft.year}1231日"]),
    )


@deviation("year.not_in_headline")
def year_not_in_headline(draft: Draft) -> None:
    _headline(draft, draft.headline.replace(f"{draft.year}年度", "").replace(f"{draft.year}年", ""))


@deviation("year.conflict")
def year_conflict(draft: Draft) -> None:
    """The headline says one year, every sentence of the body another."""
    _headline(draft, draft.headline.replace(str(draft.year), str(draft.year - 1)))
    draft.options["gold_year"] = None


@deviation("year.migrated_stamp")
def year_migrated_stamp(draft: Draft) -> None:
    """An old report stamped 2020-06-23 by a migration, in a URL folder of yet another year."""
    draft.published_on = "2020-06-23"
    draft.metas["Url"] = "/art/2019/6/23/art_1621_20200623.html"


@deviation("noise.bookmarks")
def noise_bookmarks(draft: Draft) -> None:
    """[bookmark: _Hlk…] before labels."""
    labels = [box for box in draft.labels("applications") if box.kind == "label"]
    for box in draft.rng.sample(labels, 9):
        box.text = f"[bookmark: _Hlk{draft.rng.randint(60000000, 99999999)}]{box.text}"


@deviation("noise.pinyin")
def noise_pinyin(draft: Draft) -> None:
    """A hijacked mirror: pinyin in brackets inside the prose."""
    marks = {"级": "级(jí)", "度": "度(dù)", "务": "务(wù)", "规": "规(guī)"}
    for text in draft.texts("body"):
        for character, marked in marks.items():
            text.text = text.text.replace(character, marked, 1)


@deviation("noise.traditional")
def noise_traditional(draft: Draft) -> None:
    """Everything in traditional characters; the gold name stays simplified."""
    convert: Callable[[str], str] = importlib.import_module("opencc").OpenCC("s2t").convert
    _rewrite(draft, convert)
    for table in draft.tables():
        for box in table.boxes():
            box.text = convert(box.text)
    draft.headline = convert(draft.headline)


@deviation("noise.advertisement")
def noise_advertisement(draft: Draft) -> None:
    """A hijacked mirror: betting words and another place's name between the paragraphs."""
    spam = ["【{}真人娱乐注册送88元】", "海西州手机棋牌下载{}", "本站提供{}体育投注平台官网入口"]
    for _ in range(3):
        position = draft.rng.randint(2, len(draft.blocks) - 1)
        draft.blocks.insert(position, Text(draft.rng.choice(spam).format(draft.rng.randint(10, 99))))


@deviation("noise.contradicting_prose")
def noise_contradicting_prose(draft: Draft) -> None:
    """The prose counts other requests than the table (备案 counts): a warning, no more."""
    received = int(draft.gold["applications.new_received.total"] or 0)
    draft.blocks.insert(
        4, Text(f"{draft.year}年共收到政府信息公开申请{received + 14}件，予以公开及部分公开{received // 3}件。")
    )
    draft.facts.append({"topic": "received", "value": received + 14, "unit": "件", "raw": f"{received + 14}件"})


@deviation("headings.lost")
def headings_lost(draft: Draft) -> None:
    draft.blocks = [b for b in draft.blocks if not (isinstance(b, Text) and b.kind in ("heading", "subheading"))]


@deviation("headings.skipped_numbers")
def headings_skipped_numbers(draft: Draft) -> None:
    """一、二、四、五、六、七: a number left out."""
    for heading, numeral in zip(draft.texts("heading")[2:], "四五六七八", strict=False):
        heading.text = numeral + heading.text[1:]


@deviation("headings.unnumbered")
def headings_unnumbered(draft: Draft) -> None:
    for heading in draft.texts("heading"):
        heading.text = heading.text[2:]


@deviation("attachment.only")
def attachment_only(draft: Draft) -> None:
    """A page that only names the report's file."""
    draft.gold, draft.facts = {}, []
    draft.options["gold_form"] = None
    draft.blocks = [b for b in draft.blocks if isinstance(b, Text) and b.kind == "title"]
    draft.options["attachments"] = [f"附件：{draft.headline}.pdf", f"附件：{draft.headline}.docx"]


@deviation("viewer.page")
def viewer_page(draft: Draft) -> None:
    """A page that shows the report's PDF through pdf.js."""
    attachment_only(draft)
    draft.options["attachments"] = []
    draft.options["viewer"] = "/uploads/pdfjs/web/viewer.html?file=/uploads/attach/report.pdf"


@deviation("interpretation.page")
def interpretation_page(draft: Draft) -> None:
    """解读: a page about the report, with some of its numbers in prose."""
    received = draft.gold.get("applications.new_received.total")
    draft.gold = {}
    draft.options["gold_form"] = None
    draft.blocks = [block for block in draft.blocks if not isinstance(block, Table)]
    _headline(draft, f"一图读懂《{draft.headline}》")
    body = draft.texts("body")[:3]
    body[0].text = f"近日，{draft.agency.name}发布了{draft.year}年政府信息公开工作年度报告，一起来看看有哪些亮点。"
    draft.blocks = [*draft.texts("title"), *body, Text(f"亮点：全年收到申请{received}件，件件有回音。")]
    draft.facts = []
