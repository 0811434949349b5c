"""Names of authorities: is this one, of which kind, what is its full form, are two of them one?

Nothing is expanded that is not certain; what cannot be decided is None, and a caller asks a person.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipelines.identity.text import compact

# One level of the administrative order, outermost first: 内蒙古自治区 / 威海市 / 环翠区.
_LEVELS = re.compile(
    r"(?P<province>[^省市县区旗]{2,8}(?:省|自治区))?"
    r"(?P<city>[^省市县区旗]{2,12}?自治州|[^省市县区旗]{2,6}?(?:地区|盟(?!区))|[^省市县区旗]{2,8}(?<!城)市)?"
    r"(?P<county>津市市|沙市区|(?:市(?=[^场政容民郊]))?[^省市县区旗乡镇]{1,18}(?:(?<![社景园校灾小片库])区|县|(?<!城)市|旗))?"
)
_TOWN = re.compile(r"[^省市县区旗]{1,8}?(?:街道|(?<!城)[镇乡]|苏木)(?!政|镇|街|村振)")
_NATIONAL = re.compile(r"^(?:国家|中华人民共和国|国务院|中国|全国|最高人民|中共中央|新疆生产建设兵团)")
_HEAD = re.compile(r"^([省市县区旗州盟])(?=.{2})")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9()·、—\-]{2,45}")


@dataclass(frozen=True, slots=True)
class _Names:
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    abbreviations: tuple[tuple[str, str], ...]
    successors: tuple[frozenset[str], ...]
    not_in_names: re.Pattern[str]
    generic: re.Pattern[str]
    plural: re.Pattern[str]
    trailing: re.Pattern[str]
    leading: re.Pattern[str]
    not_the_citys: re.Pattern[str]
    prefectures: frozenset[str]


def headed(name: str) -> str | None:
    """The level that a name starts with in place of its place: 市 of 市港航局; None for 市场监督管理局."""
    head = _HEAD.match(name)
    return head[1] if head and not _names().not_the_citys.match(name) else None


def prefectures() -> frozenset[str]:
    """The cities of prefecture level and the municipalities, without 市."""
    return _names().prefectures


def _either(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def _names() -> _Names:
    raw = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    words = raw["words"]
    return _Names(
        kinds=tuple((entry["kind"], re.compile(f"(?:{_either(entry['ends'])})$")) for entry in raw["kind"]),
        abbreviations=tuple(sorted(raw["abbreviations"].items(), key=lambda pair: -len(pair[0]))),
        successors=tuple(frozenset(entry["names"]) for entry in raw["successors"]),
        not_in_names=re.compile(_either(words["not_in_names"])),
        generic=re.compile(_either(words["generic"])),
        plural=re.compile(_either(words["plural"])),
        trailing=re.compile(f"(?:{_either(words['trailing'])})+$"),
        leading=re.compile(f"^(?:{_either(words['leading'])})+(?=.{{2}})"),
        not_the_citys=re.compile(f"^(?:{_either(words['not_the_citys'])})"),
        prefectures=frozenset(raw["prefectures"]["names"].split()),
    )


@lru_cache(maxsize=8192)
def agency_kind(name: str) -> str | None:
    """The kind of an authority by the end of its name: government, office, department, township,
    subdistrict, development_zone, court, procuratorate, party, people_organisation, university, school,
    hospital, enterprise; None where the end says nothing."""
    name = re.sub(r"\([^()]*\)$", "", compact(name)) or name
    return next((kind for kind, pattern in _names().kinds if pattern.search(name)), None)


def is_generic(name: str) -> bool:
    """Whether this stands for an authority without naming it: 我局, 镇, 市政府, 本单位."""
    return _names().generic.fullmatch(compact(name)) is not None


def is_plural(name: str) -> bool:
    """Whether this names several authorities at once: 各区县, 市直部门."""
    return _names().plural.search(compact(name)) is not None


def looks_like_agency(name: str) -> bool:
    """Whether this is the name of one authority and nothing else."""
    name = compact(name)
    return (
        _NAME.fullmatch(name) is not None
        and agency_kind(name) is not None
        and not is_generic(name)
        and not is_plural(name)
        and _names().not_in_names.search(name) is None
        and not re.match(r"[0-9A-Za-z、—\-)](?!\d*团)", name)
    )


@lru_cache(maxsize=8192)
def tidy_name(name: str) -> str:
    """A printed name without what is not part of it, its abbreviations expanded: 环翠区市监局 →
    环翠区市场监督管理局, 朝阳乡政府 → 朝阳乡人民政府, 临港区管委 → 临港区管理委员会."""
    name = _names().leading.sub("", compact(name).strip(":,。、《》\"“”'·-—"))
    if not is_generic(name):
        name = _names().trailing.sub("", name) or name
    for short, full in _names().abbreviations:
        if name.endswith(short) and not name.endswith(full):
            name = name[: -len(short)] + full
            break
    name = re.sub(r"管委会?(?=$|办公室$)", "管理委员会", name)
    name = re.sub(r"(?<=[省市县区旗州盟])府办(?:公室)?$", "人民政府办公室", name)
    name = re.sub(r"(?<=人民政府办)$", "公室", name)
    name = re.sub(r"(?<=[省市县区旗州盟镇乡])政府(?=$|办)", "人民政府", name)
    name = re.sub(r"(?<=人民政府)办$", "办公室", name)
    return re.sub(r"(?<=街道)办$", "办事处", name)


@lru_cache(maxsize=8192)
def split_region(name: str) -> tuple[tuple[str, ...], str]:
    """The administrative levels that a name starts with, and the rest: 威海市环翠区商务局 →
    (威海市, 环翠区), 商务局."""
    match = _LEVELS.match(name)
    if match is None:
        return (), name
    levels = tuple(level for level in match.group("province", "city", "county") if level)
    return levels, name[match.end() :]


def _whole(name: str) -> str:
    """A bare place as its authority: 交口县 → 交口县人民政府, 云林街道 → 云林街道办事处."""
    kind = agency_kind(name)
    if kind == "subdistrict" and name.endswith("街道"):
        return name + "办事处"
    if kind == "township" and re.search(r"[镇乡]$|苏木$", name):
        return name + "人民政府"
    if kind == "government" and re.search(r"(?<!新)[省市县区旗]$|自治州$", name):
        return name + "人民政府"
    if kind == "development_zone" and re.search(
        r"(?:开发|高新|高新技术产业|经开|保税|综保|度假)区$|工业园区$", name
    ):
        return name + "管理委员会"
    return name


def _of_county_level(region: tuple[str, ...]) -> bool:
    """Whether townships hang directly below this region."""
    last = region[-1]
    if last.endswith(("区", "县", "旗")):
        return not last.endswith("自治区")
    return last.endswith("市") and (len(region) > 1 or last[:-1] not in _names().prefectures)


def _placed(name: str, region: str) -> str:
    """`name` with the region's levels that it leaves out, as far as they are certain."""
    levels, rest = split_region(region)
    if not levels or rest or _NATIONAL.match(name) or name.startswith(region):
        return name if levels and not rest else _below_zone(name, region)
    if head := headed(name):
        same_level = region.endswith(head) or (head == "州" and region.endswith("自治州"))
        return region + name[1:] if same_level else name
    own, rest = split_region(name)
    if not own:
        town = _TOWN.match(rest) is not None
        return region + name if not town or _of_county_level(levels) else name
    if own[0] == levels[-1] or own[0] in levels:
        return "".join(levels[: levels.index(own[0])]) + name if own[0].endswith("区") else name
    district = (
        own[0].endswith("区") and agency_kind(own[0]) == "government" and not own[0].endswith(("新区", "自治区"))
    )
    if district and len(levels) == 1 and levels[0].removesuffix("市") in _names().prefectures:
        return region + name
    return name


