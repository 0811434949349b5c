"""Writes a draft's gold: what stands in the finished document, under the codes of models/vocabulary.toml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.corpus.model import Draft

TABLES = ("disclosure", "applications", "review", "indicators")


def gold_of(draft: Draft, recipe: dict[str, Any], path: str, made_by: str) -> dict[str, Any]:
    """One record of the gold (README.md explains the keys)."""
    options = draft.options
    record: dict[str, Any] = {
        "id": draft.id,
        "path": path,
        "form": options.get("gold_form", draft.form),
        "carrier": recipe["carrier"],
        "ocr": bool(recipe.get("ocr", recipe["carrier"] in ("scan", "image"))),
        "made_by": made_by,
        "deviations": recipe_deviations(recipe),
        "agency": options.get("gold_agency", draft.agency.name),
        "year": options.get("gold_year", draft.year),
        "headline": draft.headline.replace("\n", ""),
        "expect": recipe.get("expect", "accepted"),
    }
    if "tolerated" in recipe:
        record["tolerated"] = recipe["tolerated"]
    if "because" in recipe:
        record["because"] = recipe["because"]
    for table in TABLES:
        record[table] = _nested(draft, table)
    if not recipe.get("facts_lost") and draft.facts:
        record["facts"] = draft.facts
    return record


def recipe_deviations(recipe: dict[str, Any]) -> list[str]:
    """Everything unusual about a document: what was done to its draft, its markup, its file."""
    tags = [*recipe.get("deviate", []), *recipe.get("tags", [])]
    options = recipe.get("options", {})
    tags += [f"option.{key}" for key, value in options.items() if value and key not in ("margin", "font", "cites")]
    if "cites" in options:
        tags.append("form.cites_other_notice")
    if recipe.get("style") == "nested" or recipe.get("page") == "old":
        tags.append("html.layout_tables")
    if "encoding" in recipe:
        claimed = f"_as_{recipe.get('charset', 'utf-8')}" if recipe.get("writer", "html") == "html" else ""
        tags.append(f"charset.{recipe['encoding']}{claimed}")
    for step in recipe.get("steps", []):
        name, *arguments = step.split()
        if name in ("strip-tounicode", "rotate", "encrypt", "rename", "pdftocairo"):
            tags.append(f"file.{name}")
        if name == "raster":
            worn = (f"scan.{a.split('=')[0]}" for a in arguments if a.split("=")[0] not in ("dpi", "to"))
            tags += worn
    return list(dict.fromkeys(tags))


def _nested(draft: Draft, table: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for code, value in draft.gold.items():
        head, _, rest = code.partition(".")
        if head != table:
            continue
        if table == "indicators":
            result[rest] = value
        else:
            row, _, column = rest.rpartition(".")
            result.setdefault(row, {})[column] = value
    return result


def write_gold(record: dict[str, Any], folder: Path) -> None:
    """One JSON file a document, one printed row a line, so that a diff shows a row."""
    lines = []
    for key, value in record.items():
        if key in TABLES and key != "indicators" and value:
            rows = ",\n".join(f"    {_json(row)}: {_json(cells)}" for row, cells in value.items())
            lines.append(f'  "{key}": {{\n{rows}\n  }}')
        elif key in ("facts", "members"):
            items = ",\n".join(f"    {_json(item)}" for item in value)
            lines.append(f'  "{key}": [\n{items}\n  ]')
        else:
            lines.append(f'  "{key}": {_json(value)}')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{record['id']}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
