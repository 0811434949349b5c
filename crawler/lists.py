"""The pages of one list, one after the other, and when to stop: pagers may show the same rows for ever, or go
on for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from crawler.cms.base import Link

LIST_PAGES = 200  # pages of one list
PATIENCE = {True: 2, False: 1}  # pages in a row without a new report: in a column of annual reports, elsewhere


@dataclass(slots=True)
class Pages:
    """What was seen of one list. `total` is the number of items that the portal declares; `left`: it went on, but
    with items that are no reports; `most` pages are asked."""

    annual: bool
    most: int = LIST_PAGES
    rows: set[str] = field(default_factory=set)
    total: int | None = None
    left: bool = False
    _asked: int = 1
    _barren: int = 0
    _known: set[str] = field(default_factory=set)
    _waiting: deque[Link] = field(default_factory=deque)

    def shown(
        self,
        rows: Collection[str],
        more: Collection[tuple[str, Link]],
        total: int | None,
        *,
        fruit: bool,
        step: bool,
    ) -> None:
        """A page of it came: `rows` are the keys of its items, `more` the pages that it names, by their keys.
        Those of a page without a new row are not believed: it may be the same page again, under another number.

        `fruit`: it listed a report that no page had listed before; `step`: it only leads to the rows.
        """
        first, new = self._asked == 1, not self.rows.issuperset(rows)
        self.rows.update(rows)
        self.total = max(self.total or 0, total or 0) or None
        for key, link in more if new or first or step else ():
            if key not in self._known:
                self._known.add(key)
                self._waiting.append(link)
        self._barren = 0 if fruit or step or (first and not rows) else self._barren + 1
        if self._barren >= PATIENCE[self.annual]:
            self.left = new
            self._waiting.clear()
            self._asked = self.most

    def next(self) -> Iterator[tuple[int, Link]]:
        """The next page and its number; none where the list has ended."""
        if self._waiting and self._asked < self.most:
            self._asked += 1
            yield self._asked, self._waiting.popleft()

    @property
    def short(self) -> bool:
        """Whether the portal declares more items than its pages have shown."""
        return self.total is not None and len(self.rows) < self.total
