"""The tables `vocabulary` and `comparability`, kept equal to their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from models.base import Base
from models.comparability import Comparability, comparability_rows
from models.facts import VocabularyEntry
from models.vocabulary import vocabulary

# the 2019 form prints （六）其他处理 as one row, the 2021 form as three
OTHER_TOTAL = "other.total"
OTHER_PARTS = frozenset({"other.not_amended", "other.fee_unpaid", "other.other"})

# where the form itself says what is counted (FORMATS.md §6); procurement amounts and item counts have no unit
_UNITS = dict.fromkeys(("issued", "repealed", "in_force", "handled", "made", "published", "public_total"), "件")
_UNITS["amount_10k_yuan"] = "万元"


def vocabulary_rows() -> list[dict[str, Any]]:
    """Every cell of every form in printed order, as rows of the table."""
    rows = [*_disclosure(), *_applications(), *_review(), *_indicators()]
    return [row | {"position": place} for place, row in enumerate(rows)]


def sync_vocabulary(connection: Connection) -> None:
    """Make the tables equal to the files; writes nothing when they are."""
    codes = vocabulary_rows()
    _sync(connection, VocabularyEntry, codes)
    _sync(connection, Comparability, comparability_rows(codes))


def _sync(connection: Connection, entity: type[Base], rows: list[dict[str, Any]]) -> None:
    table = entity.__table__
    columns = table.columns
    names = [column.name for column in table.primary_key]
    wanted = {tuple(row[name] for name in names): row for row in rows}
    stored = {
        tuple(row[name] for name in names): dict(row) for row in connection.execute(select(*columns)).mappings()
    }
    if gone := stored.keys() - wanted.keys():
        connection.execute(delete(entity).where(tuple_(*(columns[name] for name in names)).in_(gone)))
    if new := [row for key, row in wanted.items() if stored.get(key) != row]:
        statement = insert(entity)
        values = {column.name: statement.excluded[column.name] for column in columns if column.name not in names}
        connection.execute(statement.on_conflict_do_update(index_elements=names, set_=values), new)


def _row(form: str, block: str, item: str, measure: str, label: str, **more: str | None) -> dict[str, Any]:
    return {"form": form, "block": block, "item": item, "measure": measure, "label": label} | {
        "measure_label": None,
        "unit": None,
        **more,
    }


def _disclosure() -> Iterator[dict[str, Any]]:
    for form, items in vocabulary().disclosure.items():
        for item, printed in items.items():
            for measure, header in printed.measures.items():
                unit = _UNITS.get(measure)
                yield _row(form, "disclosure", item, measure, printed.label, measure_label=header, unit=unit)


def _applications() -> Iterator[dict[str, Any]]:
    codes = vocabulary()
    for form, absent in (("2021", frozenset({OTHER_TOTAL})), ("2019", OTHER_PARTS)):
        for item, label in codes.applications.items():
            for applicant, header in codes.applicants.items():
                if item not in absent:
                    yield _row(form, "applications", item, applicant, label, measure_label=header, unit="件")


def _review() -> Iterator[dict[str, Any]]:
    codes = vocabulary()
    for form in ("2021", "2019"):
        for channel, label in codes.channels.items():
            for outcome, header in codes.outcomes.items():
                yield _row(form, "review", channel, outcome, label, measure_label=header, unit="件")


def _indicators() -> Iterator[dict[str, Any]]:
    for code, line in vocabulary().indicators.items():
        yield _row("2014", "indicators", code, "", line.label, unit=line.unit)
