"""`make fuzz`: mutants for so many seconds; what the reader fails is saved with the command that repeats it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.fuzz.campaign import Case, attempt, make, reproduce, run

FOUND = Path("var/fuzz")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=None, help="default: the time, so that each run is another")
    parser.add_argument("--only", nargs="*", default=[], metavar="CARRIER", help="html pdf docx … scan image")
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--case", metavar="ID:SEED", help="one mutant again")
    options = parser.parse_args()
    if options.case:
        return again(options.case)
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}, {options.seconds:g} s")
    result = run(seed, options.seconds, carriers=tuple(options.only), workers=options.workers, found=FOUND)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in result.verdicts.most_common())
    print(f"{result.cases} mutants: {verdicts}, {len(result.failures)} failures")
    for failure in result.failures:
        first, *more = failure.detail.splitlines()
        print(
            f"\n{failure.kind}: {first}{f' (and {len(more)} more)' if more else ''}\n  {reproduce(failure.case)}"
        )
    return 1 if result.failures else 0


def again(name: str) -> int:
    """Read one mutant in this process and show what is wrong with the reading."""
    subject, _, seed = name.rpartition(":")
    case = Case(subject, int(seed))
    print(make(case)[1].note)
    outcome = attempt(case)
    print(outcome.verdict, *outcome.wrong, sep="\n")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
