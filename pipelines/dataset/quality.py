"""The quality statement: what the exported slice covers, how it was judged, what is missing (quality.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, text

from pipelines.dataset.tables import Slice, all_tables
from pipelines.dataset.values import plain

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of quality.toml with its rows as text."""

    question: dict[str, Any]
    rows: list[list[str]]


@cache
def _statement() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("quality.toml").read_text(encoding="utf-8"))


def ask(database: Connection, chosen: Slice) -> list[Answer]:
    """Every question, of the reports that were chosen."""
    coverage = next(table for table in all_tables() if table.name == "coverage")
    conditions = [coverage.own[name] for name in chosen.parameters() if name in coverage.own]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    answers = []
    for question in _statement()["questions"]:
        sql = question["sql"].replace("{chosen}", chosen.chosen())
        sql = sql.replace("{coverage}", f"SELECT * FROM {coverage.relation} t{where}")  # noqa: S608 - our own names
        bound = text(sql)
        parameters = {name: value for name, value in chosen.parameters().items() if f":{name}" in sql}
        rows = database.execute(bound, parameters)
        answers.append(Answer(question, [["" if v is None else plain(v) for v in row] for row in rows]))
    return answers


def limits(language: Language) -> list[str]:
    """What an analyst must know that no count tells."""
    return [limit[language] for limit in _statement()["limits"]]


def markdown(answers: list[Answer], language: Language) -> Iterator[str]:
    """The statement as Markdown, line by line."""
    yield {"zh": "# 质量说明", "en": "# Quality statement"}[language]
    yield from ("", {"zh": "## 须知", "en": "## What to know"}[language], "")
    yield from (f"- {limit}" for limit in limits(language))
    for answer in answers:
        yield from ("", f"## {answer.question[language]}", "")
        if note := answer.question.get(f"note_{language}"):
            yield from (note, "")
        columns = answer.question[f"columns_{language}"]
        yield f"| {' | '.join(columns)} |"
        yield "|" + "---|" * len(columns)
        for row in answer.rows:
            yield f"| {' | '.join(field.replace('|', chr(92) + '|') for field in row)} |"


def lines(answers: list[Answer]) -> Iterator[list[str]]:
    """The statement as rows of a sheet, in both languages."""
    for language in ("zh", "en"):
        yield from ([limit] for limit in limits(language))
        yield [""]
    for answer in answers:
        yield [f"{answer.question['zh']} / {answer.question['en']}"]
        heads = zip(answer.question["columns_zh"], answer.question["columns_en"], strict=True)
        yield [f"{zh} / {en}" for zh, en in heads]
        yield from answer.rows
        yield [""]
