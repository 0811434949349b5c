"""Who wrote a report, and for which year: decided from all evidence, every contradiction a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.evidence import Evidence, Kind
from pipelines.identity.labels import agency_name, is_carrier
from pipelines.identity.names import agency_kind, canonical_name, headed, same_agency, split_region
from pipelines.report import Finding, Identity, Severity

# The order in which kinds name the agency (PORTALS.md §2.10); what names none stays out.
_AGENCY_ORDER: tuple[Kind, ...] = (
    "operator",
    "area_code",
    "index_code",
    "headline",
    "anchor",
    "publisher",
    "content_source",
    "body",
    "signature",
    "file_name",
    "breadcrumb",
    "column",
    "host",
    "site",
)
# The report's own word on its agency; two of these against each other need a person.
_AGENCY_STRONG: frozenset[str] = frozenset({"area_code", "index_code", "headline", "body"})
# These name the portal's owner as often as the author: 来源 荣成市人民政府 over a township's report.
_PORTAL_WORDS: frozenset[str] = frozenset({"publisher", "content_source", "breadcrumb", "column", "host", "site"})
_LAST_RESORT: frozenset[str] = frozenset({"host", "site"})

# Votes for the year, in order of rank; a kind that names two years splits its vote. The year of publication votes
# for the year before, the report's own prose is often last year's, a directory's year is no evidence at all.
_YEAR_VOTES: dict[Kind, float] = {
    "headline": 4,
    "period": 4,
    "category": 3,
    "fbtime": 3,
    "column": 2,
    "breadcrumb": 2,
    "anchor": 1,
    "body": 1,
    "file_name": 1,
    "published_on": 2,
    "signature": 2,
}
_CLEAR = 2.0  # a lead that settles a contradiction, if two kinds of evidence stand behind it
_ALONE_WEAK: frozenset[str] = frozenset({"anchor", "body", "file_name", "published_on", "signature"})
_PUBLISHING_MONTHS = range(1, 7)  # articles 49, 50 of the 条例: January to March, and some months of delay
_SILENT: frozenset[str] = frozenset({"published_on", "signature"})  # late postings are no contradiction


@dataclass(frozen=True, slots=True)
class _Claim:
    """One kind's word on the agency, its name made canonical."""

    kind: Kind
    name: str
    quote: str


def decide(evidence: Sequence[Evidence], region_name: str | None = None) -> tuple[Identity, list[Finding]]:
    """The identity that the evidence supports, and what speaks against it.

    An operator's word decides. Findings of severity error mean that a person must look: nothing names the agency
    or the year, or strong evidence disagrees and nothing settles it. `region_name` is the site's region
    (威海市环翠区); it completes names that leave their place out. Without it the evidence of kind "site" gives it.
    """
    region_name = region_name or _site_region(evidence)
    agency, agency_kind_, agency_findings = _agency(evidence, region_name)
    year, year_kind, year_findings = _year(evidence)
    published_on, published_findings = _published(evidence, year)
    identity = Identity(
        agency=agency,
        agency_code=_code(evidence),
        agency_evidence=agency_kind_,
        year=year,
        year_evidence=year_kind,
        published_on=published_on,
        evidence=list(evidence),
    )
    return identity, [*agency_findings, *year_findings, *published_findings, *_code_findings(evidence)]


def _site_region(evidence: Sequence[Evidence]) -> str | None:
    """The region of the portal: a place in full, or what the portal's own name calls a government's."""
    said = (item for item in evidence if item.about == "agency" and item.kind == "site")
    places = (item.value for item in said if _is_place(item.value) or f"{item.value}人民政府" in item.quote)
    return next(places, None)


def _is_place(name: str) -> bool:
    levels, rest = split_region(name)
    return bool(levels) and not rest


# --- agency ---------------------------------------------------------------------------------------------------


def _claims(evidence: Sequence[Evidence], region_name: str | None) -> list[_Claim]:
    """What each piece of evidence says of the agency, the surest kind first."""
    claims = []
    for item in evidence:
        if item.about != "agency" or item.kind not in _AGENCY_ORDER:
            continue
        if item.kind in ("area_code", "index_code"):
            name = agency_name(item.quote)
        else:
            name = item.value if item.kind == "operator" or not is_carrier(item.value) else None
        if name:
            claims.append(_Claim(item.kind, canonical_name(name, region_name), item.quote or item.value))
    return sorted(claims, key=lambda claim: _AGENCY_ORDER.index(claim.kind))


