"""The official wording of the form's cells (data/labels.toml), with their codes, in printed order."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
FORM_2019_ONLY = {"other.total"}
FORM_2021_ONLY = {"other.not_amended", "other.fee_unpaid", "other.other"}
NOT_RESULTS = {"new_received", "carried_over", "processed_total", "carried_forward"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A sub-table of section 二: its clause, its measures and its rows as (code, label)."""

    title: str
    measures: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row of section 三; `group` is "" for a row that stands alone."""

    code: str
    group: str
    text: str


def read_toml(name: str) -> dict[str, Any]:
    """A table of `data/`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def _raw() -> dict[str, Any]:
    return read_toml("labels.toml")


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((code, label) for code, label in rows)


def applicants() -> tuple[tuple[str, str], ...]:
    """The seven columns of section 三."""
    return _pairs(_raw()["applicants"])


def channels() -> tuple[tuple[str, str], ...]:
    """The three blocks of section 四."""
    return _pairs(_raw()["channels"])


def outcomes() -> tuple[tuple[str, str], ...]:
    """The five columns of a block of section 四."""
    return _pairs(_raw()["outcomes"])


def corner() -> str:
    """The text in the upper left corner of section 三."""
    return str(_raw()["corner"])


def results() -> str:
    """The label that spans the results of section 三."""
    return str(_raw()["results"])


def clauses(form: str) -> tuple[Clause, ...]:
    """The sub-tables of section 二 of a form, `2019` or `2021`."""
    return tuple(
        Clause(raw["clause"], _pairs(raw["measures"]), _pairs(raw["rows"])) for raw in _raw()["disclosure"][form]
    )


def rows(form: str) -> tuple[RowLabel, ...]:
    """The rows of section 三 of a form: 23 in 2019, 25 in 2021."""
    absent = FORM_2021_ONLY if form == "2019" else FORM_2019_ONLY
    return tuple(RowLabel(code, group, text) for code, group, text in _raw()["rows"] if code not in absent)
