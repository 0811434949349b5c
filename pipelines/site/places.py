"""Where a finding stands, in the words of the forms: applications.granted.total is （一）予以公开 · 总计."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from models.vocabulary import vocabulary
from pipelines.site.catalogue import catalogue


@lru_cache(maxsize=4096)
def named(place: str) -> Sequence[str]:
    """The words for a place, each a text of the catalogue or a number; none where it is not known."""
    if known := catalogue().places.get(place):
        return (known,)
    block, _, rest = place.replace("page ", "page.").partition(".")
    words = vocabulary()
    match block:
        case "sections" | "page" if rest.isdecimal():
            return (catalogue().places[block], str(int(rest) + (block == "sections")))
        case "applications":
            row = next((code for code in sorted(words.applications, reverse=True) if _begins(rest, code)), "*")
            label = words.applications[row].split("/")[-1:] if row in words.applications else []
            return _with(label, words.applicants, rest.removeprefix(row).removeprefix("."))
        case "review":
            channel, _, outcome = rest.partition(".")
            return _with(words.channels.get(channel, "").split("/"), words.outcomes, outcome)
        case "disclosure":
            item, _, measure = rest.partition(".")
            rows = [items[item] for items in words.disclosure.values() if item in items]
            every = [row for items in words.disclosure.values() for row in items.values()]
            measures = {code: label for row in reversed(rows or every) for code, label in row.measures.items()}
            return _with([row.label for row in rows[:1]], measures, measure)
        case "indicators" if rest in words.indicators:
            return (words.indicators[rest].label,)
    return ()


def _begins(path: str, code: str) -> bool:
    return path == code or path.startswith(f"{code}.")


def _with(row: Sequence[str], columns: Mapping[str, str], column: str) -> Sequence[str]:
    return tuple(filter(None, (*row, columns.get(column))))
