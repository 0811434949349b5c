"""`make demo`: the three replica portals, crawled by the production commands into a database of their own.

Nothing here is special to the demo but the proxy in the environment: the commands, the settings and
the site files are those that cron uses.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax

from models.schema import ensure_schema
from tests.portal import Portal
from tests.rows import changed_tables, row_digests

SITES = ("huancui", "wendeng", "wip")

QUESTIONS = (
    (
        "Who received the most requests in 2024, and how many were granted?\n"
        "2024年收到申请最多的机关，予以公开多少件？",
        """SELECT n.agency, n.total AS received, g.total AS granted
FROM v_applications n
JOIN v_applications g ON (g.agency_id, g.year, g.item) = (n.agency_id, n.year, 'granted')
WHERE n.item = 'new_received' AND n.year = 2024
ORDER BY n.total DESC NULLS LAST, n.agency LIMIT 5""",
    ),
    (
        "How often did reconsideration correct the authority, year by year?\n行政复议结果纠正，逐年合计",
        """SELECT year, sum(corrected) AS corrected, sum(total) AS decided_or_pending, count(*) AS agencies
FROM v_review WHERE channel = 'reconsideration'
GROUP BY year ORDER BY year""",
    ),
    (
        "Which numbers should nobody trust before a person has looked?\n哪些报告尚待人工核对，为什么？",
        """SELECT r.agency, r.year, f.rule, f.cause, f.left_value, f.right_value
FROM v_reports r JOIN v_findings f USING (agency_id, year)
WHERE r.verdict = 'review' AND f.severity = 'error'
ORDER BY r.agency, r.year, f.rule LIMIT 8""",
    ),
)


def scrapy(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """One scrapy command, its output on ours."""
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "scrapy", *arguments], check=True)


def crawl(console: Console, proxy: str) -> dict[str, int]:
    """The three crawls side by side, as cron would run them (politeness is per host). Site → exit code."""
    env = {**os.environ, "http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
    logs = Path(os.environ["GONGKAI_VAR"]) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    runs = {}
    for site in SITES:
        with (logs / f"{site}.log").open("wb") as log:
            command = [sys.executable, "-m", "scrapy", "crawl", site]
            runs[site] = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    with console.status("crawling at the polite pace of production") as status:
        while any(run.poll() is None for run in runs.values()):
            waiting = ", ".join(site for site, run in runs.items() if run.returncode is None)
            status.update(f"crawling at the polite pace of production: {waiting}")
            time.sleep(0.2)
    for site, run in runs.items():
        console.print(f"scrapy crawl {site}  →  exit code {run.returncode}  (log: {logs / f'{site}.log'})")
    return {site: run.returncode for site, run in runs.items()}


def main() -> int:
    console = Console()
    os.environ["GONGKAI_VAR"] = str(Path(os.environ.get("GONGKAI_VAR", "var/demo")).resolve())
    started = time.monotonic()
    ensure_schema()
    before = row_digests()
    with Portal() as portal:
        console.rule("crawl")
        codes = crawl(console, portal.url)
        requests = len(portal.requests)
    changed = changed_tables(before, row_digests())
    console.print(f"{requests} requests answered by the replica portals, tables with changed rows: ", end="")
    console.print(", ".join(changed) if changed else "none but the ledger")
    console.rule("runs")
    scrapy("status")
    console.rule("coverage")
    scrapy("coverage")
    for question, sql in QUESTIONS:
        console.print(Panel(question, expand=False))
        console.print(Syntax(sql, "sql", background_color="default"))
        scrapy("sql", sql)
    console.print(f"demo took {time.monotonic() - started:.0f} s")
    return max(codes.values())


if __name__ == "__main__":
    sys.exit(main())
