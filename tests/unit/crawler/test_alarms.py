"""The book of alarms: raised once, cleared by a run that could have seen the cause, told until somebody was."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crawler.alarms.book import record, told, untold
from crawler.alarms.causes import sort_of, sorts
from crawler.alarms.send import messages
from crawler.alarms.watch import killed, silent
from crawler.exitcodes import ExitCode
from crawler.outcome import Cause, Outcome
from models.alarms import Alarm
from models.ledger import SiteLock, open_run
from models.session import session
from pipelines.register import ensure_site

WELL = Outcome(ExitCode.OK, "finished", "")
BLOCKED = Outcome.of(ExitCode.BLOCKED, "blocked", Cause("blocked", "blocked by x (waf)"))
ENDED = Outcome.of(ExitCode.LIMIT, "page_budget", Cause("limit", "the page budget was used up"))
POOR = Outcome.of(
    ExitCode.TOO_FEW_REPORTS, "fewer_than_expected", Cause("fewer_reports", "3 reports"), Cause("drop", "3 of 40")
)


@pytest.fixture(autouse=True)
def sites(database: str) -> None:
    with session() as opened:
        ensure_site(opened, "wip")
        ensure_site(opened, "huancui")


def run(outcome: Outcome, command: str = "crawl", *, site: str = "wip", partial: bool = False) -> None:
    """A run with that end."""
    with session() as opened:
        record(opened, site, command, open_run(opened, site, command), outcome, partial=partial)


def tell(error: str | None = None) -> list[str]:
    """Send what is untold; the titles."""
    with session() as opened:
        sent = list(messages(untold(opened)))
        for _, alarms in sent:
            told(opened, alarms, error)
        return [message.title for message, _ in sent]


def standing(db: Session) -> list[str]:
    return list(db.scalars(text("SELECT cause FROM alarms WHERE cleared_at IS NULL ORDER BY cause")))


def test_each_cause_once_and_one_message_a_site(db: Session) -> None:
    run(POOR)
    run(BLOCKED, site="huancui")
    assert tell() == ["gongkai huancui: blocked", "gongkai wip: fewer reports than expected (+1)"]
    run(POOR)
    assert tell() == []
    run(WELL)
    assert tell() == ["gongkai wip: all clear, fewer reports than expected (+1)"]
    assert tell() == []
    run(POOR)
    assert len(tell()) == 1  # a new time is a new alarm


def test_the_message_names_site_fact_and_command(database: str) -> None:
    run(POOR)
    with session() as opened:
        [(message, _)] = messages(untold(opened))
    for word in ("wip", "3 reports", "3 of 40", "scrapy coverage wip", "scrapy status wip", "年报数低于预期"):
        assert word in message.body


def test_what_was_not_sent_stays_to_be_told(database: str) -> None:
    run(BLOCKED)
    assert len(tell("connection refused")) == 1
    assert len(tell("connection refused")) == 1
    with session() as opened:
        [alarm] = opened.query(Alarm).all()
        assert (alarm.attempts, alarm.last_error, alarm.notified_at) == (2, "connection refused", None)
    assert len(tell()) == 1
    assert tell() == []


def test_an_alarm_that_cleared_untold_is_told_no_more(database: str) -> None:
    run(BLOCKED)
    run(WELL)
    assert tell() == []


def test_a_run_that_ended_early_clears_nothing(db: Session) -> None:
    run(POOR)
    run(ENDED)
    assert standing(db) == ["drop", "fewer_reports", "limit"]
    run(Outcome.of(ExitCode.TOO_FEW_REPORTS, "fewer_than_expected", Cause("drop", "5 of 40")))
    assert standing(db) == ["drop"]


def test_a_crawl_of_a_part_raises_and_clears_nothing(db: Session) -> None:
    run(BLOCKED, partial=True)
    assert standing(db) == []
    run(BLOCKED)
    run(WELL, partial=True)
    assert standing(db) == ["blocked"]


def test_the_archives_search_recovers_apart(db: Session) -> None:
    run(Outcome.of(ExitCode.TOO_FEW_REPORTS, "unreachable", Cause("unreachable", "503")), "archive")
    run(BLOCKED)
    assert standing(db) == ["archive.unreachable", "blocked"]
    run(WELL)
    assert standing(db) == ["archive.unreachable"]
    run(WELL, "archive")
    assert standing(db) == []


def test_a_site_without_a_run_for_long(db: Session) -> None:
    run(WELL)
    with session() as opened:
        opened.execute(text("UPDATE runs SET started_at = now() - interval '9 days 1 hour'"))
    assert silent(["wip"], days=10) == []
    assert silent(["huancui"]) == []  # never crawled, never promised
    assert silent(["wip"]) == ["wip"]
    assert silent(["wip"]) == ["wip"]
    assert tell() == ["gongkai wip: no run for too long"]
    run(ENDED)  # whatever came of it, it ran
    assert standing(db) == ["limit"]


def test_a_run_that_died_is_found_unless_it_lives(db: Session) -> None:
    with session() as opened:
        dead = open_run(opened, "wip")
        open_run(opened, "huancui")
    with SiteLock("huancui") as lock:
        assert lock.acquire()
        assert killed() == {"wip": [dead]}
    assert standing(db) == ["killed"]
    assert killed().keys() == {"huancui"}


def test_a_search_in_archives_that_died_has_its_own_alarm(db: Session) -> None:
    with session() as opened:
        search, crawl = open_run(opened, "wip", "archive"), open_run(opened, "wip")
        local = open_run(opened, "wip", "ingest")  # takes no lock: nobody knows whether it lives
    assert killed() == {"wip": [search, crawl]}
    assert standing(db) == ["archive.killed", "killed"]
    [told] = db.scalars(text("SELECT message FROM alarms WHERE cause = 'archive.killed'")).all()
    assert told.startswith(f"run {search} never ended")
    ended = "SELECT id, status, exit_code FROM runs WHERE status <> 'running' ORDER BY id"
    assert db.execute(text(ended)).all() == [(search, "crashed", 1), (crawl, "crashed", 1)]
    run(WELL)
    assert standing(db) == ["archive.killed"]
    run(WELL, "archive")
    assert standing(db) == []
    assert db.scalar(text("SELECT status FROM runs WHERE id = :id"), {"id": local}) == "running"


def test_two_senders_at_once_tell_it_once(database: str) -> None:
    run(BLOCKED)
    with session() as one:
        assert len(untold(one)) == 1
        with session() as other:
            assert untold(other) == []


def test_every_cause_has_a_title_and_a_command() -> None:
    for key, sort in sorts().items():
        assert sort.title and sort.title_zh and sort.command("wip", 7).startswith("scrapy ")
        assert sort_of(f"archive.{key}") == sort
