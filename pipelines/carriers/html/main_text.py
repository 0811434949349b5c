"""The element with the main text of a page that no selector fits: trafilatura finds it, we read it."""

from __future__ import annotations

import re
from bisect import bisect_right
from copy import deepcopy
from itertools import islice

from lxml import etree

from pipelines.carriers.html.tree import text_of

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[\d.,%％+-]+")
_MIN_LINE = 12  # shorter lines also stand in menus
_MIN_TEXT = 60
_SHARE = 0.9
_MIN_NUMBERS = 3


def main_element(body: etree._Element) -> etree._Element | None:
    """The deepest element with nine tenths of the main text and all tables of numbers.

    None if there is no main text. Only the place is taken from trafilatura: its tables lose their spans,
    its dates are guesses.
    """
    from trafilatura import bare_extraction  # half a second to import, and most pages need no guess

    tables = _number_tables(body)
    page = _without(body, tables)
    extracted = bare_extraction(page, include_tables=False, include_comments=False, fast=True)
    main = (extracted.text if extracted is not None and not isinstance(extracted, dict) else None) or ""
    if len(main) < _MIN_TEXT:
        return None
    element = _covering(body, main)
    if element is None:
        return None
    for table in tables:
        above = set(table.iterancestors())
        element = next((outer for outer in (element, *element.iterancestors()) if outer in above), body)
    return element


def _without(body: etree._Element, tables: list[etree._Element]) -> str:
    """The page's source with these tables empty: they are four fifths of it, and no prose."""
    places = {id(table) for table in tables}
    emptied = [id(table) in places for table in body.iter("table")]
    page = deepcopy(body)
    for table, empty in zip(list(page.iter("table")), emptied, strict=True):
        if empty:
            table.clear(keep_tail=True)  # type: ignore[call-arg] # the stubs lack it
    return etree.tostring(page, encoding="unicode", method="html", with_tail=False)


def _covering(body: etree._Element, main: str) -> etree._Element | None:
    """The deepest element that holds nine tenths of the lines of `main`, by length."""
    page, owners, starts = _flat_text(body)
    weight: dict[etree._Element, int] = {}
    total = position = 0
    for line in (_SPACE.sub("", line) for line in main.splitlines()):
        if len(line) < _MIN_LINE:
            continue
        at = page.find(line[:200], position)
        if at < 0:
            continue
        position = at
        total += len(line)
        owner = owners[bisect_right(starts, at) - 1]
        for element in (owner, *owner.iterancestors()):
            weight[element] = weight.get(element, 0) + len(line)
    if not total:
        return None
    element = body
    while True:
        inner = next((child for child in element if weight.get(child, 0) >= _SHARE * total), None)
        if inner is None:
            return element
        element = inner


def _flat_text(body: etree._Element) -> tuple[str, list[etree._Element], list[int]]:
    """All text without spaces, in order; for each piece of it the element that prints it and its offset."""
    pieces: list[str] = []
    owners: list[etree._Element] = []
    starts: list[int] = []
    length = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            text, owner = element.text, element
        else:
            text, owner = element.tail, element.getparent()
        if not text or owner is None or (element is body and event == "end"):
            continue
        piece = _SPACE.sub("", text)
        if piece:
            pieces.append(piece)
            owners.append(owner)
            starts.append(length)
            length += len(piece)
    return "".join(pieces), owners, starts


def _number_tables(body: etree._Element) -> list[etree._Element]:
    """Innermost tables with a few cells that hold only a number."""
    tables = []
    for table in body.iter("table"):
        if table.find(".//table") is not None:
            continue
        numbers = (cell for cell in table.iter("td") if _NUMBER.fullmatch(_SPACE.sub("", text_of(cell))))
        if len(list(islice(numbers, _MIN_NUMBERS))) == _MIN_NUMBERS:
            tables.append(table)
    return tables
