"""Checks the finished corpus with other tools than our reader: `python -m tests.corpus.verify [ID …]`.

Two questions a document: does each printed cell, parsed by the few rules below, give its gold number; and does the
finished file still print these cells, in this order, as lxml, python-docx, openpyxl, pdfplumber or poppler see it.
Pictures are for human eyes.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pdfplumber

from tests.corpus import convert
from tests.corpus.gold import TABLES
from tests.corpus.make import HERE, drafted, recipes
from tests.corpus.model import Draft, Number

_NARROW = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_SCALE = {"万": 10000}


def number(text: str) -> Number | None:
    """The number that a person reads in a cell."""
    plain = re.sub(r"[\s　]", "", text.translate(_NARROW)).replace(",", "")
    found = re.match(r"(?:约|增|\+)?(减|-)?(\d+(?:\.\d+)?)(万(?!元))?", plain)
    if not found:
        return None
    value = float(found[2]) * _SCALE.get(found[3] or "", 1) * (-1 if found[1] else 1)
    return int(value) if value.is_integer() else value


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00a0", ""))


def html_cells(path: Path, encoding: str) -> list[str]:
    root: Any = lxml.html.document_fromstring(
        path.read_bytes().decode(encoding, "replace").encode(), parser=_utf8()
    )
    return [str(node.text_content()) for node in root.iter("td", "th", "p") if not node.findall(".//td")]


def _utf8() -> Any:
    return lxml.html.HTMLParser(encoding="utf-8")


def docx_cells(path: Path) -> list[str]:
    """Cells in file order; deleted runs do not count."""
    with path.open("rb") as stream:  # .wps holds the same bytes
        body = docx.Document(stream).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    cells = [cell for cell in body.iter(f"{space}tc") if cell.find(f".//{space}tbl") is None]
    return ["".join(text.text or "" for text in cell.iter(f"{space}t")) for cell in cells]


def sheet_cells(path: Path) -> list[str]:
    book = importlib.import_module("openpyxl").load_workbook(path, data_only=True)
    return [
        "" if v is None else str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row
    ]


def ofd_cells(path: Path) -> list[str]:
    """Text objects in file order; neighbours on one baseline that touch are one text."""
    pattern = r'Boundary="([\d.]+) ([\d.]+) ([\d.]+) [\d.]+">(?:(?!<ofd:TextObject).)*?<ofd:TextCode[^>]*>([^<]*)<'
    cells: list[str] = []
    end = (0.0, 0.0)
    with zipfile.ZipFile(path) as package:
        for name in sorted(n for n in package.namelist() if n.endswith("Content.xml")):
            for x, y, width, text in re.findall(pattern, package.read(name).decode(), re.DOTALL):
                if end[1] == float(y) and abs(end[0] - float(x)) < 0.02 and cells:
                    cells[-1] += text
                else:
                    cells.append(text)
                end = (float(x) + float(width), float(y))
    return cells


def pdf_cells(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return [
            cell or "" for page in pdf.pages for table in page.extract_tables() for row in table for cell in row
        ]


def pdf_words(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split()


def cells_of(path: Path, record: dict[str, Any], encoding: str) -> list[str]:
    """The texts that a foreign tool finds, in its order."""
    carrier = record["carrier"]
    zipped = path.read_bytes()[:2] == b"PK"
    if carrier == "odt" or (carrier in ("doc", "rtf") and not zipped):
        return docx_cells(_converted(path, "docx", "libreoffice"))
    if carrier == "sheet":
        return sheet_cells(path if path.suffix == ".xlsx" else _converted(path, "xlsx", "calc"))
    if carrier in ("doc", "docx"):
        return docx_cells(path)
    readers = {"ofd": ofd_cells, "pdf": pdf_cells}
    if carrier in readers:
        return readers[carrier](path)
    if carrier == "text":
        return re.split(r"[\s|]+", path.read_bytes().decode(encoding))
    return html_cells(path, encoding)


def _converted(path: Path, to: str, step: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="corpus-verify-"))
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    return convert.apply(f"{step} to={to}", copy)


def missing_from(expected: Iterable[str], found: list[str]) -> str | None:
    """The first expected cell that does not follow the ones before it, None when all are there in order."""
    position = 0
    for text in expected:
        try:
            position = found.index(text, position) + 1
        except ValueError:
            return text
    return None


def check(recipe: dict[str, Any]) -> list[str]:
    """What is wrong with a document; empty when all is well."""
    record = json.loads((HERE / "gold" / f"{recipe['id']}.json").read_text("utf-8"))
    path = HERE / record["path"]
    if "members" in record:
        names = zipfile.ZipFile(path).namelist()
        return [] if len(names) == len(record["members"]) else ["members differ"]
    draft = drafted(recipe)
    problems = _gold_problems(draft, record)
    expected = [_squeeze(box.text) for box in draft.values() if _squeeze(box.text)]
    if record["ocr"] or not expected:
        return problems
    found = [_squeeze(text) for text in cells_of(path, record, _encoding(recipe))]
    if record["carrier"] == "sheet":  # a spreadsheet keeps 12.5 for a typed 12.50, and 3 for +3
        found, expected = [_plain(text) for text in found], [_plain(text) for text in expected]
    lost = missing_from(expected, found)
    if lost is not None and record["carrier"] in ("pdf", "text", "ofd"):  # no cells, or another order: count them
        words = [_squeeze(word) for word in pdf_words(path)] if record["carrier"] == "pdf" else []
        lack = Counter(expected) - (Counter(found) + Counter(words))
        lost = f"{dict(lack)}" if lack and record["expect"] == "accepted" else None
    return problems if lost is None else [*problems, f"not in the file: {lost}"]


def _plain(text: str) -> str:
    value = number(text) if re.fullmatch(r"[+－-]?[\d.]+", text) else None
    return text if value is None else str(value)


def _encoding(recipe: dict[str, Any]) -> str:
    return str(recipe.get("encoding", "utf-8"))


def _gold_problems(draft: Draft, record: dict[str, Any]) -> list[str]:
    problems = []
    codes = {box.code for box in draft.values()}
    for box in [] if "rows.split_digits" in record["deviations"] else draft.values():
        value = draft.gold[box.code or ""]
        if number(box.text) != value:
            problems.append(f"{box.code}: prints {box.text!r}, gold {value}")
    unprinted = set(draft.gold) - {code for code in codes if code} - _indirect(draft)
    problems += [f"{code}: in the gold, not printed" for code in sorted(unprinted)]
    flat = {f"{t}.{k}": v for t in TABLES for k, v in record[t].items()}
    cells = sum(len(v) if isinstance(v, dict) else 1 for v in flat.values())
    if cells != len(draft.gold):
        problems.append(f"gold file has {cells} cells, the draft {len(draft.gold)}")
    return problems


def _indirect(draft: Draft) -> set[str]:
    """Cells whose value boxes a deviation replaced on purpose (glued rows)."""
    return (
        {code for code in draft.gold if not any(b.code == code for b in draft.values())}
        if _glued(draft)
        else set()
    )


def _glued(draft: Draft) -> bool:
    return any(re.fullmatch(r"规章\d+", box.text) for box in draft.labels("disclosure"))


def main(wanted: list[str]) -> None:
    bad = 0
    for recipe in recipes():
        if wanted and recipe["id"] not in wanted:
            continue
        problems = check(recipe)
        bad += bool(problems)
        for problem in problems[:6]:
            print(f"{recipe['id']}: {problem}")
    print(f"{bad} documents with problems")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main(sys.argv[1:])
