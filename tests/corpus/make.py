"""Builds the corpus from its recipes: `python -m tests.corpus.make [ID …]` (all, or the named documents).

Needs LibreOffice, Chromium, poppler and the packages listed in README.md, none of which the project itself needs.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from tests.corpus import convert, deviations
from tests.corpus.compose import compose
from tests.corpus.gold import gold_of, write_gold
from tests.corpus.model import Draft
from tests.corpus.render_html import render
from tests.corpus.write_docx import write_docx
from tests.corpus.write_ofd import write_ofd
from tests.corpus.write_reportlab import write_reportlab
from tests.corpus.write_sheet import write_sheet
from tests.corpus.write_text import write_text

HERE = Path(__file__).parent
DOCUMENTS, GOLD = HERE / "documents", HERE / "gold"


class GbkInfo(zipfile.ZipInfo):
    """A member name as Windows writes it in China: GBK bytes and no UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits


def recipes() -> list[dict[str, Any]]:
    """All recipes in file order; ids are unique."""
    found: list[dict[str, Any]] = []
    for path in sorted((HERE / "recipes").glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        found += [table.get("defaults", {}) | document for document in table["document"]]
    ids = [recipe["id"] for recipe in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"doubled ids: {sorted(i for i in set(ids) if ids.count(i) > 1)}")
    return found


def drafted(recipe: dict[str, Any]) -> Draft:
    """The draft with the recipe's deviations done to it, in their order."""
    draft = compose(recipe)
    registry = deviations.load()
    for name in recipe.get("deviate", []):
        registry[name](draft)
    return draft


def first_file(draft: Draft, recipe: dict[str, Any], folder: Path) -> tuple[Path, str]:
    """The draft as written by the recipe's writer, and the writer's name."""
    writer = recipe.get("writer", "html")
    stem = folder / draft.id
    if writer == "docx":
        path = write_docx(draft, stem.with_suffix(".docx"), recipe.get("style", "Table Grid"))
        return path, "python-docx"
    if writer == "sheet":
        return write_sheet(draft, stem.with_suffix(".xlsx")), "openpyxl"
    if writer == "reportlab":
        return write_reportlab(
            draft, stem.with_suffix(".pdf"), embedded=recipe.get("style") == "embedded"
        ), "reportlab"
    if writer == "ofd":
        ruled = recipe.get("style") != "unruled"
        return write_ofd(
            draft, stem.with_suffix(".ofd"), recipe.get("granularity", "line"), ruled
        ), "hand-written OFD"
    path = stem.with_suffix(".txt" if writer == "text" else ".html")
    if writer == "text":
        text, name = write_text(draft, recipe["style"]), f"hand-written text ({recipe['style']})"
    else:
        style = recipe.get("style", "plain")
        text = render(draft, style, recipe.get("page", "bare"), recipe.get("charset", "utf-8"))
        name = f"hand-written HTML ({style})"
    path.write_bytes(
        text.encode(recipe.get("encoding", "utf-8"), "xmlcharrefreplace" if writer == "html" else "strict")
    )
    return path, name


def build(recipe: dict[str, Any]) -> None:
    """One finished document and its gold."""
    if "members" in recipe:
        build_archive(recipe)
        return
    draft = drafted(recipe)
    with tempfile.TemporaryDirectory() as folder:
        path, made_by = first_file(draft, recipe, Path(folder))
        for step in recipe.get("steps", []):
            path = convert.apply(step, path)
            made_by += f" → {step}"
        target = DOCUMENTS / str(recipe.get("folder", draft.form)) / recipe["carrier"] / f"{draft.id}{path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    write_gold(gold_of(draft, recipe, str(target.relative_to(HERE)), made_by), GOLD)


def build_archive(recipe: dict[str, Any]) -> None:
    """A ZIP of finished documents under the names that an office would give them."""
    target = DOCUMENTS / recipe["folder"] / "archive" / f"{recipe['id']}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    members = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for identifier, name in recipe["members"].items():
            source = next(DOCUMENTS.glob(f"*/*/{identifier}.*"))
            info = (GbkInfo if recipe.get("names") == "gbk" else zipfile.ZipInfo)(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, source.read_bytes())
            members.append({"member": name, "gold": identifier})
    record = {
        "id": recipe["id"],
        "path": str(target.relative_to(HERE)),
        "form": None,
        "carrier": "archive",
        "made_by": "zipfile",
        "deviations": recipe.get("tags", []),
        "members": members,
    }
    write_gold(record, GOLD)


def main(wanted: list[str]) -> None:
    every = recipes()
    unknown = set(wanted) - {recipe["id"] for recipe in every}
    if unknown:
        raise SystemExit(f"no recipe called {', '.join(sorted(unknown))}")
    for recipe in sorted(every, key=lambda recipe: "members" in recipe):  # archives hold the others
        if not wanted or recipe["id"] in wanted:
            print(recipe["id"], flush=True)
            build(recipe)


if __name__ == "__main__":
    main(sys.argv[1:])
