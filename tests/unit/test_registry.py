"""The site files: strict keys, no contradictions, and the ones that are there."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import BaseModel

from crawler import registry
from crawler.registry import SiteError, all_sites, lint, load_site, site_files

GOOD = """\
title = "某区人民政府"
home = "http://www.some.gov.cn/"
hosts = ["www.some.gov.cn"]
cms = ["hanweb_jpage"]
columns = [
  { year = 2021, url = "http://www.some.gov.cn/col/col1/index.html" },
  { url = "http://www.some.gov.cn/col/col2/index.html", name = "年报" },
]
notes = \"\"\"
Anything, such as delay = 1 or
[expect] in a line.
\"\"\"

[region]
code = "371002"
name = "某市某区"

[[agencies]]
code = "11371002565229128G"
name = "某区信访局"
aliases = ["信访局"]

[[agencies]]
code = "001008004005097"
name = "某区老干部局"
scheme = "local"

[expect]
reports = 15
agencies = 5
years = [2019, 2025]

[politeness]
delay = 1.0
"""


def write(tmp_path: Path, text: str, name: str = "some.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert lint(path) == []
    site = load_site("some", tmp_path)
    assert site.name == "some"
    assert site.start_urls == ("http://www.some.gov.cn/",)
    assert [column.year for column in site.columns] == [2021, None]
    assert site.agencies[1].scheme == "local"
    assert (site.politeness.delay, site.politeness.jitter) == (1.0, 0.5)
    assert pickle.loads(pickle.dumps(site)) == site


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "words"),
    [
        ("cms =", "cmss =", "cmss", 4, "did you mean 'cms'"),
        ('name = "某市某区"', 'nam = "某市某区"', "region.nam", 16, "did you mean 'name'"),
        ('name = "某市某区"', "", "region.name", 14, "missing"),
        ("year = 2021", 'year = "2021"', "columns[0].year", 6, "valid integer"),
        ("year = 2021", "year = 1921", "columns[0].year", 6, "2008"),
        ("col/col2/", "col/col1/", "columns[1].url", 7, "twice"),
        ("http://www.some.gov.cn/col/col2", "http://www.other.gov.cn/col/col2", "columns[1].url", 7, "outside"),
        ("http://www.some.gov.cn/col/col2", "http://www.some.gov.cn:88/col/col2", "columns[1].url", 7, "outside"),
        ("http://www.some.gov.cn/col/col2", "ftp://www.some.gov.cn/col/col2", "columns[1].url", 7, "pattern"),
        ('["www.some.gov.cn"]', '["www.some.gov.cn", "mirror.cn"]', "hosts[1]", 3, "extra_hosts"),
        ('["www.some.gov.cn"]', '["www.some.gov.cn", "180.76.149.248:88"]', "hosts[1]", 3, "extra_hosts"),
        ('["www.some.gov.cn"]', '["www.some.gov.cn", "www.some.gov.cn"]', "hosts[1]", 3, "twice"),
        ('"hanweb_jpage"', '"hanweb"', "cms[0]", 4, "no CMS module"),
        ("565229128G", "565229128H", "agencies[0].code", 19, "check character"),
        ('scheme = "local"', "", "agencies[1].code", 24, "scheme"),
        ('aliases = ["信访局"]', 'aliases = ["某区老干部局"]', "agencies[1].name", 25, "twice"),
        ("years = [2019, 2025]", "years = [2025, 2019]", "expect.years", 31, "backwards"),
        ("reports = 15", "reports = 36", "expect.reports", 29, "agencies × years = 35"),
        ("agencies = 5", "agencies = 16", "expect.agencies", 30, "cannot have"),
        ("reports = 15", "reports = 0", "expect.reports", 29, "greater than 0"),
        ("delay = 1.0", "delay = 0.1", "politeness.delay", 34, "0.5"),
        ("delay = 1.0", "delay = true", "politeness.delay", 34, "number"),
        ('title = "某区人民政府"', 'title = "某区人民政府"\nname = "other"', "name", 2, "not the file's name"),
        ('code = "371002"', 'code = "3710"', "region.code", 15, "pattern"),
    ],
)
def test_problem_names_file_key_and_line(
    tmp_path: Path, old: str, new: str, key: str, line: int, words: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    problems = lint(path)
    (problem,) = [problem for problem in problems if problem.key == key]
    assert problem.line == line
    assert words in problem.message
    assert str(problem).startswith(f"some.toml:{line}: {key}: ")
    with pytest.raises(SiteError, match=r"some\.toml"):
        load_site("some", tmp_path)


def test_missing_notes_are_a_problem(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("notes")] + GOOD[GOOD.index("[region]") :]
    (problem,) = lint(write(tmp_path, text))
    assert (problem.key, problem.message) == ("notes", "required, but missing")


@pytest.mark.parametrize("text", ["title = ", "title = 'a'\ntitle = 'b'", "\xff\xfe"])
def test_broken_toml_is_a_problem_not_a_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes(text.encode("latin-1"))
    (problem,) = lint(path)
    assert "cannot be read" in str(problem)


def test_reserved_name(tmp_path: Path) -> None:
    (problem,) = lint(write(tmp_path, GOOD, "portal.toml"))
    assert "needs no site file" in problem.message


def test_unknown_site_names_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(SiteError, match=r"no site file nowhere\.toml .*known: some"):
        load_site("nowhere", tmp_path)


def test_declared_address_is_entered_at_its_port_alone(tmp_path: Path) -> None:
    extra = '\n[[extra_hosts]]\nhost = "180.76.149.248:88"\nreason = "e-books"\n'
    write(tmp_path, GOOD + extra)
    site = load_site("some", tmp_path)
    allowed = [
        "http://www.some.gov.cn/",
        "https://WWW.some.gov.cn:8443/a",
        "http://180.76.149.248:88/book/page1.html",
    ]
    refused = [
        "http://180.76.149.248/",
        "http://dwgk.some.gov.cn/",
        "http://www.some.gov.cn.mirror.cn/",
        "http://www.some.gov.cn:9000/",
        "ftp://www.some.gov.cn/",
        "http://www.some.gov.cn@mirror.cn/",
        "http://[bad/",
    ]
    assert [url for url in allowed + refused if site.allows(url)] == allowed
    assert site.allowed_domains == ["180.76.149.248", "www.some.gov.cn"]


# --- the site files that are there ---


def test_site_files_are_clean() -> None:
    assert [problem for path in site_files() for problem in lint(path)] == []


def test_known_portals() -> None:
    sites = {site.name: site for site in all_sites()}
    assert {"huancui", "rongcheng", "rushan", "weihai", "wendeng", "wip"} <= sites.keys()
    assert {agency.code for agency in sites["huancui"].agencies} == {
        "11371002565229128G",
        "11371002004360724B",
        "1137100200436109XF",
    }
    years = {column.year: column.url for column in sites["wendeng"].columns}
    assert years[2021] == "http://www.wendeng.gov.cn/col/col82584/index.html"
    assert sites["wendeng"].allows("http://180.76.149.248:88/book/2022dzs/bangongshi/files/basic-html/page9.html")
    assert not sites["rongcheng"].allows("http://dwgk.rongcheng.gov.cn/")
    for site in sites.values():
        assert len(site.notes) > 200
        assert site.region.name.startswith("威海")


def test_documentation_names_every_key() -> None:
    text = (Path(registry.__file__).parents[1] / "docs" / "site-file.md").read_text(encoding="utf-8")
    models: list[type[BaseModel]] = [registry.Site, *registry._TABLES.values()]
    missing = [key for model in models for key in model.model_fields if f"`{key}`" not in text]
    assert missing == []
