"""`scrapy site build` as an admin and cron run it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models.session import connection
from pipelines.objects import store
from pipelines.site import jobs
from pipelines.site.build import build
from pipelines.workers import WorkerError, WorkerPool
from tests import warm
from tests.site_world import FIRST, add_report, make_world

ROOT = Path(__file__).parents[2]
# the corpus's documents are odd on purpose: of the accepted ones nothing is left but what views find
FORGET = """
DELETE FROM findings f USING v_reports r
WHERE (f.agency_id, f.year) = (r.agency_id, r.year) AND r.verdict = 'accepted'
"""
DOUBTED = """
SELECT count(*) FROM v_reports r
WHERE r.verdict = 'review' OR EXISTS (
    SELECT FROM v_findings f
    WHERE (f.agency_id, f.year) = (r.agency_id, r.year) AND f.severity <> 'info' AND f.place NOT LIKE 'identity.%'
)
"""


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small world; yields its data directory."""
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    make_world()
    yield tmp_path


def site(*args: str) -> subprocess.CompletedProcess[str]:
    return warm.run(["site", *args])


def _times(out: Path) -> dict[str, int]:
    return {str(file.relative_to(out)): file.stat().st_mtime_ns for file in out.rglob("*") if file.is_file()}


def test_only_what_has_changed_is_written(world: Path) -> None:
    ended = site("build", "--format", "json")
    assert ended.returncode == 0, ended.stderr
    out = world / "site"
    first = _times(out)
    assert {"index.html", "findings.html", "runs.html", "agencies.html", "s/huancui.html"} <= first.keys()
    assert sum(path.startswith("r/") for path in first) == 8
    assert site("build").returncode == 0
    assert _times(out) == first
    with connection() as database:
        agency = database.scalar(text("SELECT id FROM agencies WHERE name = :name"), {"name": FIRST})
        year = database.scalar(text("SELECT max(year) FROM reports WHERE agency_id = :id"), {"id": agency})
    body = (ROOT / "tests/corpus/documents/2021/html/f21-html-02.html").read_bytes()
    add_report(body, FIRST, 2022, "new.html")
    assert site("build").returncode == 0
    now = _times(out)
    pages = {path for path in now if path.startswith(("r/", "a/")) and now[path] != first.get(path)}
    # the new one, its agency, and the two years that now lead to it
    assert pages == {f"r/{agency}-2022.html", f"a/{agency}.html", f"r/{agency}-2021.html", f"r/{agency}-2023.html"}
    assert f"r/{agency}-{year}.html" in now


def test_wrong_use_and_a_strangers_directory(world: Path) -> None:
    assert site().returncode == 2
    assert site("build", "--site", "nowhere").returncode == 2
    assert site("build", "--workers", "0").returncode == 2
    mine = world / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    ended = site("build", "--out", str(mine))
    assert ended.returncode == 1
    assert "name another directory with --out" in ended.stderr
    assert [file.name for file in mine.iterdir()] == ["thesis.txt"]


def test_an_empty_database_gives_a_site_that_says_so(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    build(tmp_path / "site")
    assert "尚无数据" in (tmp_path / "site" / "index.html").read_text()


def test_one_portal_alone(world: Path) -> None:
    with connection() as database:
        database.execute(text("INSERT INTO sites (name, title) VALUES ('wendeng', '威海市文登区人民政府')"))
    assert build(world / "all", originals="none").pages["portal"] == 2
    assert build(world / "one", originals="none", site="huancui").pages["portal"] == 1
    assert "文登" not in (world / "one" / "index.html").read_text()


def test_originals_are_shown_where_they_are_asked_for(world: Path) -> None:
    def shown(out: str) -> int:
        return sum('class="original"' in page.read_text() for page in (world / out / "r").iterdir())

    build(world / "none", originals="none")
    build(world / "review")
    build(world / "all", originals="all")
    assert (shown("none"), shown("all")) == (0, 8)
    with connection() as database:
        database.execute(text(FORGET))
        doubted = database.scalar(text(DOUBTED))
    build(world / "review")
    assert shown("review") == doubted
    assert 0 < doubted < 8


def test_an_original_that_is_lost_or_kills_its_reader_costs_nothing_but_itself(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection() as database:
        rows = database.execute(text("SELECT DISTINCT sha256 FROM revisions ORDER BY 1"))
        lost, killer, *_ = (row.sha256 for row in rows)
    objects = store()
    (world / "objects" / objects.key(lost)).unlink()
    submit = WorkerPool.submit

    def fatal(pool: WorkerPool, function: object, given: list[jobs.Job]) -> object:
        if any(job.report and job.kept and job.report.sha256 == killer for job in given):
            return submit(pool, _die)
        return submit(pool, function, given)  # type: ignore[arg-type]

    monkeypatch.setattr(WorkerPool, "submit", fatal)
    done = build(world / "site", originals="all")
    assert done.pages["report"] == 8
    assert len(done.problems) == 2
    pages = [page.read_text() for page in (world / "site" / "r").iterdir()]
    assert sum("原件无法显示" in page for page in pages) == 2
    monkeypatch.setattr(WorkerPool, "submit", submit)
    assert len(build(world / "site", originals="all").problems) == 1  # what could be shown is tried again


def _die() -> None:
    raise WorkerError("worker_died", "the worker died while reading")


def test_a_build_that_fails_shows_the_old_site(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = world / "site"
    build(out, originals="none")
    before = _times(out)
    monkeypatch.setattr("pipelines.site.build._Builder._lists", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(out, originals="all")
    assert _times(out) == before


def test_decisions_of_people_are_shown(world: Path) -> None:
    with connection() as database:
        handle = database.scalar(text("SELECT min(finding) FROM v_findings WHERE severity = 'error'"))
        agency, year = database.execute(
            text("SELECT agency_id, year FROM v_reports WHERE form = '2019' LIMIT 1")
        ).one()
    path = "applications.granted.total"
    _findings("resolve", str(handle), "--as", "published", "--why", "看过原件，确系如此")
    _findings("correct", str(agency), str(year), path, "4711", "--why", "看过原件，应为此数")
    build(world / "site", originals="none")
    pages = [page.read_text() for page in (world / "site" / "r").iterdir()]
    assert sum("看过原件，确系如此" in page for page in pages) == 1
    assert sum("看过原件，应为此数" in page for page in pages) == 1
    page = (world / "site" / "r" / f"{agency}-{year}.html").read_text()
    assert f'id="c-{path}"' in page
    assert page.count("<ins>4711</ins>") == 2  # in the table, and among the corrections


def _findings(*args: str) -> None:
    warm.run(["findings", *args]).check_returncode()
