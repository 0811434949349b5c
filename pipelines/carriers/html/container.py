"""Which element of a page holds the article."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import cast

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from pipelines.carriers.html.links import find_links
from pipelines.carriers.html.main_text import main_element
from pipelines.carriers.html.tree import text_of

_CONTENT = etree.XPath("boolean(.//table|.//img|.//iframe|.//embed|.//object|.//a[@href])")
# The state's standard page marks (国办发〔2017〕47号), set around the body whatever the CMS.
_MARKS = etree.XPath(".//meta[translate(@name, 'CONTEASRD', 'conteasrd')=$name]")
_NAMED = etree.XPath(".//*[@id or @class]")
_LINKED = etree.XPath("boolean(.//@href|.//form|.//iframe|.//nav|.//select)")
_ARTICLE_CHARS = 50
_SPACE = re.compile(r"\s+")


@cache
def _known() -> dict[str, int]:
    """Selector → rank, of the containers that common systems use."""
    table = tomllib.loads(Path(__file__).with_name("containers.toml").read_text(encoding="utf-8"))
    return {selector: rank for rank, selector in enumerate(table["selectors"])}


def article_element(tree: etree._Element, selector: str | None) -> tuple[etree._Element, bool]:
    """The element to read, and whether `selector` was given but not found.

    By the given selector, by the standard marks, by what the common systems call it, by its main text,
    else the whole body. Cuts the tree at the marks.
    """
    given = None if selector is None else _select(tree, selector)
    if given is not None:
        _cut_to_marks(given)
        return given, False
    missing = selector is not None
    marked = _between_marks(tree)
    if marked is not None:
        return marked, missing
    for elements in _obvious(tree):
        found = _best([element for element in elements if _holds_article(element)])
        if found is not None:
            return found, missing
    body = tree.find("body")
    whole = tree if body is None else body
    found = main_element(whole) if _LINKED(whole) else None  # without a link there is no menu to leave out
    return (whole if found is None else found), missing


def _obvious(tree: etree._Element) -> list[list[etree._Element]]:
    """The elements that known selectors fit, by rank; in one walk, for a page has thousands of elements."""
    ranks = _known()
    fits: defaultdict[int, list[etree._Element]] = defaultdict(list)
    for element in cast("list[etree._Element]", _NAMED(tree)):
        keys = ["#" + (element.get("id") or "")]
        for name in (element.get("class") or "").split():
            keys += ["." + name, f"{element.tag}.{name}"]
        for key in keys:
            if key in ranks:
                fits[ranks[key]].append(element)
    return [fits[rank] for rank in sorted(fits)]


def _select(tree: etree._Element, selector: str) -> etree._Element | None:
    """None, too, for a selector that is no CSS: the page is then read as if nobody had named one."""
    try:
        return _best(_matches(CSSSelector(selector, translator="html"), tree))
    except SelectorError:
        return None


def _matches(selector: CSSSelector, tree: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", selector(tree))


def _marks(root: etree._Element, name: str) -> list[etree._Element]:
    return cast("list[etree._Element]", _MARKS(root, name=name))


def _length(element: etree._Element) -> int:
    return len(_SPACE.sub("", text_of(element)))


def _holds_article(element: etree._Element) -> bool:
    """More than the stray editor box that list pages have: text, a picture of it, or the file that has it."""
    if _length(element) >= _ARTICLE_CHARS or element.find(".//img") is not None:
        return True
    return any(not href.lower().endswith(".swf") for href, _ in find_links(element))


def _best(elements: list[etree._Element]) -> etree._Element | None:
    """The one with the most text; None if none of them shows anything."""
    shown = [element for element in elements if _length(element) or _CONTENT(element)]
    return max(shown, key=_length, default=None)


def _between_marks(tree: etree._Element) -> etree._Element | None:
    """The element that holds the ContentStart and ContentEnd metas, with what lies outside of them removed."""
    starts, ends = _marks(tree, name="contentstart"), _marks(tree, name="contentend")
    if len(starts) != 1 or len(ends) != 1:
        return None
    above = set(starts[0].iterancestors())
    common = next((element for element in ends[0].iterancestors() if element in above), None)
    return None if common is None or not _cut_to_marks(common) else _best([common])


def _cut_to_marks(root: etree._Element) -> bool:
    """Remove what `root` holds before its ContentStart and after its ContentEnd; False if it lacks one."""
    starts, ends = _marks(root, name="contentstart"), _marks(root, name="contentend")
    if len(starts) != 1 or len(ends) != 1:
        return False
    first, last = (next(i for i, child in enumerate(root) if _holds(child, mark)) for mark in (starts[0], ends[0]))
    if first >= last:
        return False
    children = list(root)
    children[last].tail = None
    for child in (*children[:first], *children[last + 1 :]):
        root.remove(child)
    root.text = None
    return True


def _holds(element: etree._Element, mark: etree._Element) -> bool:
    return element is mark or element in mark.iterancestors()
