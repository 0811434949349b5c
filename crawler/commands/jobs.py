"""`scrapy jobs`: what waits, what runs, what failed; and an end to a job."""

from __future__ import annotations

import argparse
import sys

from scrapy.exceptions import UsageError
from sqlalchemy import text

from crawler.dbcommand import DatabaseCommand, Rows, fetch, show
from crawler.exitcodes import ExitCode
from crawler.jobs.enqueue import begin
from crawler.jobs.worker import SILENT
from models.session import connection

JOBS = """
SELECT j.id AS job, j.queue_name AS kind, coalesce(j.args->>'site', '-') AS site,
    coalesce(
        j.args->>'objects',
        (SELECT string_agg(key || '=' || value, ' ' ORDER BY key) FROM jsonb_each_text(j.args->'args')), ''
    ) AS what,
    CASE j.status WHEN 'todo' THEN 'waiting' WHEN 'doing' THEN 'running' ELSE j.status::text END AS state,
    j.attempts AS tries,
    extract(epoch FROM now() - e.added)::bigint AS age,
    to_char(e.began AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS began,
    to_char(
        CASE j.status WHEN 'todo' THEN coalesce(j.scheduled_at, e.added) END AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"'
    ) AS next_run,
    CASE j.status WHEN 'doing' THEN j.worker_id END AS worker,
    CASE WHEN j.status = 'doing' THEN extract(epoch FROM now() - w.last_heartbeat)::bigint END AS silent,
    r.exit_code AS last_exit, r.message
FROM jobs.procrastinate_jobs j
LEFT JOIN jobs.procrastinate_workers w ON w.id = j.worker_id
CROSS JOIN LATERAL (
    SELECT min(at) FILTER (WHERE type = 'deferred') AS added, max(at) FILTER (WHERE type = 'started') AS began
    FROM jobs.procrastinate_events WHERE job_id = j.id
) e
LEFT JOIN LATERAL (
    SELECT exit_code, message FROM runs
    WHERE site = j.args->>'site' AND command = j.queue_name AND started_at >= e.began
    ORDER BY id DESC LIMIT 1
) r ON j.attempts > 0
WHERE (:every OR j.status IN ('todo', 'doing', 'failed', 'aborted'))
    AND (CAST(:site AS text) IS NULL OR j.args->>'site' = :site)
ORDER BY j.status = 'doing' DESC, j.status = 'todo' DESC, j.id DESC
LIMIT :limit
"""

BEATING = (
    "SELECT count(*) FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :s)"
)


class Command(DatabaseCommand):
    """`age` and `silent` are seconds; `silent` is how long the job's worker has given no sign of life."""

    def syntax(self) -> str:
        return "[SITE] [--all] [--last N] [--cancel JOB] [--check] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "The queue: jobs that wait, run or have failed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="also jobs that went well")
        parser.add_argument("--last", type=int, default=100, metavar="N", help="at most N jobs (default: 100)")
        parser.add_argument(
            "--cancel", type=int, action="append", default=[], metavar="JOB", help="no more of this job; end it"
        )
        parser.add_argument("--check", action="store_true", help="exit 1 unless a worker is alive (health check)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1 or opts.last < 1:
            raise UsageError("name one site, or none for all; --last is at least 1")
        for job in opts.cancel:
            self._cancel(job)
        if opts.check:
            self._check()
        elif not opts.cancel:
            site = args[0] if args else None
            rows = fetch(JOBS, every=opts.all, site=site, limit=opts.last)
            show(_told(rows) if opts.format == "table" else rows, opts.format, "jobs")

    def _cancel(self, job: int) -> None:
        with connection() as database:
            begin(database)
            found = database.execute(
                text("SELECT procrastinate_cancel_job_v1(:job, true, false)"), {"job": job}
            ).scalar_one()
        if found is None:
            self._complain(f"job {job} neither waits nor runs")

    def _check(self) -> None:
        [(alive,)] = fetch(BEATING, s=SILENT)[1]
        if not alive:
            self._complain(f"no worker has given a sign of life for {SILENT:g} s; start scrapy worker")

    def _complain(self, message: str) -> None:
        sys.stderr.write(f"scrapy jobs: {message}\n")
        self.exitcode = int(ExitCode.CRASH)


def _told(rows: Rows) -> Rows:
    """Without the columns that are empty in every row."""
    columns, lines = rows
    kept = [index for index, _ in enumerate(columns) if any(line[index] not in (None, "") for line in lines)]
    return [columns[index] for index in kept], [tuple(line[index] for index in kept) for line in lines]
