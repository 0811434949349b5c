"""`scrapy agencies`: the register of agencies, what may be one and the same in it, and a person's decisions."""

from __future__ import annotations

import argparse
import sys

from scrapy.exceptions import UsageError
from sqlalchemy.orm import Session

from crawler.dbcommand import DatabaseCommand, fetch, show
from models.session import session
from pipelines import merging
from pipelines.comparing import compare
from pipelines.merging import RegisterError

LIST = """
SELECT agency_id, agency, kind, region_code, credit_code, first_year, last_year, reports
FROM v_agencies
WHERE CAST(:name AS text) IS NULL OR agency LIKE '%' || :name || '%'
   OR EXISTS (SELECT FROM unnest(aliases) AS alias WHERE alias LIKE '%' || :name || '%')
ORDER BY region_code NULLS LAST, agency
"""

SHOW = """
SELECT a.id AS agency_id, a.name AS agency, a.kind, a.region_code, a.credit_code, a.merged_into,
       (SELECT string_agg(n.alias, ' ' ORDER BY n.alias) FROM agency_aliases n
        WHERE n.agency_id = a.id) AS aliases,
       (SELECT string_agg(r.year::text, ' ' ORDER BY r.year) FROM reports r
        WHERE r.agency_id = a.id AND r.withdrawn_at IS NULL) AS years
FROM agencies a
WHERE :id IN (a.id, a.merged_into)
   OR a.id IN (SELECT s.successor_id FROM agency_successions s WHERE s.agency_id = :id)
   OR a.id IN (SELECT s.agency_id FROM agency_successions s WHERE s.successor_id = :id)
ORDER BY a.id <> :id, a.id
"""

PROPOSALS = """
SELECT p.id, p.agency_id, a.name AS agency, p.other_id, o.name AS other, p.why, p.decision, p.note
FROM agency_proposals p
JOIN agencies a ON a.id = p.agency_id
JOIN agencies o ON o.id = p.other_id
WHERE p.decision IS NULL OR :all
ORDER BY p.id
"""

USAGE = {
    "list": "list [PART_OF_A_NAME]",
    "show": "show ID",
    "proposals": "proposals [--all]",
    "merge": "merge ID INTO --why TEXT",
    "split": "split ID",
    "succeed": "succeed OLD NEW [--since YEAR] --why TEXT",
    "distinct": "distinct ID OTHER --why TEXT",
}


class Command(DatabaseCommand):
    """Names are merged by a person only; a decision holds for every later crawl and re-read."""

    def syntax(self) -> str:
        return " | ".join(USAGE.values())

    def short_desc(self) -> str:
        return "The register of agencies: list, and decide which are one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--why", metavar="TEXT", help="what the decision rests on; kept beside it")
        parser.add_argument("--since", type=int, metavar="YEAR", help="first report year of the successor")
        parser.add_argument("--all", action="store_true", help="proposals: also those that were decided")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        verb, *rest = args or ["list"]
        if verb not in USAGE:
            raise UsageError(f"no {verb!r} here; say one of: {', '.join(USAGE)}")
        if verb == "list":
            show(fetch(LIST, name=rest[0] if rest else None), opts.format, "agencies")
        elif verb == "proposals":
            show(fetch(PROPOSALS, all=opts.all), opts.format, "agencies that may be one, for you to decide")
        elif verb == "show":
            show(fetch(SHOW, id=_ids(verb, rest, 1)[0]), opts.format, "agency")
        else:
            self._decide(verb, rest, opts)

    def _decide(self, verb: str, rest: list[str], opts: argparse.Namespace) -> None:
        if verb != "split" and not (opts.why or "").strip():
            raise UsageError(f"say --why; it is kept beside the decision: scrapy agencies {USAGE[verb]}")
        try:
            with session() as opened:
                said = decided(opened, verb, rest, opts.why, opts.since)
        except RegisterError as error:
            raise UsageError(str(error), print_help=False) from error
        if verb in ("merge", "split"):
            compare(_ids(verb, rest, len(rest)))
        sys.stdout.write(f"{said}\n")


def decided(opened: Session, verb: str, words: list[str], why: str, since: int | None) -> str:
    """Carry a decision out, and say what came of it. Raises RegisterError where it cannot be."""
    if verb == "split":
        [one] = _ids(verb, words, 1)
        return f"{one} stands alone again; reports of {merging.split(opened, one)} years went back"
    one, other = _ids(verb, words, 2)
    if verb == "merge":
        years = merging.merge(opened, one, other, why)
        return f"{one} is {other} from now on; reports of {years} years went over"
    if verb == "succeed":
        merging.succeed(opened, one, other, since, why)
        return f"{other} follows {one}"
    merging.distinguish(opened, one, other, why)
    return f"{one} and {other} are two, and will not be proposed again"


def _ids(verb: str, words: list[str], count: int) -> list[int]:
    """The agency numbers of a verb. Raises UsageError for anything else."""
    if len(words) != count or not all(word.isdecimal() for word in words):
        raise UsageError(f"usage: scrapy agencies {USAGE[verb]}")
    return [int(word) for word in words]
