"""Evidence for agency, year and date of publication that a document itself prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipelines.document import Document, Grid
from pipelines.evidence import Evidence
from pipelines.identity.headline import HeadlineVerdict, classify_headline
from pipelines.identity.labels import agency_name, headline_evidence, is_carrier, labelled, trails, words
from pipelines.identity.names import agency_kind, headed, looks_like_agency, prefectures, split_region, tidy_name
from pipelines.identity.text import compact, normalise
from pipelines.identity.years import arabic, iso_date, only_year, period, year_mentions

_TOP = 60  # lines of head matter looked at where no chapter begins
_HEADLINE_LINES = 25
_HEADLINE_PARTS = 4
_PART_LENGTH = 60
_FOOT = 12
_WRAPPED = 18  # characters; no PDF of A4 wraps a paragraph's line earlier
_PREAMBLE = 3000
_TITLE_PARTS = re.compile(r"\s+[-—–]+\s*|\s*[-—–]+\s+|[_|]|——")
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]")
# A headline that the text of the report follows on the same line.
_RUN_IN = re.compile(r"\A(\s*\S[^\n]{8,58}?(?:报告|年报))[ \u3000]+(?=[^\n]{40})")
_SQUARE = str.maketrans("【】", "[]")
_UNBRACKETED = str.maketrans("[]", "  ")
# What may stand before a name in running text and is no part of it.
_BOUNDARY = frozenset('年月日度由与向在是对和及请为经照从将被以到布合,。;:、()《》"“”0123456789 的')


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lines of a document by where they stand; `body` is the compact prose, `preamble` its start.

    `heads` are the lines of `top` with the brackets that tell a headline's marks: [图文]某局2021年….
    """

    heads: list[str]
    top: list[str]
    foot: list[str]
    body: str
    preamble: str
    opening: str


def evidence_from_document(document: Document, file_name: str | None = None) -> list[Evidence]:
    """Everything the document prints of who wrote it, for which year, and when it was published.

    The surest kinds come first; nothing is decided here. Of the names in the text the fullest form is given
    (威海市环翠区商务局, where 环翠区商务局 stands beside it).
    """
    layout = _layout(document)
    found: list[Evidence] = []
    found += _headlines(document, layout)
    found += _periods(document)
    found += labelled(layout.top) + labelled(layout.foot)
    found += _metas(document)
    found += _sentences(layout, any(item.about == "agency" and item.kind == "headline" for item in found))
    found += _signature(layout)
    found += trails(layout.top)
    found += _file(file_name)
    text = "。".join([layout.body, *(compact(item.value) for item in found if item.about == "headline")])
    return _distinct(_fullest(evidence, text) for evidence in found)


def _distinct(found: Iterator[Evidence]) -> list[Evidence]:
    seen: dict[tuple[str, str, str], Evidence] = {}
    for evidence in found:
        seen.setdefault((evidence.about, evidence.kind, evidence.value), evidence)
    return list(seen.values())


def _layout(document: Document) -> _Layout:
    text = normalise(_RUN_IN.sub(r"\1\n", _RESIDUE.sub("", "\n".join(document.lines))))
    prose = [line for line in text.split("\n") if line]
    chapter = next((i for i, line in enumerate(prose) if i and words().first_chapter.match(line)), None)
    start = len(_running(prose[:chapter])) if chapter is not None else _PREAMBLE
    opening = _running(prose[chapter + 1 : chapter + 4]) if chapter is not None else ""
    body = _running(prose)
    heads = _top(document)
    top = [normalise(line.translate(_UNBRACKETED)) for line in heads]
    return _Layout(heads, top, prose[-_FOOT:], body, body[: min(start, _PREAMBLE)], opening)


def _top(document: Document) -> list[str]:
    """The lines before the first chapter, rows of tables among them."""
    top: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            top += [row for i in range(min(block.n_rows, 20)) if (row := _row(block, i))]
        else:
            text = _RESIDUE.sub("", block.text)
            text = text if top else _RUN_IN.sub(r"\1\n", text)
            lines = [line for line in normalise(text.translate(_SQUARE)).split("\n") if line]
            if top and lines and words().first_chapter.match(lines[0]):
                break
            top += lines
        if len(top) >= _TOP:
            break
    return top[:_TOP]


def _running(lines: Sequence[str]) -> str:
    """Compact prose: a long line without a stop at its end runs on into the next, any other ends with a stop."""
    parts: list[str] = []
    for line in lines:
        text = "".join(line.split())
        runs_on = len(text) >= _WRAPPED and text[-1] not in "。;:!?" and not _is_apart(line)
        parts.append(text if runs_on else text + "。")
    return arabic("".join(parts))


def _is_apart(line: str) -> bool:
    """Whether a line is a label or a breadcrumb, no prose and no part of a headline."""
    return ">" in line or words().label.search(line) is not None