def _below_zone(name: str, region: str) -> str:
    """A zone's own offices and townships: 蔄山镇人民政府 → 威海临港经济技术开发区蔄山镇人民政府."""
    own, _ = split_region(name)
    return region + name if agency_kind(region) == "development_zone" and not own and region not in name else name


def canonical_name(name: str, region_name: str | None = None) -> str:
    """The full name of an authority as far as it is certain, within its site's region (威海市环翠区).

    商务局 or 环翠区商务局 → 威海市环翠区商务局; 朝阳乡 → 朝阳乡人民政府; the office (办公室) of a government stays
    distinct from the government.
    """
    name = _whole(tidy_name(name))
    return _placed(name, compact(region_name)) if region_name else name


def _core(name: str) -> tuple[str, str]:
    """A name as its levels joined and the office below them, each spelt in one way."""
    levels, rest = split_region(re.sub(r"^国家税务总局(?=.{2,}税务局$)", "", name))
    if not rest and levels:
        return "".join(levels), "人民政府"
    rest = re.sub(r"^人民政府(?=.+办事处$)", "", rest)  # 大安街道办事处 signs as 永川区人民政府大安街道办事处
    return "".join(levels), rest.replace("街道办事处", "办事处")


def _succeeds(one: str, other: str) -> bool:
    return any(
        any(one.endswith(name) for name in line) and any(other.endswith(name) for name in line)
        for line in _names().successors
    )


def _abbreviates(one: str, other: str) -> bool:
    """Whether the shorter may be an abbreviation of the longer: 经发局 and 经济发展局."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or len(short) == len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    chars = iter(long)
    return all(char in chars for char in short)


def _same_place(one: str, other: str) -> bool | None:
    """Whether two prefixes name one place; None where one of them says less."""
    if one == other:
        return True
    if not one or not other:
        return None
    short, long = sorted((one, other), key=len)
    if long.endswith(short):
        return True
    if _abbreviates(one, other):
        return None
    stem = re.sub(r"[省市县区旗]$", "", split_region(short)[0][-1] if split_region(short)[0] else short)
    return len(stem) >= 2 and stem in long and agency_kind(long) == "development_zone"


def same_agency(one: str, other: str, region_name: str | None = None) -> bool | None:
    """Whether two names mean one authority: True, False, or None where that is doubtful.

    Doubtful are names of which one leaves out its place (商务局 and 威海市环翠区商务局, without a region to
    settle it), may abbreviate the other (经发局 and 经济发展局), or may be its older name (经济贸易委员会 and
    经济和信息化委员会).
    """
    one, other = canonical_name(one, region_name), canonical_name(other, region_name)
    if one == other:
        return True
    (place_1, office_1), (place_2, office_2) = _core(one), _core(other)
    if office_1 == office_2:
        return _same_place(place_1, place_2)
    if not place_1 or not place_2:  # 黄岛区商务局 against a name whose place is spelt in another way
        short, long = sorted((one, other), key=len)
        if long.endswith(short):
            return None
    related = _succeeds(office_1, office_2) or _abbreviates(office_1, office_2)
    return None if related and _same_place(place_1, place_2) is not False else False
