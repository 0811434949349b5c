"""The reader against the labelled corpus: which cells are exact, which are flagged, which are silently wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.output import reading_to_json
from pipelines.reading import unreadable
from pipelines.report import Reading
from pipelines.tasks import submit_reading
from pipelines.workers import WorkerError, WorkerPool, look_ahead

CORPUS = Path(__file__).parents[1] / "corpus"
TIME_LIMIT = 120.0  # s for one document, more than it has elsewhere: a busy machine changes no figure
TABLES = ("disclosure", "applications", "review", "indicators")

Cells = dict[str, int | float | None]


@dataclass(slots=True)
class Score:
    """One document, or the sum of many. `wrong` names each silently wrong cell.

    `plain_cells` and `plain_exact` count the documents that must be accepted: neither false, broken nor
    ambiguous on purpose (gold: `expect`, `tolerated`). The floor of exact cells is theirs.
    """

    documents: int = 0
    as_expected: int = 0
    cells: int = 0
    exact: int = 0
    flagged: int = 0
    plain_cells: int = 0
    plain_exact: int = 0
    wrong: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.documents += other.documents
        self.as_expected += other.as_expected
        self.cells += other.cells
        self.exact += other.exact
        self.flagged += other.flagged
        self.plain_cells += other.plain_cells
        self.plain_exact += other.plain_exact
        self.wrong += other.wrong
        self.surprises += other.surprises


def gold_records() -> Iterator[dict[str, Any]]:
    """Every labelled document, archives by the members they hold."""
    for path in sorted((CORPUS / "gold").glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def cells_of(record: Mapping[str, Any]) -> Cells:
    """Flat code path → value, of a gold record or of the JSON of `scrapy read`."""
    flat: Cells = {}
    for table in TABLES:
        for item, row in (record.get(table) or {}).items():
            if isinstance(row, Mapping):
                flat.update({f"{table}.{item}.{column}": value for column, value in row.items()})
            else:
                flat[f"{table}.{item}"] = row
    return flat


def read_corpus(records: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[Reading]]]:
    """Each record with what the reader makes of its document, in order."""
    with WorkerPool(time_limit=TIME_LIMIT) as pool:
        begun = (
            (
                record,
                submit_reading(pool, (CORPUS / record["path"]).read_bytes(), name=Path(record["path"]).name),
            )
            for record in records
        )
        for record, future in look_ahead(begun, 8):
            try:
                yield record, future.result()
            except WorkerError as error:
                yield record, [unreadable(error.reason, str(error))]


def score(record: Mapping[str, Any], reading: Reading) -> Score:
    """One reading against its gold.

    A cell is exact when it has the printed value (null for blank); flagged when it has not, but the
    report is not accepted; silently wrong when it has not and the report is accepted. So is a wrong
    agency or year.
    """
    gold, found = cells_of(record), cells_of(reading_to_json(reading, {}))
    result = Score(documents=1, cells=len(gold))
    accepted = reading.verdict == "accepted"
    for path, value in gold.items():
        if path in found and found[path] == value:
            result.exact += 1
        elif accepted:
            result.wrong.append(f"{record['id']} {path}: printed {value}, read {found.get(path, 'nothing')}")
        else:
            result.flagged += 1
    if record["expect"] == "accepted" and not record.get("tolerated"):
        result.plain_cells, result.plain_exact = result.cells, result.exact
    if accepted:
        extra = [
            path for path in found if path not in gold and found[path] is not None and _knowable(record, path)
        ]
        result.wrong += [f"{record['id']} {path}: not printed, read {found[path]}" for path in extra]
        identity = {"agency": reading.identity.agency, "year": reading.identity.year}
        for what, read in identity.items():
            if record[what] != read:
                result.wrong.append(f"{record['id']} {what}: printed {record[what]}, read {read}")
    if reading.verdict == record["expect"]:
        result.as_expected = 1
    elif reading.verdict not in record.get("tolerated", ()):
        errors = [finding.rule for finding in reading.findings if finding.severity == "error"]
        said = f"{reading.verdict} ({reading.reason}) {errors[:3]}"
        result.surprises.append(f"{record['id']}: expected {record['expect']}, got {said}")
    return result


def _knowable(record: Mapping[str, Any], path: str) -> bool:
    """Whether the gold would list this cell if it were printed: it lists none of a table that nobody can know."""
    return path.split(".")[0] in {table for table in TABLES if record.get(table)}


def measure(records: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Score]:
    """(carrier, form) → score. Readings of archives are matched with their members' gold."""
    everything = {record["id"]: record for record in gold_records()}
    scores: dict[tuple[str, str], Score] = {}
    for record, readings in read_corpus(records):
        carrier = f"ocr {record['carrier']}" if record.get("ocr") else record["carrier"]
        key = (carrier, record.get("form") or "none")
        total = scores.setdefault(key, Score())
        members = record.get("members")
        if members:
            by_name = {reading.member: reading for reading in readings}
            for name, gold in ((member["member"], everything[member["gold"]]) for member in members):
                reading = by_name.get(name) or unreadable("missing", f"{name} was not read")
                total.add(score({**gold, "id": f"{record['id']}/{name}"}, reading))
        else:
            total.add(score(record, readings[0]))
    return scores
