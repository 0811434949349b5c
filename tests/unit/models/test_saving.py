"""Saving: twice is once, copies agree or differ whatever came first, less never replaces more."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from models.session import session
from pipelines.capture import Capture
from pipelines.captures import context_digest
from pipelines.evidence import Evidence
from pipelines.report import Finding, Reading
from pipelines.saving import Saved, find_reading, known, save_capture, save_readings
from pipelines.urls import url_key
from tests.rows import changed_tables, row_digests
from tests.unit.models.made import AGENCY, URL, capture, cell, reading, report, sha256

ATTACHMENT = "http://www.huancui.gov.cn/attach/0/abc.pdf"


def save(fetched: Capture, *readings: Reading) -> list[Saved]:
    """One document as the crawl saves it: kept, then read, then written in one transaction."""
    with session() as opened:
        digest = sha256(fetched.body) if fetched.body else fetched.digest
        number = save_capture(opened, fetched, digest, len(fetched.body) or None, "text/html")
        return save_readings(opened, number, digest, list(readings)) if readings and digest else []


def rows(query: str) -> list[tuple[Any, ...]]:
    with session() as opened:
        return [tuple(row) for row in opened.execute(text(query))]


def one(query: str) -> Any:
    [[value]] = rows(query)
    return value


def test_a_report_arrives_with_all_its_numbers(database: str) -> None:
    [saved] = save(capture(), reading())
    assert (saved.outcome, saved.change, saved.year) == ("report", "new", 2024)
    assert rows("SELECT agency, year, form, verdict, published_on::text, source_url, revision FROM v_reports") == [
        (AGENCY, 2024, "2021", "accepted", "2025-01-20", URL, 1)
    ]
    assert rows("SELECT natural_person, legal_service, total FROM v_applications WHERE item = 'granted'") == [
        (66, 0, 66)
    ]
    assert one("SELECT count(*) FROM v_applications") == 25
    assert one("SELECT count(*) FROM v_review") == 3
    assert rows(
        "SELECT item, measure, value, unit FROM v_disclosure WHERE value IS NULL OR value > 0 ORDER BY 1"
    ) == [
        ("fees", "amount_10k_yuan", pytest.approx(786.5), "万元"),
        ("regulations", "issued", None, "件"),
    ]
    assert rows("SELECT raw, unit, sha256 FROM v_cells WHERE path = 'disclosure.fees.amount_10k_yuan'") == [
        ("786.50万元", "万元", sha256(capture().body))
    ]
    assert one("SELECT count(*) FROM v_cells") == 25 * 7 + 15 + 10
    assert one("SELECT value FROM facts") == 66


def test_the_same_twice_changes_nothing_but_the_ledger(database: str) -> None:
    save(capture(), reading())
    save(capture(b"pdf", url=ATTACHMENT, role="attachment"), reading())
    before = row_digests()
    [again] = save(capture(day=1), reading())
    save(capture(b"pdf", url=ATTACHMENT, role="attachment", day=1), reading())
    assert again.change == "same"
    assert changed_tables(before, row_digests()) == []
    assert one("SELECT last_seen - first_seen FROM v_reports").days == 1


def test_the_same_fetch_twice_is_one_capture(database: str) -> None:
    save(capture(), reading())
    save(capture(), reading())
    assert one("SELECT count(*) FROM captures") == 1


def test_another_copy_is_another_source_of_the_same_report(database: str) -> None:
    save(capture(b"pdf", url=ATTACHMENT, role="attachment"), reading())
    [saved] = save(capture(), reading())
    assert saved.change == "copy"
    assert rows("SELECT role, chosen, agrees FROM report_sources ORDER BY role") == [
        ("article", True, True),
        ("attachment", False, True),
    ]
    assert rows("SELECT source_url, sources, revision FROM v_reports") == [(URL, 2, 1)]
    assert rows("SELECT * FROM v_findings") == []


COPIES = (
    (capture(b"<html>"), reading(report(66))),
    (capture(b"pdf", url=ATTACHMENT, role="attachment"), reading(report(67))),
    (capture(b"few", url="http://www.huancui.gov.cn/art/1.html"), reading(report(66, rows=10), verdict="review")),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_what_stands_does_not_depend_on_who_came_first(database: str, order: tuple[int, ...]) -> None:
    for number in order:
        save(*COPIES[number])
    assert rows("SELECT verdict, reason, source_url, revision FROM v_reports") == [
        ("review", "copies.differ", URL, 1)
    ]
    assert rows("SELECT url_key, chosen, agrees FROM report_sources ORDER BY url_key") == [
        ("www.huancui.gov.cn/art/1.html", False, True),
        ("www.huancui.gov.cn/attach/0/abc.pdf", False, False),
        (url_key(URL), True, True),
    ]
    [(rule, severity, detail)] = rows("SELECT rule, severity, detail FROM v_findings")
    assert (rule, severity) == ("copies.differ", "error")
    assert "applications.granted.natural_person 66 / 67" in detail
    assert detail.startswith("6 cells differ")
    assert one("SELECT max(natural_person) FROM v_applications") == 66


def test_a_blank_here_and_a_zero_there_is_a_warning(database: str) -> None:
    content = report()
    content.disclosure["licences"]["handled"] = cell(None, "")
    save(capture(), reading())
    save(capture(b"pdf", url=ATTACHMENT, role="attachment"), reading(content))
    assert rows("SELECT severity, place, left_value, right_value FROM v_findings") == [
        ("warning", "disclosure.licences.handled", 0, None)
    ]
    assert one("SELECT verdict FROM v_reports") == "accepted"


def test_a_better_copy_is_shown_in_the_same_revision(database: str) -> None:
    errors = [Finding("I1", "error", "applications.granted", "…", "published", 1, 2)]
    save(capture(), reading(verdict="review", reason="I1", findings=errors))
    assert rows("SELECT rule, left_value, right_value FROM v_findings") == [("I1", 1, 2)]
    save(capture(b"pdf", url=ATTACHMENT, role="attachment"), reading())
    assert rows("SELECT verdict, source_url, revision FROM v_reports") == [("accepted", ATTACHMENT, 1)]
    assert rows("SELECT * FROM v_findings") == []


def test_a_corrected_report_is_a_new_revision_and_the_old_stays(database: str) -> None:
    errors = [Finding("I1", "error", "applications.granted", "…", "published", 1, 2)]
    save(capture(), reading(verdict="review", reason="I1", findings=errors))
    [saved] = save(capture(b"two", day=3), reading(report(70)))
    assert saved.change == "changed"
    assert rows("SELECT revision, verdict FROM v_reports") == [(2, "accepted")]
    assert rows("SELECT revision, natural_person FROM application_rows WHERE item = 'granted' ORDER BY 1") == [
        (1, 66),
        (2, 70),
    ]
    assert rows("SELECT count(*), revision FROM cells GROUP BY revision ORDER BY 2") == [(200, 1), (200, 2)]
    old = "SELECT f.rule FROM revisions v JOIN findings f USING (reading_id) WHERE v.revision = 1"
    assert rows(old) == [("I1",)]
    before = row_digests()
    save(capture(b"two", day=4), reading(report(70)))
    assert changed_tables(before, row_digests()) == []


def test_corrected_prose_is_a_correction_too(database: str) -> None:
    save(capture(), reading())
    [saved] = save(capture(b"two", day=1), reading(report(prose="本机关更正…")))
    assert saved.change == "changed"


def test_a_page_around_it_that_changes_is_no_correction(database: str) -> None:
    save(capture(), reading())
    before = row_digests()
    [saved] = save(capture(b"another visitor counter", day=1), reading())
    assert saved.change == "same"
    # the other page is kept and read, the report does not move
    assert changed_tables(before, row_digests()) == ["objects", "readings"]


def test_back_to_the_old_content_is_a_third_revision(database: str) -> None:
    save(capture(), reading())
    save(capture(b"two", day=1), reading(report(70)))
    [saved] = save(capture(day=2), reading())
    assert saved.change == "changed"
    assert rows("SELECT revision FROM v_reports") == [(3,)]


def test_a_page_that_shrinks_leaves_what_it_gave(database: str) -> None:
    save(capture(), reading())
    [saved] = save(capture(b"half", day=1), reading(report(66, rows=3), verdict="review", reason="missing_rows"))
    assert saved.change == "shrunk"
    assert rows("SELECT revision, verdict FROM v_reports") == [(1, "accepted")]
    assert one("SELECT count(*) FROM v_applications") == 25
    assert rows("SELECT rule, severity FROM v_findings") == [("source.lost", "warning")]
    save(capture(day=2), reading())
    assert rows("SELECT * FROM v_findings") == []


def test_a_page_that_is_no_report_any_more_leaves_what_it_gave(database: str) -> None:
    save(capture(), reading())
    save(capture(b"soft 404", day=1), reading(verdict="not_a_report", reason="soft_404", agency=None, year=None))
    assert rows("SELECT revision, verdict, vanished FROM v_reports") == [(1, "accepted", True)]
    assert "reads as not_a_report: soft_404" in one("SELECT detail FROM v_findings")
    assert one("SELECT (last_seen - first_seen)::text FROM v_reports") == "00:00:00"


@pytest.mark.parametrize(
    ("status", "severity"), [(404, "warning"), (410, "warning"), (503, "info"), (412, "info")]
)
def test_a_page_that_fails_leaves_what_it_gave(database: str, status: int, severity: str) -> None:
    save(capture(), reading())
    save(capture(b"", day=1, status=status))
    assert rows("SELECT rule, severity FROM v_findings") == [("source.lost", severity)]
    before = row_digests()
    save(capture(b"", day=2, status=status))
    assert changed_tables(before, row_digests()) == []
    save(capture(b"", day=3, status=304, digest=sha256(capture().body)))
    assert rows("SELECT * FROM v_findings") == []
    assert one("SELECT last_seen::date::text FROM v_reports") == "2026-01-23"


@pytest.mark.parametrize(("outcome", "severity"), [("soft_404", "warning"), ("blocked", "info")])
def test_a_page_that_is_known_to_be_none_leaves_what_it_gave(database: str, outcome: str, severity: str) -> None:
    save(capture(), reading())
    with session() as opened:
        save_capture(opened, capture(b"", day=1), outcome=outcome)
    assert rows("SELECT rule, severity FROM v_findings") == [("source.lost", severity)]
    assert rows("SELECT verdict, revision FROM v_reports") == [("accepted", 1)]


def test_a_newer_reader_reads_the_same_revision_anew(database: str) -> None:
    save(capture(), reading(report(66)))
    [saved] = save(capture(day=1), reading(report(67), version="2"))
    assert saved.change == "updated"
    assert rows("SELECT revision, reader_version FROM v_reports") == [(1, "2")]
    assert one("SELECT natural_person FROM v_applications WHERE item = 'granted'") == 67
    assert one("SELECT count(*) FROM readings") == 2


def test_bytes_read_as_another_years_report_leave_the_first_year(database: str) -> None:
    save(capture(), reading(year=2023))
    save(capture(day=1), reading(year=2024, version="2"))
    assert rows("SELECT year FROM v_reports") == [(2024,)]
    assert rows("SELECT year FROM reports WHERE withdrawn_at IS NOT NULL") == [(2023,)]
    assert one("SELECT count(*) FROM v_applications WHERE year = 2023") == 0
    save(capture(b"real", url="http://www.huancui.gov.cn/art/2.html", day=2), reading(report(5), year=2023))
    assert rows("SELECT year, source_url FROM v_reports ORDER BY year")[0] == (
        2023,
        "http://www.huancui.gov.cn/art/2.html",
    )


def test_a_page_that_turns_to_the_next_year_keeps_the_old_report(database: str) -> None:
    save(capture(), reading(year=2023))
    save(capture(b"next", day=300), reading(report(5), year=2024))
    assert rows("SELECT year, vanished FROM v_reports ORDER BY year") == [(2023, True), (2024, False)]
    assert rows("SELECT year, rule FROM v_findings") == [(2023, "source.lost")]


def test_an_older_capture_does_not_turn_the_page_back(database: str) -> None:
    save(capture(b"two", day=5), reading(report(70)))
    [saved] = save(capture(b"one", day=1), reading(report(66)))
    assert saved.change == "older"
    assert rows("SELECT revision FROM v_reports") == [(1,)]
    assert one("SELECT natural_person FROM v_applications WHERE item = 'granted'") == 70


def test_one_archive_carries_many_reports(database: str) -> None:
    members = [
        reading(report(count), agency=f"威海市环翠区{name}", member=f"{name}.doc")
        for count, name in enumerate(("商务局", "民政局", "统计局"), start=1)
    ]
    saved = save(capture(b"PK", url="http://www.huancui.gov.cn/all.zip"), *members)
    assert [item.change for item in saved] == ["new"] * 3
    assert one("SELECT count(DISTINCT agency_id) FROM v_reports") == 3


def test_without_agency_or_year_a_report_is_kept_and_listed(database: str) -> None:
    [saved] = save(capture(), reading(agency=None, verdict="review", reason="no_agency"))
    assert (saved.outcome, saved.change) == ("unassigned", None)
    save(capture(b"x", url="http://www.huancui.gov.cn/2"), reading(year=None, verdict="review", reason="no_year"))
    assert rows("SELECT unknown, year, agency FROM v_unassigned ORDER BY 1") == [
        ("agency", 2024, None),
        ("year", None, AGENCY),
    ]
    assert rows("SELECT * FROM v_reports") == []


def test_numbers_that_fit_no_column_are_flagged_not_stored(database: str) -> None:
    content = report()
    content.applications["granted"]["total"] = cell(10**30)
    content.review["reconsideration"]["upheld"] = replace(cell(0), value=None, raw="1.5")
    [saved] = save(capture(), reading(content))
    assert (saved.verdict, saved.reason) == ("review", "value.out_of_range")
    assert rows("SELECT place, raw FROM v_findings") == [("applications.granted.total", "1" + "0" * 30)]
    assert one("SELECT total FROM v_applications WHERE item = 'granted'") is None


def test_text_that_postgresql_refuses_is_stored_with_a_mark(database: str) -> None:
    save(capture(), reading(report(prose="一\x00二\udcb0三")))
    assert one("SELECT text FROM sections") == "一\ufffd二\ufffd三"


def test_a_reading_comes_back_as_it_was(database: str) -> None:
    fetched, first = capture(), reading()
    save(fetched, first)
    with session() as opened:
        [found] = find_reading(opened, sha256(fetched.body), context_digest(fetched), "1")
        assert found == first
        assert find_reading(opened, sha256(fetched.body), context_digest(fetched), "2") == []
        elsewhere = replace(fetched, container="#zoom")
        assert find_reading(opened, sha256(fetched.body), context_digest(elsewhere), "1") == []


def test_a_reading_that_ran_out_of_time_is_tried_again(database: str) -> None:
    slow = reading(verdict="unreadable", reason="time_limit", agency=None, year=None)
    save(capture(), slow)
    with session() as opened:
        assert find_reading(opened, sha256(capture().body), context_digest(capture()), "1") == []
    [saved] = save(capture(day=1), reading())
    assert saved.change == "new"
    save(capture(day=2), slow)
    assert one("SELECT verdict FROM readings") == "accepted"


def test_what_is_known_of_a_page(database: str) -> None:
    listed = [Evidence("published_on", "anchor", "2025-01-20")]
    with session() as opened:
        assert known(opened, url_key(URL)) is None
    save(capture(evidence=listed, headers=[("etag", '"a"'), ("Last-Modified", "Mon")]), reading())
    save(capture(b"", day=1, status=304, digest=sha256(capture().body), headers=[], evidence=listed))
    save(capture(b"blocked", day=2, status=412))
    with session() as opened:
        page = known(opened, url_key(URL.replace("http:", "https:")))
    assert page is not None
    assert (page.digest, page.etag, page.last_modified) == (sha256(capture().body), '"a"', "Mon")
    assert (page.listed_on, page.outcome, page.fetched_at.day) == ("2025-01-20", "report", 21)
    assert rows("SELECT status, revisit, outcome FROM captures ORDER BY id") == [
        (200, False, "report"),
        (304, True, "report"),
        (412, False, "http_412"),
    ]


def test_coverage_tells_each_gap_and_why(database: str) -> None:
    area = [Evidence("agency", "area_code", "11371002004360724B"), Evidence("year", "fbtime", "2023")]
    other = "威海市环翠区商务局"
    save(capture(), reading(year=2023))
    save(capture(b"2", url="http://h.gov.cn/2"), reading(year=2022))
    save(capture(b"3", url="http://h.gov.cn/3"), reading(year=2022, agency=other, code="11371002004360724B"))
    save(capture(b"", url="http://h.gov.cn/4", status=404, evidence=area))
    coverage = "SELECT agency, year, state, reason FROM v_coverage WHERE year < 2024 ORDER BY agency, year"
    assert rows(coverage) == [
        (other, 2022, "accepted", None),
        (other, 2023, "missing", "http_404"),
        (AGENCY, 2022, "accepted", None),
        (AGENCY, 2023, "accepted", None),
    ]
    save(
        capture(b"5", url="http://h.gov.cn/5"),
        reading(verdict="unreadable", reason="encrypted", agency=other, year=2023),
    )
    assert (other, 2023, "unreadable", "encrypted") in rows(coverage)
