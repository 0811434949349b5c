"""Runs mutants through the reader in processes that can be killed, and keeps those that it fails."""

from __future__ import annotations

import random
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.output import reading_to_json
from pipelines.reading import read_bytes
from pipelines.workers import WorkerError, WorkerPool
from tests.fuzz.byte_mutations import mutate_bytes
from tests.fuzz.mutant import Mutant
from tests.fuzz.oracle import silently_wrong
from tests.fuzz.subjects import Subject, subjects
from tests.fuzz.tree_mutations import mutate_tree

CPU_LIMIT = 15.0  # s for one mutant of a document that takes milliseconds
OCR_LIMIT = 120.0  # the same where pages had to be recognised
HANGS = 300.0  # s of work: what is merely slow is told first
_TREES = 0.5  # of the mutants of a document that has tables in a markup
_AHEAD = 4
# How often a carrier is drawn, in proportion: by the ways in which its reading can go wrong.
WEIGHTS = {"html": 8, "pdf": 6, "docx": 4, "text": 3, "sheet": 3, "odt": 2, "rtf": 2, "ofd": 2, "doc": 2}


@dataclass(frozen=True, slots=True)
class Case:
    """A mutant by its name: the same name makes the same bytes."""

    subject: str
    seed: int

    def __str__(self) -> str:
        return f"{self.subject}:{self.seed}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, what is wrong with it, and its processor time in s where that is over the limit."""

    verdict: str
    wrong: tuple[str, ...] = ()
    too_long: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """`kind`: wrong, raised, slow, time_limit, worker_died, memory_limit."""

    case: Case
    kind: str
    detail: str


@dataclass(slots=True)
class Result:
    verdicts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return self.verdicts.total() + len(self.failures)


def make(case: Case) -> tuple[Subject, Mutant]:
    """The mutant of this name."""
    subject = subjects()[case.subject]
    rng = random.Random(str(case))
    mutant = mutate_tree(subject.body, rng) if rng.random() < _TREES else None
    return subject, mutant or mutate_bytes(subject.body, rng)


def attempt(case: Case) -> Outcome:
    """Read one mutant and judge the reading. Runs in a worker; raises what the reader raises."""
    subject, mutant = make(case)
    before = time.process_time()
    readings = read_bytes(mutant.body, name=subject.path.name)
    taken = time.process_time() - before
    recognised = any(finding.rule == "ocr" for reading in readings for finding in reading.findings)
    limit = OCR_LIMIT if recognised or subject.ocr else CPU_LIMIT
    wrong = [
        line for reading in readings for line in silently_wrong(subject, mutant, reading_to_json(reading, {}))
    ]
    return Outcome(readings[0].verdict, tuple(wrong), taken if taken > limit else 0.0)


def cases(seed: int, carriers: tuple[str, ...] = ()) -> Iterator[Case]:
    """Endless; the same seed gives the same cases. Documents that need OCR only where `carriers` names theirs."""
    rng = random.Random(seed)
    drawn = [
        subject
        for subject in subjects().values()
        if (subject.carrier in carriers if carriers else subject.carrier in WEIGHTS and not subject.ocr)
    ]
    sizes = Counter(subject.carrier for subject in drawn)
    weights = [WEIGHTS.get(subject.carrier, 1) / sizes[subject.carrier] for subject in drawn]
    while True:
        yield Case(rng.choices(drawn, weights)[0].id, rng.randrange(10**9))


def run(
    seed: int,
    seconds: float,
    *,
    count: int | None = None,
    carriers: tuple[str, ...] = (),
    workers: int | None = None,
    found: Path | None = None,
) -> Result:
    """Read mutants for so many seconds, or until so many were read. Failures are saved below `found`."""
    result, until, endless = Result(), time.monotonic() + seconds, cases(seed, carriers)
    waiting: deque[tuple[Case, Future[Outcome]]] = deque()
    begun = 0
    with WorkerPool(workers, time_limit=HANGS) as pool:
        while True:
            while len(waiting) < _AHEAD * pool.workers and time.monotonic() < until and begun != count:
                case = next(endless)
                waiting.append((case, pool.submit(attempt, case)))
                begun += 1
            if not waiting:
                return result
            case, future = waiting.popleft()
            failure = _settle(case, future, result)
            if failure is not None:
                result.failures.append(failure)
                if found is not None:
                    save(failure, found)


def _settle(case: Case, future: Future[Outcome], result: Result) -> Failure | None:
    try:
        outcome = future.result()
    except WorkerError as error:
        return Failure(case, error.reason, str(error))
    except Exception as error:  # what the reader raised is what is looked for
        return Failure(case, "raised", f"{type(error).__name__}: {error}")
    if outcome.wrong:
        return Failure(case, "wrong", "\n".join(outcome.wrong))
    if outcome.too_long:
        return Failure(case, "slow", f"{outcome.too_long:.0f} s of processor time")
    result.verdicts[outcome.verdict] += 1
    return None


def save(failure: Failure, folder: Path) -> Path:
    """The mutant, and beside it what happened and how to make it happen again."""
    folder.mkdir(parents=True, exist_ok=True)
    subject, mutant = make(failure.case)
    path = folder / f"{subject.id}-{failure.case.seed}{subject.path.suffix}"
    path.write_bytes(mutant.body)
    text = f"{failure.kind}: {mutant.note} of {subject.path.name}\n{failure.detail}\n\n{reproduce(failure.case)}\n"
    path.with_name(path.name + ".why.txt").write_text(text, encoding="utf-8")
    return path


def reproduce(case: Case) -> str:
    return f"python -m tests.fuzz --case {case}"
