"""`scrapy alarms`: what is wrong with which site, and whether anybody was told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from scrapy.exceptions import UsageError

from crawler.alarms.causes import sort_of
from crawler.alarms.send import VARIABLE, AlarmAddressError, Message, Sent, configured, deliver, send_untold
from crawler.alarms.watch import DAYS, killed, silent
from crawler.dbcommand import DatabaseCommand, Rows, fetch, show
from crawler.exitcodes import ExitCode
from crawler.registry import site_files

ALARMS = """
SELECT id, site, cause, message AS fact, run_id AS run, raised_at AS since, last_seen, cleared_at AS cleared,
       notified_at AS sent, clear_notified_at AS clear_sent, last_error AS error
FROM alarms
WHERE :all OR cleared_at IS NULL
ORDER BY site, raised_at, id
"""

HINT = (
    f"{VARIABLE} is not set: write apprise URLs there, separated by spaces, such as json://host/path or "
    "mailto://user:password@host (docs/alarms.md)"
)


class Command(DatabaseCommand):
    """The alarms that stand. `check` looks for what no run can tell, and sends; `send` sends what is left."""

    def syntax(self) -> str:
        return "[check [--days N] | send | --test] [--all] [--format table|csv|json]"

    def short_desc(self) -> str:
        return "What is wrong with which site, and whether anybody was told"

    def long_desc(self) -> str:
        return (
            "Lists the alarms that stand (--all: also those that have cleared). `check` looks for sites without "
            f"a run for --days (default {DAYS}) and for runs that died, and sends what is untold, from cron. "
            f"`send` only sends. --test sends a message to {VARIABLE}. Exit codes: 0 no alarm stands (send, "
            f"--test: all was sent), 1 something could not be sent, 2 usage or no {VARIABLE}, 3 an alarm stands."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="also alarms that have cleared")
        parser.add_argument(
            "--days", type=int, default=DAYS, metavar="N", help=f"check: days without a run ({DAYS})"
        )
        parser.add_argument("--test", action="store_true", help=f"send a message to {VARIABLE}")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args not in ([], ["check"], ["send"]) or (args and opts.test) or opts.days < 1:
            raise UsageError("usage: scrapy alarms [check [--days N] | send | --test]", print_help=False)
        try:
            if opts.test:
                self._test()
            elif args == ["send"]:
                self._send(required=True)
            else:
                self._list(opts, check=args == ["check"])
        except AlarmAddressError as error:
            self._end(ExitCode.USAGE, str(error))

    def _list(self, opts: argparse.Namespace, *, check: bool) -> None:
        if check:
            killed()
            silent([path.stem for path in site_files()], opts.days)
        failed = not self._send(required=False) if check else False
        rows = with_look(fetch(ALARMS, all=opts.all))
        show(for_a_screen(rows) if opts.format == "table" else rows, opts.format, "alarms")
        if not failed and any(row[rows[0].index("cleared")] is None for row in rows[1]):
            self.exitcode = int(ExitCode.TOO_FEW_REPORTS)

    def _send(self, *, required: bool) -> bool:
        """Whether all that was to be told was told."""
        sent = send_untold()
        if sent is None:
            if required:
                self._end(ExitCode.USAGE, HINT)
            return True
        self._tell(sent, aloud=required)
        return not sent.errors

    def _tell(self, sent: Sent, *, aloud: bool) -> None:
        if aloud:
            print(f"{sent.messages} sent, {len(sent.errors)} not")
        for error in sent.errors:
            self._end(ExitCode.CRASH, error)

    def _test(self) -> None:
        addresses = configured()
        if addresses is None:
            self._end(ExitCode.USAGE, HINT)
            return
        body = "This is a test: alarms of this installation arrive here. 测试：告警将发送至此。\n"
        error = deliver(addresses, Message("gongkai: a test", body, good=True))
        if error is not None:
            self._end(ExitCode.CRASH, error)
        else:
            print(f"sent to {len(addresses)} address{'es' if len(addresses) > 1 else ''}")

    def _end(self, code: ExitCode, message: str) -> None:
        self.exitcode = int(code)
        sys.stderr.write(f"scrapy alarms: {message}\n")


def with_look(rows: Rows) -> Rows:
    """The rows with the command to look closer, for each its own."""
    names, lines = rows
    site, cause, run = names.index("site"), names.index("cause"), names.index("run")
    return [*names, "look"], [(*line, sort_of(line[cause]).command(line[site], line[run])) for line in lines]


def for_a_screen(rows: Rows) -> Rows:
    """The columns that fit, times to the minute."""
    names, lines = rows
    kept = [names.index(name) for name in ("site", "cause", "since", "sent", "cleared", "fact", "look")]

    def shown(value: Any) -> Any:
        return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "strftime") else value

    table: list[Sequence[Any]] = [tuple(shown(line[index]) for index in kept) for line in lines]
    return [names[index] for index in kept], table
