"""The registry of portals: one TOML file a portal in crawler/sites, strict in its keys and free of contradictions.

docs/site-file.md explains every key. `load_site` gives a `Site` or raises `SiteError`; `lint` lists
what is wrong with a file, each problem with its key and line.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from crawler.cms import FAMILIES
from crawler.credit_code import is_credit_code
from crawler.hosts import GOV, HostPolicy
from crawler.toml_lines import line_of

SITES = Path(__file__).parent / "sites"
RESERVED = frozenset({"portal", "archive"})  # names of spiders that need no site file

Text = Annotated[str, StringConstraints(pattern=r"\S")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s?#]+(/[^\s#]*)?$")]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(:\d{1,5})?$")]
Year = Annotated[int, Field(ge=2008, le=2099)]  # the first reports are those for 2008 (国务院令第492号)
Count = Annotated[int, Field(gt=0)]
Month = Annotated[int, Field(ge=1, le=12)]
Days = Annotated[int, Field(ge=1, le=90)]
KeyPath = tuple[str | int, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Region(_Strict):
    """`code` by GB/T 2260 (six digits), `name` in full: 威海市环翠区."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    name: Text


class ExtraHost(_Strict):
    """A host outside .gov.cn, or one at a private address, with the reason why it is entered."""

    host: Host
    reason: Text


class Column(_Strict):
    """A column (栏目) of annual reports; `year` where it holds the reports of one year only."""

    url: Url
    year: Year | None = None
    name: Text | None = None


class Agency(_Strict):
    """An agency that is known beforehand. `scheme` is "local" where `code` is no social-credit code."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]+$")]
    name: Text
    aliases: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    scheme: Literal["credit_code", "local"] = "credit_code"


class Xxgk(_Strict):
    """The agency × year endpoint of Hanweb's xxgk module; an agency is given up after so many empty years."""

    endpoint: Url
    first_year: Year = 2008
    give_up_after: Count = 3


class Search(_Strict):
    """The portal's own search, the second path to reports (Hanweb jsearch)."""

    endpoint: Url
    method: Literal["GET", "POST"] = "GET"
    websiteid: Text
    cateid: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    tpl: Text | None = None


class Expect(_Strict):
    """Lower bounds of a good run: so many reports, by so many agencies, for report years from–to.

    `fill` is the least share of cells that hold a number; `unlisted` so many items its lists may declare (共N条)
    beyond those that their pages show.
    """

    reports: Count
    agencies: Count
    years: Annotated[tuple[Year, Year], Field(strict=False)]
    fill: Annotated[float, Field(gt=0, le=1)] | None = None
    unlisted: Annotated[int, Field(ge=0)] = 0


class Politeness(_Strict):
    """`delay` between two requests to a host in seconds, `jitter` its random share (0–1); limits of a run."""

    delay: Annotated[float, Field(ge=0.5)] = 2.0
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.5
    max_pages: Count = 5_000
    max_seconds: Count = 4 * 3600
    max_bytes: Count = 2 * 1024**3


class Schedule(_Strict):
    """How often the portal is crawled: every `season_days` in the months `season` (first, last), else every
    `other_days`; `at` is the time of day in China. Reports are due by 31 January, a government's own by 31 March
    (条例 of 2019, articles 49 and 50), and some come late."""

    season: Annotated[tuple[Month, Month], Field(strict=False)] = (1, 4)
    season_days: Days = 3
    other_days: Days = 30
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    paused: Text | None = None


class Site(_Strict):
    """One portal. `hosts` and `extra_hosts` together are the allow-list of the crawl."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Text
    region: Region
    home: Url
    hosts: Annotated[tuple[Host, ...], Field(strict=False, min_length=1)]
    extra_hosts: Annotated[tuple[ExtraHost, ...], Field(strict=False)] = ()
    cms: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    start: Annotated[tuple[Url, ...], Field(strict=False)] = ()
    columns: Annotated[tuple[Column, ...], Field(strict=False)] = ()
    agencies: Annotated[tuple[Agency, ...], Field(strict=False)] = ()
    xxgk: Xxgk | None = None
    search: Search | None = None
    expect: Expect
    politeness: Politeness = Politeness()
    schedule: Schedule = Schedule()
    notes: Text

    @property
    def start_urls(self) -> tuple[str, ...]:
        """Where a walk begins: `start`, or the home page."""
        return self.start or (self.home,)

    @property
    def policy(self) -> HostPolicy:
        """The allow-list of this site's crawl, extra hosts included."""
        return HostPolicy.of_hosts((*self.hosts, *(extra.host for extra in self.extra_hosts)))

    @property
    def allowed_domains(self) -> list[str]:
        """The allow-list without ports, as Scrapy wants it; `policy` knows the ports too."""
        return sorted({host.partition(":")[0] for host in self.policy.hosts})

    def allows(self, url: str) -> bool:
        """Whether this site's crawl may enter `url`."""
        return self.policy.refusal(url) is None