def _agency(evidence: Sequence[Evidence], region_name: str | None) -> tuple[str | None, str | None, list[Finding]]:
    claims = _claims(evidence, region_name)
    if not claims:
        missing = (
            "nothing names the agency: give --agency, or the site's region and the list that links the report"
        )
        return None, None, [Finding("identity.agency.missing", "error", "identity.agency", missing)]
    first = _first(claims)
    name = _fullest(first, claims, region_name)
    findings = [] if first.kind == "operator" else list(_against(first, name, claims, region_name))
    if first.kind in _LAST_RESORT:
        detail = f"only the site names an agency ({name}), and it may be the portal's owner, not the author"
        findings.append(Finding("identity.agency.weak", "error", "identity.agency", detail, raw=first.quote))
    elif _placeless(name):
        detail = f"{name} names no place, and no region of a site completes it"
        findings.append(
            Finding("identity.agency.incomplete", "warning", "identity.agency", detail, raw=first.quote)
        )
    return name, first.kind, findings


def _first(claims: Sequence[_Claim]) -> _Claim:
    """The surest claim; the portal's owner and the office that posts for its government give way."""
    own = [claim for claim in claims if claim.kind not in _PORTAL_WORDS]
    first = claims[0]
    if first.kind in _PORTAL_WORDS and own and agency_kind(first.name) == "government":
        first = own[0]
    if first.kind != "operator" and agency_kind(first.name) == "office":
        government = [
            claim for claim in own if claim.kind in ("headline", "anchor", "body") and _posts(first, claim)
        ]
        return government[0] if government else first
    return first


def _posts(office: _Claim, claim: _Claim) -> bool:
    """Whether `office` is the office of the government that `claim` names."""
    return (
        agency_kind(claim.name) == "government"
        and office.name.removesuffix("办公室").removesuffix("办公厅") == claim.name
    )


def _fullest(first: _Claim, claims: Sequence[_Claim], region_name: str | None) -> str:
    """The longest form of the same name; a place that only one form prints completes the others."""
    names = {first.name}
    for claim in claims:
        same = same_agency(first.name, claim.name, region_name)
        if same or (same is None and _completes(claim.name, first.name)):
            names.add(claim.name)
    longest = max(names, key=len)
    return longest if all(longest.endswith(name) or same_agency(longest, name) for name in names) else first.name


def _completes(full: str, name: str) -> bool:
    """Whether `full` is `name` with its place: 威海市环翠区商务局 for 商务局, 环翠区商务局 and 区商务局."""
    if not full.endswith(name) or full == name:
        return False
    before = full.removesuffix(name).removesuffix("人民政府")
    place, rest = split_region(before + (headed(name) or ""))
    return bool(place) and not rest


def _against(first: _Claim, name: str, claims: Sequence[_Claim], region_name: str | None) -> Iterator[Finding]:
    """A finding for every claim that names another agency, or perhaps another."""
    told: set[str] = set()
    for claim in claims:
        same = same_agency(name, claim.name, region_name)
        if same or claim.name in told or _completes(name, claim.name) or claim.kind in _LAST_RESORT:
            continue
        owner = claim.kind in _PORTAL_WORDS and agency_kind(claim.name) == "government"
        if owner or _posts(claim, first) or _posts(_Claim(claim.kind, name, ""), claim):
            continue
        told.add(claim.name)
        severity: Severity = "warning"
        if (
            same is False
            and {first.kind, claim.kind} <= _AGENCY_STRONG
            and not _outvoted(name, claim.name, claims)
        ):
            severity = "error"
        detail = f"{first.kind} names {name} ({first.quote}), {claim.kind} names {claim.name} ({claim.quote})"
        if same is None:
            detail += "; perhaps one agency at two times or in two spellings"
        yield Finding(
            "identity.agency.conflict", severity, "identity.agency", detail, "published", raw=claim.quote
        )


def _outvoted(name: str, other: str, claims: Sequence[_Claim]) -> bool:
    """Whether at least two kinds name `name`, and more than name `other`."""
    pro = {claim.kind for claim in claims if same_agency(name, claim.name) or _completes(name, claim.name)}
    con = {claim.kind for claim in claims if same_agency(other, claim.name)}
    return len(pro) > len(con) and len(pro) > 1


def _placeless(name: str) -> bool:
    national = agency_kind(name) == "department" and name.startswith(("国家", "中华人民共和国", "国务院", "中国"))
    ministry = agency_kind(name) == "department" and name.endswith("部")
    return not split_region(name)[0] and not national and not ministry


