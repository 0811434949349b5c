"""Doors: links that may lead to further columns of annual reports. They are opened one at a time, the best first,
once all that is certain has been asked; where doors of one sort led nowhere, their siblings stay closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crawler.discovery.links import DoorSort
from crawler.visit import Visit

# A hub is named as one (政府信息公开, 部门信息公开): it is tried before the portal is believed to have no more.
# An agency's own page is tried where nothing of that agency was seen. A weak door (政务公开, 网站地图) is opened
# only as long as no column of reports was found.
ORDER: dict[DoorSort, int] = {"hub": 2, "agency": 1, "weak": 0}
SIBLINGS = {
    "hub": 6,
    "agency": 3,
    "weak": 6,
}  # doors of one page in a row that led nowhere: the others stay closed
MOST_FRUITLESS = 60  # in all


@dataclass(slots=True)
class Doors:
    """`credit` tells that something was found behind a door; a sibling's failure lowers a door, three close it."""

    _closed: list[tuple[DoorSort, Visit]] = field(default_factory=list)
    _failed: Counter[str] = field(default_factory=Counter)
    _fruitless: int = 0
    _open: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._closed)

    def add(self, sort: DoorSort, visit: Visit) -> None:
        """A door that may be opened later."""
        self._closed.append((sort, visit))

    def credit(self, visit: Visit) -> None:
        """Something was found behind the doors of this visit: its siblings are worth trying."""
        for door in visit.doors:
            if group := self._open.pop(door, None):
                self._failed[group] = 0
                self._fruitless -= 1

    def take(self, found: bool, is_unknown: Callable[[Visit], bool]) -> Visit | None:
        """Open the best door; None where none is worth a request.

        `found`: whether a column of reports was found; `is_unknown`: whether nothing was seen yet of the agency
        that a door is named after.
        """
        worth = (each for each in self._closed if self._is_worth(*each, found, is_unknown))
        best = max(worth, key=self._promise, default=None)
        if best is None or self._fruitless >= MOST_FRUITLESS:
            return None
        self._closed.remove(best)
        group, name = _group(*best), f"{_group(*best)} {best[1].url}"
        # it counts as fruitless until something is found behind it
        self._open[name] = group
        self._failed[group] += 1
        self._fruitless += 1
        return replace(best[1], doors=(*best[1].doors, name))

    def _promise(self, each: tuple[DoorSort, Visit]) -> tuple[int, int, int]:
        sort, visit = each
        return ORDER[sort], visit.score - self._failed[_group(sort, visit)], visit.depth

    def _is_worth(self, sort: DoorSort, visit: Visit, found: bool, is_unknown: Callable[[Visit], bool]) -> bool:
        if self._failed[_group(sort, visit)] >= SIBLINGS[sort] or (sort == "weak" and found):
            return False
        return sort != "agency" or is_unknown(visit)


def _group(sort: DoorSort, visit: Visit) -> str:
    """The doors of one sort on one page: what became of one tells of the others."""
    return f"{sort} {visit.trail[-1].url if visit.trail else ''}"
