"""Parquet with the database's own types, written a row group at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from pipelines.dataset.tables import Column, DatasetError
from pipelines.dataset.values import dumps

GROUP = 50_000  # rows; what is in memory at once
DECIMAL = pa.decimal128(38, 10)

TYPES = {
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "numeric": DECIMAL,
    "real": pa.float32(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    "text": pa.string(),
    "text[]": pa.list_(pa.string()),
    "bigint[]": pa.list_(pa.int64()),
    "jsonb": pa.string(),
}


def write(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows; returns how many. DatasetError for an amount of more than 10 decimals or 28 whole digits."""
    schema = pa.schema([_field(column) for column in columns])
    whole = [column.kind == "object" for column in columns]
    iterator, count = iter(rows), 0
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as out:
        while group := list(islice(iterator, GROUP)):
            arrays = [
                _array([None if v is None else dumps(v) for v in values] if jsonb else values, field)
                for values, field, jsonb in zip(zip(*group, strict=True), schema, whole, strict=True)
            ]
            out.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
            count += len(group)
    return count


def _field(column: Column) -> pa.Field:
    said = {"column": column.name, "zh": column.zh, "en": column.en}
    return pa.field(column.heading, TYPES[column.sql_type], metadata=said)


def _array(values: Sequence[Any], field: pa.Field) -> pa.Array:
    try:
        return pa.array(values, type=field.type)
    except pa.ArrowInvalid as error:
        raise DatasetError(
            f"column {field.name}: {error}; export it as csv or jsonl, which have no limit"
        ) from None
