"""`scrapy findings`: what stands against which report, and what people decided about it."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from scrapy.exceptions import UsageError
from sqlalchemy.orm import Session

from crawler.dbcommand import DatabaseCommand, Rows, fetch, show
from crawler.resultset import CONTROL, plain
from models.decisions import RESOLUTIONS
from models.session import session
from pipelines import deciding
from pipelines.comparing import compare
from pipelines.deciding import Decided, DecisionError, Word

FINDINGS = """
SELECT finding, site, agency, year, verdict, severity, rule, cause, place, left_value AS left,
       right_value AS right, raw, detail, decision, decided_by, decided_why, source_url
FROM v_findings
WHERE (CAST(:site AS text) IS NULL OR site = :site)
  AND (CAST(:agency AS text) IS NULL OR agency LIKE '%' || :agency || '%')
  AND (CAST(:year AS int) IS NULL OR year = :year)
  AND (CAST(:rule AS text) IS NULL OR rule LIKE :rule || '%')
  AND severity = ANY (:severities)
  AND (NOT :open OR decision IS NULL)
ORDER BY site, agency, year, array_position(ARRAY['error', 'warning', 'info'], severity), rule, place
LIMIT :limit
"""

UNASSIGNED = """
SELECT site, agency, year, verdict, unknown, why, headline, url
FROM v_unassigned
WHERE (CAST(:site AS text) IS NULL OR site = :site)
ORDER BY site, url LIMIT :limit
"""

DECISIONS = """
SELECT decision_id AS decision, state, agency, year, decision AS as, rule, place, left_value AS left,
       right_value AS right, raw, value AS corrected, raw_now, value_now, why, evidence, sha256, decided_by,
       decided_at, reopened_by, reopened_why
FROM v_decisions
WHERE (CAST(:agency AS text) IS NULL OR agency LIKE '%' || :agency || '%')
  AND (CAST(:year AS int) IS NULL OR year = :year)
  AND (:all OR state <> 'reopened')
