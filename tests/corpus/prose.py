"""The text around the tables: sections, sentences, and the facts that they state."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.agencies import street
from tests.corpus.figures import SIZES, split
from tests.corpus.model import Draft, Number, Text, printed

NOTICES = {
    "2021": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    "2019": "《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）",
}
HEADINGS = {
    "2021": [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ],
    "act": [
        "一、总体情况",
        "二、行政机关主动公开政府信息情况",
        "三、行政机关收到和处理政府信息公开申请情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ],
    "2014": [
        "一、概述",
        "二、主动公开政府信息情况",
        "三、依申请公开政府信息和不予公开政府信息情况",
        "四、政府信息公开的收费及减免情况",
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "六、存在的主要问题及改进情况",
        "七、其他需要报告的事项",
    ],
}


@cache
def _variants() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("prose.toml").read_text("utf-8"))


def slot_values(draft: Draft, size: str) -> dict[str, Number | str]:
    """What the sentences may say. Counts that a table prints are taken from it; lists of parts sum up."""
    rng, gold = draft.rng, draft.gold
    top = max(SIZES[size][1], 12)
    published = rng.randint(top // 4 + 4, top + 8)
    web, media, elsewhere = split(rng, published, [5, 3, 2])
    organs, policies, news, rest = split(rng, published, [1, 2, 5, 2])
    received = gold.get("applications.new_received.total", gold.get("indicators.3.1"))
    if received is None:
        received = rng.randint(0, SIZES[size][0])
    inperson, online, letters = split(rng, int(received), [1, 3, 2])
    granted, absent = split(rng, int(received), [3, 1])
    if "indicators.1.1" in gold:
        published = int(gold["indicators.1.1"] or 0)
        organs, policies, news, rest = split(rng, published, [1, 2, 5, 2])
        web, elsewhere = int(gold["indicators.1.2.2"] or 0), int(gold["indicators.1.2.5"] or 0)
    return {
        "agency": draft.agency.name, "short": draft.agency.short, "place": draft.agency.place,
        "year": draft.year, "next": draft.year + 1, "last": draft.year - 1,
        "notice": NOTICES.get(str(draft.options.get("cites", draft.form)), NOTICES["2021"]),
        "street": street(rng), "door": rng.randint(1, 300), "postcode": f"{rng.randint(210000, 269999)}",
        "phone": f"0{rng.randint(510, 638)}-{rng.randint(2100000, 8999999)}",
        "published": published, "web": web, "media": media, "elsewhere": elsewhere, "readings": rng.randint(1, 40),
        "organs": organs, "policies": policies, "news": news, "rest": rest,
        "received": received, "carried": gold.get("applications.carried_over.total") or 0,
        "forward": gold.get("applications.carried_forward.total") or 0,
        "inperson": inperson, "online": online, "letters": letters, "granted": granted, "absent": absent,
        "closed": rng.randint(0, 4), "trainings": rng.randint(1, 6), "trained": rng.randint(20, 400),
        "proposals": rng.randint(0, 12), "motions": rng.randint(0, 15), "meetings": rng.randint(1, 5),
        "fulltime": rng.randint(0, 3), "parttime": rng.randint(1, 6), "points": rng.randint(1, 4),
        "gazettes": rng.randint(2, 12),
        "reviews": gold.get("indicators.4") or 0, "suits": gold.get("indicators.5") or 0,
    }  # fmt: skip


def say(draft: Draft, values: dict[str, Number | str], slot: str) -> list[Text]:
    """One variant of a slot as paragraphs; its facts go into the draft."""
    variant = draft.rng.choice(_variants()[slot])
    text = variant["text"].format_map(values)
    for topic, unit in variant.get("facts", {}).items():
        value = values[topic]
        assert not isinstance(value, str)
        fact = {"topic": topic, "value": value, "unit": unit.removeprefix("余"), "raw": f"{printed(value)}{unit}"}
        draft.facts.append(fact | {"approximate": True} if unit.startswith("余") else fact)
    return [Text(paragraph) for paragraph in text.split("\n")]


def overview(draft: Draft, values: dict[str, Number | str]) -> list[Text]:
    """一、总体情况 with its five customary sub-heads."""
    asked = "requests" if values["received"] or values["carried"] else "requests_none"
    subheads = [
        ("（一）主动公开", "proactive"),
        ("（二）依申请公开", asked),
        ("（三）政府信息管理", "management"),
        ("（四）政府信息公开平台建设", "platform"),
        ("（五）监督保障", "supervision"),
    ]
    style = draft.rng.choice(["lines", "runin", "plain"])
    result: list[Text] = []
    for head, slot in subheads:
        body = say(draft, values, slot)
        if style == "lines":
            result += [Text(head, "subheading"), *body]
        elif style == "runin":
            result.append(Text(f"{head}。{body[0].text}"))
        else:
            result += body
    return result


def old_chapters(draft: Draft, values: dict[str, Number | str]) -> list[Text]:
    """The seven chapters of a report under the Regulations of 2007 (《条例》第三十二条)."""
    slots = [
        "overview",
        "old_proactive",
        "old_requests" if values["received"] else "old_requests_none",
        "old_fees",
        "old_review",
        "old_problems",
        "old_closing",
    ]
    result = say(draft, values, "old_preamble")
    for heading, slot in zip(HEADINGS["2014"], slots, strict=True):
        result += [Text(heading, "heading"), *say(draft, values, slot)]
    return result
