"""Plain text as extractors and copy-and-paste leave it."""

from __future__ import annotations

import re

from tests.corpus.geometry import covering
from tests.corpus.model import Draft, Table, Text


def write_text(draft: Draft, layout: str) -> str:
    """The draft as text; `layout` is a key of LAYOUTS."""
    return LAYOUTS[layout](draft)


def _cells(draft: Draft, before: str, after: str) -> str:
    """One cell a line, as Word's text export: a TAB, the cell; an empty cell is a TAB alone."""
    lines: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Text):
            lines.append(block.text)
        else:
            lines += [f"{before}{box.text}{after}" for box in block.boxes()]
    return "\n".join(lines) + "\n"


def cell_a_line(draft: Draft) -> str:
    return _cells(draft, "\t", "")


def cell_a_line_blank(draft: Draft) -> str:
    """A blank line after each cell."""
    return _cells(draft, "", "\n")


def cell_then_pipe(draft: Draft) -> str:
    """“value\\n|\\n”."""
    return _cells(draft, "", "\n|")


def pipes(draft: Draft) -> str:
    """“| \\n value  |”: a Markdown-like wreck."""
    return _cells(draft, "| \n ", "  |")


def row_a_line(draft: Draft) -> str:
    """TABs between cells; a slot that a span covers is empty, as a spreadsheet pastes it."""
    return "\n".join(line for block in draft.blocks for line in _lines(block)) + "\n"


def markdown(draft: Draft) -> str:
    """A row a line between pipes, spans repeated in each slot."""
    lines: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Text):
            lines += [block.text, ""]
            continue
        for index in range(len(block.rows)):
            slots = [
                box.text.replace("\n", "") for _, _, box in covering(block, index) for _ in range(box.colspan)
            ]
            lines.append("| " + " | ".join(slots) + " |")
            if index == 0:
                lines.append("|" + " --- |" * len(slots))
        lines.append("")
    return "\n".join(lines) + "\n"


def one_line(draft: Draft) -> str:
    """The whole report on one line, cells apart by single blanks."""
    parts: list[str] = []
    for block in draft.blocks:
        parts += [block.text] if isinstance(block, Text) else [box.text for box in block.boxes() if box.text]
    return " ".join(part.replace("\n", "") for part in parts) + "\n"


def torn_prose(draft: Draft) -> str:
    """Digits of the prose torn to the end of their line, as a PDF's text layer gives them (tables are whole)."""
    lines: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Text) and block.kind == "body":
            for start in range(0, len(block.text), 26):
                lines += [_tear(block.text[start : start + 26]), ""]
        else:
            lines += _lines(block, " ")
    return "\n".join(lines) + "\n"


def torn_tables(draft: Draft) -> str:
    """Digits torn from the rows of the tables too: which number belongs where is lost."""
    lines: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Text):
            lines.append(block.text)
        else:
            lines += [_tear(line) for line in _lines(block, " ")]
    return "\n".join(lines) + "\n"


def _tear(line: str) -> str:
    """Every second number of a line moves to its end."""
    numbers = re.findall(r"\d+(?:\.\d+)?", line)
    for number in numbers[::2]:
        line = line.replace(number, " ", 1)
    return f"{line}{' '.join(numbers[::2])}"


def _lines(block: Text | Table, separator: str = "\t") -> list[str]:
    if isinstance(block, Text):
        return [block.text]
    lines = []
    for index, _ in enumerate(block.rows):
        slots = []
        for r, _, box in covering(block, index):
            slots += [box.text.replace("\n", "") if r == index else "", *[""] * (box.colspan - 1)]
        lines.append(separator.join(slot for slot in slots if slot or separator == "\t"))
    return lines


LAYOUTS = {
    "cell-a-line": cell_a_line,
    "cell-a-line-blank": cell_a_line_blank,
    "cell-then-pipe": cell_then_pipe,
    "pipes": pipes,
    "row-a-line": row_a_line,
    "markdown": markdown,
    "one-line": one_line,
    "torn-prose": torn_prose,
    "torn-tables": torn_tables,
}