ORDER BY agency, year, place, decision_id
LIMIT :limit
"""

SCREEN = 200  # findings that are listed for a person, who will hardly read more
WIDE_DECISION = {"raw", "raw_now", "value_now", "sha256", "evidence", "decided_at", "reopened_by", "reopened_why"}

_FROM = {"error": ["error"], "warning": ["error", "warning"], "info": ["error", "warning", "info"]}

USAGE = {
    "list": "[--site SITE] [--agency NAME] [--year YYYY] [--rule RULE] [--severity error|warning|info] [--open]",
    "resolve": f"resolve FINDING --as {'|'.join(RESOLUTIONS)} --why TEXT [--evidence TEXT] [--by NAME]",
    "correct": "correct AGENCY YEAR PATH VALUE|blank --why TEXT [--evidence TEXT] [--by NAME]",
    "reopen": "reopen DECISION --why TEXT [--by NAME]",
    "decisions": "decisions [--agency NAME] [--year YYYY] [--all]",
    "check": "check [AGENCY_NUMBER...]",
}
DECIDING = ("resolve", "correct", "reopen")


class Command(DatabaseCommand):
    """Findings of the current revisions; a decision holds for every later crawl and re-read."""

    def syntax(self) -> str:
        return " | ".join(USAGE.values())

    def short_desc(self) -> str:
        return "What stands against which report, and decide about it"

    def long_desc(self) -> str:
        return (
            "Without a verb: the findings. resolve settles one for good (published: the document prints it so; "
            "misread: correct the cell as well; dismissed: no matter), correct says what a misread cell really "
            "says, reopen takes a decision back, decisions lists them with those that lapsed because the numbers "
            "are others now, check compares reports across years and agencies anew (every crawl, reread and "
            "ingest does so for what it touched)."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site")
        parser.add_argument("--agency", help="part of the agency's name")
        parser.add_argument("--year", type=int)
        parser.add_argument("--rule", help="rule, or the beginning of one")
        parser.add_argument(
            "--severity", choices=tuple(_FROM), default="warning", help="at least (default: warning)"
        )
        parser.add_argument("--open", action="store_true", help="only what nobody has decided yet")
        parser.add_argument("--unassigned", action="store_true", help="reports without an agency or a year")
        parser.add_argument("--limit", type=int, metavar="N", help=f"at most so many (a screen: {SCREEN})")
        parser.add_argument("--as", dest="resolution", choices=RESOLUTIONS, help="resolve: what the finding is")
        parser.add_argument("--why", metavar="TEXT", help="what the decision rests on; kept beside it")
        parser.add_argument("--evidence", metavar="TEXT", help="where to look, e.g. “page 3, scan”")
        parser.add_argument("--by", metavar="NAME", help="who decides (default: the user of this shell)")
        parser.add_argument("--all", action="store_true", help="decisions: also those that were taken back")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        verb, *rest = args or ["list"]
        if verb not in USAGE:
            raise UsageError(f"no {verb!r} here; say one of: {', '.join(USAGE)}")
        if verb in DECIDING:
            self._decide(verb, rest, opts)
        elif verb == "check":
            self._check(rest)
        elif verb == "decisions":
            rows = fetch(DECISIONS, agency=opts.agency, year=opts.year, all=opts.all, limit=opts.limit)
            _show(rows, opts.format, "decisions", WIDE_DECISION)
        elif opts.unassigned:
            rows = fetch(UNASSIGNED, site=opts.site, limit=opts.limit)
            show(rows, opts.format, "reports without agency or year")
        else:
            self._list(opts)

    def _list(self, opts: argparse.Namespace) -> None:
        shown = opts.limit or (SCREEN if opts.format == "table" else None)
        names, found = fetch(
            FINDINGS,
            site=opts.site,
            agency=opts.agency,
            year=opts.year,
            rule=opts.rule,
            severities=_FROM[opts.severity],
            open=opts.open,
            limit=shown and shown + 1,
        )
        rows = names, found[:shown]
        if opts.format == "table":
            write_findings(rows, sys.stdout)
        else:
            show(rows, opts.format)
        if shown and len(found) > shown:
            sys.stderr.write(f"scrapy findings: only the first {shown} are shown; --limit N shows more\n")

    def _decide(self, verb: str, rest: list[str], opts: argparse.Namespace) -> None:
        if not (opts.why or "").strip():
            raise UsageError(f"say --why; it is kept beside the decision: scrapy findings {USAGE[verb]}")
        word = Word(opts.why.strip(), (opts.by or getpass.getuser()).strip(), opts.evidence)
        try:
            with session() as opened:
                done = decided(opened, verb, rest, opts.resolution, word)
        except DecisionError as error:
            raise UsageError(str(error), print_help=False) from error
        compare([done.agency_id])  # a corrected number may agree with the year beside it
        sys.stdout.write(f"{done.said} (decision {done.decision_id})\n")

    def _check(self, rest: list[str]) -> None:
        if not all(word.isdecimal() for word in rest):
            raise UsageError(f"usage: scrapy findings {USAGE['check']}")
        done = compare([int(word) for word in rest] or None)
        sys.stdout.write(
            f"{done.agencies} agencies compared: {done.findings} findings across reports, "
            f"{done.new} new, {done.gone} gone\n"
        )


def write_findings(rows: Rows, out: TextIO) -> None:
    """A finding in three lines: which report, what stands against which cell, and its explanation."""
    console = Console(file=out, highlight=False)
    found = [dict(zip(rows[0], line, strict=True)) for line in rows[1]]
    out.write(f"findings: {len(found) or 'none'}\n")
    for each in found:
        sides = [plain(each[side]) for side in ("left", "right") if each[side] is not None]
        lines = [
            f"{each['severity']}  {each['finding']}  {each['agency']} {each['year']}  {each['site'] or '-'}",
            f"{each['rule']} at {each['place'] or 'the report'}{': ' * bool(sides)}{' / '.join(sides)}"
            f"{' (' + each['cause'] + ')' if each['cause'] else ''}",
            each["detail"],
        ]
        if each["decision"]:
            lines.append(f"decided: {each['decision']} by {each['decided_by']}: {each['decided_why']}")
        for number, line in enumerate(lines):
            text = Text(CONTROL.sub("\ufffd", line), style="bold" if not number else "")
            if out.isatty():
                console.print(Padding(text, (0, 0, 0, 2 if number else 0)), overflow="fold")
            else:
                out.write(f"{'  ' if number else ''}{text.plain}\n")


def decided(opened: Session, verb: str, words: list[str], resolution: str | None, word: Word) -> Decided:
    """Record a decision. Raises UsageError for words that are none, DecisionError where it cannot be recorded."""
    usage = UsageError(f"usage: scrapy findings {USAGE[verb]}")
    if verb == "resolve":
        if len(words) != 1 or resolution is None:
            raise usage
        return deciding.resolve(opened, words[0], resolution, word)
    if verb == "correct":
        if len(words) != 4 or not words[1].isdecimal():
            raise usage
        return deciding.correct(opened, words[0], int(words[1]), words[2], words[3], word)
    if len(words) != 1 or not words[0].isdecimal():
        raise usage
    return deciding.reopen(opened, int(words[0]), word)


def _show(rows: Rows, how: str, title: str, wide: set[str]) -> None:
    if how == "table":
        kept = [index for index, name in enumerate(rows[0]) if name not in wide]
        rows = [rows[0][index] for index in kept], [tuple(row[index] for index in kept) for row in rows[1]]
    show(rows, how, title)