# --- codes ----------------------------------------------------------------------------------------------------


def _codes(evidence: Sequence[Evidence]) -> list[str]:
    kinds = ("area_code", "index_code")
    found = [item for item in evidence if item.about == "agency" and item.kind in kinds]
    found.sort(key=lambda item: kinds.index(item.kind))
    return list(dict.fromkeys(item.value.partition("-")[0].upper() for item in found))


def _code(evidence: Sequence[Evidence]) -> str | None:
    return next(iter(_codes(evidence)), None)


def _code_findings(evidence: Sequence[Evidence]) -> list[Finding]:
    codes = _codes(evidence)
    if len(codes) < 2:
        return []
    detail = f"several agency codes for one report: {', '.join(codes)}"
    return [Finding("identity.code.conflict", "warning", "identity.agency_code", detail)]


# --- year -----------------------------------------------------------------------------------------------------


def _year_words(evidence: Sequence[Evidence]) -> dict[Kind, dict[int, str]]:
    """Each kind's years with their quotes."""
    words: dict[Kind, dict[int, str]] = defaultdict(dict)
    for item in evidence:
        if item.about == "year" and item.value.isdigit() and (item.kind in _YEAR_VOTES or item.kind == "operator"):
            words[item.kind].setdefault(int(item.value), item.quote or item.value)
        elif item.about == "published_on" and item.kind in _SILENT and int(item.value[5:7]) in _PUBLISHING_MONTHS:
            words[item.kind].setdefault(int(item.value[:4]) - 1, item.quote or item.value)
    return words


def _year(evidence: Sequence[Evidence]) -> tuple[int | None, str | None, list[Finding]]:
    words = _year_words(evidence)
    if operator := words.get("operator"):
        return next(iter(operator)), "operator", []
    votes: dict[int, float] = defaultdict(float)
    for kind, years in words.items():
        for year in years:
            votes[year] += _YEAR_VOTES[kind] / len(years)
    if not votes:
        missing = "nothing names the report year: give --year, or look at the headline and the 统计期限"
        return None, None, [Finding("identity.year.missing", "error", "identity.year", missing)]
    ranks = list(_YEAR_VOTES)

    def rank(year: int) -> int:
        return min(ranks.index(kind) for kind, years in words.items() if year in years)

    year = max(votes, key=lambda candidate: (votes[candidate], -rank(candidate)))
    kind = ranks[rank(year)]
    findings = [
        _year_conflict(year, other, words, votes)
        for other in votes
        if other != year and any(other in words[k] for k in words if k not in _SILENT)
    ]
    behind = [kind for kind, years in words.items() if year in years]
    if votes[year] < 1 or (len(behind) == 1 and behind[0] in _ALONE_WEAK):
        detail = f"the year {year} rests on {kind} alone ({words[kind][year]})"
        findings.append(Finding("identity.year.weak", "error", "identity.year", detail, raw=words[kind][year]))
    return year, kind, findings


def _year_conflict(year: int, other: int, words: dict[Kind, dict[int, str]], votes: dict[int, float]) -> Finding:
    def said(value: int) -> str:
        return ", ".join(f"{kind} ({words[kind][value]})" for kind in _YEAR_VOTES if value in words.get(kind, {}))

    behind = [kind for kind, years in words.items() if year in years]
    clear = votes[year] - votes[other] >= _CLEAR and len(behind) > 1
    detail = f"{year}: {said(year)}; {other}: {said(other)}"
    return Finding(
        "identity.year.conflict",
        "warning" if clear else "error",
        "identity.year",
        detail,
        "published",
        year,
        other,
    )


# --- publication ----------------------------------------------------------------------------------------------


def _published(evidence: Sequence[Evidence], year: int | None) -> tuple[str | None, list[Finding]]:
    """The page's own date of publication, else the signature's; one before the report year's end is a finding."""
    dates = [item for item in evidence if item.about == "published_on"]
    dates.sort(
        key=lambda item: (item.kind != "published_on", "发布" not in item.quote and "pubdate" not in item.quote)
    )
    if not dates:
        return None, []
    first = dates[0]
    if year is None or first.value >= f"{year}-11-01":
        return first.value, []
    severity: Severity = "error" if first.kind == "published_on" else "warning"
    detail = f"published on {first.value} ({first.quote}), before the year {year} was over"
    return first.value, [
        Finding("identity.published_early", severity, "identity.published_on", detail, "published")
    ]