_TABLES: dict[str, type[BaseModel]] = {
    "region": Region,
    "extra_hosts": ExtraHost,
    "columns": Column,
    "agencies": Agency,
    "xxgk": Xxgk,
    "search": Search,
    "expect": Expect,
    "politeness": Politeness,
    "schedule": Schedule,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a site file. `key` is a path such as `columns[3].year`, empty for the whole file."""

    file: Path
    key: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file.name if self.line is None else f"{self.file.name}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class SiteError(ValueError):
    """A site file is missing or broken. The message names file, line and key of every problem."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.problems)


def site_files(directory: Path = SITES) -> list[Path]:
    """The site files, by name."""
    return sorted(directory.glob("*.toml"))


def load_site(name: str, directory: Path = SITES) -> Site:
    """The site called `name`. Raises SiteError where there is no such file or it has a problem."""
    path = directory / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(file.stem for file in site_files(directory)) or "none"
        raise SiteError(f"no site file {path.name} in {directory} (known: {known})")
    site, problems = _read(path)
    if site is None or problems:
        raise SiteError("\n".join(map(str, problems)), problems)
    return site


def all_sites(directory: Path = SITES) -> list[Site]:
    """Every site, by name. Raises SiteError at the first broken file."""
    return [load_site(path.stem, directory) for path in site_files(directory)]


def lint(path: Path) -> list[Problem]:
    """What is wrong with a site file; empty when nothing is."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Site | None, list[Problem]]:
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [Problem(path, "", f"cannot be read: {error}")]

    def problem(keys: KeyPath, message: str) -> Problem:
        return Problem(path, _dotted(keys), message, line_of(text, keys))

    raw.setdefault("name", path.stem)
    try:
        site = Site.model_validate(raw)
    except ValidationError as error:
        return None, [problem(each["loc"], _explain(dict(each))) for each in error.errors()]
    found = [problem(keys, message) for keys, message in contradictions(site, path.stem)]
    return site, found


def _dotted(keys: KeyPath) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _explain(error: dict[str, Any]) -> str:
    """pydantic's message in a maintainer's words where its own would not help."""
    if error["type"] == "missing":
        return "required, but missing"
    if error["type"] != "extra_forbidden":
        return f"{error['msg']} (got {error['input']!r})"
    table = next((key for key in error["loc"][:-1] if isinstance(key, str)), "")
    near = difflib.get_close_matches(str(error["loc"][-1]), _TABLES.get(table, Site).model_fields, n=1)
    return f"unknown key; did you mean {near[0]!r}?" if near else "unknown key (docs/site-file.md lists them)"


def contradictions(site: Site, stem: str) -> Iterator[tuple[KeyPath, str]]:
    """What no single value shows: (key path, message) for each contradiction within a site file."""
    if site.name != stem:
        yield ("name",), f"{site.name!r} is not the file's name {stem!r}"
    if stem in RESERVED:
        yield (), f"{stem!r} is the name of a spider that needs no site file; rename the file"
    yield from _host_problems(site)
    yield from _url_problems(site)
    yield from _agency_problems(site)
    for index, name in enumerate(site.cms):
        if name not in (known := [family.name for family in FAMILIES]):
            yield ("cms", index), f"no CMS module {name!r} (known: {', '.join(known)})"
    first, last = site.expect.years
    if first > last:
        yield ("expect", "years"), f"runs backwards: {first} to {last}"
    elif site.expect.reports > (most := site.expect.agencies * (last - first + 1)):
        yield ("expect", "reports"), f"{site.expect.reports} is more than agencies × years = {most}"
    if site.expect.reports < site.expect.agencies:
        yield ("expect", "agencies"), f"{site.expect.agencies} agencies cannot have {site.expect.reports} reports"


def _host_problems(site: Site) -> Iterator[tuple[KeyPath, str]]:
    seen: set[str] = set()
    entries: list[tuple[KeyPath, str]] = [(("hosts", index), host) for index, host in enumerate(site.hosts)]
    entries += [(("extra_hosts", index, "host"), extra.host) for index, extra in enumerate(site.extra_hosts)]
    for keys, host in entries:
        official = host.partition(":")[0].endswith(GOV)
        if keys[0] == "hosts" and not official:
            yield keys, f"{host} is not under .gov.cn; declare it in [[extra_hosts]] with a reason"
        if host in seen:
            yield keys, f"{host} is listed twice"
        seen.add(host)


def _url_problems(site: Site) -> Iterator[tuple[KeyPath, str]]:
    urls: list[tuple[KeyPath, str]] = [(("home",), site.home)]
    urls += [(("start", index), url) for index, url in enumerate(site.start)]
    urls += [(("columns", index, "url"), column.url) for index, column in enumerate(site.columns)]
    if site.xxgk:
        urls.append((("xxgk", "endpoint"), site.xxgk.endpoint))
    if site.search:
        urls.append((("search", "endpoint"), site.search.endpoint))
    seen: set[tuple[str | int, str]] = set()
    for keys, url in urls:
        if not site.allows(url):
            yield keys, f"{url} is outside the declared hosts"
        identity = (keys[0], url.partition("://")[2].rstrip("/"))
        if identity in seen:
            yield keys, f"{url} is listed twice"
        seen.add(identity)


def _agency_problems(site: Site) -> Iterator[tuple[KeyPath, str]]:
    codes: set[str] = set()
    names: set[str] = set()
    for index, agency in enumerate(site.agencies):
        if agency.scheme == "credit_code" and not is_credit_code(agency.code.partition("-")[0]):
            yield (
                ("agencies", index, "code"),
                f"{agency.code} is no 18-character social-credit code with a right check character "
                '(GB 32100-2015); an older code needs scheme = "local"',
            )
        if agency.code in codes:
            yield ("agencies", index, "code"), f"{agency.code} is listed twice"
        codes.add(agency.code)
        for key, name in [("name", agency.name), *(("aliases", alias) for alias in agency.aliases)]:
            if name in names:
                yield ("agencies", index, key), f"{name} is listed twice"
            names.add(name)
