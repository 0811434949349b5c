"""What a report's and an agency's page say of their numbers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import html
from markupsafe import Markup

from pipelines.site.agencies import comparison, plot
from pipelines.site.jobs import Job, make
from pipelines.site.portals import Covered, Portal, Run
from pipelines.site.records import Note, Place, Report
from pipelines.site.render import coded, moment, number, render, share, translated, web
from pipelines.site.sheets import at, sheets

TOTAL = "applications.granted.total"


def _place(raw: str, **more: object) -> Place:
    known = {
        "note": None,
        "unit": None,
        "confidence": None,
        "page": 2,
        "table": 0,
        "row": 4,
        "col": 3,
        "line": None,
    }
    known |= {"was_corrected": False, "why": None, "evidence": None, "by": None}
    return Place(raw, **{**known, **more})  # type: ignore[arg-type]


def _report(**more: object) -> Report:
    known = {
        "agency_id": 7, "agency": "甲局", "year": 2023, "site": "huancui", "form": "2021", "verdict": "accepted",
        "standing": "accepted", "reason": None, "headline": "甲局2023年年报", "source_url": "http://a.gov.cn/1",
        "published_on": date(2024, 1, 9), "first_seen": datetime(2024, 1, 31, 20, tzinfo=UTC), "revision": 1,
        "scope": None, "sha256": "ab" * 32, "vanished": False, "reading_id": 1, "carrier": "html", "member": "",
    }  # fmt: skip
    return Report(**{**known, **more})  # type: ignore[arg-type]


def _note(place: str, severity: str = "error", **more: object) -> Note:
    known = {"cause": "published", "left": Decimal(7), "right": Decimal(8), "raw": None, "detail": "7 is not 8"}
    known |= {"decision": None, "why": None, "by": None}
    return Note("I1_row_total", severity, place=place, **{**known, **more})  # type: ignore[arg-type]


def _page(report: Report) -> html.HtmlElement:
    portal = {"name": "huancui", "title": None, "file": "s/huancui.html"}
    context = {"root": "../", "portal": portal, "before": None, "after": 2024}
    [(_, page, _)] = make([Job("r/7-2023.html", "report.html", "", context, report)])
    return html.fromstring(page)


def test_blank_dash_zero_and_absent_are_four_things() -> None:
    paths = {"total": "12（其中1件）", "natural_person": "0", "legal_service": "", "other_org": "——"}
    report = _report(
        values={f"applications.granted.{k}": v for k, v in zip(paths, (12, 0, None, None), strict=True)},
        places={f"applications.granted.{k}": _place(raw) for k, raw in paths.items()},
    )
    page = _page(report)

    def cell(name: str) -> tuple[str, str, str | None]:
        td = page.get_element_by_id(f"c-applications.granted.{name}")
        return td.text_content().strip(), td.get("class"), td.get("data-raw")

    assert cell("total") == ("12", "v", "12（其中1件）")
    assert cell("natural_person") == ("0", "v", None)
    assert cell("legal_service") == ("", "blank", None)
    assert cell("other_org") == ("——", "blank", "——")
    assert cell("commercial_enterprise") == ("", "absent", None)


def test_findings_mark_cells_rows_and_columns() -> None:
    report = _report(
        values={TOTAL: 7},
        places={TOTAL: _place("7")},
        notes=[
            _note(TOTAL, "warning"),
            _note("applications.granted"),
            _note("applications.*.total"),
            _note("identity.year"),
            _note(TOTAL),
        ],
    )
    tables, targets = sheets(report, None)
    assert targets == {
        1: "c-applications.granted.total", 2: "c-applications.granted", 3: "c-applications._.total",
        5: "c-applications.granted.total",
    }  # fmt: skip
    page = _page(report)
    cell = page.get_element_by_id(targets[1])
    assert cell.get("class") == "v flag sev-error"
    assert cell.xpath(".//sup/a/@href") == ["#f1", "#f5"]
    for target in targets.values():
        assert "flag" in page.get_element_by_id(target).get("class")
    assert page.get_element_by_id("f2").xpath(".//a[@class='place']/@href") == ["#c-applications.granted"]
    assert next(t for t in tables if t.table.block == "review").missing


def test_a_correction_shows_what_was_read_and_why() -> None:
    place = _place("71", was_corrected=True, why="字迹不清", evidence="第2页", by="李")
    page = _page(_report(standing="accepted_by_person", values={TOTAL: 11}, places={TOTAL: place}))
    told = page.xpath("//section[@aria-labelledby='corrections']//li")[0].text_content()
    assert "71 → 11" in " ".join(told.split())
    assert "字迹不清" in told
    assert page.get_element_by_id(f"c-{TOTAL}").xpath("ins/text()") == ["11"]
    assert "经人工裁定采信" in page.xpath("//p[@class='lead']")[0].text_content()


def test_strangers_text_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>\"'"
    report = _report(
        agency=evil, headline=evil, source_url="javascript:alert(1)", reason=evil,
        values={TOTAL: 1}, places={TOTAL: _place(evil, note=evil)}, notes=[_note(TOTAL, detail=evil, cause=evil)],
    )  # fmt: skip
    page = _page(report)
    assert not page.xpath("//script[not(@src)]")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert page.get_element_by_id(f"c-{TOTAL}").get("data-raw") == evil


def test_years_stand_side_by_side_and_no_form_is_mixed_with_another() -> None:
    old = _report(year=2016, form="2014", values={"indicators.3.1": Decimal(4)})
    blank = _report(year=2019, form="2019", values={"applications.new_received.total": None})
    new = _report(year=2021, values={"applications.new_received.total": 9, TOTAL: 5})
    groups = {group.caption: group.rows for group in comparison([old, blank, new])}
    assert set(groups) == {"收到和处理申请（总计列）", "2014年统计表"}
    received = groups["收到和处理申请（总计列）"][0]
    assert received.values == [
        None,
        (None, "c-applications.new_received.total"),
        (9, "c-applications.new_received.total"),
    ]
    assert groups["2014年统计表"][0].values[0] == (Decimal(4), "c-indicators.3.1")


def test_the_plot_leaves_gaps_and_adds_only_what_a_form_parts() -> None:
    first = _report(
        year=2019,
        form="2019",
        values={
            "applications.new_received.total": 9,
            "applications.denied.state_secret.total": 1,
            "applications.denied.enforcement_file.total": 2,
            "applications.denied.administrative_query.total": None,
            "applications.other.total.total": 3,
        },
    )
    both = {"applications.other.other.total": 1, "applications.other.fee_unpaid.total": 2}
    last = _report(year=2021, values={**both, "applications.other.total.total": 3})
    drawn = plot([first, last])
    assert drawn is not None
    assert drawn["years"] == [2019, 2020, 2021]
    assert drawn["received"]["values"] == [9, None, None]
    outcomes = {each["code"]: each["values"] for each in drawn["outcomes"]}
    assert outcomes == {"denied": [3, None, None], "other": [3, None, 3]}
    assert plot([]) is None
    assert plot([_report(form="narrative")]) is None


def test_doubt_wants_the_original() -> None:
    assert not _report().doubtful
    assert _report(verdict="review").doubtful
    assert _report(notes=[_note(TOTAL, "warning")]).doubtful
    assert not _report(notes=[_note(TOTAL, "info")]).doubtful
    assert not _report(notes=[_note("identity.agency", "warning")]).doubtful
    assert _report(places={TOTAL: _place("7", confidence=0.9)}).recognised


@pytest.mark.parametrize(
    ("run", "health"),
    [
        (None, "never"),
        ({"status": "running", "exit_code": None}, "running"),
        ({"status": "crashed", "exit_code": 1}, "crashed"),
        ({"exit_code": 6}, "exit_6"),
        ({"reports_found": 94}, "behind"),
        ({"reports_found": 95}, "exit_0"),
    ],
)
def test_health_is_what_an_admin_should_know_first(run: dict[str, object] | None, health: str) -> None:
    counts = dict.fromkeys(set(Run._fields) - {"message"}, 0)
    known = {**counts, "command": "crawl", "started_at": datetime(2024, 1, 1, tzinfo=UTC), "message": None}
    last = None if run is None else Run(**{**known, "status": "finished", **run})  # type: ignore[arg-type]
    assert Portal("huancui", last=last, most=100).health == health


def test_places_count_from_one() -> None:
    assert at(_place("7")) == "2,1,5,4,"
    assert at(_place("7", page=None, table=None, row=None, col=None, line=0)) == ",,,,1"


def test_small_words() -> None:
    assert [number(value) for value in (None, 0, Decimal("12.50"), Decimal("1E+3"), Decimal(0))] == [
        "", "0", "12.5", "1000", "0",
    ]  # fmt: skip
    assert moment(datetime(2024, 1, 31, 20, tzinfo=UTC)) == "2024-02-01 04:00"  # Beijing
    assert moment(datetime(2024, 1, 31, 20, tzinfo=UTC), time=False) == "2024-02-01"
    assert (share(999, 1000), share(1000, 1000), share(0, 0)) == ("99 %", "100 %", "")
    assert coded("accepted") == Markup('<span data-c="accepted">采信</span>')
    assert coded("<new>") == "<code>&lt;new&gt;</code>"
    assert web("javascript:alert(1)") == "javascript:alert(1)"
    assert 'href="http://a.gov.cn/?a=1&amp;b=&#34;"' in web('http://a.gov.cn/?a=1&b="')
    assert web("http://[broken") == "http://[broken"
    with pytest.raises(KeyError, match="catalogue"):
        translated("目录中没有的话")


def test_what_is_not_due_is_not_missing() -> None:
    portal = Portal("huancui", states=Counter(accepted=3, review=1, missing=1, blocked=1, not_due=4))
    assert (portal.reports, portal.due, portal.missing) == (4, 6, 2)
    years = {2025: portal.states}
    page = html.fromstring(render("index.html", root="", portals=[portal], asof=None, by_year=years))
    [row] = [row for row in page.iter("tr") if row.findtext("th") == "2025"]
    assert [str(cell.xpath("normalize-space()")) for cell in row.iter("td")] == ["3", "1", "2", "66 %"]


def test_the_filter_for_gaps_passes_over_what_is_not_due() -> None:
    rows = [Covered(1, "甲局", 2025, "not_due", "not_due"), Covered(2, "乙局", 2025, "missing", "no_column")]
    page = html.fromstring(render("portal.html", root="../", portal=Portal("huancui", coverage=rows)))
    assert page.xpath("//tr[@data-gap]/th/a/text()") == ["乙局"]