def _row(grid: Grid, row: int) -> str:
    """The texts of a row's cells, each once, as one line."""
    cells = dict.fromkeys(cell for cell in (grid.at(row, col) for col in range(min(grid.n_cols, 20))) if cell)
    return " | ".join(text for cell in cells if (text := normalise(cell.text).replace("\n", " ")))


# --- headline -----------------------------------------------------------------------------------------------


def _headlines(document: Document, layout: _Layout) -> list[Evidence]:
    """The headline: as printed (joined over line breaks), as the page's ArticleTitle, as the file's title."""
    found: list[Evidence] = []
    tagged = [document.meta[name] for name in words().metas["headline"] if document.meta.get(name)]
    if printed := _printed_headline(
        layout.heads, [title for title in tagged if classify_headline(title).is_report]
    ):
        found += headline_evidence(*printed)
    for title in tagged:
        found += headline_evidence(title, classify_headline(title))
    if document.title:
        pieces = [document.title, *_TITLE_PARTS.split(document.title)]
        judged = [(piece, classify_headline(piece)) for piece in pieces]
        best = next(((piece, verdict) for piece, verdict in judged if verdict.is_report), None)
        found += headline_evidence(*best) if best else []
    return found


def _printed_headline(top: list[str], tagged: Sequence[str]) -> tuple[str, HeadlineVerdict] | None:
    """The first lines that together are a headline; a line before it that names the agency belongs to it."""
    known = {compact(title) for title in tagged}
    for i in range(min(len(top), _HEADLINE_LINES)):
        best: tuple[str, HeadlineVerdict] | None = None
        for n in range(1, _HEADLINE_PARTS + 1):
            parts = top[i : i + n]
            if len(parts) < n or any(len(part) > _PART_LENGTH or _is_apart(part) for part in parts):
                break
            text = "\n".join(parts)
            verdict = classify_headline(text)
            torn = best is not None and parts[-1].strip() == "告" and best[0].endswith("报")
            if verdict.is_report and (best is None or torn or (verdict.agency and not best[1].agency)):
                best = text, verdict
        if best is None:
            continue
        best = _without_lead(*best)
        # A page's banner above a headline without an agency is not its agency.
        last = best[0].split("\n")[-1]
        return (last, classify_headline(last)) if "\n" in best[0] and compact(last) in known else best
    return None


def _without_lead(text: str, verdict: HeadlineVerdict) -> tuple[str, HeadlineVerdict]:
    """The headline without a line before it that is no part of it (登录 注册); a place is one (威海市文登区)."""
    first, _, rest = text.partition("\n")
    shorter = classify_headline(rest)
    if rest and shorter.is_report and (shorter.agency or not verdict.agency) and not _is_place(compact(first)):
        return _without_lead(rest, shorter)
    return text, verdict


# --- period, metas, file name ---------------------------------------------------------------------------------


def _periods(document: Document) -> list[Evidence]:
    found = period("\n".join(document.lines))
    return [Evidence("year", "period", str(year), found.quote) for year in found.years] if found else []


def _metas(document: Document) -> Iterator[Evidence]:
    for name, use in ((name, use) for use, names in words().metas.items() for name in names):
        value = normalise(document.meta.get(name, ""))
        quote = f"{name}: {value}"
        if not value:
            continue
        if use == "published_on" and (day := iso_date(value)):
            yield Evidence("published_on", "published_on", day, quote)
        elif use == "content_source" and (agency := agency_name(value)) and not is_carrier(value):
            yield Evidence("agency", "content_source", agency, quote)
        elif use == "column":
            if year := only_year(value):
                yield Evidence("year", "column", str(year), quote)
            elif agency := agency_name(value):
                yield Evidence("agency", "column", agency, quote)
        elif use == "host" and (agency := agency_name(value)):
            yield Evidence("agency", "host", agency, quote)


def _file(file_name: str | None) -> Iterator[Evidence]:
    if not file_name:
        return
    name = PurePath(file_name).name
    verdict = classify_headline(name)
    if verdict.is_report:
        yield Evidence("headline", "file_name", normalise(name), name)
        if verdict.agency:
            yield Evidence("agency", "file_name", verdict.agency, name)
    years = {mention.year for mention in year_mentions(compact(name)) if mention.kind != "date"}
    if len(years) == 1 and re.search(r"年报|报告|信息公开", compact(name)):
        yield Evidence("year", "file_name", str(years.pop()), name)


# --- prose ----------------------------------------------------------------------------------------------------


def _sentences(layout: _Layout, named: bool) -> list[Evidence]:
    """What the prose says of itself: 结合2024年X政府信息公开工作实际, 现公布X2024年…, 请与X联系.

    The first chapter's own word for the agency (经开区经发局) counts only where nothing better is `named`.
    """
    found = [*_match_all(words().own, layout.preamble)]
    if not any(evidence.about == "agency" for evidence in found):
        found += [
            evidence for evidence in _match_all(words().contact, layout.preamble) if evidence.about == "agency"
        ][:1]
    opening = list(_match_all(words().opening, layout.opening))
    named = named or any(evidence.about == "agency" for evidence in found)
    return found + [evidence for evidence in opening if evidence.about == "year" or not named]


