"""The data dictionary, docs/data-dictionary.md, from the database's own catalogue and comments.

`python -m models.dictionary > docs/data-dictionary.md`: views and tables as the migrations made them, so
that the page cannot tell anything but the truth.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, text

from models.codes import vocabulary_rows
from models.schema import ensure_schema
from models.session import DatabaseUnavailable, connection

RELATIONS = """
SELECT c.oid, c.relname AS name, c.relkind = 'v' AS is_view, obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace
    AND c.relkind IN ('v', 'r') AND c.relname <> 'alembic_version'
ORDER BY c.relkind = 'v' DESC, c.relname
"""

COLUMNS = """
SELECT
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS required,
    coalesce(a.attnum = ANY (p.conkey), false) AS in_key,
    (
        SELECT string_agg(f.confrelid::regclass::text, ', ' ORDER BY f.conname)
        FROM pg_constraint f
        WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND a.attnum = ANY (f.conkey)
    ) AS refers,
    col_description(a.attrelid, a.attnum) AS comment
FROM pg_attribute a
LEFT JOIN pg_constraint p ON p.conrelid = a.attrelid AND p.contype = 'p'
WHERE a.attrelid = :relation AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""

# a reference with a column that may be NULL may lead nowhere; one that is the whole key leads back to one row
REFERENCES = """
SELECT
    f.conrelid::regclass::text AS child,
    f.confrelid::regclass::text AS parent,
    string_agg(a.attname, ', ' ORDER BY k.place) AS columns,
    bool_and(a.attnotnull) AS required,
    EXISTS (
        SELECT FROM pg_constraint p
        WHERE p.conrelid = f.conrelid AND p.contype IN ('p', 'u') AND p.conkey <@ f.conkey
    ) AS at_most_one
FROM pg_constraint f
CROSS JOIN LATERAL unnest(f.conkey) WITH ORDINALITY AS k (attnum, place)
JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum
WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace
GROUP BY f.oid, f.conrelid, f.confrelid, f.conkey
ORDER BY 2, 1, 3
"""

HEAD = """\
# Data dictionary · 数据字典

Made by `make dictionary` from the comments in the database; do not edit.
由数据库注释自动生成，请勿手工修改。

Analysts use the views (`v_…`), which show the current revision with readable names. A blank cell is NULL,
a printed 0 is 0. Reports whose `verdict` is `review` have an error standing against them (`v_findings`).
分析请用视图（`v_…`）：显示现行版本和可读名称。空白单元格为 NULL，所印的 0 为 0。
`verdict` 为 `review` 的年报尚有错误待核（见 `v_findings`）。
"""


def dictionary(database: Connection) -> Iterator[str]:
    """The page, line by line."""
    yield from HEAD.splitlines()
    relations = database.execute(text(RELATIONS)).all()
    yield from _picture(database, [relation.name for relation in relations if not relation.is_view])
    for is_view, title in ((True, "Views · 视图"), (False, "Tables · 表")):
        yield from ("", f"## {title}")
        for relation in relations:
            if relation.is_view == is_view:
                yield from ("", f"### {relation.name}", "", _both(relation.comment), "")
                yield from _columns(database, relation.oid, is_view)
    yield from _codes()


def _picture(database: Connection, tables: list[str]) -> Iterator[str]:
    """The tables and what refers to what, as a Mermaid diagram; a reference is labelled with its columns."""
    yield from ("", "## Entities · 实体关系", "", "```mermaid", "erDiagram")
    references = database.execute(text(REFERENCES)).all()
    for reference in references:
        parent = "||" if reference.required else "|o"
        child = "o|" if reference.at_most_one else "o{"
        yield f'    {reference.parent} {parent}--{child} {reference.child} : "{reference.columns}"'
    drawn = {name for reference in references for name in (reference.child, reference.parent)}
    yield from (f"    {name}" for name in tables if name not in drawn)
    yield "```"


def _columns(database: Connection, relation: int, is_view: bool) -> Iterator[str]:
    yield "| column | type | 说明 | meaning |" if is_view else "| column | type | key | 说明 | meaning |"
    yield "|---|---|---|---|" if is_view else "|---|---|---|---|---|"
    for column in database.execute(text(COLUMNS), {"relation": relation}):
        chinese, english = _split(column.comment)
        cells = [f"`{column.name}`", column.type]
        if not is_view:
            cells.append(_key(column.in_key, column.required, column.refers))
        yield f"| {' | '.join([*cells, chinese, english])} |"


def _key(in_key: bool, required: bool, refers: str | None) -> str:
    words = ["primary" if in_key else "" if required else "nullable", f"→ {refers}" if refers else ""]
    return " ".join(filter(None, words))


def _codes() -> Iterator[str]:
    """The codes with their printed labels, a row of the form a line."""
    yield from ("", "## Codes · 代码", "", "One code per printed cell; also in the table `vocabulary`.")
    for (form, block), cells in groupby(vocabulary_rows(), key=lambda row: (row["form"], row["block"])):
        yield from ("", f"### {block}, form {form}", "", "| item | 项目 | columns | unit |", "|---|---|---|---|")
        for item, rows in groupby(cells, key=lambda row: row["item"]):
            row = list(rows)
            columns = ", ".join(f"`{cell['measure']}` {cell['measure_label']}" for cell in row if cell["measure"])
            units = ", ".join(dict.fromkeys(cell["unit"] for cell in row if cell["unit"]))
            yield f"| `{item}` | {row[0]['label']} | {columns} | {units} |"


def _both(comment: str | None) -> str:
    chinese, english = _split(comment)
    return f"{english}.  \n{chinese}。"


def _split(comment: str | None) -> tuple[str, str]:
    """A comment's Chinese and English halves. ValueError where one is missing: every comment has both."""
    chinese, slash, english = (comment or "").partition(" / ")
    if not slash:
        raise ValueError(f"a comment without its translation: {comment!r}")
    return chinese.replace("|", "\\|"), english.replace("|", "\\|")


def main() -> int:
    try:
        ensure_schema()
        with connection() as database:
            page = "\n".join(dictionary(database))
    except DatabaseUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return 4
    sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