def _match_all(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[Evidence]:
    for pattern in patterns:
        if (match := pattern.search(text)) is None:
            continue
        groups = match.groupdict()
        if groups.get("year") and (year := only_year(groups["year"])):
            yield Evidence("year", "body", str(year), match.group())
        if groups.get("agency") and (name := _named(groups["agency"])):
            yield Evidence("agency", "body", name, match.group())


def _named(text: str) -> str | None:
    """The authority that a sentence's pattern caught, without a torn year before it or its own 办公室 behind."""
    name = tidy_name(re.sub(r"^(?:20\d\d)?年度?|^本(?:单位|机关)", "", text))
    if looks_like_agency(name):
        return name
    office = re.sub(r"(?<=[局委厅会府院部署处中心])(?:办公室|综合科|秘书科)$", "", name)
    return office if looks_like_agency(office) else None


def _signature(layout: _Layout) -> list[Evidence]:
    """Name and date at the foot, on lines of their own or on one line; the date may be torn."""
    lines = [re.sub(r"\((?:公章|盖章|章)\)", "", line) for line in layout.foot]
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        bare = re.sub(r"[\d\s年月日〇○零一二三四五六七八九十./\-:]+", "", compact(line))
        day = iso_date(line) if len(compact(line)) < _PART_LENGTH else None
        if day and not bare:
            name = agency_name(lines[i - 1]) if i and len(lines[i - 1]) < _PART_LENGTH else None
            return _signed(name, day, " ".join(lines[max(i - 1, 0) : i + 1]) if name else lines[i])
        if day and (name := agency_name(re.sub(r"[\d\s年月日〇○零一二三四五六七八九十./\-:]+$", "", line))):
            return _signed(name, day, line)
        if i == len(lines) - 1 and (name := agency_name(line)):
            return _signed(name, None, line)
    return []


def _signed(name: str | None, day: str | None, quote: str) -> list[Evidence]:
    found = [Evidence("agency", "signature", name, quote)] if name else []
    return found + ([Evidence("published_on", "signature", day, quote)] if day else [])


# --- the fullest form of a name -------------------------------------------------------------------------------


def _fullest(evidence: Evidence, body: str) -> Evidence:
    """The evidence with its agency's name as full as the document prints it anywhere."""
    if evidence.about != "agency" or evidence.kind in ("index_code", "area_code"):
        return evidence
    name = fullest_name(evidence.value, body)
    return evidence if name == evidence.value else Evidence(evidence.about, evidence.kind, name, evidence.quote)


def fullest_name(name: str, body: str) -> str:
    """`name` with the place that `body` (compact) prints before it, or before its district."""
    levels, rest = split_region(name)
    if not levels and rest and agency_kind(name):
        name = _placed_in_text(name, body, headed(name) or "")
        levels, rest = split_region(name)
    if (
        levels
        and levels[0].endswith("区")
        and not levels[0].endswith("自治区")
        and agency_kind(levels[0]) == "government"
    ):
        cities = Counter(
            city
            for match in re.finditer(re.escape(levels[0]), body)
            if (city := _city_before(body[: match.start()])) is not None
        )
        if len(cities) == 1:
            return cities.popitem()[0] + name
    return name


def _city_before(text: str) -> str | None:
    match = re.search(r"([\u3400-\u9fff]{2,6})市$", text[-7:])
    if match is None:
        return None
    return next((city + "市" for n in range(2, 7) if (city := match[1][-n:]) in prefectures()), None)


def _is_place(text: str) -> bool:
    """Whether a text is a place and nothing before it (社会威海市 is not)."""
    levels, rest = split_region(text)
    if not levels or rest:
        return False
    stem = levels[0].removesuffix("市")
    return stem in prefectures() or not any(stem[n:] in prefectures() for n in range(1, len(stem) - 1))


def _placed_in_text(name: str, body: str, head: str) -> str:
    """`name` after the place that the text prints before it; `head` is the level it starts with (市港航局)."""
    places: Counter[str] = Counter()
    for match in re.finditer(re.escape(name), body):
        before = body[max(0, match.start() - 16) : match.start()] + head
        for length in range(len(before), 1, -1):
            place = before[-length:]
            if length < len(before) and before[-length - 1] not in _BOUNDARY:
                continue
            if _BOUNDARY.isdisjoint(place) and _is_place(place):
                places[place] += 1
                break
    if not places:
        return name
    longest = max(places, key=len)
    return longest + name.removeprefix(head) if all(longest.endswith(place) for place in places) else name
